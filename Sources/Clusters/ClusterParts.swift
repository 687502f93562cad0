import ExerciseKit
import Solutions

/// The parts that the states of a `ClusterSearch` are made of, and what steps make of them: each step of a
/// server is asked once.
struct ClusterParts<Machine: ReplicatedMachine & Hashable>: Sendable {
  typealias Search = ClusterSearch<Machine>
  typealias Server = RaftServer<Machine>

  struct Letter: Hashable, Sendable {
    var to: Int
    var input: Int32
  }

  enum Mark: Hashable, Sendable {
    case disk(Int32), letter(Int32), none
  }

  struct Step: Sendable {
    var server: Int32
    var effects: [Server.Output]
    /// What each effect changes besides the server.
    var marks: [Mark]
  }

  private struct Question: Hashable, Sendable {
    var server: Int32
    var input: Int32
  }

  private struct Sighting: Hashable, Sendable {
    var invariants: Int32
    var step: Int32
    var count: Int
    var isWhole: Bool
  }

  private let settings: RaftSettings
  private let emptiesDisks: Bool
  private let ids: [NodeID]
  let first: Search.State
  var servers = Table<Server>()
  var disks = Table<Server.Stored>()
  var letters = Table<Letter>()
  var inputs = Table<Server.Input>()
  var budgets = Table<Search.Budget>()
  var invariants = Table<ClusterInvariants<Machine>>()
  private(set) var steps: [Step] = []
  private var known: [Question: Int] = [:]
  private var sightings: [Sighting: Int32] = [:]

  init(_ bounds: Search.Bounds, machine: Machine) {
    let settings = RaftSettings(
      timeouts: 0...0, entriesPerSnapshot: bounds.entriesPerSnapshot)
    self.settings = settings
    emptiesDisks = bounds.emptiesDisks
    ids = (1...(bounds.members + bounds.spares)).map { NodeID(UInt32($0)) }
    let members = Array(ids.prefix(bounds.members))
    let blank = ids.map { id in
      Server.Stored(
        snapshot: .init(first: machine, members: members.contains(id) ? members : []))
    }
    let budget = Search.Budget(
      commands: 0, changes: bounds.changes, heartbeats: bounds.heartbeats, stops: bounds.stops)
    var servers: [Int32] = []
    for (id, disk) in zip(ids, blank) {
      let server = Server(id: id, stored: disk, settings: settings, now: 0)
      servers.append(self.servers.place(of: server))
    }
    var disks: [Int32] = []
    for disk in blank { disks.append(self.disks.place(of: disk)) }
    first = Search.State(
      servers: servers, disks: disks, invariants: invariants.place(of: ClusterInvariants()),
      budget: budgets.place(of: budget), letters: [])
  }

  /// A server that starts from a disk.
  mutating func restarted(_ number: Int, _ disk: Int32) -> Int32 {
    let stored = disks[emptiesDisks ? first.disks[number] : disk]
    return servers.place(of: Server(id: ids[number], stored: stored, settings: settings, now: 0))
  }

  /// The place of what a server does on an input.
  mutating func step(of place: Int32, _ input: Int32) -> Int {
    let question = Question(server: place, input: input)
    if let step = known[question] { return step }
    var server = servers[place]
    var effects = server.step(inputs[input], now: 0, random: 0)
    if case .electionTimeout = inputs[input], server.role != .leader { stand(&server, &effects) }
    let step = Step(
      server: servers.place(of: server), effects: effects,
      marks: effects.map { mark($0, of: server.id) })
    known[question] = steps.count
    steps.append(step)
    return steps.count - 1
  }

  /// Everybody would vote for a server that asks.
  private func stand(_ server: inout Server, _ effects: inout [Server.Output]) {
    let asked = server.term + 1
    for id in ids where id != server.id && server.term < asked {
      effects += server.step(
        .received(.pollAnswer(asked: asked, term: 0, isGranted: true), from: id), now: 0, random: 0)
    }
    effects.removeAll { effect in
      if case .send(.poll, _) = effect { true } else { false }
    }
  }

  private mutating func mark(_ effect: Server.Output, of sender: NodeID) -> Mark {
    switch effect {
    case .persist(let stored): return .disk(disks.place(of: stored))
    case .send(let message, let receiver):
      guard let to = ids.firstIndex(of: receiver) else { return .none }
      let input = inputs.place(of: .received(message, from: sender))
      return .letter(letters.place(of: Letter(to: to, input: input)))
    case .setElectionTimer, .reply, .applied, .restored: return .none
    }
  }

  /// The stops that may fall into an event, where it makes a difference which effects took place.
  mutating func stops(during event: Search.Event, in state: Search.State) -> [Search.Event] {
    var budget = budgets[event.budget]
    guard let input = event.input, budget.stops > 0 else { return [] }
    budget.stops -= 1
    let marks = steps[step(of: state.servers[event.server], input)].marks
    var stops: [Search.Event] = []
    for count in marks.indices where count > 0 && marks[count - 1] != .none {
      stops.append(
        Search.Event(
          server: event.server, input: event.input, budget: budgets.place(of: budget),
          effectsBeforeStop: count))
    }
    return stops
  }

  /// What is known of the run after some effects of a step, or after the whole step.
  mutating func observed(_ before: Int32, _ step: Int, count: Int, isWhole: Bool) -> Int32 {
    let sighting = Sighting(
      invariants: before, step: Int32(step), count: count, isWhole: isWhole)
    if let after = sightings[sighting] { return after }
    let server = servers[steps[step].server]
    var seen = invariants[before]
    for effect in steps[step].effects.prefix(count) {
      seen.observe(effect, at: server.id, in: server.term)
    }
    if isWhole { seen.observe(server) }
    let after = invariants.place(of: seen)
    sightings[sighting] = after
    return after
  }

  func text(_ event: Search.Event) -> String {
    let stop = event.effectsBeforeStop.map { ", and stops after \($0) effects" } ?? ""
    guard let input = event.input else { return "\(ids[event.server]) stops" }
    return "\(ids[event.server]): \(inputs[input])\(stop)"
  }
}
