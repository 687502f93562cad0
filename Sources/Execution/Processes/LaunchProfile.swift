import Glibc

/// What a process is started for and what it may reach. It decides what the launcher leaves it.
struct LaunchProfile {
  /// The launcher's profiles; the names are its arguments.
  enum Kind: String {
    /// A compiler or linker: reads sources, writes into its own folders, starts nothing.
    case compile
    /// A worker: computes, and reads and writes the pipes it was given.
    case run
  }

  let kind: Kind
  /// The files and folders it may read besides the system's libraries.
  var readable: [String]
  /// The files and folders it may change.
  var writable: [String]
  /// Whom it runs as.
  var user: SubmissionUser
  /// Where the place of a crash goes, when somebody wants to know it. It changes nothing of what the
  /// process may do.
  var crashTrace: CrashTrace?

  /// Everything the process finds in its environment. Nothing of ours is inherited.
  var environment: [String] {
    switch kind {
    case .compile:
      // A compiler that crashes must not start a program to find names for its addresses: it may not,
      // and would end as if it had found an error.
      ["PATH=/nonexistent", "LC_ALL=C", "LLVM_DISABLE_SYMBOLIZATION=1"]
    case .run:
      ["LC_ALL=C", "SWIFT_DETERMINISTIC_HASHING=1", "SWIFT_BACKTRACE=enable=no"]
    }
  }

  /// What the launcher is told of it.
  var launcherArguments: [String] {
    let system =
      switch kind {
      case .compile: Self.systemLibraries + Self.chance + Self.systemHeaders
      case .run: Self.systemLibraries
      }
    let devices = kind == .compile ? ["/dev/null"] : []
    return ["user=\(user.number)"] + (system + readable).map { "read=\($0)" }
      + (devices + writable).map { "write=\($0)" }
  }

  /// What programs of every kind read. Nothing of /proc is among it: it says what every other process is
  /// called, was started with and does. What the dispatch library looks for there the worker answers.
  private static let systemLibraries = [
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/etc/localtime",
    "/etc/ld.so.cache", "/dev/null", "/sys/devices/system/cpu",
  ]

  /// What a compiler draws numbers from. A worker's come from the grader.
  private static let chance = ["/dev/urandom"]

  /// Where the C modules that the toolchain wraps find their headers.
  private static let systemHeaders = ["/usr/include", "/usr/local/include"]
}
