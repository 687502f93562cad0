/// Tells when a request has taken too long.
///
/// Processor time decides, so that a busy machine fails nobody. A worker that waits uses none; it is
/// stopped when it has been idle for as long as it may compute.
struct RequestDeadline {
  private let process: ChildProcess
  private let limits: WorkerLimits
  private let start = monotonicMilliseconds()
  private let processorAtStart: UInt64
  private var nextLook: Int
  private var idleSince: Int?
  private var processorWhenIdle: UInt64 = 0

  /// How long to wait before looking again, in milliseconds.
  static let interval = 20

  init(_ process: ChildProcess, _ limits: WorkerLimits) {
    self.process = process
    self.limits = limits
    processorAtStart = process.processorNanoseconds ?? 0
    nextLook = start + Self.interval
  }

  /// True when the request must be stopped. Looks at most once per interval.
  mutating func hasPassed() -> Bool {
    let now = monotonicMilliseconds()
    guard now >= nextLook else { return false }
    nextLook = now + Self.interval
    if now - start >= limits.wallMilliseconds { return true }
    guard let processor = process.processorNanoseconds else { return false }
    if processor >= processorAtStart + UInt64(limits.processorMilliseconds) * 1_000_000 {
      return true
    }
    // A thread that only wakes up to go to sleep again uses a little; computing uses more.
    guard let state = ProcessState(of: process.id), state.isIdle,
      idleSince == nil || processor < processorWhenIdle + 1_000_000
    else {
      idleSince = nil
      return false
    }
    guard let idleSince else {
      idleSince = now
      processorWhenIdle = processor
      return false
    }
    return now - idleSince >= limits.processorMilliseconds
  }
}
