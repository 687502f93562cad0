import Glibc

/// What keeps a submission away from this machine, found by trying what it must not be able to do.
public struct Sandbox: Hashable, Sendable {
  /// How much of the sandbox there is.
  public enum Level: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Submissions run in a process of their own, with the rights of whoever grades.
    case none
    /// They can start nothing, reach no network and write nothing, but may read what a user may read.
    case partial
    /// Every layer there is holds.
    case full

    private var rank: Int {
      switch self {
      case .none: 0
      case .partial: 1
      case .full: 2
      }
    }

    /// True when the left one leaves more open.
    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
  }

  /// One of the kernel's means, by the name it is known under.
  public enum Layer: String, Hashable, Sendable, CaseIterable {
    /// The system-call filter: no network, process, program, signal or written file.
    case seccomp
    /// Limits on memory and processor time.
    case limits = "rlimits"
    /// Files: only those a submission needs can be read.
    case landlock
    /// A user of its own for each submission; only root can give one.
    case user = "uid"
    /// The time of day, also by the kernel's own functions. Without it nobody is reached, but answers
    /// that depend on it are no longer the same on every run; so it counts as something that is visible.
    case clock

    /// What it stops, as a person would say it.
    public var purpose: String {
      switch self {
      case .seccomp: "network, processes, programs, signals, writing files"
      case .limits: "memory, processor time"
      case .landlock: "reading your files and other submissions"
      case .user: "running as root; more threads than allowed"
      case .clock: "the machine's time of day, also by the kernel's own functions"
      }
    }
  }

  /// One thing that was tried.
  public struct Attempt: Hashable, Sendable {
    /// The layer that has to stop it.
    public let layer: Layer
    /// What was tried, as a person would say it.
    public let act: String
    /// True when it was possible.
    public let isPossible: Bool
  }

  /// Everything that was tried, in a fixed order.
  public let attempts: [Attempt]
  /// The layers of those that keep a submission away that did not hold, in a fixed order.
  public let missing: [Layer]

  /// The file or folder that submissions run as root for: a user of their own could not reach it. Nil
  /// when there is none.
  public let closedToOthers: String?

  init(attempts: [Attempt], closedToOthers: String? = nil) {
    self.attempts = attempts
    self.closedToOthers = closedToOthers
    missing = Layer.allCases.filter { layer in
      layer != .clock && attempts.contains { $0.layer == layer && $0.isPossible }
    }
  }

  /// What a submission learns of this machine, in a fixed order.
  public var visible: [String] {
    let seesDay = attempts.contains { $0.layer == .clock && $0.isPossible }
    return Self.remainder + (seesDay ? ["the time of day, by the kernel's own functions"] : [])
  }

  /// What it learns with every layer in place: the kernel has no means to keep it back that a grader without
  /// rights of its own could use.
  private static let remainder = [
    "whether a path exists, and its size, owner and times",
    "whether a process exists, and how many threads it has",
    "the machine's processors, memory and load",
    "how long its own work takes, and so how busy the machine is",
  ]

  /// What the layers that held come to.
  public var level: Level {
    if missing.isEmpty { return .full }
    if missing.contains(.seccomp) || missing.contains(.limits) { return .none }
    // Root without Landlock reads everything there is.
    return missing.contains(.landlock) && missing.contains(.user) ? .none : .partial
  }

  /// The sandbox of this machine and installation, as it was once tried out (see `ProbeMemory`).
  /// - Parameter isFresh: true to try it out now, whatever is remembered.
  /// - Throws: `EnvironmentFailure` when a process cannot be started or a layer that is there fails.
  public static func ofThisMachine(isFresh: Bool = false) throws(EnvironmentFailure) -> Sandbox {
    try isFresh ? find(isFresh: true) : found.get()
  }

  private static let found = Result { () throws(EnvironmentFailure) in try find(isFresh: false) }

  private static func find(isFresh: Bool) throws(EnvironmentFailure) -> Sandbox {
    let compiler = try Compiler(.find(), .besideExecutable())
    let user = compiler.submissionUser()
    let memory = ProbeMemory(user: user)
    let attempts: [Attempt]
    if !isFresh, let remembered = memory?.recall() {
      attempts = remembered
    } else {
      attempts = try Probe(user: user, launcher: try Launcher.path.get()).attempts()
      memory?.keep(attempts)
    }
    return Sandbox(attempts: attempts, closedToOthers: compiler.closedToOthers)
  }
}
