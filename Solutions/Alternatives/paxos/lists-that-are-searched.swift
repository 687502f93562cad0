import ExerciseKit

// Lists of what was heard, gone through again for each answer; state that no rule asks for; and nothing is stored
// that is on the disk already.

struct Acceptor: PaxosAccepting {
  private var disk: AcceptorRecord
  /// Every ballot it was ever asked about, for whoever debugs it.
  private var asked: [Ballot] = []
  private var steps = 0

  init(stored: AcceptorRecord) { disk = stored }

  mutating func prepare(_ ballot: Ballot) -> [AcceptorEffect] {
    answer(ballot) { record in .promise(ballot, accepted: record.accepted) }
  }

  mutating func accept(_ ballot: Ballot, _ value: String) -> [AcceptorEffect] {
    answer(ballot) { record in
      record.accepted = AcceptedValue(ballot: ballot, value: value)
      return .accepted(ballot)
    }
  }

  private mutating func answer(
    _ ballot: Ballot, _ change: (inout AcceptorRecord) -> AcceptorReply
  ) -> [AcceptorEffect] {
    steps += 1
    asked.append(ballot)
    if asked.count > 16 { asked.removeFirst() }
    if let promised = disk.promised, promised > ballot {
      return [.reply(.refused(ballot, promised: promised))]
    }
    let before = disk
    disk.promised = ballot
    let reply = change(&disk)
    return (disk == before ? [] : [.persist(disk)]) + [.reply(reply)]
  }
}

struct Proposer: PaxosProposing {
  private let id: NodeID
  private let preference: String
  private let acceptors: [NodeID]
  private var current: Ballot?
  private var highest: Int
  private var heard: [(from: NodeID, reply: AcceptorReply)] = []
  private var sent: String?
  private var decision: String?

  init(id: NodeID, preference: String, acceptors: [NodeID], stored: ProposerRecord) {
    self.id = id
    self.preference = preference
    self.acceptors = acceptors.reversed()
    highest = stored.round
  }

  mutating func start() -> [ProposerEffect] {
    guard decision == nil, highest != .max else { return [] }
    highest += 1
    let ballot = Ballot(round: highest, proposer: id)
    current = ballot
    heard = []
    sent = nil
    return [.persist(ProposerRecord(round: highest)), .prepare(ballot)]
  }

  mutating func handle(_ reply: AcceptorReply, from acceptor: NodeID) -> [ProposerEffect] {
    guard let current, decision == nil, acceptors.contains(acceptor) else { return [] }
    if case .refused(current, let promised) = reply {
      self.current = nil
      highest = [highest, promised.round].max() ?? highest
      return [.retry]
    }
    heard.append((acceptor, reply))
    if let value = sent {
      let all = acceptors.filter { one in
        heard.contains { $0.from == one && $0.reply == .accepted(current) }
      }
      guard all.count > acceptors.count - all.count else { return [] }
      decision = value
      return [.decided(value)]
    }
    var votes: [AcceptedValue] = []
    var count = 0
    for one in acceptors {
      let promise = heard.lazy.compactMap { answer -> AcceptedValue?? in
        guard answer.from == one, case .promise(current, let accepted) = answer.reply else {
          return nil
        }
        return .some(accepted)
      }.first
      guard let promise else { continue }
      count += 1
      if let promise { votes.append(promise) }
    }
    guard count > acceptors.count - count else { return [] }
    votes.sort { $0.ballot > $1.ballot }
    let value = votes.first?.value ?? preference
    sent = value
    heard = []
    return [.accept(current, value)]
  }
}
