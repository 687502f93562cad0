import Glibc

/// Another program through which text is read, such as less.
public enum PagerProcess {
  /// The pager when the reader names none: shows styles, and nothing else of escape sequences.
  private static let standard = "less -R"

  /// Sends `text` through the reader's pager and waits until they are done with it.
  ///
  /// The pager is what `PAGER` says, a command for the shell, or `less -R`. `LESS` is set to `R`
  /// where it is not set, so that less shows styles however it is called. Interrupts are the pager's
  /// business while it runs.
  ///
  /// - Parameters:
  ///   - text: clean text, with or without styles.
  ///   - environment: the process's environment variables.
  /// - Throws: `ScreenFailure` when the pager cannot be started or was not found.
  public static func show(
    _ text: String, environment: [String: String]
  ) throws(ScreenFailure) {
    let named = environment["PAGER"] ?? ""
    let command = named.isEmpty ? standard : named
    if environment["LESS"] == nil { setenv("LESS", "R", 0) }

    let pipeSignal = signal(SIGPIPE, SIG_IGN)
    let interrupt = signal(SIGINT, SIG_IGN)
    let quit = signal(SIGQUIT, SIG_IGN)
    defer {
      signal(SIGPIPE, pipeSignal)
      signal(SIGINT, interrupt)
      signal(SIGQUIT, quit)
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
      throw ScreenFailure("no pipe can be made", code: errno)
    }
    let (process, code) = start(command, reading: ends[0])
    close(ends[0])
    guard code == 0 else {
      close(ends[1])
      throw ScreenFailure("the pager '\(command)' cannot be started", code: code)
    }
    send(text, to: ends[1])
    close(ends[1])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    // What a shell says of a command it cannot find or run.
    if status == 127 << 8 || status == 126 << 8 {
      throw ScreenFailure("the pager '\(command)' cannot be run", code: ENOENT)
    }
  }

  private static func start(
    _ command: String, reading descriptor: Int32
  ) -> (process: pid_t, code: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO)
    posix_spawn_file_actions_addclose(&actions, descriptor)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var standard = sigset_t()
    sigemptyset(&standard)
    for number in [SIGPIPE, SIGINT, SIGQUIT] { sigaddset(&standard, number) }
    posix_spawnattr_setsigdefault(&attributes, &standard)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    let words: [UnsafeMutablePointer<CChar>?] =
      [strdup("sh"), strdup("-c"), strdup(command), nil]
    defer { for word in words { free(word) } }
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, words, environ)
    return (process, code)
  }

  /// Writes until all is written or the pager has been quit.
  private static func send(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return
      }
      rest = rest.dropFirst(count)
    }
  }
}
