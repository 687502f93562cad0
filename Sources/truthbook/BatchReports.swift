import Curriculum
import Execution
import FoundationEssentials
import Glibc
import Grading

/// The files a batch writes for each submission: the teacher's report once, and the learner's in each
/// form that was asked for. Written by whoever grades the submission, read again when they are joined.
struct BatchReports: Sendable {
  /// The folder they lie in; it has a folder `reports`, and `feedback` where there are forms.
  let folder: String
  let formats: [ReportFormat]
  let feedback: Feedback

  /// Writes the reports on submissions that hold the same.
  /// - Returns: what they came to, in short.
  func write(
    _ reports: [(submission: ListedSubmission, report: Report)]
  ) throws -> [BatchEntry] {
    var first: (bytes: [UInt8], path: String)?
    return try reports.map { submission, report in
      let name = "reports/\(submission.fileStem).json"
      let bytes = try ReportFormat.json.render(report)
      // What is the same to the last byte lies on the disk once.
      if let first, first.bytes == bytes {
        try link(first.path, to: folder + "/" + name, bytes)
      } else {
        try write(bytes, to: name)
        first = first ?? (bytes, folder + "/" + name)
      }
      let shown = report.reduced(to: feedback)
      for format in formats {
        try write(
          try format.render(shown), to: "feedback/\(submission.fileStem).\(format.fileExtension)")
      }
      return BatchEntry(submission, report, reportFile: name)
    }
  }

  /// An entry with its report.
  func complete(_ entry: BatchEntry) throws -> BatchEntry {
    guard let file = entry.reportFile else { return entry }
    let path = folder + "/" + file
    do {
      return try entry.including(report: try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw Fault.environment("\(path): is not the report it was written as; grade the batch again")
    }
  }

  private func link(_ path: String, to other: String, _ bytes: [UInt8]) throws {
    unlink(other)
    // Where a file cannot have two names, it is written twice.
    if Glibc.link(path, other) == 0 { return }
    try write(bytes, to: String(other.dropFirst(folder.count + 1)))
  }

  private func write(_ bytes: [UInt8], to name: String) throws {
    do throws(FileFailure) {
      try replaceFile(folder + "/" + name, with: bytes, isDurable: false)
    } catch {
      throw Fault.environment(error.description)
    }
  }
}
