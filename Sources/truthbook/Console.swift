import Glibc
import Grading
import Reader
import Terminal

/// Standard output for results, standard error for progress and faults.
enum Console {
  /// The process's environment.
  static let environment: [String: String] = {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(separator: "=", maxSplits: 1)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return variables
  }()

  /// True on a machine where nobody watches, such as a runner of CI.
  static var isUnattended: Bool { environment["CI"] == "true" }

  /// True when progress is shown: on a terminal somebody watches. A runner may give its steps a
  /// terminal too; it looks for commands at the start of a line, which progress would take up.
  static var showsProgress: Bool { StandardStream.error.isTerminal && !isUnattended }

  /// Writes a result.
  /// - Throws: `Fault` when it cannot be written, as on a full disk; a reader that has gone away, as
  ///   with `| head`, ends the process quietly.
  static func print(_ text: String, terminator: String = "\n") throws(Fault) {
    var rest = Array((text + terminator).utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { _exit(0) }
        throw .environment("standard output: \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(written)
    }
  }

  /// The largest text that is read; laid out, it takes about sixteen times as much memory.
  private static let mostBytes = 256 << 20

  /// Everything on standard input or in a file or pipe, however slowly it comes.
  /// - Parameter path: the file; nil for standard input.
  /// - Throws: `Fault` when it cannot be read, or does not end within what a page can be made of.
  static func contents(of path: String?) throws(Fault) -> [UInt8] {
    let file = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
    defer { if path != nil, file >= 0 { close(file) } }
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while file >= 0 {
      let count = read(file, &buffer, buffer.count)
      if count == 0 { return contents }
      if count > 0 {
        contents += buffer[..<count]
        guard contents.count <= mostBytes else {
          throw .usage(
            "\(path ?? "standard input"): has more than \(mostBytes >> 20) MB; split it")
        }
      } else if errno != EINTR {
        break
      }
    }
    let reason = String(cString: strerror(errno))
    throw .usage(
      "\(path ?? "standard input"): cannot be read (\(reason)); check that it is there and may be"
        + " read")
  }

  /// Writes a fault, after the command's name.
  static func error(_ text: String) {
    note("truthbook: " + text)
  }

  /// Writes a line to standard error.
  static func note(_ text: String) {
    clearProgress()
    var line = text + "\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Shows what is being done, to somebody who watches; the next progress or note takes its place.
  static func progress(_ text: String) {
    guard showsProgress else { return }
    let width = StandardStream.error.columns(environment: environment)
    var line = "\r\u{1b}[K" + TextWrap.lines(of: text, width: max(10, width - 1))[0]
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Takes the progress away.
  static func clearProgress() {
    guard showsProgress else { return }
    var line = "\r\u{1b}[K"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
