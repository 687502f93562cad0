import Foundation
import Glibc

/// A program on a terminal whose other end is here.
final class DeskTerminal {
  private let controller: Int32
  private let process: pid_t
  private var output: [UInt8] = []
  /// All that the program has sent so far.
  private(set) var transcript: [UInt8] = []

  /// Starts the program in a workbook.
  init(_ words: [String], home: String, columns: Int = 80, rows: Int = 24) throws {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    var ends: (Int32, Int32) = (-1, -1)
    var path = [CChar](repeating: 0, count: 256)
    guard openpty(&ends.0, &ends.1, &path, nil, &size) == 0 else {
      throw Command.Failed(description: "there is no further terminal")
    }
    controller = ends.0
    _ = fcntl(ends.0, F_SETFD, FD_CLOEXEC)
    _ = fcntl(ends.1, F_SETFD, FD_CLOEXEC)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID: the first terminal a session opens becomes its own.
    posix_spawnattr_setflags(&attributes, 0x80)
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let arguments = words.map { strdup($0) } + [nil]
    let variables = ["TRUTHBOOK_HOME=\(home)", "TERM=xterm", "PATH=\(folders)"]
    let environment = variables.map { strdup($0) } + [nil]
    defer { for word in arguments + environment { free(word) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, words[0], &actions, &attributes, arguments, environment)
    guard code == 0 else {
      throw Command.Failed(description: "\(words[0]): \(String(cString: strerror(code)))")
    }
    self.process = process
    close(ends.1)
  }

  deinit {
    kill(process, SIGTERM)
    waitpid(process, nil, 0)
    close(controller)
  }

  /// Types.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(controller, bytes, bytes.count)
  }

  /// Waits until the program sends `text`.
  func await(_ text: String) throws {
    guard try hasShown(text, within: 120_000) else {
      throw Command.Failed(description: "the desk fell silent before '\(text)'")
    }
  }

  /// Reads what the program sends until it has sent `text`; what was sent before counts no more.
  func hasShown(_ text: String, within milliseconds: Int) throws -> Bool {
    let wanted = Array(text.utf8)
    let deadline = ContinuousClock.now + .milliseconds(milliseconds)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let place = output.firstRange(of: wanted) {
        output.removeFirst(place.upperBound)
        return true
      }
      let left = (deadline - .now).milliseconds
      guard left > 0 else { return false }
      var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
      guard poll(&source, 1, Int32(left) + 1) == 1 else { continue }
      let count = read(controller, &buffer, buffer.count)
      guard count > 0 else { throw Command.Failed(description: "the desk has ended") }
      output += buffer[..<count]
      transcript += buffer[..<count]
    }
  }

  /// The processor time it has used, in the system's ticks.
  func processorTicks() throws -> Int {
    let text = try String(contentsOf: URL(filePath: "/proc/\(process)/stat"), encoding: .utf8)
    // The name, in parentheses, may hold blanks.
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
      throw Command.Failed(description: "/proc/\(process)/stat cannot be understood")
    }
    return user + system
  }
}
