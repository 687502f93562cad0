import Curriculum
import Execution
import FoundationEssentials
import Grading

/// The folder a batch's results go to.
///
/// `journal.jsonl` gets a line as soon as a submission is graded and its reports are written, so that a
/// batch that was stopped at any moment can go on. When all is done it is put in order.
final class BatchFolder: Sendable {
  /// What must not differ between a batch and its continuation: line 1 of the journal.
  struct Setting: Codable, Equatable {
    var exercise: String
    var suiteVersion: Int
    var timeout: Double
    var feedback: String
    var formats: [String]
    var shard: String
    /// What each check is worth, in the suite's order.
    var points: [Int]
    /// The name of the secret that inputs are drawn with.
    var key: String?
  }

  let path: String
  private let header: [UInt8]

  /// Prepares the folder.
  /// - Throws: `Fault` when it cannot be made, or holds a batch that `isResumed` does not ask for or
  ///   that was graded otherwise.
  init(_ path: String, setting: Setting, isResumed: Bool) throws {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    header = Array(try encoder.encode(setting) + Data("\n".utf8))
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder {
      throw Fault.usage("\(path): is a file; --output takes a folder")
    }
    do throws(FileFailure) {
      for folder in [self.path, self.path + "/reports"] { try makeFolder(folder) }
      if !setting.formats.isEmpty { try makeFolder(self.path + "/feedback") }
    } catch {
      throw Fault.environment(error.description)
    }
    let hasJournal = FileManager.default.fileExists(atPath: journal)
    guard isResumed || !hasJournal else {
      throw Fault.usage(
        "\(path): holds a batch already; add --resume to go on with it, or name another folder")
    }
    let first = hasJournal ? try journalLines().first : nil
    if hasJournal, (first.map { try? JSONDecoder().decode(Setting.self, from: $0) } ?? nil) == nil {
      throw Fault.usage(
        "\(journal):1: does not say how the batch was graded, so the file is damaged; remove it to "
          + "grade everything again")
    }
    if let first, first != Data(header.dropLast()) {
      throw Fault.usage(
        "\(path): its batch was graded with other options or another version of the suite; "
          + "name another folder, or give the options it was begun with")
    }
  }

  private var journal: String { path + "/journal.jsonl" }

  private func journalLines() throws -> [Data] {
    try Data(contentsOf: URL(filePath: journal)).split(separator: UInt8(ascii: "\n"))
      .map { Data($0) }
  }

  /// The results that are here already, for these submissions as they are now; the journal then holds
  /// those alone.
  func begin(_ submissions: [ListedSubmission]) throws -> [BatchEntry] {
    var known: [String: BatchEntry] = [:]
    if FileManager.default.fileExists(atPath: journal) {
      for line in try journalLines().dropFirst() {
        // The last line is cut short when the machine went down while it was written.
        guard let entry = try? JSONDecoder().decode(BatchEntry.self, from: line) else { continue }
        known[entry.name] = entry
      }
    }
    let kept = submissions.compactMap { submission in
      known[submission.name]?.asResult(for: submission)
    }
    try writeJournal(kept)
    return kept
  }

  /// Makes the journal hold these results and no other.
  private func writeJournal(_ entries: [BatchEntry]) throws {
    var bytes = header
    for entry in entries { bytes += try entry.line() + Data("\n".utf8) }
    try writeFile(journal, bytes)
  }

  /// Adds what submissions came to, whose reports are written, to the journal.
  func add(_ entries: [BatchEntry]) throws {
    var lines = Data()
    for entry in entries { lines += try entry.line() + Data("\n".utf8) }
    try appendToFile(journal, Array(lines))
  }

  /// Keeps a submission that could not be graded, for whoever mends the grader, with what the grader said
  /// on its standard error.
  func keep(_ submission: ListedSubmission, said errors: [UInt8]) throws {
    let folder = "ungraded/\(submission.fileStem)"
    do throws(FileFailure) {
      for part in ["/ungraded", "/" + folder] { try makeFolder(path + part) }
    } catch {
      throw Fault.environment(error.description)
    }
    if !errors.isEmpty { try write(folder + "/grader.txt", errors) }
    let files: [SourceFile]
    do {
      files = try submission.files()
    } catch {
      return try write(folder + "/unread.txt", Array("\(error)\n".utf8))
    }
    for (number, file) in files.enumerated() {
      try write("\(folder)/\(number + 1).swift", file.bytes)
    }
  }

  /// Writes a file in the folder.
  func write(_ name: String, _ bytes: [UInt8]) throws(Fault) {
    do throws(FileFailure) {
      try replaceFile(path + "/" + name, with: bytes)
    } catch {
      throw .environment(error.description)
    }
  }

  /// Writes the combined report, the gradebook and the page that leads to every report. The journal gets
  /// the report's order, so that it is the same whatever was done at once.
  func write(_ result: BatchReport, hasPages: Bool) throws {
    try writeJournal(result.submissions)
    try write("batch.json", Array(try result.json()))
    try write("grades.csv", Array(result.csv.utf8))
    let page = BatchPage(result) { stem in
      hasPages ? "feedback/\(stem).html" : "reports/\(stem).json"
    }
    try write("batch.html", Array(page.html.utf8))
  }
}
