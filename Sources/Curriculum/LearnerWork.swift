import FoundationEssentials

/// All that is a learner's own, in one document: progress, and the files they have written. It goes from one
/// machine to another, and taking it in loses nothing on either.
public struct LearnerWork: Hashable, Sendable, Codable {
  /// A file a learner has written.
  private struct File: Hashable, Codable {
    /// `Exercises/or-set/ORSet.swift`.
    var path: String
    /// The file's bytes; base 64 in the document, so that they come back as they were.
    var bytes: Data
  }

  /// What taking it in came to.
  public struct Changes: Hashable, Sendable {
    /// A file of theirs that differs from ours, and where theirs is kept.
    public struct Copy: Hashable, Sendable {
      /// Where the file lies below the workspace.
      public let path: String
      /// Where theirs is kept, likewise.
      public let copy: String
    }

    /// Files that were not begun here, and are now theirs.
    public fileprivate(set) var written: [String] = []
    /// Files that differ: ours stays.
    public fileprivate(set) var kept: [Copy] = []
    /// Files of exercises that this book does not have, and other files that are none of an exercise's.
    public fileprivate(set) var unknown: [String] = []
  }

  private static let version = 1

  private var version = Self.version
  private var progress: Progress
  private var files: [File]

  /// Gathers what a learner has.
  public init(of curriculum: Curriculum, _ progress: Progress) throws(CurriculumError) {
    self.progress = progress
    files = []
    for exercise in try curriculum.exercises().items {
      var firsts: [String: [UInt8]] = [:]
      for part in exercise.parts where part.pristine.exists {
        firsts[part.starter.path] = try part.pristine.bytes()
      }
      for file in try exercise.ownFolder.entries() where file.name.hasSuffix(exercise.ending) {
        let bytes = try file.bytes()
        if firsts[file.path] != bytes { files.append(File(path: file.path, bytes: Data(bytes))) }
      }
    }
  }

  /// Reads a document.
  /// - Throws: `Unreadable` when it is none, or one of a newer book.
  public init(reading bytes: [UInt8]) throws(Unreadable) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      throw Unreadable()
    }
    guard version == Self.version else { throw Unreadable() }
  }

  /// What was given is no document of a learner's work that this book can read.
  public struct Unreadable: Error {}

  /// The document.
  public func document() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// Takes everything in: progress is merged, a file that was not begun here becomes theirs, and of one
  /// that both have written ours stays and theirs is kept beside. To do it again changes nothing more.
  public func takeIn(
    to curriculum: Curriculum, _ record: ProgressFile
  ) throws -> Changes {
    var changes = Changes()
    let copies = KeptCopies(root: curriculum.learnerRoot)
    for file in files.sorted(by: { $0.path < $1.path }) {
      guard let exercise = try exercise(of: file, in: curriculum) else {
        changes.unknown.append(file.path)
        continue
      }
      let own = WorkbookFile(root: curriculum.learnerRoot, path: file.path)
      let theirs = Array(file.bytes)
      let ours = own.exists ? try own.bytes() : nil
      guard ours != theirs else { continue }
      let pristine = exercise.parts.first { $0.starter.path == file.path }?.pristine
      let first = pristine?.exists == true ? try pristine?.bytes() : nil
      if ours == nil || ours == first {
        try copies.makeFolders(above: file.path)
        try replaceFile(own.absolutePath, with: theirs)
        changes.written.append(file.path)
      } else if let copy = try copies.place(of: theirs, for: file.path) {
        changes.kept.append(Changes.Copy(path: file.path, copy: copy))
      } else {
        let copy = try copies.keep(theirs, of: file.path)
        changes.kept.append(Changes.Copy(path: file.path, copy: copy))
      }
    }
    try record.update { $0.merge(progress) }
    return changes
  }

  /// The exercise a file belongs to; nil for a path that leads anywhere else.
  private func exercise(
    of file: File, in curriculum: Curriculum
  ) throws(CurriculumError) -> Exercise? {
    let parts = file.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == "Exercises", !parts[2].hasPrefix("."),
      try curriculum.exerciseIDs().contains(parts[1])
    else { return nil }
    let exercise = try curriculum.exercise(parts[1])
    return parts[2].hasSuffix(exercise.ending) ? exercise : nil
  }
}
