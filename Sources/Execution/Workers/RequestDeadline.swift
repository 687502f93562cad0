/// Tells when a call has taken too long, or the grading it belongs to.
///
/// Processor time decides, so that a busy machine fails nobody. A worker that waits uses none; it is
/// stopped when it has been idle in one call for as long as a call may compute.
struct RequestDeadline {
  /// What has run out.
  enum Passed {
    case call, grading
  }

  private let process: ChildProcess
  private let limits: WorkerLimits
  private let progress: ProgressPage
  private let time: WorkingTime
  /// When the request began.
  private let start: Int
  private let processorAtStart: Int
  private let delayAtStart: Int

  /// When the call that runs was first seen to run.
  private var callStart: Int
  private var processorAtCall: Int
  private var call: UInt64
  private var nextLook: Int
  private var idleSince: Int?
  private var processorWhenIdle = 0
  /// The last processor time seen, for when the process has ended.
  private var processor: Int

  /// How long to wait before looking again, in milliseconds.
  static let interval = 20

  /// Waiting that is not worth a closer look, in nanoseconds: a reply takes some time to be noticed.
  private static let negligible = 5_000_000

  /// - Parameter delay: how long the worker's threads and ours were known to have waited for a processor
  ///   when the request began, or earlier; what they have waited since is nobody's work.
  init(
    _ process: ChildProcess, _ limits: WorkerLimits, _ progress: ProgressPage, _ time: WorkingTime,
    delay: Int
  ) {
    self.process = process
    self.limits = limits
    self.progress = progress
    self.time = time
    start = monotonicNanoseconds()
    processorAtStart = Int(process.processorNanoseconds ?? 0)
    processor = processorAtStart
    delayAtStart = delay
    callStart = start
    processorAtCall = processorAtStart
    call = progress.count
    nextLook = start + Self.interval * 1_000_000
  }

  /// What has run out. Looks at most once per interval.
  mutating func passed() -> Passed? {
    let now = monotonicNanoseconds()
    guard now >= nextLook else { return nil }
    nextLook = now + Self.interval * 1_000_000
    if let current = process.processorNanoseconds { processor = Int(current) }
    if time.used + work(until: now, looksClosely: true) >= time.limit { return .grading }
    let running = progress.count
    if running != call {
      call = running
      callStart = now
      processorAtCall = processor
      idleSince = nil
      return nil
    }
    if now - callStart >= limits.wallMilliseconds * 1_000_000 { return .call }
    if processor >= processorAtCall + limits.callMilliseconds * 1_000_000 { return .call }
    return isIdleTooLong(now) ? .call : nil
  }

  private mutating func isIdleTooLong(_ now: Int) -> Bool {
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
    return now - idleSince >= limits.callMilliseconds * 1_000_000
  }

  /// How long the worker has worked on the request, in nanoseconds.
  private func work(until now: Int, looksClosely: Bool) -> Int {
    let computed = processor - processorAtStart
    let waited = now - start - computed
    guard looksClosely, waited > Self.negligible else { return computed }
    return computed + max(0, waited - (delay - delayAtStart))
  }

  /// How long the worker's threads and ours have waited for a processor in all, in nanoseconds.
  private var delay: Int { RunDelay.ofProcess(process.id) + RunDelay.ofThisThread() }

  /// Books the request.
  /// - Parameter calls: how many calls it has come to.
  /// - Returns: the delay known now, for the next request.
  mutating func finish(calls: Int) -> Int {
    let now = monotonicNanoseconds()
    if let current = process.processorNanoseconds { processor = Int(current) }
    let isLong = now - start - (processor - processorAtStart) > Self.negligible
    time.add(work(until: now, looksClosely: true), calls: calls)
    return isLong ? delay : delayAtStart
  }
}
