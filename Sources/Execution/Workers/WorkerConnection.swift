import Glibc
import Wire

/// One worker process and the pipes to it.
final class WorkerConnection {
  let process: ChildProcess
  private(set) var output: OutputCapture
  private(set) var errors: OutputCapture
  private let requests: Descriptor
  private let replies: Descriptor
  private let progress: ProgressPage
  private let limits: WorkerLimits
  private let time: WorkingTime
  private var chunk = [UInt8](repeating: 0, count: 64 << 10)
  /// The request that is being answered.
  private var pending: Pending?
  /// How long the worker's threads and ours were known to have waited for a processor.
  private var delay = 0

  private struct Pending {
    let request: [UInt8]
    let calls: Int
    var sent = 0
    var reader: ReplyReader
    var deadline: RequestDeadline
    var result: Result<[UInt8], Stop>?
  }

  init(
    executable: String, library: String, limits: WorkerLimits, time: WorkingTime,
    surroundings: Surroundings, profile: LaunchProfile
  ) throws(EnvironmentFailure) {
    self.limits = limits
    self.time = time
    let requests = try Pipe()
    let replies = try Pipe()
    let output = try Pipe()
    let errors = try Pipe()
    progress = try ProgressPage(surroundings)
    process = try ChildProcess(
      executable, [library], profile: profile, limits: limits.kernelLimits,
      descriptors: [
        (output.writeEnd, 1), (errors.writeEnd, 2),
        (requests.readEnd, FrameHeader.requestDescriptor),
        (replies.writeEnd, FrameHeader.replyDescriptor),
        (progress.descriptor, FrameHeader.progressDescriptor),
      ])
    for childEnd in [output.writeEnd, errors.writeEnd, requests.readEnd, replies.writeEnd] {
      childEnd.close()
    }
    progress.descriptor.close()
    self.requests = requests.writeEnd
    self.requests.setNonBlocking()
    self.replies = replies.readEnd
    self.replies.setNonBlocking()
    self.output = OutputCapture(output.readEnd)
    self.errors = OutputCapture(errors.readEnd)
  }

  deinit {
    process.end()
  }

  /// Sends a program to several workers at once and waits until each has replied or stopped, reading
  /// everything they say meanwhile.
  static func exchange(
    _ payload: [UInt8], calls: Int, with connections: [WorkerConnection]
  ) -> [Result<[UInt8], Stop>] {
    for connection in connections { connection.begin(payload, calls: calls) }
    while connections.contains(where: { $0.pending?.result == nil }) {
      wait(for: connections.filter { $0.pending?.result == nil })
    }
    return connections.map { $0.takeResult() }
  }

  /// How many instructions of the last program the worker says it has begun.
  var begunInstructions: Int { Int(clamping: progress.count) }

  /// How often the worker says something random has been asked for.
  var randomRequests: UInt64 { progress.randomRequests }

  private func begin(_ payload: [UInt8], calls: Int) {
    // Not from a seed: it decides nothing, and appears in no result. It only has to be unknown to
    // whatever was written before the request.
    let nonce = UInt64.random(in: .min ... .max)
    pending = Pending(
      request: FrameHeader(payloadLength: payload.count, nonce: nonce).frame(payload), calls: calls,
      reader: ReplyReader(nonce: nonce),
      deadline: RequestDeadline(process, limits, progress, time, delay: delay))
    if time.used >= time.limit {
      pending?.result = .failure(gradingLimit)
    } else {
      send()
    }
  }

  private func takeResult() -> Result<[UInt8], Stop> {
    guard var taken = pending, let result = taken.result else {
      preconditionFailure("a reply that nobody has waited for")
    }
    pending = nil
    let calls =
      if case .success = result { taken.calls } else { min(taken.calls, begunInstructions) }
    delay = taken.deadline.finish(calls: calls)
    // What a call takes is known only now.
    if case .failure(.gradingLimit) = result { return .failure(gradingLimit) }
    return result
  }

  private var timeLimit: Stop { .timeLimit(milliseconds: limits.callMilliseconds) }

  private var gradingLimit: Stop {
    .gradingLimit(milliseconds: time.limit / 1_000_000, costOfCall: time.costOfCall)
  }

  private func limit(_ passed: RequestDeadline.Passed) -> Stop {
    switch passed {
    case .call: timeLimit
    case .grading: gradingLimit
    }
  }

  // MARK: Waiting

  fileprivate struct Events {
    var hasReply = false
    var hasPrinted = false
    var canSend = false
    var isEmpty: Bool { !hasReply && !hasPrinted && !canSend }
  }

  private static func wait(for connections: [WorkerConnection]) {
    var entries = connections.flatMap(\.entries)
    let count = poll(&entries, nfds_t(entries.count), Int32(RequestDeadline.interval))
    for (index, connection) in connections.enumerated() {
      let own = entries[(index * entriesEach)..<((index + 1) * entriesEach)]
      connection.advance(count > 0 ? Events(own) : Events())
    }
  }

  private static let entriesEach = 4

  private var entries: [pollfd] {
    let input = Int16(POLLIN)
    // In this order, so that whoever sees the reply also sees what was printed before it. A closed
    // pipe is always ready, so it is no longer asked about.
    return [
      pollfd(fd: replies.number, events: input, revents: 0),
      pollfd(fd: output.isAtEnd ? -1 : output.source.number, events: input, revents: 0),
      pollfd(fd: errors.isAtEnd ? -1 : errors.source.number, events: input, revents: 0),
      pollfd(fd: hasSentAll ? -1 : requests.number, events: Int16(POLLOUT), revents: 0),
    ]
  }

  private var hasSentAll: Bool {
    pending.map { $0.sent >= $0.request.count } ?? true
  }

  /// Takes in what has happened, and looks at the time.
  private func advance(_ events: Events) {
    do throws(Stop) {
      if let reply = try reply(after: events) { pending?.result = .success(reply) }
    } catch {
      pending?.result = .failure(error)
    }
  }

  private func reply(after events: Events) throws(Stop) -> [UInt8]? {
    if events.canSend { send() }
    // Before the reply is looked at: what was printed before it counts.
    if events.hasPrinted { drain() }
    if events.hasReply {
      switch receive() {
      case .bytes(let count):
        if let payload = try pending?.reader.append(chunk[..<count]) { return payload }
      case .nothing: break
      case .closed: throw try stopAfterClosing()
      }
    }
    if let passed = pending?.deadline.passed() { throw limit(passed) }
    // A process the submission started may hold the pipes open after the worker has ended.
    if events.isEmpty, let ending = process.pollEnding() { throw classify(ending) }
    return nil
  }

  /// Writes as much as the pipe takes. What a dead worker can no longer read counts as sent; its
  /// closed reply pipe tells the rest.
  private func send() {
    guard let waiting = pending else { return }
    pending?.sent += write(waiting.request[waiting.sent...])
  }

  private func write(_ bytes: ArraySlice<UInt8>) -> Int {
    // MSG_NOSIGNAL is for sockets. SIGPIPE is blocked here and now, and taken back if it came, so
    // that the program's own choice about it stands.
    var pipeSignal = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    var previous = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    while true {
      let count = bytes.withUnsafeBytes { Glibc.write(requests.number, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return 0
      default:
        var immediately = timespec()
        sigtimedwait(&pipeSignal, nil, &immediately)
        return bytes.count
      }
    }
  }

  private enum Received {
    case bytes(Int), nothing, closed
  }

  private func receive() -> Received {
    while true {
      let count = read(replies.number, &chunk, chunk.count)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .closed }
      if errno == EAGAIN { return .nothing }
      if errno != EINTR { return .closed }
    }
  }

  /// Reads what was printed. Printing for oneself is no fault, so what is too much to be kept is let go, and
  /// time ends who prints without end.
  private func drain() {
    output.drain(keeping: limits.output)
    errors.drain(keeping: limits.output)
  }

  /// Tells a worker that is ending from one that has closed the reply pipe and lives on. One that ends
  /// because it cannot reply any more is given the time to, so that the same is said of it every time.
  private func stopAfterClosing() throws(Stop) -> Stop {
    let patience = monotonicMilliseconds() + 1_000
    while true {
      if let ending = process.pollEnding() { return classify(ending) }
      if monotonicMilliseconds() > patience, let state = ProcessState(of: process.id),
        !state.isExiting
      {
        return .protocolViolation("the reply pipe was closed without a reply")
      }
      if let passed = pending?.deadline.passed() { return limit(passed) }
      poll(nil, 0, 1)
    }
  }

  private func classify(_ ending: ChildProcess.Ending) -> Stop {
    drain()
    switch ending {
    case .exited(let status):
      return .exited(status: status)
    case .signalled(SIGXCPU):
      return timeLimit
    case .signalled(SIGSYS):
      return .forbiddenOperation
    case .signalled(let signal):
      if CrashReport.saysOutOfMemory(errors.end)
        || process.hadResident(moreThan: limits.memory / 10 * 9)
      {
        return .memoryLimit
      }
      return .crashed(
        signal: signal, message: CrashReport.message(signal: signal, errors: errors.end))
    }
  }
}

extension WorkerConnection.Events {
  /// What the system says of a connection's descriptors.
  fileprivate init(_ entries: ArraySlice<pollfd>) {
    let first = entries.startIndex
    hasReply = entries[first].revents != 0
    hasPrinted = entries[first + 1].revents != 0 || entries[first + 2].revents != 0
    canSend = entries[first + 3].revents != 0
  }
}
