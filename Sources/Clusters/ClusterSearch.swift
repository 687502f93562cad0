import ExerciseKit
public import Solutions

/// Every run of a few `RaftServer`s within bounds: timers that run out at any time, messages that arrive in
/// any order, late, twice or never, stops between any two effects, commands and changes of the members.
///
/// A message that was sent may arrive for ever after, as often as it likes; that it may as well not arrive
/// covers losses and cuts. Clocks stand still and the shortest timeout is nothing, so that no server is
/// loyal to a leader: what holds here rests on no clock.
public struct ClusterSearch<Machine: ReplicatedMachine & Hashable>: Sendable {
  typealias Server = RaftServer<Machine>

  /// How far it goes.
  public struct Bounds: Sendable {
    /// How many servers are the cluster at first, and how many there are besides.
    public var members = 3
    public var spares = 0
    /// The highest term anybody stands in.
    public var terms = 1
    /// What may be asked of leaders, each once.
    public var commands: [Machine.Command] = []
    public var changes: [MemberChange] = []
    /// How many heartbeats and how many stops there are at most.
    public var heartbeats = 0
    public var stops = 0
    /// How many entries a snapshot takes the place of.
    public var entriesPerSnapshot = 1_000
    /// How many events a run has at most.
    public var depth = Int.max

    /// Three servers that elect one leader.
    public init() {}
  }

  /// What it came to.
  public struct Outcome: Sendable {
    /// How many states there are within the bounds, and how many events lead from one to another.
    public var states = 0
    public var transitions = 0
    /// How many events the longest of the shortest runs to a state has.
    public var depth = 0
    /// How many states have a leader, an applied command, a committed change of the members, a snapshot.
    public var leading = 0
    public var applied = 0
    public var changed = 0
    public var compacted = 0
    /// What broke, and the events that lead to it, as few as can be.
    public var violation: (sentence: String, events: [String])?
  }

  struct Letter: Hashable, Sendable {
    var from: Int
    var to: Int
    var message: Server.Message
  }

  struct State: Hashable, Sendable {
    var servers: [Server]
    var disks: [Server.Stored]
    var network: Set<Letter> = []
    var commandsLeft: [Machine.Command]
    var changesLeft: [MemberChange]
    var heartbeatsLeft: Int
    var stopsLeft: Int
    var invariants = ClusterInvariants<Machine>()
  }

  private enum Event: Sendable {
    case input(Server.Input, at: Int)
    case stop(Int)
  }

  private let bounds: Bounds
  private let settings: RaftSettings
  private let first: State
  private var seen: [State: Int] = [:]
  private var origins: [(from: Int, event: String)] = []
  private var outcome = Outcome()

  /// Prepares a search.
  public init(_ bounds: Bounds, machine: Machine) {
    self.bounds = bounds
    let settings = RaftSettings(
      timeouts: 0...0, entriesPerSnapshot: bounds.entriesPerSnapshot)
    self.settings = settings
    let ids = (1...(bounds.members + bounds.spares)).map { NodeID(UInt32($0)) }
    let members = Array(ids.prefix(bounds.members))
    let disks = ids.map { id in
      Server.Stored(
        snapshot: .init(first: machine, members: members.contains(id) ? members : []))
    }
    first = State(
      servers: zip(ids, disks).map { Server(id: $0, stored: $1, settings: settings, now: 0) },
      disks: disks, commandsLeft: bounds.commands, changesLeft: bounds.changes,
      heartbeatsLeft: bounds.heartbeats, stopsLeft: bounds.stops)
  }

  /// Looks at every state within the bounds, nearest first, until something is broken.
  public mutating func run() -> Outcome {
    var level: [State] = []
    note(first, from: -1, by: "", &level)
    var depth = 0
    while !level.isEmpty, depth < bounds.depth, outcome.violation == nil {
      var next: [State] = []
      for state in level where outcome.violation == nil { expand(state, &next) }
      level = next
      depth += 1
      if !level.isEmpty { outcome.depth = depth }
    }
    return outcome
  }

  private mutating func note(
    _ state: State, from origin: Int, by event: @autoclosure () -> String, _ level: inout [State]
  ) {
    guard seen[state] == nil else { return }
    let number = origins.count
    seen[state] = number
    origins.append((origin, event()))
    level.append(state)
    outcome.states += 1
    count(state)
    guard let broken = state.invariants.violation else { return }
    var events: [String] = []
    var place = number
    while place > 0 {
      events.append(origins[place].event)
      place = origins[place].from
    }
    outcome.violation = (broken, events.reversed())
  }

  private mutating func count(_ state: State) {
    if state.servers.contains(where: { $0.role == .leader }) { outcome.leading += 1 }
    var kinds = (applied: false, changed: false)
    var index = 1
    while let entry = state.invariants.entry(at: index) {
      if case .command = entry.content { kinds.applied = true }
      if case .members = entry.content { kinds.changed = true }
      index += 1
    }
    if kinds.applied { outcome.applied += 1 }
    if kinds.changed { outcome.changed += 1 }
    if state.disks.contains(where: { $0.snapshot.last.index > 0 }) { outcome.compacted += 1 }
  }

  private mutating func expand(_ state: State, _ level: inout [State]) {
    guard let origin = seen[state] else { return }
    for (event, after) in events(in: state) {
      for state in results(of: event, in: after) where outcome.violation == nil {
        outcome.transitions += 1
        note(state, from: origin, by: Self.text(event), &level)
      }
    }
  }

  private static func text(_ event: Event) -> String {
    switch event {
    case .input(let input, let server): "n\(server + 1): \(input)"
    case .stop(let server): "n\(server + 1) stops"
    }
  }

  // MARK: Events

  /// What may happen, and the state with what is used up by it.
  private func events(in state: State) -> [(Event, State)] {
    var events: [(Event, State)] = state.network.map {
      let sender = state.servers[$0.from].id
      return (.input(.received($0.message, from: sender), at: $0.to), state)
    }
    for (number, server) in state.servers.enumerated() {
      if server.role == .leader || server.term < bounds.terms {
        events.append((.input(.electionTimeout, at: number), state))
      }
      if state.stopsLeft > 0 {
        var after = state
        after.stopsLeft -= 1
        events.append((.stop(number), after))
      }
      guard server.role == .leader else { continue }
      if state.heartbeatsLeft > 0 {
        var after = state
        after.heartbeatsLeft -= 1
        events.append((.input(.heartbeatTimeout, at: number), after))
      }
      if let command = state.commandsLeft.first {
        var after = state
        after.commandsLeft.removeFirst()
        events.append((.input(.propose(command, token: 0), at: number), after))
      }
      for (place, change) in state.changesLeft.enumerated() {
        var after = state
        after.changesLeft.remove(at: place)
        events.append((.input(.change(change, token: 0), at: number), after))
      }
    }
    return events
  }

  /// What may come of an event: all its effects take place, or the server stops before one of them.
  private func results(of event: Event, in state: State) -> [State] {
    var state = state
    guard case .input(let input, let number) = event else {
      if case .stop(let number) = event { restart(number, &state) }
      return [state]
    }
    var results: [State] = []
    let effects = state.servers[number].step(input, now: 0, random: 0)
    for (place, effect) in effects.enumerated() {
      if place > 0, state.stopsLeft > 0, Self.shows(effects[place - 1]) {
        var stopped = state
        stopped.stopsLeft -= 1
        restart(number, &stopped)
        results.append(stopped)
      }
      perform(effect, of: number, &state)
    }
    state.invariants.observe(state.servers[number])
    return results + [state]
  }

  /// Whether it makes a difference that an effect took place.
  private static func shows(_ effect: Server.Output) -> Bool {
    switch effect {
    case .persist, .send: true
    case .setElectionTimer, .reply, .applied, .restored: false
    }
  }

  private func restart(_ number: Int, _ state: inout State) {
    state.servers[number] = Server(
      id: state.servers[number].id, stored: state.disks[number], settings: settings, now: 0)
  }

  private func perform(_ effect: Server.Output, of number: Int, _ state: inout State) {
    let server = state.servers[number]
    state.invariants.observe(effect, at: server.id, in: server.term)
    switch effect {
    case .persist(let stored): state.disks[number] = stored
    case .send(let message, let receiver):
      guard let place = state.servers.firstIndex(where: { $0.id == receiver }) else { return }
      state.network.insert(Letter(from: number, to: place, message: message))
    case .setElectionTimer, .reply, .applied, .restored: break
    }
  }
}
