public import ArgumentParser
import Curriculum
import Glibc
public import Grading

/// A form of the report and where it goes: `junit=out.xml`, `json=-`, or `text` for standard output.
struct ReportDestination: ExpressibleByArgument, Hashable {
  var format: ReportFormat
  /// Nil for standard output.
  var file: String?
  /// True when nothing was said of where it goes.
  var isBare = false

  init(format: ReportFormat, file: String?) {
    self.format = format
    self.file = file
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let format = ReportFormat(rawValue: String(parts[0])) else { return nil }
    self.format = format
    file = parts.count == 2 && parts[1] != "-" ? String(parts[1]) : nil
    isBare = parts.count == 1
    if file?.isEmpty == true { return nil }
  }

  static var allValueStrings: [String] { ReportFormat.allCases.map(\.rawValue) }

  /// What is wrong with writing to all of these; nil when nothing is.
  static func conflict(in destinations: [ReportDestination]) -> String? {
    let onOutput = destinations.filter { $0.file == nil }.map(\.format.rawValue)
    if onOutput.count > 1 {
      return "\(onOutput.joined(separator: " and ")) cannot share standard output; "
        + "send all but one to files, as in --format \(onOutput[1])=FILE."
    }
    var files: Set<String> = []
    for file in destinations.compactMap(\.file) where !files.insert(file).inserted {
      return "two reports cannot share the file \(file); give each its own."
    }
    return nil
  }

  /// Fails when what is at a file's path, or is not there, makes writing it impossible: that should not
  /// be found out after everything has been graded.
  static func requirePlace(for file: String) throws(Fault) {
    var status = stat()
    if stat(file, &status) == 0 {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw .usage("\(file): is a folder; name a file to write to")
      }
      return
    }
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) + "/" } ?? "."
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .usage(
        "\(file): there is no folder \(folder) to write to; make it, or correct the path")
    }
  }

  /// Writes a report.
  func write(_ report: Report, _ setting: ReportSetting) throws {
    let bytes = try format.render(report, setting)
    if let file {
      try writeFile(file, bytes)
    } else {
      try Console.print(String(decoding: bytes, as: UTF8.self), terminator: "")
    }
  }

  /// Writes what is known while grading goes on, where the finished report will take its place: in a
  /// file of the report's own. A pipe, a device or a file shared with others takes a report only once.
  func keep(_ report: Report, _ setting: ReportSetting) throws {
    guard let file, isReplaced(file) else { return }
    try replaceFile(file, with: try format.render(report, setting), isDurable: false)
  }
}

/// True for a file that a result takes the place of; false for one of the files in which GitHub Actions
/// collects what the steps of a job have to say, and for a pipe or a device.
private func isReplaced(_ path: String) -> Bool {
  let isShared = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"].contains {
    Console.environment[$0] == path
  }
  var status = stat()
  let isStream =
    stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  return !isShared && !isStream
}

/// Replaces a file with a result; adds to it when others have their results there too, and writes into
/// what is a pipe or a device.
func writeFile(_ path: String, _ bytes: [UInt8]) throws(Fault) {
  guard isReplaced(path) else { return try appendToFile(path, bytes) }
  do throws(FileFailure) {
    try replaceFile(path, with: bytes)
  } catch {
    throw .environment(error.description)
  }
}

/// Replaces a file with a result that is made in parts, or adds them one after the other to what is not
/// replaced; see `writeFile`. Nothing is left of it when a part cannot be made.
/// - Parameter make: makes the result and hands over each part.
func writeFile(
  _ path: String, _ make: (_ write: ([UInt8]) throws -> Void) throws -> Void
) throws {
  guard isReplaced(path) else { return try make { try appendToFile(path, $0) } }
  let draft = "\(path).\(getpid()).new"
  unlink(draft)
  do {
    try make { try appendToFile(draft, $0) }
  } catch {
    unlink(draft)
    throw error
  }
  guard rename(draft, path) == 0 else {
    let failure = FileFailure.last("write", path)
    unlink(draft)
    throw Fault.environment(failure.description)
  }
}

/// Adds bytes to the end of a file, which others may add to at the same time.
func appendToFile(_ path: String, _ bytes: [UInt8]) throws(Fault) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw .environment(FileFailure.last("write", path).description) }
  defer { close(descriptor) }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno == EINTR { continue }
      throw .environment(FileFailure.last("write", path).description)
    }
    rest = rest.dropFirst(count)
  }
}

extension Feedback: ExpressibleByArgument {}
