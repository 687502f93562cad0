/// Where a submission's own code was when it crashed.
public struct CrashSite: Hashable, Sendable {
  /// The learner's name for the file.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// What the line holds, printable.
  public let source: String

  /// Names a place.
  public init(file: String, line: Int, source: String) {
    self.file = file
    self.line = line
    self.source = source
  }

  /// Finds the innermost frame that lies in one of the staged files.
  /// - Parameter places: what the symbolizer says of each frame, from the innermost.
  init?(places: [UInt8], in staged: StagedSubmission) {
    for line in places.split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: line, as: UTF8.self)
      guard line.hasPrefix(staged.folder + "/") else { continue }
      let parts = line.dropFirst(staged.folder.count + 1).split(separator: ":")
      guard parts.count == 3, let number = StagedSubmission.fileNumber(parts[0]),
        staged.files.indices.contains(number), let line = Int(parts[1]),
        let source = staged.files[number].line(line)
      else { continue }
      self.init(file: staged.files[number].name, line: line, source: source)
      return
    }
    return nil
  }
}
