import Foundation
import Glibc
import Testing

/// A program that runs on a terminal of its own, whose other end is here.
final class PseudoTerminal {
  private let controller: Int32
  /// Held open so that the terminal's settings outlive the program.
  private let terminal: Int32
  private let process: pid_t
  /// The terminal's settings before the program began, which changes them at once.
  let settingsBefore: [tcflag_t]
  private var output: [UInt8] = []

  /// POSIX_SPAWN_SETSID, which Glibc's module leaves out.
  private static let ownSession: Int16 = 0x80

  /// Starts the program in a workbook.
  init(
    _ home: TemporaryHome, columns: UInt16, rows: UInt16, environment variables: [String] = [],
    _ arguments: String...
  ) throws {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    var ends: (Int32, Int32) = (-1, -1)
    var path = [CChar](repeating: 0, count: 256)
    try #require(openpty(&ends.0, &ends.1, &path, nil, &size) == 0)
    (controller, terminal) = ends
    settingsBefore = Self.settings(of: terminal)
    _ = fcntl(controller, F_SETFD, FD_CLOEXEC)
    _ = fcntl(terminal, F_SETFD, FD_CLOEXEC)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal a session opens becomes its own.
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The threads tests run on let no signal through.
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Self.ownSession | Int16(POSIX_SPAWN_SETSIGMASK))
    let words = Self.strings([TemporaryHome.program.path] + arguments)
    // A crash on purpose needs no report.
    let environment = Self.strings(
      [
        "TRUTHBOOK_HOME=" + home.root.path, "TERM=xterm", "SWIFT_BACKTRACE=enable=no",
        "PATH=/usr/bin:/bin",
      ] + variables)
    defer { for word in words + environment { free(word) } }
    var process: pid_t = 0
    let code = posix_spawn(
      &process, TemporaryHome.program.path, &actions, &attributes, words, environment)
    try #require(code == 0)
    self.process = process
  }

  private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  deinit {
    close(controller)
    close(terminal)
  }

  /// What can be changed about the terminal and must be as before in the end.
  var settings: [tcflag_t] { Self.settings(of: terminal) }

  private static func settings(of terminal: Int32) -> [tcflag_t] {
    var settings = termios()
    tcgetattr(terminal, &settings)
    return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
  }

  /// Reads what the program sends until it has sent `text`; what was sent before counts no more.
  /// - Returns: what came before it.
  @discardableResult
  func expect(_ text: String) throws -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    var place = output.firstRange(of: Array(text.utf8))
    var reads = 0
    while place == nil {
      // A desk sends its clock every second, whatever else it never sends.
      reads += 1
      try #require(reads < 600, "it goes on and on without '\(text)'")
      // Nobody waits as long; without it a program that falls silent would stop the tests for good.
      var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
      try #require(poll(&source, 1, 120_000) == 1, "it fell silent before '\(text)'")
      let count = read(controller, &buffer, buffer.count)
      try #require(
        count > 0, "it ended before '\(text)' and said: \(String(decoding: output, as: UTF8.self))")
      output += buffer[..<count]
      place = output.firstRange(of: Array(text.utf8))
    }
    defer { output.removeAll() }
    return String(decoding: output[..<(place?.lowerBound ?? 0)], as: UTF8.self)
  }

  /// Types.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(controller, bytes, bytes.count)
  }

  /// Gives the terminal another size.
  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  /// Sends a signal to the program.
  func send(_ signal: Int32) {
    kill(process, signal)
  }

  /// The processes that the program has started and that are still there.
  var children: [pid_t] {
    get throws {
      let tasks = "/proc/\(process)/task"
      return try FileManager.default.contentsOfDirectory(atPath: tasks).flatMap { task in
        try String(contentsOfFile: "\(tasks)/\(task)/children", encoding: .utf8)
          .split(separator: " ").compactMap { pid_t($0) }
      }
    }
  }

  /// Waits until the program has ended.
  /// - Returns: its status, as `waitpid` gives it.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// Waits until the program has been stopped.
  func waitUntilStopped() {
    var status: Int32 = 0
    while waitpid(process, &status, WUNTRACED) < 0, errno == EINTR {}
  }
}
