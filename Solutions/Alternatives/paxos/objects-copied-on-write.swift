import ExerciseKit

// State in objects, which are copied before they change when somebody else has them too; what is best among the
// promises is kept as they come.

struct Acceptor: PaxosAccepting {
  private final class Page: @unchecked Sendable {
    var record: AcceptorRecord
    init(_ record: AcceptorRecord) { self.record = record }
  }
  private var page: Page

  init(stored: AcceptorRecord) { page = Page(stored) }

  private mutating func write(_ record: AcceptorRecord) -> AcceptorEffect {
    if !isKnownUniquelyReferenced(&page) { page = Page(page.record) }
    page.record = record
    return .persist(record)
  }

  mutating func prepare(_ ballot: Ballot) -> [AcceptorEffect] {
    let old = page.record
    if let promised = old.promised {
      // As long as it is the same ballot there is nothing to write.
      if promised == ballot { return [.reply(.promise(ballot, accepted: old.accepted))] }
      if promised > ballot { return [.reply(.refused(ballot, promised: promised))] }
    }
    let store = write(AcceptorRecord(promised: ballot, accepted: old.accepted))
    return [store, .reply(.promise(ballot, accepted: old.accepted))]
  }

  mutating func accept(_ ballot: Ballot, _ value: String) -> [AcceptorEffect] {
    if let promised = page.record.promised, promised > ballot {
      return [.reply(.refused(ballot, promised: promised))]
    }
    let accepted = AcceptedValue(ballot: ballot, value: value)
    return [write(AcceptorRecord(promised: ballot, accepted: accepted)), .reply(.accepted(ballot))]
  }
}

struct Proposer: PaxosProposing {
  private final class Attempt: @unchecked Sendable {
    let ballot: Ballot
    var missing: Set<NodeID>
    var best: AcceptedValue?
    var value: String?

    init(_ ballot: Ballot, _ missing: Set<NodeID>) {
      self.ballot = ballot
      self.missing = missing
    }

    func copy() -> Attempt {
      let copy = Attempt(ballot, missing)
      copy.best = best
      copy.value = value
      return copy
    }
  }
  private let id: NodeID
  private let preference: String
  private let acceptors: Set<NodeID>
  private var round: Int
  private var attempt: Attempt?
  private var isDone = false

  init(id: NodeID, preference: String, acceptors: [NodeID], stored: ProposerRecord) {
    (self.id, self.preference, self.acceptors) = (id, preference, Set(acceptors))
    round = stored.round
  }

  /// How many may be missing when the others are a majority.
  private var slack: Int { (acceptors.count - 1) / 2 }

  mutating func start() -> [ProposerEffect] {
    if isDone || round == .max { return [] }
    round += 1
    let ballot = Ballot(round: round, proposer: id)
    attempt = Attempt(ballot, acceptors)
    return [.persist(ProposerRecord(round: round)), .prepare(ballot)]
  }

  mutating func handle(_ reply: AcceptorReply, from acceptor: NodeID) -> [ProposerEffect] {
    guard acceptors.contains(acceptor), let old = attempt else { return [] }
    let new = old.copy()
    switch reply {
    case .promise(new.ballot, let vote) where new.value == nil:
      new.missing.remove(acceptor)
      if let vote, new.best.map({ vote.ballot > $0.ballot }) ?? true { new.best = vote }
      attempt = new
      guard new.missing.count <= slack else { return [] }
      let value = new.best?.value ?? preference
      new.value = value
      new.missing = acceptors
      return [.accept(new.ballot, value)]
    case .accepted(new.ballot):
      guard let value = new.value else { return [] }
      new.missing.remove(acceptor)
      attempt = new
      guard new.missing.count <= slack else { return [] }
      attempt = nil
      isDone = true
      return [.decided(value)]
    case .refused(new.ballot, let promised):
      attempt = nil
      round = max(round, promised.round)
      return [.retry]
    default: return []
    }
  }
}
