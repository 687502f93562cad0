internal import CSelfProtection
import Glibc

/// The arguments this process was started with, without its own name; file names in them keep their
/// bytes. Unlike those of `CommandLine.arguments` they are there without /proc too.
public func programArguments() -> [String] {
  (1..<max(1, self_protection_argument_count())).compactMap { index in
    guard let text = self_protection_argument(index) else { return nil }
    let bytes = UnsafeBufferPointer(start: text, count: strlen(text))
    return String(pathBytes: bytes.map { UInt8(bitPattern: $0) })
  }
}

/// Takes back what whoever started this process left it with and would change what it does: blocked
/// and ignored signals it depends on, and limits lower than they have to be. What it starts gets
/// none of it either (see `ChildProcess`). The umask stays, for the files the user asks for; ours have
/// their permissions spelled out.
///
/// Meant to be called once, by a program, at its start.
/// - Throws: `EnvironmentFailure` when a limit cannot be raised to what grading needs.
public func disownInheritance() throws(EnvironmentFailure) {
  var none = sigset_t()
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, nil)
  // Ignored, it would have the kernel forget how a child ended.
  signal(SIGCHLD, SIG_DFL)
  // A file that grows too large is to fail to be written, not to end the process.
  signal(SIGXFSZ, SIG_IGN)
  for limit in InheritedLimit.all { try limit.raise() }
}

/// A limit of this process's own.
private struct InheritedLimit {
  let resource: __rlimit_resource
  let name: String
  /// What shows and sets it in a shell.
  let option: String
  /// The least that this process can do with. What it starts says itself what it needs.
  var least: UInt = 0

  static let all = [
    InheritedLimit(resource: RLIMIT_NOFILE, name: "open files", option: "-n", least: 64),
    InheritedLimit(resource: RLIMIT_FSIZE, name: "file size", option: "-f", least: 1 << 20),
    InheritedLimit(resource: RLIMIT_AS, name: "address space", option: "-v"),
    InheritedLimit(resource: RLIMIT_DATA, name: "data", option: "-d", least: 64 << 20),
    InheritedLimit(resource: __RLIMIT_NPROC, name: "processes", option: "-u"),
  ]

  /// Raises it as far as anybody may.
  func raise() throws(EnvironmentFailure) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return }
    guard limit.rlim_max >= least else {
      throw EnvironmentFailure(
        "the limit on \(name) is \(limit.rlim_max), and grading needs \(least); "
          + "raise it with `ulimit \(option)` where this command is started from")
    }
    // More descriptors than that are of no use, and slow to look through.
    let wanted = resource == RLIMIT_NOFILE ? min(limit.rlim_max, 4096) : limit.rlim_max
    if limit.rlim_cur >= wanted { return }
    limit.rlim_cur = wanted
    guard setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else {
      throw .system("raise the limit on \(name)", code: errno)
    }
  }
}
