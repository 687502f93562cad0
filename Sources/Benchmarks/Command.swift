import Foundation
import Glibc

/// Runs a program and waits for it: for peers and for the whole `truthbook`, never for submissions.
///
/// By posix_spawn, since Foundation's Process adds milliseconds of its own to what is measured.
struct Command {
  struct Failed: Error, CustomStringConvertible {
    var description: String
  }

  /// What a run took.
  struct Usage {
    /// The processor time, in milliseconds, of the program and of the system for it.
    var processor: Double
    /// The most memory resident at once, in MiB.
    var memory: Double
  }

  private let arguments: [String]
  private let folder: String?
  private let environment: [String]?

  /// A program, looked up on the PATH, its arguments, where it runs, and what it finds in its environment
  /// when that is not ours.
  init(_ arguments: [String], in folder: String? = nil, environment: [String]? = nil) {
    self.arguments = arguments
    self.folder = folder
    self.environment = environment
  }

  /// Runs it to its end; what it prints goes nowhere, and so does what it writes to descriptor 3.
  /// - Returns: its exit status.
  @discardableResult
  func run() throws -> Int32 {
    try outcome().status
  }

  /// Runs it to its end, and says how it ended and what it took.
  func outcome() throws -> (status: Int32, usage: Usage) {
    let home = FileManager.default.currentDirectoryPath
    if let folder { _ = FileManager.default.changeCurrentDirectoryPath(folder) }
    defer { _ = FileManager.default.changeCurrentDirectoryPath(home) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in 0...3 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var settings = (environment ?? []).map { strdup($0) } + [nil]
    defer { for setting in settings { free(setting) } }
    var process: pid_t = 0
    let status =
      environment == nil
      ? posix_spawnp(&process, arguments[0], &actions, nil, &words, environ)
      : posix_spawnp(&process, arguments[0], &actions, nil, &words, &settings)
    guard status == 0 else {
      throw Failed(description: "cannot run \(arguments[0]): \(String(cString: strerror(status)))")
    }
    var ended: Int32 = 0
    var usage = rusage()
    while wait4(process, &ended, 0, &usage) < 0 && errno == EINTR {}
    func milliseconds(_ time: timeval) -> Double {
      Double(time.tv_sec) * 1e3 + Double(time.tv_usec) / 1e3
    }
    return (
      (ended >> 8) & 0xff,
      Usage(
        processor: milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
        memory: Double(usage.ru_maxrss) / 1024)
    )
  }

  /// Runs it and fails unless it exits with 0.
  @discardableResult
  func succeed() throws -> Usage {
    let (status, usage) = try outcome()
    guard status == 0 else {
      throw Failed(description: "\(arguments.joined(separator: " ")) exited with \(status)")
    }
    return usage
  }

  /// Whether a program of this name is on the PATH.
  static func exists(_ name: String) throws -> Bool {
    try Command(["which", name]).run() == 0
  }
}
