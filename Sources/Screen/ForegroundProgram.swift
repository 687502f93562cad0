import Glibc

/// Another program that has the terminal for a while, such as an editor.
struct ForegroundProgram {
  private let words: [String]

  /// How often to look whether it still runs, in milliseconds.
  private static let interval: Int32 = 50

  /// Names a program, looked up as a shell does, and its arguments.
  init(_ words: [String]) {
    self.words = words
  }

  /// Runs it to its end, in this process's group and on its terminal.
  /// - Parameter meanwhile: called again and again.
  /// - Returns: its status; 128 and the signal's number when a signal ended it.
  /// - Throws: `ScreenFailure` when it cannot be started.
  func run(meanwhile: () -> Void) throws(ScreenFailure) -> Int32 {
    let process = try start()
    while true {
      var status: Int32 = 0
      let changed = waitpid(process, &status, WNOHANG | WUNTRACED)
      if changed < 0, errno != EINTR { return 0 }
      if changed == process {
        guard status & 0xff == 0x7f else {
          return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
        }
        // Whoever stops the program wants the shell: it is told so, and continues all of the group. Where
        // there is no shell nobody is stopped, and the program goes on.
        raise(SIGTSTP)
        kill(process, SIGCONT)
      }
      meanwhile()
      poll(nil, 0, Self.interval)
    }
  }

  private func start() throws(ScreenFailure) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var standard = sigset_t()
    sigemptyset(&standard)
    for number in [SIGINT, SIGQUIT] { sigaddset(&standard, number) }
    posix_spawnattr_setsigdefault(&attributes, &standard)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], nil, &attributes, arguments, environ)
    guard code == 0 else { throw ScreenFailure("'\(words[0])' cannot be started", reason: code) }
    return process
  }
}
