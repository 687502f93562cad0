import Glibc

/// Work done in a copy of this process, under limits: whatever becomes of the copy, this process goes on
/// and knows what happened.
public final class SupervisedWork {
  /// What the copy may use.
  public struct Limits: Hashable, Sendable {
    /// Processor time of the copy itself, in seconds; what it starts has limits of its own.
    public var processorSeconds: Int
    /// With all waiting, in milliseconds: only a copy that waits for something that never comes meets it.
    public var wallMilliseconds: Int
    /// Memory of the copy itself, in bytes.
    public var memory: Int
    /// The longest result, in bytes.
    public var result: Int

    /// Sets the limits: many times what any grading is known to need.
    public init(
      processorSeconds: Int = 60, wallMilliseconds: Int = 1_200_000, memory: Int = 512 << 20,
      result: Int = 16 << 20
    ) {
      self.processorSeconds = processorSeconds
      self.wallMilliseconds = wallMilliseconds
      self.memory = memory
      self.result = result
    }
  }

  /// How the work ended.
  public enum Outcome: Hashable, Sendable {
    /// By itself.
    case finished(result: [UInt8], status: Int32)
    /// By a fault or at a limit, told as the end of a sentence that starts with "the grader".
    case fault(String)
  }

  /// How it ended; nil while it goes on.
  public private(set) var outcome: Outcome?
  private let limits: Limits
  private let process: ChildProcess
  private var capture: OutputCapture
  private let deadline: Int
  /// The most memory this process had when it was copied, in bytes: the copy begins with that much.
  private let residentBefore = ChildProcess.ownPeakResidentBytes

  /// Begins the work; see `ChildProcess.init(forking:)` for what a copy is.
  /// - Parameters:
  ///   - errors: where the copy's standard error goes; stays as it is unless given.
  ///   - work: returns the result and the copy's exit status.
  /// - Throws: `EnvironmentFailure` when there can be no further process.
  public convenience init(
    limits: Limits = Limits(), errors: Int32? = nil,
    _ work: @escaping @Sendable () -> (result: [UInt8], status: Int32)
  ) throws(EnvironmentFailure) {
    try self.init(limits: limits, errors: errors) { tell in
      let (result, status) = work()
      return tell(result) ? status : Self.unwritten
    }
  }

  /// Begins work that tells its result bit by bit.
  /// - Parameters:
  ///   - errors: where the copy's standard error goes; stays as it is unless given.
  ///   - work: is given what takes a part of the result, and says whether it could; returns the copy's exit
  ///     status.
  /// - Throws: `EnvironmentFailure` when there can be no further process.
  public init(
    limits: Limits = Limits(), errors: Int32? = nil,
    telling work: @escaping @Sendable (_ tell: @escaping ([UInt8]) -> Bool) -> Int32
  ) throws(EnvironmentFailure) {
    self.limits = limits
    let pipe = try Pipe()
    let output = pipe.writeEnd.number
    process = try ChildProcess(forking: {
      Self.confine(limits)
      if let errors { dup2(errors, STDERR_FILENO) }
      return work { Self.writeAll($0, to: output) }
    })
    pipe.writeEnd.close()
    capture = OutputCapture(pipe.readEnd)
    deadline = monotonicMilliseconds() + limits.wallMilliseconds
  }

  /// Can be read while there is something to take in.
  public var descriptor: Int32 { capture.source.number }

  /// As much of the result as has been taken in.
  public var told: [UInt8] { capture.bytes }

  /// Ends the work, whatever it is doing, and waits until the copy is gone.
  public func cancel() {
    guard outcome == nil else { return }
    end(.fault("was ended"))
    // It had no time to tidy up.
    if case .success(let root) = TemporaryRoot.found {
      TemporaryFolder.removeAbandoned(in: root.path)
    }
  }

  /// Waits until one of several has ended or there is something to be read, and takes that in.
  public static func advance(_ works: [SupervisedWork]) {
    let running = works.filter { $0.outcome == nil }
    guard !running.isEmpty else { return }
    var entries = running.map {
      pollfd(fd: $0.capture.source.number, events: Int16(POLLIN), revents: 0)
    }
    poll(&entries, nfds_t(entries.count), interval)
    for work in running { work.look() }
  }

  /// Waits for the end.
  public func finish() -> Outcome {
    while true {
      if let outcome { return outcome }
      Self.advance([self])
    }
  }

  /// How long to wait before looking at the time again, in milliseconds.
  private static let interval: Int32 = 200

  /// Takes in what there is now, without waiting.
  public func look() {
    guard outcome == nil else { return }
    guard capture.drain(room: limits.result - capture.bytes.count) else {
      return end(.fault("made a result of more than \(limits.result >> 20) MiB"))
    }
    if capture.isAtEnd {
      end(ending(process.awaitEnding()))
    } else if monotonicMilliseconds() > deadline {
      end(.fault("did not come to an end within \(limits.wallMilliseconds / 1000) s"))
    }
  }

  private func end(_ outcome: Outcome) {
    process.end()
    self.outcome = outcome
  }

  private func ending(_ ending: ChildProcess.Ending) -> Outcome {
    switch ending {
    case .exited(Self.unwritten): .fault("could not hand over its result")
    case .exited(let status): .finished(result: capture.bytes, status: status)
    case .signalled(SIGXCPU):
      .fault("used up the \(limits.processorSeconds) s of processor time it may use")
    case .signalled
    where process.peakResidentBytes > max(limits.memory / 10 * 7, 2 * residentBefore):
      .fault("used up the \(limits.memory >> 20) MiB of memory it may use")
    case .signalled(let signal): .fault("crashed (\(signalName(signal)))")
    }
  }

  /// A status that no command of ours ends with.
  private static let unwritten: Int32 = 125

  private static func confine(_ limits: Limits) {
    // Only the soft limits: what is started from here gets its own from the launcher.
    lower(__rlimit_resource_t(RLIMIT_DATA.rawValue), to: UInt(limits.memory))
    lower(__rlimit_resource_t(RLIMIT_CPU.rawValue), to: UInt(limits.processorSeconds))
  }

  private static func lower(_ resource: __rlimit_resource_t, to value: UInt) {
    var current = rlimit()
    guard getrlimit(resource, &current) == 0 else { return }
    current.rlim_cur = min(current.rlim_cur, value)
    setrlimit(resource, &current)
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
