import ExerciseKit
import Parameters
import Solutions

/// A register in which the last write wins, stamped by a Lamport clock.
private struct StampedReplica: SimulatedReplica {
  private var clock: LamportClock
  private var register = LWWRegister<Int, LamportStamp>()
  private var written: [LamportStamp: Int] = [:]
  private(set) var flaw: String?

  init(_ id: NodeID) { clock = LamportClock(node: id) }

  var told: String { register.stamp.map { "\(register.value ?? 0) at \($0)" } ?? "" }

  static func label(_ choice: Int) -> String { "writes" }

  mutating func act(_ choice: Int, at moment: Int) {
    let stamp = clock.tick()
    register.write(moment, at: stamp)
    written[stamp] = moment
  }

  mutating func merge(_ other: Self, at moment: Int) {
    if let stamp = other.register.stamp { clock.receive(stamp) }
    register.merge(other.register)
    for (stamp, value) in other.written.sorted(by: { $0.key < $1.key }) {
      if let known = written[stamp], known != value {
        flaw = "has met \(known) and \(value) under one stamp, \(stamp)"
      }
      written[stamp] = value
    }
  }
}

/// A clock that stamps events, beside the stamps of all events that its node can know of.
private protocol StampingClock: Sendable {
  associatedtype Stamp: Comparable & Hashable & Sendable
  mutating func stamp(at moment: Int) -> Stamp
  /// Nil when it refuses what it has heard.
  mutating func hear(_ stamp: Stamp, at moment: Int) -> Stamp?
  static func text(_ stamp: Stamp) -> String
}

private struct StampingReplica<Clock: StampingClock>: SimulatedReplica {
  private var clock: Clock
  private var last: Clock.Stamp?
  private var past: [Int: Clock.Stamp] = [:]
  private(set) var flaw: String?

  init(_ clock: Clock) { self.clock = clock }

  var told: String { last.map(Clock.text) ?? "" }
  /// Clocks need not agree on anything.
  var outcome: String { "" }

  static func label(_ choice: Int) -> String { "does something" }

  mutating func act(_ choice: Int, at moment: Int) { note(clock.stamp(at: moment), at: moment) }

  mutating func merge(_ other: Self, at moment: Int) {
    guard let theirs = other.last else { return }
    guard let stamp = clock.hear(theirs, at: moment) else {
      flaw = "refuses \(Clock.text(theirs)): too far ahead of its own clock"
      return
    }
    for (event, stamp) in other.past.sorted(by: { $0.key < $1.key }) {
      if past[event] == nil, past.values.contains(stamp) {
        flaw = "knows two events with the stamp \(Clock.text(stamp))"
      }
      past[event] = stamp
    }
    note(stamp, at: moment)
  }

  private mutating func note(_ stamp: Clock.Stamp, at moment: Int) {
    if let largest = past.values.max(), stamp <= largest {
      flaw = "stamps \(Clock.text(stamp)) what came after \(Clock.text(largest))"
    }
    past[moment] = stamp
    last = stamp
  }
}

private struct CountingClock: StampingClock {
  private var clock: LamportClock

  init(_ id: NodeID) { clock = LamportClock(node: id) }

  mutating func stamp(at moment: Int) -> LamportStamp { clock.tick() }
  mutating func hear(_ stamp: LamportStamp, at moment: Int) -> LamportStamp? {
    clock.receive(stamp)
  }
  static func text(_ stamp: LamportStamp) -> String { "\(stamp)" }
}

private struct HybridTime: StampingClock {
  private var clock: HybridClock
  private let offset: Int

  init(_ id: NodeID, offset: Int) {
    clock = HybridClock(node: id, maxOffset: 50)
    self.offset = offset
  }

  mutating func stamp(at moment: Int) -> HLCStamp { clock.now(physical: Int64(moment + offset)) }
  mutating func hear(_ stamp: HLCStamp, at moment: Int) -> HLCStamp? {
    do {
      return try clock.receive(stamp, physical: Int64(moment + offset))
    } catch {
      return nil
    }
  }
  static func text(_ stamp: HLCStamp) -> String { "\(stamp)" }
}

/// A vector clock of a node's last event, beside the events that came before it.
private struct VectorReplica: SimulatedReplica {
  private let id: NodeID
  private var clock = VectorClock()
  private var past: Set<Int> = []
  private(set) var flaw: String?

  init(_ id: NodeID) { self.id = id }

  var told: String { "[\((1...3).map { "\(clock[NodeID(UInt32($0))])" }.joined(separator: " "))]" }
  var outcome: String { "" }

  static func label(_ choice: Int) -> String { "does something" }

  mutating func act(_ choice: Int, at moment: Int) {
    clock.tick(id)
    past.insert(moment)
  }

  mutating func merge(_ other: Self, at moment: Int) {
    let truth: Causality =
      past == other.past
      ? .equal
      : past.isSubset(of: other.past)
        ? .before : past.isSuperset(of: other.past) ? .after : .concurrent
    let said = clock.compare(to: other.clock)
    if said != truth {
      flaw = "takes its \(told) for \(said) in respect of \(other.told), and it is \(truth)"
    }
    clock.merge(other.clock)
    past.formUnion(other.past)
    act(0, at: moment)
  }
}

extension SimulatedPattern {
  static let lwwRegister = SimulatedPattern(
    "lww-register", guarantee: "Copies that have met the same writes hold the same value."
  ) { _, id in StampedReplica(id) }

  static let lamportClock = SimulatedPattern(
    "lamport-clock",
    guarantee: "What happens after something has the larger stamp, and no two events have the same."
  ) { _, id in StampingReplica(CountingClock(id)) }

  static let hybridClock = SimulatedPattern(
    "hybrid-clock",
    guarantee: "What happens after something has the larger stamp, and no message is refused.",
    parameters: [
      Parameter(
        "offset", "how far n1's clock is ahead, in steps; 50 is the bound that all rely on",
        .integer(-1000...1000), standard: "20")
    ],
    beyond: [
      Beyond("offset=200", what: "a clock outside its bound") {
        abs($0.integer("offset")) > 50
      }
    ]
  ) { arguments, id in
    StampingReplica(
      HybridTime(id, offset: id == NodeID(1) ? arguments.integer("offset") : 0))
  }

  static let happensBefore = SimulatedPattern(
    "happens-before",
    guarantee: "Clocks compare as the events do: before, after, or beside each other."
  ) { _, id in VectorReplica(id) }
}
