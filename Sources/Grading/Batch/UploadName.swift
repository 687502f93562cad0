/// The name that a learning platform gives to what somebody has uploaded: it says whose it is.
///
/// - Canvas: `doejane_12345_678_ORSet.swift`, with `_LATE` after the name when it was late.
/// - Moodle: `Jane Doe_12345_assignsubmission_file_ORSet.swift`, or a folder
///   `Jane Doe_12345_assignsubmission_file` beside one `…_onlinetext`.
struct UploadName: Hashable {
  /// The part that all uploads of one person share.
  let person: String
  /// What the person called the file; empty for a folder.
  let file: String

  /// Nil for a name that no such platform has made.
  init?(_ name: String) {
    if let found = name.wholeMatch(of: #/(.+?_[0-9]+)_assignsubmission_[a-z]+_?(.*)/#) {
      (person, file) = (String(found.1), String(found.2))
    } else if let found = name.wholeMatch(of: #/(.+?_[0-9]+)_[0-9]+_(.+)/#) {
      (person, file) = (String(found.1), String(found.2))
    } else {
      return nil
    }
  }
}
