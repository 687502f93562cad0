import Glibc

/// Runs a program and waits for it: for peers and for the whole `truthbook`, never for submissions.
struct Command {
  struct Failed: Error, CustomStringConvertible {
    var description: String
  }

  let arguments: [String]
  var folder: String?
  /// Where its output goes: a file, or nowhere.
  var output: String?

  init(_ arguments: [String], in folder: String? = nil, output: String? = nil) {
    self.arguments = arguments
    self.folder = folder
    self.output = output
  }

  /// Runs it to its end.
  /// - Returns: its exit status.
  @discardableResult
  func run() throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let status = posix_spawnp(&process, arguments[0], &actions, nil, &words, environ)
    guard status == 0 else {
      throw Failed(description: "cannot run \(arguments[0]): \(String(cString: strerror(status)))")
    }
    var ended: Int32 = 0
    while waitpid(process, &ended, 0) < 0 && errno == EINTR {}
    return (ended >> 8) & 0xff
  }

  /// Runs it and fails unless it exits with 0.
  func succeed() throws {
    let status = try run()
    guard status == 0 else {
      throw Failed(description: "\(arguments.joined(separator: " ")) exited with \(status)")
    }
  }

  /// Whether a program of this name is on the PATH.
  static func exists(_ name: String) -> Bool {
    (try? Command(["sh", "-c", "command -v \(name)"]).run()) == 0
  }
}
