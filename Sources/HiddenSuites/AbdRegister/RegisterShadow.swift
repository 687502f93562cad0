import Dialects
import ExerciseKit

// What a client must do, computed beside it.

extension RegisterConversation {
  /// Where the operation is.
  enum Phase: Sendable {
    case idle
    /// For each replica that has answered, the tags and values it has told.
    case asking(write: String?, answers: [NodeID: [WriteTag: String?]])
    case storing(RegisterOutcome, answered: Set<NodeID>)
  }

  struct Shadow: Sendable {
    let setting: Setting
    var op = 0
    var phase = Phase.idle
    /// The tag of the last write that was sent, and what was written.
    var own: (tag: WriteTag, value: String)?
    /// The largest counter that a replica has told.
    var largestTold: UInt64 = 0

    var majority: Int { setting.replicas.count / 2 + 1 }
  }
}

extension RegisterConversation.Shadow {
  typealias Answer = MajorityWords.Answer

  /// An operation that is over or was given up.
  var earlier: Int { max(1, op - 1) }

  /// What may come of a line, and why.
  struct Step {
    let right: Answer
    let reason: String
    /// What is right as well.
    var others: [Answer] = []
    /// For a write, the counters that its tag may have.
    var counters: ClosedRange<UInt64>?

    init(_ right: Answer, _ reason: String) {
      self.right = right
      self.reason = reason
    }

    func allows(_ answer: Answer) -> Bool {
      if answer == right || others.contains(answer) { return true }
      guard let counters, case .store(let op, let tag, let value) = answer.request,
        case .store(op, let rightTag, value) = right.request
      else { return false }
      return answer.outcome == nil && tag.writer == rightTag.writer
        && counters.contains(tag.counter)
    }
  }

  mutating func step(_ line: RegisterConversation.Line) -> Step {
    switch line {
    case .write(let value, let op):
      (self.op, phase) = (op, .asking(write: value, answers: [:]))
      return Step(Answer(request: .query(op: op), outcome: nil), "every replica is asked first")
    case .read(let op):
      (self.op, phase) = (op, .asking(write: nil, answers: [:]))
      return Step(Answer(request: .query(op: op), outcome: nil), "every replica is asked first")
    case .hear(let reply):
      return hear(reply)
    }
  }

  private mutating func hear(_ reply: ReplicaReply) -> Step {
    func ignored(_ reason: String) -> Step {
      Step(Answer(request: nil, outcome: nil), reason)
    }
    if case .state(_, let sender, let tag, _) = reply, setting.replicas.contains(sender) {
      largestTold = max(largestTold, tag.counter)
    }
    if case .idle = phase { return ignored("no operation is under way") }
    guard reply.op == op else { return ignored("operation \(reply.op) is not under way") }
    guard setting.replicas.contains(reply.sender) else {
      return ignored("\(reply.sender) is no replica")
    }
    switch (phase, reply) {
    case (.asking(let write, var answers), .state(_, let sender, let tag, let value)):
      let isNew = answers[sender] == nil
      answers[sender, default: [:]][tag] = .some(value)
      phase = .asking(write: write, answers: answers)
      guard isNew else { return ignored("\(sender) has answered before") }
      return answers.count == majority
        ? store(write, answers) : ignored(share(answers.count))
    case (.storing(let outcome, var answered), .stored(_, let sender)):
      guard answered.insert(sender).inserted else {
        return ignored("\(sender) has answered before")
      }
      phase = .storing(outcome, answered: answered)
      guard answered.count == majority else { return ignored(share(answered.count)) }
      phase = .idle
      return Step(Answer(request: nil, outcome: outcome), share(majority))
    case (.storing, _): return ignored("the client is past asking")
    default: return ignored("the client is still asking")
    }
  }

  private func share(_ count: Int) -> String {
    "\(count) of \(setting.replicas.count) replicas have answered, and \(majority) are a majority"
  }

  /// What may follow when a majority has answered. Of a replica that has told several tags any may be
  /// taken: it held each of them while it was asked.
  private func store(
    _ write: String?, _ answers: [NodeID: [WriteTag: String?]]
  ) -> Step {
    let least = answers.values.compactMap { $0.keys.min() }.max()
    let told = answers.values.flatMap(\.keys)
    let newest = Set(told.filter { $0 >= least ?? $0 }).sorted(by: >)
    let largest = newest.first?.counter ?? 0
    if let write {
      let used = own?.tag.counter ?? 0
      let next = WriteTag(counter: max(largest, used) + 1, writer: setting.client)
      var step = Step(
        Answer(request: .store(op: op, next, write), outcome: nil),
        "the largest counter told is \(largest), and the largest this client has used \(used)")
      // Who remembers more than it must may go past what it was told before.
      let lowest = max(newest.last?.counter ?? 0, used) + 1
      step.counters = lowest...max(lowest, max(largestTold, used) + 1)
      return step
    }
    var allowed: [Answer] = []
    for tag in newest {
      guard let value = answers.values.compactMap({ $0[tag] }).first else { continue }
      allowed.append(Answer(request: .store(op: op, tag, value), outcome: nil))
      if answers.values.allSatisfy({ $0.keys.contains { $0 >= tag } }) {
        allowed.append(Answer(request: nil, outcome: .read(op: op, value)))
      }
    }
    let name = largest == 0 ? "nothing" : newest.first.map(\.description) ?? ""
    var step = Step(
      allowed.first ?? Answer(request: nil, outcome: nil),
      "a majority has answered, and \(name) is the newest it holds")
    step.others = allowed
    return step
  }

  /// Remembers an answer that is right.
  mutating func take(_ answer: Answer) {
    if case .asking(let write, _) = phase, case .store(let op, let tag, let value) = answer.request
    {
      if let write { own = (tag, write) }
      phase = .storing(
        write == nil ? .read(op: op, value) : .wrote(op: op), answered: [])
    } else if answer.outcome != nil {
      phase = .idle
    }
  }
}
