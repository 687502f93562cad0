import ExerciseKit
import Wire

/// Talks to an acceptor and to a proposer of Paxos: with a disk that is kept here, for conversations, and
/// without one, for clusters that keep it themselves.
enum PaxosDialect<Acceptor: PaxosAccepting, Proposer: PaxosProposing>: ObjectDialect {
  typealias Words = ObjectWords

  /// A disk, and what the last step has done to it, step by step.
  struct Disk<Record: Hashable & Sendable> {
    var record: Record
    /// The disk after none, one, two … of the last step's effects.
    var moments: [Record] = []

    init(_ record: Record) { self.record = record }

    /// Takes over what a step has stored.
    /// - Returns: the effects without those that store what is there.
    mutating func keep<Effect>(
      _ effects: [Effect], stored: (Effect) -> Record?
    ) -> [Effect] {
      moments = [record]
      var kept: [Effect] = []
      for effect in effects {
        if let new = stored(effect) {
          if new == record { continue }
          record = new
        }
        kept.append(effect)
        moments.append(record)
      }
      return kept
    }

    /// Crashes after so many of the last step's effects.
    mutating func crash(after count: Int) {
      if moments.indices.contains(count) { record = moments[count] }
      moments = [record]
    }
  }

  /// A proposer with its disk and what it is made from.
  struct Seat {
    var proposer: Proposer
    var disk = Disk(ProposerRecord())
    let id: NodeID
    let preference: String
    let acceptors: [NodeID]

    init(_ id: NodeID, _ preference: String, _ acceptors: [NodeID]) {
      self.id = id
      self.preference = preference
      self.acceptors = acceptors
      proposer = Proposer(
        id: id, preference: preference, acceptors: acceptors, stored: ProposerRecord())
    }

    mutating func start() {
      proposer = Proposer(
        id: id, preference: preference, acceptors: acceptors, stored: disk.record)
    }
  }

  enum Value {
    case acceptor(Acceptor, Disk<AcceptorRecord>)
    case proposer(Seat)
    case bareAcceptor(Acceptor)
    case bareProposer(Proposer)
  }

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    switch type {
    case 0: return .acceptor(Acceptor(stored: AcceptorRecord()), Disk(AcceptorRecord()))
    case 1:
      let id = try numbers.node()
      let preference = try numbers.name("v")
      let count = try numbers.next(as: UInt32.self)
      let first = try numbers.next(as: UInt32.self)
      let step = try numbers.next(as: UInt32.self)
      let acceptors = (0..<count).map { NodeID(first &+ $0 &* step) }
      // Names stand in a list in any order.
      return .proposer(
        Seat(id, preference, count % 2 == 0 ? acceptors.reversed() : acceptors))
    case 2: return .bareAcceptor(Acceptor(stored: try record(&numbers)))
    case 3:
      let id = try numbers.node()
      let preference = try numbers.name("v")
      let round = try numbers.next(as: Int.self)
      var acceptors: [NodeID] = []
      while !numbers.isEmpty { acceptors.append(try numbers.node()) }
      return .bareProposer(
        Proposer(
          id: id, preference: preference, acceptors: acceptors,
          stored: ProposerRecord(round: round)))
    default: throw .malformed("type \(type)")
    }
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    switch value {
    case .acceptor(var acceptor, var disk):
      var effects: [AcceptorEffect] = []
      switch operation {
      case 0...3:
        if operation == 0 {
          disk.crash(after: .max)
        } else if operation == 1 {
          disk.crash(after: try numbers.next())
        } else {
          let promised = try ballot(&numbers)
          let accepted = try operation == 3 ? accepted(&numbers) : nil
          disk = Disk(AcceptorRecord(promised: promised, accepted: accepted))
        }
        acceptor = Acceptor(stored: disk.record)
      default:
        effects = disk.keep(try ask(&acceptor, operation - 4, &numbers)) { effect in
          if case .persist(let record) = effect { record } else { nil }
        }
      }
      value = .acceptor(acceptor, disk)
      return told(effects)
    case .proposer(var seat):
      var effects: [ProposerEffect] = []
      switch operation {
      case 0...2:
        if operation == 0 {
          seat.disk.crash(after: .max)
        } else if operation == 1 {
          seat.disk.crash(after: try numbers.next())
        } else {
          seat.disk = Disk(ProposerRecord(round: try numbers.next()))
        }
        seat.start()
      default:
        effects = seat.disk.keep(try ask(&seat.proposer, operation - 3, &numbers)) { effect in
          if case .persist(let record) = effect { record } else { nil }
        }
      }
      value = .proposer(seat)
      return told(effects)
    case .bareAcceptor(var acceptor):
      let effects = try ask(&acceptor, operation, &numbers)
      value = .bareAcceptor(acceptor)
      return told(effects)
    case .bareProposer(var proposer):
      let effects = try ask(&proposer, operation, &numbers)
      value = .bareProposer(proposer)
      return told(effects)
    }
  }

  private static func ask(
    _ acceptor: inout Acceptor, _ request: UInt8, _ numbers: inout NumberList
  ) throws(WireError) -> [AcceptorEffect] {
    switch request {
    case 0: return acceptor.prepare(try ballot(&numbers))
    case 1:
      let value = try numbers.name("v")
      return acceptor.accept(try ballot(&numbers), value)
    default: throw .malformed("request \(request)")
    }
  }

  private static func ask(
    _ proposer: inout Proposer, _ step: UInt8, _ numbers: inout NumberList
  ) throws(WireError) -> [ProposerEffect] {
    if step == 0 { return proposer.start() }
    let ballot = try ballot(&numbers)
    let sender = try numbers.node()
    let reply: AcceptorReply =
      switch step {
      case 1: .promise(ballot, accepted: nil)
      case 2: .promise(ballot, accepted: try accepted(&numbers))
      case 3: .accepted(ballot)
      case 4: .refused(ballot, promised: try Self.ballot(&numbers))
      default: throw .malformed("answer \(step)")
      }
    return proposer.handle(reply, from: sender)
  }

  // MARK: Arguments

  private static func ballot(_ numbers: inout NumberList) throws(WireError) -> Ballot {
    let round = try numbers.next(as: Int.self)
    return Ballot(round: round, proposer: try numbers.node())
  }

  private static func accepted(_ numbers: inout NumberList) throws(WireError) -> AcceptedValue {
    let value = try numbers.name("v")
    return AcceptedValue(ballot: try ballot(&numbers), value: value)
  }

  /// What is promised and what is accepted, after which of the two there are: 1 and 2, or their sum.
  private static func record(_ numbers: inout NumberList) throws(WireError) -> AcceptorRecord {
    let parts = try numbers.next(as: UInt8.self)
    var record = AcceptorRecord()
    if parts & 1 != 0 { record.promised = try ballot(&numbers) }
    if parts & 2 != 0 { record.accepted = try accepted(&numbers) }
    return record
  }

  // MARK: Answers

  private static func told(_ ballot: Ballot?) -> [Int128] {
    ballot.map { [1, Int128($0.round), Int128($0.proposer.number)] } ?? [0]
  }

  private static func told(_ accepted: AcceptedValue?) -> [Int128] {
    accepted.map { told($0.ballot) + [NumberList.number(of: $0.value, "v")] } ?? [0]
  }

  private static func told(_ effects: [AcceptorEffect]) -> Words.Answer {
    Words.Answer(
      0,
      effects.flatMap { effect -> [Int128] in
        switch effect {
        case .persist(let record): [0] + told(record.promised) + told(record.accepted)
        case .reply(.promise(let ballot, let accepted)): [1] + told(ballot) + told(accepted)
        case .reply(.accepted(let ballot)): [2] + told(ballot)
        case .reply(.refused(let ballot, let promised)): [3] + told(ballot) + told(promised)
        }
      })
  }

  private static func told(_ effects: [ProposerEffect]) -> Words.Answer {
    Words.Answer(
      0,
      effects.flatMap { effect -> [Int128] in
        switch effect {
        case .persist(let record): [4, Int128(record.round)]
        case .prepare(let ballot): [5] + told(ballot)
        case .accept(let ballot, let value):
          [6] + told(ballot) + [NumberList.number(of: value, "v")]
        case .decided(let value): [7, NumberList.number(of: value, "v")]
        case .retry: [8]
        }
      })
  }
}

/// The dialect of `paxos`.
func paxosDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<A: PaxosAccepting, P: PaxosProposing>(_: A.Type, _: P.Type) -> any Dialect.Type {
    PaxosDialect<A, P>.self
  }
  guard types.count == 2, let acceptor = types[0] as? any PaxosAccepting.Type,
    let proposer = types[1] as? any PaxosProposing.Type
  else { return nil }
  return dialect(acceptor, proposer)
}
