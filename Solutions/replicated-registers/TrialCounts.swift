/// What can be counted in the record of a trial.
public struct TrialCounts: Hashable, Sendable {
  /// Requests answered, of those made.
  public struct Share: Hashable, Sendable {
    /// How many were answered within the client's patience.
    public var answered = 0
    /// How many there were.
    public var asked = 0

    /// The share in per cent, rounded down; 100 of nothing.
    public var percent: Int { asked == 0 ? 100 : answered * 100 / asked }
  }

  /// Reads that clients of the replica that was cut off made, and gave up on, while it was.
  public private(set) var readsCutOff = Share()
  /// Writes of the same clients.
  public private(set) var writesCutOff = Share()
  /// All other requests.
  public private(set) var elsewhere = Share()
  /// The mean time to an answer, in milliseconds, over all that were answered.
  public private(set) var meanLatency = 0.0
  /// Messages for each request, on average.
  public private(set) var messagesPerRequest = 0.0
  /// Reads that returned a value older than one whose write had been answered before the read was
  /// asked.
  public private(set) var staleReads = 0
  /// Reads that contradict causality: the client knew, by its own earlier operations, a write to the
  /// register that was made in the knowledge of the one it was given.
  public private(set) var invertedReads = 0
  /// Registers of which replicas hold different copies at the end.
  public private(set) var differingRegisters = 0

  /// Counts.
  public init(_ record: RegisterTrial.Record, setting: RegisterTrial.Setting) {
    var latencies = 0
    var answered = 0
    for outcome in record.outcomes {
      let request = outcome.request
      let isCutOff =
        request.replica == setting.replicas - 1 && setting.cut.contains(request.time)
        && setting.cut.contains(request.time + setting.patience)
      let hasAnswer = outcome.answered == nil ? 0 : 1
      switch (isCutOff, request.kind) {
      case (true, .read): readsCutOff.count(hasAnswer)
      case (true, .write): writesCutOff.count(hasAnswer)
      case (false, _): elsewhere.count(hasAnswer)
      }
      if let time = outcome.answered {
        latencies += time - request.time
        answered += 1
      }
    }
    meanLatency = answered == 0 ? 0 : Double(latencies) / Double(answered)
    messagesPerRequest = Double(record.messageCount) / Double(max(record.outcomes.count, 1))
    staleReads = Self.staleReads(in: record.outcomes)
    invertedReads = Self.invertedReads(in: record.outcomes)
    differingRegisters = (record.copies.first ?? []).indices.count { register in
      Set(record.copies.map { $0[register] }).count > 1
    }
  }

  /// A read is stale when some write was asked after the write it returns had been answered, and was
  /// answered itself before the read was asked. Concurrent writes count neither way.
  private static func staleReads(in outcomes: [RegisterTrial.Outcome]) -> Int {
    let writes = outcomes.filter { $0.request.kind == .write && $0.answered != nil }
    return outcomes.count { read in
      guard read.request.kind == .read, let value = read.value else { return false }
      let source = writes.first { $0.value == value }
      if value != 0, source == nil { return false }
      return writes.contains { write in
        guard write.request.register == read.request.register, let done = write.answered else {
          return false
        }
        return done < read.request.time && (source?.answered ?? -1) < write.request.time
      }
    }
  }

  private static func invertedReads(in outcomes: [RegisterTrial.Outcome]) -> Int {
    /// By the value written: the writes that its writer knew, itself included.
    var past: [Int: Set<Int>] = [:]
    var register: [Int: Int] = [:]
    var known: [Int: Set<Int>] = [:]
    var inverted = 0
    // What a write knows is what its client knew when it asked; a read learns when it is answered.
    let inOrder = outcomes.sorted { left, right in
      (left.learningTime, left.request.id) < (right.learningTime, right.request.id)
    }
    for outcome in inOrder {
      let request = outcome.request
      let client = request.replica
      switch request.kind {
      case .write:
        let knows = known[client, default: []].union([request.written])
        past[request.written] = knows
        register[request.written] = request.register
        // Nobody can say whether an unanswered write had its effect.
        if outcome.answered != nil { known[client] = knows }
      case .read:
        guard let value = outcome.value else { continue }
        let isInverted = known[client, default: []].contains { other in
          other != value && register[other] == request.register
            && (value == 0 || past[other, default: []].contains(value))
        }
        inverted += isInverted ? 1 : 0
        known[client, default: []].formUnion(past[value, default: []])
      }
    }
    return inverted
  }
}

extension RegisterTrial.Outcome {
  fileprivate var learningTime: Int {
    request.kind == .write ? request.time : answered ?? request.time
  }
}

extension TrialCounts.Share {
  fileprivate mutating func count(_ answers: Int) {
    answered += answers
    asked += 1
  }
}
