import Execution

extension Attack {
  private static let short = WorkerLimits(callMilliseconds: 100)
  private static let small = WorkerLimits(memory: 256 << 20)

  /// What a running submission does, by the fixture's orders. Where the act is refused and the
  /// submission goes on, its answer is right and the verdict `passed`: the act has gained nothing.
  /// CANARY stands for a folder that anybody may change.
  static let orders: [Attack] =
    [
      "fork", "vfork", "clone", "spawn", "execve", "execveat", "memfd", "ptrace",
      "process_vm_readv", "process_vm_writev", "kill-parent", "kill-all", "kill-group",
      "tgkill-parent", "tkill", "sigqueue", "pidfd_open", "pidfd_send_signal", "pidfd_getfd",
      "io_uring", "bpf", "keyctl", "userfaultfd", "unshare", "setns", "mount", "chroot", "perf",
      "kcmp", "handle",
    ].map { order($0, "forbidden-operation") } + machineCode
    + [
      "sockets", "read /etc/passwd", "read /etc/shadow", "read /root/.ssh/id_rsa",
      "read CANARY/file", "list CANARY", "change CANARY",
      "change /dev/shm", "change /tmp", "parent", "limits", "parent-death", "threads",
      "descriptors", "environment", "overwrite", "processes", "rename", "shared", "report",
    ].map { order($0, "passed") }
    + [
      order("scan \(String(AttackSuite.secret.reversed()))", "passed", says: "scan nothing"),
      order("crash-and-spawn", "crash", says: "crashed"),
      order("escapes", "passed", says: #"\u{1B}[2J"#),
      order("deaf", "time-limit", limits: short),
      order("loop", "time-limit", in: .hostile, limits: short),
      order("sleep", "time-limit", in: .hostile, limits: short),
      order("stop", "time-limit", in: .hostile, limits: short),
      order("crash without end", "time-limit", in: .hostile, limits: short),
      order("drip", "time-limit", in: .hostile, limits: short),
      order("memory", "memory-limit", in: .hostile, limits: small),
      order("flood", "time-limit", in: .hostile),
      order("flood errors", "time-limit", in: .hostile),
      order("exit", "exit", in: .hostile),
      order("exit 3", "exit", in: .hostile),
      order("leave", "exit", in: .hostile),
      order("truncate", "exit", in: .hostile),
      order("fatal", "crash", in: .hostile, says: "Hostile.swift:"),
      order("index", "crash", in: .hostile, says: "Index out of range"),
      order("overflow", "crash", in: .hostile, says: "Hostile.swift:"),
      order("null", "crash", in: .hostile, says: "SIGSEGV"),
      order("recursion", "crash", in: .hostile, says: "SIGSEGV"),
      order("abort", "crash", in: .hostile, says: "SIGABRT"),
      order("kill", "crash", in: .hostile, says: "SIGKILL"),
      order("signal of time", "forbidden-operation", in: .hostile),
      order("signal of a filter", "forbidden-operation", in: .hostile),
      order("close", "protocol-violation", in: .hostile),
      order("forge", "protocol-violation", in: .hostile),
      order("forge huge", "protocol-violation", in: .hostile),
      order("linger", "forbidden-operation", in: .hostile),
      order("loop later", "passed", in: .hostile),
    ]

  /// Other ways into the kernel, which only this processor has.
  private static var machineCode: [Attack] {
    #if arch(x86_64)
      ["x32", "i386"].map { order($0, "forbidden-operation") }
    #else
      []
    #endif
  }
}
