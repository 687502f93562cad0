/// The catalogue of attacks, a row for each, and what shows that it comes to nothing. The numbers up to
/// 76 are those of the study the sandbox was designed from; every row of it applies here. Then come what
/// was found in this grader, and what has been published of others.
struct Catalogue {
  /// What a row rests on.
  enum Evidence {
    /// Attacks of `Attack.all`, by name.
    case attacks([String])
    /// A test elsewhere: its file below `Tests`, and its name.
    case test(String, String)
  }

  struct Row {
    var number: Int
    var attack: String
    var evidence: [Evidence]

    init(_ number: Int, _ attack: String, _ evidence: Evidence...) {
      self.number = number
      self.attack = attack
      self.evidence = evidence
    }
  }

  static let rows =
    running + reaching + handingIn + compiling + naming + lasting + found + published

  private static let confinement = "ExecutionTests/ConfinementTests.swift"
  private static let compiler = "ExecutionTests/CompilerTests.swift"

  private static let running = [
    Row(1, "endless loop", .attacks(["loop"])),
    Row(2, "loop deaf to signals", .attacks(["deaf"])),
    Row(
      3, "sleep, stop or crash for ever", .attacks(["sleep", "stop", "crash without end"])),
    Row(4, "all memory", .attacks(["memory"])),
    Row(5, "fork, vfork, clone", .attacks(["fork", "vfork", "clone"])),
    Row(6, "threads without end", .attacks(["threads"])),
    Row(7, "another program", .attacks(["spawn", "execve", "linger"])),
    Row(8, "a program from memory", .attacks(["memfd", "execveat"])),
    Row(9, "ending the process", .attacks(["exit", "exit 3", "leave"])),
    Row(10, "ending it before main", .attacks(["a constructor before all others"])),
    Row(11, "signals to others", .attacks(["kill-parent", "kill-all", "kill-group"])),
    Row(
      12, "signals by other calls",
      .attacks(["tkill", "tgkill-parent", "sigqueue", "pidfd_open", "pidfd_send_signal"])),
    Row(13, "traps", .attacks(["fatal", "index", "overflow"])),
    Row(
      14, "bad memory, deep recursion, abort, the signals by which the kernel tells what it ended",
      .attacks(["null", "recursion", "abort", "kill", "signal of time", "signal of a filter"])),
    Row(15, "closing the reply pipe", .attacks(["close"])),
    Row(
      16, "forged replies",
      .attacks(["forge", "all that could be asked, answered the same"])),
    Row(17, "a reply before the request", .attacks(["a constructor that forges a whole reply"])),
    Row(18, "a reply byte by byte", .attacks(["drip"])),
    Row(
      19, "a reply twice, cut short or with more behind it", .attacks(["truncate", "forge"]),
      .test(
        "ExecutionTests/WorkerProcessTests.swift",
        "a reply may come byte by byte but not with a byte too many")),
    Row(20, "a reply that claims to be huge", .attacks(["forge huge"])),
    Row(21, "a right reply, then a loop", .attacks(["loop later"])),
    Row(22, "a flood of output", .attacks(["flood", "flood errors"])),
    Row(23, "terminal escapes and false verdicts in the output", .attacks(["escapes"])),
    Row(24, "escapes in what the compiler says", .attacks(["escapes in an error"])),
  ]

  private static let reaching = [
    Row(25, "reading the hidden tests", .attacks(["read CANARY/file", "list CANARY"])),
    Row(26, "reading other submissions", .attacks(["read CANARY/file", "list CANARY"])),
    Row(27, "the grader's memory and environment", .attacks(["parent"])),
    Row(
      28, "tracing others",
      .attacks(["ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd"])),
    Row(
      29, "the system's and the user's files",
      .attacks(["read /etc/passwd", "read /etc/shadow", "read /root/.ssh/id_rsa"])),
    Row(
      30, "secrets in the environment", .attacks(["environment"]),
      .test(confinement, "a worker has its own descriptors and a constant environment"),
      .test(compiler, "nothing of our environment or descriptors is inherited")),
    Row(
      31, "the network", .attacks(["sockets"]),
      .test(confinement, "no socket of any family can be had")),
    Row(
      32, "the kernel's own workings",
      .attacks([
        "io_uring", "bpf", "keyctl", "userfaultfd", "unshare", "setns", "mount", "chroot", "perf",
        "handle",
      ])),
    Row(33, "changing files", .attacks(["change CANARY"])),
    Row(34, "filling the disk", .attacks(["change CANARY", "change /dev/shm", "change /tmp"])),
    Row(35, "loosening limits", .attacks(["limits", "parent-death"])),
    Row(36, "other ways into the kernel", .attacks(["x32", "i386"])),
    Row(37, "descriptors of the grader's", .attacks(["descriptors"])),
  ]

  private static let intake = "ExecutionTests/IntakeTests.swift"

  private static let handingIn = [
    Row(38, "a link", .attacks(["a link"])),
    Row(
      39, "a link to a folder or out of it", .attacks(["a link to a folder", "a link to nowhere"])),
    Row(
      40, "a pipe, a device, a folder", .attacks(["a pipe", "a folder called like a file"]),
      .test(intake, "pipes, devices and sockets are refused without waiting")),
    Row(
      41, "a hard link to a secret", .test(intake, "a hard link to somebody else's file is refused")
    ),
    Row(
      42, "names that are flags or act on a terminal", .attacks(["names that are flags"]),
      .test(compiler, "a file name is never a compiler flag")),
    Row(
      43, "files too large", .attacks(["a file too large"]),
      .test(intake, "a file too large is refused by its size, not by reading it"),
      .test(intake, "files too large together are refused")),
  ]

  private static let compiling = [
    Row(
      44, "an expression that takes for ever", .attacks(["an expression with too many meanings"])),
    Row(45, "types that double", .attacks(["types that double"])),
    Row(
      46, "a great many elements or functions",
      .attacks(["a literal of many elements", "many functions"])),
    Row(47, "nesting without end", .attacks(["parentheses without end"])),
    Row(48, "an array in place that takes all memory", .attacks(["an array in place"])),
    Row(49, "recursive generic types", .attacks(["types that call for ever larger ones"])),
    Row(50, "macros", .attacks(["an external macro"])),
    Row(51, "a flood of errors", .attacks(["a flood of errors"])),
    Row(52, "finding out who compiles", .attacks(["asking which modules there are"])),
  ]

  private static let naming = [
    Row(
      53, "a symbol of ours",
      .attacks(["the entry point's name", "a function of the kit's, again"])),
    Row(54, "a function of the C library's", .attacks(["a write of its own"])),
    Row(55, "a function of the runtime's", .attacks(["the runtime's own functions"])),
    Row(56, "a main of its own", .attacks(["a main of its own"])),
    Row(
      57, "constructors",
      .attacks([
        "a constructor that ends the process", "a constructor that answers nobody's request",
      ]), .test(confinement, "code that runs before main is confined and passes nothing")),
    Row(58, "lazy globals", .attacks(["globals that would end the process"])),
    Row(59, "lying equality, hash, text, mirror", .attacks(["answers that lie about themselves"])),
    Row(60, "shadowing our names", .attacks(["names we use"])),
    Row(61, "a default for a protocol of ours", .attacks(["a default for what the kit asks"])),
    Row(62, "dynamic replacement", .attacks(["a replacement for a function of the kit's"])),
    Row(63, "rewriting the worker", .attacks(["overwrite"])),
    Row(64, "expected values in memory", .attacks([scan])),
    Row(65, "telling tests apart by counting", .attacks(["right until it has been asked often"])),
    Row(
      66, "telling what was asked",
      .test(
        "AttackTests/AttackTests.swift",
        "what a submission tells of its questions reaches nobody from whom they are hidden")),
    Row(67, "#sourceLocation", .attacks(["a place that is elsewhere"])),
    Row(
      68, "#error that looks like another",
      .attacks(["an error that looks like another", "words of the compiler's in a string"])),
    Row(69, "a package's manifest", .attacks(["a package's first line", "a package beside it"])),
    Row(70, "planted modules", .attacks(["modules beside it"])),
    Row(71, "not UTF-8", .attacks(["bytes that are no text"])),
    Row(72, "byte order mark, NUL", .attacks(["a byte order mark", "a NUL"])),
    Row(73, "text that runs backwards", .attacks(["text that runs backwards"])),
    Row(74, "@_extern(c)", .attacks(["a declaration of C's"])),
  ]

  private static let scan = Attack.orders.first { $0.name.hasPrefix("scan") }?.name ?? ""

  private static let lasting = [
    Row(
      75, "the grader killed while a worker runs",
      .test(confinement, "no process outlives a grader that is killed")),
    Row(
      76, "the grader killed while the compiler runs",
      .test(confinement, "no compiler outlives a grader that is killed")),
  ]

  private static let crashes = "ExecutionTests/CrashSiteTests.swift"

  private static let found = [
    Row(
      77, "starting programs while a crash is located", .attacks(["crash-and-spawn"]),
      .test(confinement, "a worker that is traced is confined as well"),
      .test(confinement, "a worker that is traced is told what every other is")),
    Row(
      78, "writing one's own crash line",
      .test(crashes, "are the learner's innermost line, whatever was printed"),
      .test(crashes, "are not told of what ends otherwise"),
      .test(crashes, "never lie in another file, whatever the code says of itself")),
    Row(
      79, "the names and arguments of other processes", .attacks(["processes"]),
      .test(confinement, "nothing in proc can be read, not even of itself")),
    Row(
      80,
      "talking to another submission: by names of threads, clocks, futexes, locks, times of files (that it is "
        + "there, how many threads it has and how busy the machine is remains to be seen, as reports say)",
      .attacks(["rename", "shared"]),
      .test(confinement, "one submission sees and tells nothing of another")),
    Row(
      81, "the grader killed while a crash is located",
      .test(
        confinement,
        "neither the crashed process nor who looks at it outlives a grader that is killed")),
    Row(
      82, "limits of the shell the grader is started from",
      .test(confinement, "that are soft reach nothing that is started"),
      .test(confinement, "that are hard and too low are the machine's fault, and named")),
  ]

  /// By whom it was told, of which grader, and what it did.
  private static let published = [
    Row(
      83, "Gradescope 2016: the network and the grader's files were open to a submission",
      .attacks(["sockets", "read CANARY/file", "list CANARY", "read /etc/passwd"])),
    Row(
      84, "Gradescope 2019: a submission wrote the file of results that its harness hands on",
      .attacks(["report", "change CANARY", "exit", "forge"])),
    Row(
      85, "Gradescope 2020: a reverse shell, and the hidden tests sent home",
      .attacks(["sockets", "spawn", "execve", "scan \(String(AttackSuite.secret.reversed()))"])),
    Row(
      86, "Kratzke, overfitting: answers for just those inputs that the tests are known to have",
      .attacks([
        "all that could be asked, answered the same", "right until it has been asked often",
      ])),
    Row(
      87, "Kratzke, evasion: the task is left to somebody else",
      .attacks(["a default for what the kit asks", "answers that lie about themselves"])),
    Row(
      88, "Kratzke, redirection: the grader's own solution is called",
      .attacks(["the reference, imported", "asking which modules there are"])),
    Row(
      89, "Kratzke, injection: points are written among what the grader writes",
      .attacks([
        "report", "escapes", "a constructor that forges a whole reply",
        "an error that looks like another",
      ])),
    Row(
      90, "PrairieLearn 5184: a submission shares its process with the tests, and changes them",
      .attacks([
        "scan \(String(AttackSuite.secret.reversed()))", "overwrite", "parent",
        "the runtime's own functions",
      ])),
  ]
}
