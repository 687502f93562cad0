import ExerciseKit
import Simulation
import Solutions
import Testing

/// One coordinator and three participants, with a network that loses, doubles and reorders, and nodes that
/// crash between any two effects and start again from their disks.
private struct CommitWorld {
  struct Letter {
    let message: CommitMessage
    let transaction: TransactionID
    let sender: NodeID
    let receiver: NodeID
  }

  static let coordinatorName = NodeID(9)
  static let names = (1...3).map { NodeID($0) }

  /// What is wrong with the order of effects, in runs that are meant to go wrong.
  var isStoredLast = false
  private var coordinator = CommitCoordinator(stored: [:])
  private var decisions: [TransactionID: CommitRecord] = [:]
  private var participants: [NodeID: CommitParticipant] = [:]
  private var disks: [NodeID: [TransactionID: ParticipantRecord]] = [:]
  private var letters: [Letter] = []
  private(set) var begun: TransactionID = 0
  private(set) var committed: [TransactionID: Set<NodeID>] = [:]
  private(set) var aborted: [TransactionID: Set<NodeID>] = [:]
  private(set) var told: [TransactionID: Set<Bool>] = [:]

  init() {
    for name in Self.names { restart(name) }
  }

  mutating func restart(_ name: NodeID) {
    if name == Self.coordinatorName {
      coordinator = CommitCoordinator(stored: decisions)
    } else {
      participants[name] = CommitParticipant(node: name, stored: disks[name, default: [:]])
    }
  }

  mutating func begin() {
    begun += 1
    for name in Self.names { participants[name]?.work(on: begun) }
    carryOut(coordinator.begin(begun, participants: Set(Self.names)), of: begun, crash: nil)
  }

  /// - Parameter crash: the effects after which the node crashes.
  private mutating func carryOut(
    _ effects: [CommitEffect<CommitRecord>], of transaction: TransactionID, crash: Int?
  ) {
    for effect in (isStoredLast ? effects.reversed() : effects).prefix(crash ?? .max) {
      switch effect {
      case .store(let record): decisions[transaction] = record
      case .send(let message, let receiver):
        letters.append(
          Letter(
            message: message, transaction: transaction, sender: Self.coordinatorName,
            receiver: receiver))
      case .report(let isCommit): told[transaction, default: []].insert(isCommit)
      }
    }
    if crash != nil { restart(Self.coordinatorName) }
  }

  private mutating func carryOut(
    _ effects: [CommitEffect<ParticipantRecord>], at name: NodeID, of transaction: TransactionID,
    crash: Int?
  ) {
    for effect in (isStoredLast ? effects.reversed() : effects).prefix(crash ?? .max) {
      switch effect {
      case .store(let record):
        disks[name, default: [:]][transaction] = record
        if record == .committed { committed[transaction, default: []].insert(name) }
      case .send(let message, let receiver):
        if message == .vote(isYes: false) || message == .decision(isCommit: false) {
          aborted[transaction, default: []].insert(name)
        }
        letters.append(
          Letter(message: message, transaction: transaction, sender: name, receiver: receiver))
      case .report(let isCommit):
        if !isCommit { aborted[transaction, default: []].insert(name) }
      }
    }
    if crash != nil { restart(name) }
  }

  private mutating func deliver(_ letter: Letter, crash: Int?) {
    let (transaction, name) = (letter.transaction, letter.receiver)
    if name == Self.coordinatorName {
      carryOut(
        coordinator.receive(letter.message, about: transaction, from: letter.sender),
        of: transaction, crash: crash)
    } else if let effects = participants[name]?
      .receive(letter.message, about: transaction, from: letter.sender)
    {
      carryOut(effects, at: name, of: transaction, crash: crash)
    }
  }

  private mutating func timeout(_ name: NodeID, _ transaction: TransactionID) {
    if name == Self.coordinatorName {
      carryOut(coordinator.timeout(transaction), of: transaction, crash: nil)
    } else if let effects = participants[name]?.timeout(transaction) {
      carryOut(effects, at: name, of: transaction, crash: nil)
    }
  }

  mutating func happen(_ random: inout RandomSource) {
    let all = Self.names + [Self.coordinatorName]
    switch random.index(below: 20) {
    case 0: begin()
    case 1: restart(all[random.index(below: all.count)])
    case 2 where begun > 0:
      timeout(
        all[random.index(below: all.count)], UInt64(random.index(below: Int(begun))) + 1)
    default:
      guard !letters.isEmpty else { return begin() }
      let place = random.index(below: letters.count)
      let letter = random.chance(1, in: 3) ? letters[place] : letters.remove(at: place)
      if random.chance(1, in: 6) { return }
      deliver(letter, crash: random.chance(1, in: 8) ? random.index(below: 5) : nil)
    }
  }

  /// Nothing is lost any more, and everybody waits long enough.
  mutating func heal() {
    for _ in 0..<4 {
      for name in Self.names + [Self.coordinatorName] {
        for transaction in 1...max(1, begun) { timeout(name, transaction) }
      }
      while !letters.isEmpty { deliver(letters.removeFirst(), crash: nil) }
    }
  }

  var isInDoubt: Bool { participants.values.contains { !$0.inDoubt.isEmpty } }

  var isKnownHere: Bool { !decisions.isEmpty }

  /// A transaction that ends in two ways.
  var broken: TransactionID? {
    (0...begun).first { transaction in
      let isCommitted = committed[transaction] != nil || told[transaction]?.contains(true) == true
      let isAborted = aborted[transaction] != nil || told[transaction]?.contains(false) == true
      return isCommitted && isAborted
    }
  }
}

@Suite("Two-phase commit with presumed abort")
struct PresumedAbortTests {
  private func run(_ seed: UInt64, isStoredLast: Bool = false) -> CommitWorld {
    var random = RandomSource(seed: seed)
    var world = CommitWorld()
    world.isStoredLast = isStoredLast
    for _ in 0..<150 { world.happen(&random) }
    return world
  }

  @Test func `no transaction ends in two ways, whatever crashes between any two effects`() {
    for seed in 0..<400 as Range<UInt64> {
      let world = run(seed)
      #expect(world.broken == nil, "seed \(seed)")
      #expect(world.begun > 2)
    }
  }

  @Test func `once nothing is lost all transactions end, and commits are forgotten`() {
    var committed = 0
    for seed in 0..<100 as Range<UInt64> {
      var world = run(seed)
      world.heal()
      #expect(world.broken == nil, "seed \(seed)")
      #expect(!world.isInDoubt, "seed \(seed)")
      #expect(!world.isKnownHere, "seed \(seed)")
      #expect(world.committed.values.allSatisfy { $0.count == 3 }, "seed \(seed)")
      committed += world.committed.count
    }
    // Runs in which nothing ever commits would show nothing.
    #expect(committed > 50)
  }

  @Test func `with what is stored stored last, transactions end in two ways`() {
    let broken = (0..<200 as Range<UInt64>).filter { run($0, isStoredLast: true).broken != nil }
    #expect(broken.count > 5)
  }
}
