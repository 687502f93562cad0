import Glibc
import Wire

/// One worker process and the pipes to it.
final class WorkerConnection {
  let process: ChildProcess
  private(set) var output: OutputCapture
  private(set) var errors: OutputCapture
  private let requests: Descriptor
  private let replies: Descriptor
  private let limits: WorkerLimits
  private var chunk = [UInt8](repeating: 0, count: 64 << 10)

  init(
    executable: String, library: String, limits: WorkerLimits, profile: LaunchProfile
  ) throws(EnvironmentFailure) {
    self.limits = limits
    let requests = try Pipe()
    let replies = try Pipe()
    let output = try Pipe()
    let errors = try Pipe()
    process = try ChildProcess(
      executable, [library], profile: profile, limits: limits.kernelLimits,
      descriptors: [
        (output.writeEnd, 1), (errors.writeEnd, 2),
        (requests.readEnd, FrameHeader.requestDescriptor),
        (replies.writeEnd, FrameHeader.replyDescriptor),
      ])
    for childEnd in [output.writeEnd, errors.writeEnd, requests.readEnd, replies.writeEnd] {
      childEnd.close()
    }
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

  /// Sends a request and waits for its reply, reading everything the worker says meanwhile.
  func exchange(_ payload: [UInt8]) throws(Stop) -> [UInt8] {
    // Not from a seed: it decides nothing, and appears in no result. It only has to be unknown to
    // whatever was written before the request.
    let nonce = UInt64.random(in: .min ... .max)
    let request = FrameHeader(payloadLength: payload.count, nonce: nonce).frame(payload)
    var reader = ReplyReader(nonce: nonce)
    var deadline = RequestDeadline(process, limits)
    var sent = send(request[...])
    while true {
      let events = wait(forSending: sent < request.count)
      if events.canSend { sent += send(request[sent...]) }
      // Before the reply is looked at: what was printed before it counts.
      if events.hasPrinted { try drain() }
      if events.hasReply {
        switch receive() {
        case .bytes(let count):
          if let payload = try reader.append(chunk[..<count]) { return payload }
        case .nothing: break
        case .closed: throw try stopAfterClosing(&deadline)
        }
      }
      if deadline.hasPassed() { throw timeLimit }
      // A process the submission started may hold the pipes open after the worker has ended.
      if events.isEmpty, let ending = process.pollEnding() { throw try classify(ending) }
    }
  }

  private var timeLimit: Stop { .timeLimit(milliseconds: limits.processorMilliseconds) }

  private struct Events {
    var hasReply = false
    var hasPrinted = false
    var canSend = false
    var isEmpty: Bool { !hasReply && !hasPrinted && !canSend }
  }

  private func wait(forSending: Bool) -> Events {
    let input = Int16(POLLIN)
    // In this order, so that whoever sees the reply also sees what was printed before it. A closed
    // pipe is always ready, so it is no longer asked about.
    var entries = [
      pollfd(fd: replies.number, events: input, revents: 0),
      pollfd(fd: output.isAtEnd ? -1 : output.source.number, events: input, revents: 0),
      pollfd(fd: errors.isAtEnd ? -1 : errors.source.number, events: input, revents: 0),
      pollfd(fd: forSending ? requests.number : -1, events: Int16(POLLOUT), revents: 0),
    ]
    guard poll(&entries, nfds_t(entries.count), Int32(RequestDeadline.interval)) > 0 else {
      return Events()
    }
    return Events(
      hasReply: entries[0].revents != 0,
      hasPrinted: entries[1].revents != 0 || entries[2].revents != 0,
      canSend: entries[3].revents != 0)
  }

  /// Writes as much as the pipe takes. What a dead worker can no longer read counts as sent; its
  /// closed reply pipe tells the rest.
  private func send(_ bytes: ArraySlice<UInt8>) -> Int {
    // MSG_NOSIGNAL is for sockets. SIGPIPE is blocked here and now, and taken back if it came, so
    // that the program's own choice about it stands.
    var pipeSignal = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    var previous = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    while true {
      let count = bytes.withUnsafeBytes { write(requests.number, $0.baseAddress, $0.count) }
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

  private func drain() throws(Stop) {
    let limit = limits.output
    guard output.drain(room: limit - output.bytes.count - errors.bytes.count),
      errors.drain(room: limit - output.bytes.count - errors.bytes.count)
    else { throw .outputLimit(bytes: limit) }
  }

  /// Tells a worker that is ending from one that has closed the reply pipe and lives on.
  private func stopAfterClosing(_ deadline: inout RequestDeadline) throws(Stop) -> Stop {
    while true {
      if let ending = process.pollEnding() { return try classify(ending) }
      if let state = ProcessState(of: process.id), !state.isExiting {
        return .protocolViolation("the reply pipe was closed without a reply")
      }
      if deadline.hasPassed() { return timeLimit }
      poll(nil, 0, 1)
    }
  }

  private func classify(_ ending: ChildProcess.Ending) throws(Stop) -> Stop {
    try drain()
    switch ending {
    case .exited(let status):
      return .exited(status: status)
    case .signalled(SIGXCPU):
      return timeLimit
    case .signalled(SIGSYS):
      return .forbiddenOperation
    case .signalled(let signal):
      if CrashReport.saysOutOfMemory(errors.bytes)
        || process.peakResidentBytes > limits.memory / 10 * 9
      {
        return .memoryLimit
      }
      return .crashed(
        signal: signal, message: CrashReport.message(signal: signal, errors: errors.bytes))
    }
  }
}
