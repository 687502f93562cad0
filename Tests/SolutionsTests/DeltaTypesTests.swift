import Clusters
import ExerciseKit
import Simulation
import Solutions
import Testing

private let ids = (1...3).map { NodeID($0) }
private let (n1, n2, n3) = (ids[0], ids[1], ids[2])
private let seeds = UInt64(1)...20

/// A counter and a set by deltas, beside what their history says: every update has a number that nobody
/// uses twice, and knows which there were before it.
struct JudgedState: DeltaState {
  var counter = DeltaCounter()
  var set = DeltaSet<String>()
  private(set) var increments: Set<Int> = []
  private(set) var added: [String: Set<Int>] = [:]
  private(set) var removed: Set<Int> = []
  private(set) var pasts: [Int: Set<Int>] = [:]

  enum Update: Hashable { case increment, add(String), remove(String) }

  func delta(of update: Update, number: Int, at replica: NodeID) -> JudgedState {
    var delta = JudgedState()
    delta.pasts[number] = Set(pasts.keys)
    switch update {
    case .increment:
      delta.counter = counter.incrementing(replica)
      delta.increments = [number]
    case .add(let element):
      delta.set = set.adding(element, at: replica)
      delta.added[element] = [number]
    case .remove(let element):
      delta.set = set.removing(element)
      delta.removed = added[element] ?? []
    }
    return delta
  }

  mutating func join(_ other: JudgedState) {
    counter.join(other.counter)
    set.join(other.set)
    increments.formUnion(other.increments)
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
    pasts.merge(other.pasts) { first, _ in first }
  }

  /// Both are what their history says, and no update is there without those before it.
  var isRight: Bool {
    counter.value == UInt64(increments.count)
      && set.elements == Set(added.filter { !$0.value.isSubset(of: removed) }.map(\.key))
      && pasts.values.allSatisfy { $0.isSubset(of: pasts.keys) }
  }
}

/// A replica by deltas in a run.
struct DeltaNode: Restartable, Hashable {
  typealias Replica = DeltaReplica<JudgedState>
  typealias Stored = Replica.Stored
  typealias Message = Replica.Message
  /// Shown when the state is not what its history says.
  typealias Sight = JudgedState
  typealias Effect = FaultyRun<DeltaNode>.Effect

  enum Input: Hashable { case update(JudgedState.Update, number: Int), ship }

  let id: NodeID
  private(set) var replica: Replica

  init(_ id: NodeID, of ids: [NodeID] = ids, limit: Int = 4, stored: Stored?) {
    self.id = id
    replica = Replica(peers: ids.filter { $0 != id }, limit: limit, stored: stored ?? Stored())
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .update(let update, let number):
      effects(replica.update(replica.state.delta(of: update, number: number, at: id)))
    case .ship: effects(replica.ship())
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    effects(replica.receive(message, from: sender))
  }

  private func effects(_ outputs: [Replica.Output]) -> [Effect] {
    outputs.map { output in
      switch output {
      case .persist(let stored): .persist(stored)
      case .send(let message, let receiver): .send(message, to: receiver)
      }
    } + (replica.state.isRight ? [] : [.show(replica.state)])
  }
}

@Suite("Replicated types by deltas")
struct DeltaTypesTests {
  // MARK: Joins

  /// Deltas and states of three replicas that have met now and then.
  private func states(seed: UInt64) -> [JudgedState] {
    var random = RandomSource(seed: seed)
    var replicas = [NodeID: JudgedState](uniqueKeysWithValues: ids.map { ($0, JudgedState()) })
    var all: [JudgedState] = [JudgedState()]
    for number in 0..<14 {
      let id = ids[random.index(below: 3)]
      guard var state = replicas[id] else { continue }
      let element = random.element(of: ["milk", "bread"]) ?? ""
      let update: JudgedState.Update =
        [.increment, .add(element), .add(element), .remove(element)][random.index(below: 4)]
      let delta = state.delta(of: update, number: number, at: id)
      state.join(delta)
      if random.chance(1, in: 2), let other = random.element(of: all) { state.join(other) }
      replicas[id] = state
      all += [delta, state]
    }
    return all
  }

  @Test func `joining is commutative, associative and idempotent, for states and deltas`() {
    for seed in UInt64(1)...8 {
      let states = states(seed: seed)
      var random = RandomSource(seed: seed)
      for _ in 0..<60 {
        let (a, b, c) = (
          states[random.index(below: states.count)], states[random.index(below: states.count)],
          states[random.index(below: states.count)]
        )
        #expect(a.joined(b) == b.joined(a))
        #expect(a.joined(b).joined(c) == a.joined(b.joined(c)))
        #expect(a.joined(a) == a && a.joined(JudgedState()) == a)
        #expect(JudgedState().joined(a) == a)
      }
    }
  }

  @Test func `a delta says what an update does, and is small`() {
    var set = DeltaSet<String>()
    for number in 1...50 { set.join(set.adding("e\(number)", at: n1)) }
    #expect(set.size == 51)
    let add = set.adding("new", at: n1)
    #expect(add.size == 2)
    let again = set.adding("e7", at: n2)
    var changed = set.joined(again)
    #expect(changed.elements == set.elements && changed.size == 52, "the old dot is gone")
    let remove = changed.removing("e7")
    #expect(remove.size == 1)
    changed.join(remove)
    #expect(!changed.elements.contains("e7"))
    for number in 1...50 { changed.join(changed.removing("e\(number)")) }
    #expect(changed.elements.isEmpty && changed.size == 2, "no tombstones")
  }

  @Test func `an add wins over a remove that has not seen it`() {
    var here = DeltaSet<String>()
    here.join(here.adding("milk", at: n1))
    let there = here
    let remove = there.removing("milk")
    let add = here.adding("milk", at: n1)
    #expect(here.joined(add).joined(remove).elements == ["milk"])
    #expect(here.joined(remove).joined(add).elements == ["milk"])
    #expect(here.joined(remove).elements.isEmpty)
    // A delta that comes before what it removes stops it all the same.
    #expect(DeltaSet<String>().joined(remove).joined(here).elements.isEmpty)
  }

  @Test func `a counter's later delta holds its earlier ones, and it ends at the largest number`() {
    var counter = DeltaCounter()
    counter.join(counter.incrementing(n1, by: 2))
    let later = counter.incrementing(n1, by: 3)
    #expect(DeltaCounter().joined(later).value == 5)
    #expect(counter.incrementing(n1, by: 0) == DeltaCounter())
    counter.join(counter.incrementing(n1, by: .max))
    counter.join(counter.incrementing(n2, by: .max))
    #expect(counter.value == .max)
  }

  @Test func `a context counts what has no gaps, and there is no dot 0 and none after the last`() {
    func dot(_ sequence: UInt64) -> Dot { Dot(replica: n1, sequence: sequence) }
    var context = CausalContext([dot(1), dot(3), dot(4)])
    #expect(context.contains(dot(1)) && !context.contains(dot(2)) && context.contains(dot(4)))
    #expect(context.size == 3 && context.next(of: n1) == dot(5))
    context.formUnion(CausalContext([dot(2)]))
    #expect(context.size == 1 && context.contains(dot(3)) && !context.contains(dot(5)))
    #expect(!context.contains(dot(0)) && !CausalContext().contains(dot(0)))
    #expect(CausalContext().next(of: n1) == dot(1))
    #expect(CausalContext([dot(.max)]).next(of: n1) == dot(.max))
    #expect(CausalContext([dot(.max), dot(.max - 1), dot(0)]).contains(dot(.max)))
  }

  // MARK: Runs

  private func run(
    seed: UInt64, emptiesDisks: Bool = false, limit: Int = 4
  ) -> FaultyRun<DeltaNode> {
    var faults = FaultyRun<DeltaNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    var run = FaultyRun<DeltaNode>(ids, faults: faults, seed: seed) {
      DeltaNode($0, limit: limit, stored: $1)
    }
    var count = 0
    run.wander(steps: 400) { _, _, choice in
      count += 1
      let element = ["milk", "bread"][choice % 2]
      switch choice {
      case ..<100: return .update(.increment, number: count)
      case ..<220: return .update(.add(element), number: count)
      case ..<300: return .update(.remove(element), number: count)
      default: return .ship
      }
    }
    run.settleAll(.ship)
    return run
  }

  private func agrees(_ run: FaultyRun<DeltaNode>) -> Bool {
    run.seen.isEmpty && Set(run.nodes.map(\.replica.state)).count == 1
  }

  @Test(arguments: [0, 1, 4, 100])
  func `all come to the same, with every cause before its effect`(limit: Int) {
    var updates = 0
    for seed in seeds.prefix(10) {
      let run = run(seed: seed, limit: limit)
      #expect(agrees(run), "seed \(seed)")
      #expect(run.nodes.allSatisfy { $0.replica.deltaCount == 0 }, "all is acknowledged")
      updates += run.nodes[0].replica.state.pasts.count
    }
    #expect(updates > 100)
  }

  @Test func `with disks that are emptied they do not`() {
    #expect(seeds.contains { !agrees(run(seed: $0, emptiesDisks: true)) })
  }

  // MARK: Every run within bounds

  private func search(
    _ happenings: [EveryRun<DeltaNode>.Happening], nodes: [NodeID], stops: Int, limit: Int
  ) -> (extent: EveryRun<DeltaNode>.Extent, isRight: Bool, rests: Int) {
    var search = EveryRun<DeltaNode>(nodes, happenings: happenings, stops: stops) { id, stored in
      DeltaNode(id, of: nodes, limit: limit, stored: stored)
    }
    var (isRight, rests) = (true, 0)
    let extent = search.explore(limit: 40_000) { moment in
      let states = moment.nodes.map(\.replica.state)
      isRight = isRight && states.allSatisfy(\.isRight)
      if moment.isAtRest {
        rests += 1
        isRight = isRight && Set(states).count == 1
      }
      return isRight
    }
    return (extent, isRight, rests)
  }

  @Test(arguments: [0, 1, 4])
  func `two replicas in every run, with a stop between any two effects`(limit: Int) {
    let found = search(
      [
        .init(.update(.add("milk"), number: 1), at: n1),
        .init(.update(.remove("milk"), number: 2), at: n2),
        .init(.ship, at: n1, isOnce: false), .init(.ship, at: n2, isOnce: false),
      ], nodes: [n1, n2], stops: 1, limit: limit)
    #expect(found.extent.isComplete && found.isRight && found.rests > 0)
  }

  // MARK: Single steps

  private typealias Replica = DeltaReplica<DeltaCounter>

  private func shipped(_ outputs: [Replica.Output]) -> [NodeID: DeltaCounter] {
    var shipped: [NodeID: DeltaCounter] = [:]
    for case .send(.changes(let delta, _), let peer) in outputs { shipped[peer] = delta }
    return shipped
  }

  /// The counter after some replicas have counted one each.
  private func counter(_ replicas: NodeID...) -> DeltaCounter {
    replicas.reduce(DeltaCounter()) { $0.joined($0.incrementing($1)) }
  }

  @Test func `a lost delta is in the next message, until it is acknowledged`() {
    var replica = Replica(peers: [n2, n3])
    #expect(replica.ship().isEmpty)
    let first = counter(NodeID(5))
    #expect(replica.update(first) == [.persist(.init(state: first, count: 1))])
    _ = replica.update(counter(NodeID(6)))
    let both = counter(NodeID(5), NodeID(6))
    #expect(shipped(replica.ship()) == [n2: both, n3: both])
    _ = replica.receive(.acknowledged(1), from: n2)
    #expect(shipped(replica.ship()) == [n2: counter(NodeID(6)), n3: both])
    #expect(replica.deltaCount == 2, "one still lacks the first")
    _ = replica.receive(.acknowledged(2), from: n2)
    #expect(shipped(replica.ship()) == [n3: both])
    _ = replica.receive(.acknowledged(1), from: n3)
    #expect(replica.deltaCount == 1)
    _ = replica.receive(.acknowledged(0), from: n3)
    #expect(shipped(replica.ship()) == [n3: counter(NodeID(6))], "an old word takes nothing back")
    _ = replica.receive(.acknowledged(3), from: n3)
    _ = replica.receive(.acknowledged(.max), from: n3)
    _ = replica.receive(.acknowledged(2), from: NodeID(9))
    #expect(shipped(replica.ship()).count == 1, "nor does one for what was never sent")
    _ = replica.receive(.acknowledged(2), from: n3)
    #expect(replica.ship().isEmpty && replica.deltaCount == 0)
  }

  @Test func `who lags behind what is kept gets the whole state`() {
    var replica = Replica(peers: [n2, n3], limit: 2)
    for number in 5...8 as ClosedRange<UInt32> { _ = replica.update(counter(NodeID(number))) }
    #expect(replica.deltaCount == 2)
    _ = replica.receive(.acknowledged(2), from: n2)
    let last = counter(NodeID(7), NodeID(8))
    #expect(shipped(replica.ship()) == [n2: last, n3: replica.state])
    // After a restart nobody is known to have anything.
    let stored = replica.stored
    replica = Replica(peers: [n2, n3], stored: stored)
    #expect(shipped(replica.ship()) == [n2: replica.state, n3: replica.state])
    _ = replica.update(counter(NodeID(9)))
    #expect(shipped(replica.ship()) == [n2: replica.state, n3: replica.state])
    #expect(replica.stored.count == 5, "the count goes on")
    // What a peer had acknowledged before is still true.
    _ = replica.receive(.acknowledged(4), from: n2)
    #expect(shipped(replica.ship()) == [n2: counter(NodeID(9)), n3: replica.state])
  }

  @Test func `what has come is on the disk before it is acknowledged, and passed on`() {
    var replica = Replica(peers: [n2, n3])
    let news = counter(n2)
    #expect(
      replica.receive(.changes(news, upTo: 7), from: n2) == [
        .persist(.init(state: news, count: 1)), .send(.acknowledged(7), to: n2),
      ])
    #expect(
      replica.receive(.changes(news, upTo: 7), from: n2) == [.send(.acknowledged(7), to: n2)],
      "what is known is not written again")
    #expect(shipped(replica.ship()) == [n2: news, n3: news])
    #expect(replica.receive(.changes(news, upTo: 7), from: NodeID(9)).isEmpty)
  }
}

extension DeltaState {
  fileprivate func joined(_ other: Self) -> Self {
    var joined = self
    joined.join(other)
    return joined
  }
}
