import ExerciseKit
public import Solutions

/// Every run of a few `RaftServer`s within bounds: timers that run out at any time, messages that arrive in
/// any order, late, twice or never, stops between any two effects, commands and changes of the members.
///
/// A message that was sent may arrive for ever after, as often as it likes; that it may as well not arrive
/// covers losses and cuts. Clocks stand still and the shortest timeout is nothing, so that no server is
/// loyal to a leader, and whoever's timer runs out may stand, whatever a poll would come to. So what holds
/// here rests neither on clocks nor on polls.
public struct ClusterSearch<Machine: ReplicatedMachine & Hashable>: Sendable {
  typealias Server = RaftServer<Machine>

  /// How far it goes.
  public struct Bounds: Sendable {
    /// How many servers are the cluster at first.
    public var members = 3
    /// How many there are besides.
    public var spares = 0
    /// True for runs that begin when n1 has been elected in term 1 and nothing else has arrived.
    public var startsLed = false
    /// The highest term anybody stands in.
    public var terms = 1
    /// What clients may ask of leaders, in this order, each once.
    public var commands: [Machine.Command] = []
    /// What operators may ask of leaders, in any order, each once.
    public var changes: [MemberChange] = []
    /// How many heartbeats there are at most.
    public var heartbeats = 0
    /// How many stops there are at most.
    public var stops = 0
    /// How many entries a snapshot takes the place of.
    public var entriesPerSnapshot = 1_000
    /// True for servers that find an empty disk when they start again: what nothing here withstands.
    public var emptiesDisks = false
    /// How many events a run has at most.
    public var depth = Int.max

    /// Three servers that elect one leader.
    public init() {}
  }

  /// What it came to.
  public struct Outcome: Sendable {
    /// How many states there are within the bounds.
    public var states = 0
    /// How many events lead from one to another.
    public var transitions = 0
    /// How many events the longest of the shortest runs to a state has.
    public var depth = 0
    /// In how many states somebody leads.
    public var leading = 0
    /// In how many a command was applied.
    public var applied = 0
    /// In how many a change of the members was.
    public var changed = 0
    /// In how many there is a snapshot on a disk.
    public var compacted = 0
    /// What broke, and the events that lead to it, as few as can be.
    public var violation: (sentence: String, events: [String])?
  }

  /// What may still be asked.
  struct Budget: Hashable, Sendable {
    var commands: Int
    var changes: [MemberChange]
    var heartbeats: Int
    var stops: Int
  }

  /// All there is, by the places of its parts in their tables.
  struct State: Hashable, Sendable {
    var servers: [Int32]
    var disks: [Int32]
    var invariants: Int32
    var budget: Int32
    /// What was ever sent, in the order of its places.
    var letters: [Int32]
  }

  struct Event: Sendable {
    var server: Int
    /// Nil for a stop.
    var input: Int32?
    var budget: Int32
    /// The effects that take place before it stops; nil for all, without a stop.
    var effectsBeforeStop: Int?
  }

  private let bounds: Bounds
  var parts: ClusterParts<Machine>
  private var seen: [State: Int] = [:]
  private var origins: [(from: Int, event: Event?)] = []
  private var outcome = Outcome()

  /// Prepares a search.
  public init(_ bounds: Bounds, machine: Machine) {
    self.bounds = bounds
    parts = ClusterParts(bounds, machine: machine)
  }

  /// Looks at every state within the bounds, nearest first, until something is broken.
  public mutating func run() -> Outcome {
    var level: [State] = []
    note(start(), from: -1, by: nil, &level)
    while !level.isEmpty, outcome.depth < bounds.depth, outcome.violation == nil {
      var next: [State] = []
      for state in level where outcome.violation == nil { expand(state, &next) }
      level = next
      if !level.isEmpty { outcome.depth += 1 }
    }
    return outcome
  }

  private mutating func start() -> State {
    var state = parts.first
    guard bounds.startsLed else { return state }
    let stand = parts.inputs.place(of: .electionTimeout)
    state = result(of: Event(server: 0, input: stand, budget: state.budget), in: state)
    for server in Array(1..<state.servers.count) + [0] {
      for letter in state.letters where parts.letters[letter].to == server {
        let event = Event(
          server: server, input: parts.letters[letter].input, budget: state.budget)
        state = result(of: event, in: state)
      }
    }
    return state
  }

  private mutating func note(
    _ state: State, from origin: Int, by event: Event?, _ level: inout [State]
  ) {
    let number = origins.count
    guard seen.updateValue(number, forKey: state) == nil else { return }
    origins.append((origin, event))
    level.append(state)
    outcome.states += 1
    if state.servers.contains(where: { parts.servers[$0].role == .leader }) { outcome.leading += 1 }
    if state.disks.contains(where: { parts.disks[$0].snapshot.last.index > 0 }) {
      outcome.compacted += 1
    }
    let invariants = parts.invariants[state.invariants]
    let (hasCommand, hasMembers) = invariants.appliedKinds
    if hasCommand { outcome.applied += 1 }
    if hasMembers { outcome.changed += 1 }
    guard let broken = invariants.violation else { return }
    var events: [String] = []
    var place = number
    while let event = origins[place].event {
      events.append(parts.text(event))
      place = origins[place].from
    }
    outcome.violation = (broken, events.reversed())
  }

  private mutating func expand(_ state: State, _ level: inout [State]) {
    guard let origin = seen[state] else { return }
    for event in events(in: state) {
      for event in [event] + parts.stops(during: event, in: state) where outcome.violation == nil {
        outcome.transitions += 1
        let after = result(of: event, in: state)
        if seen[after] == nil { note(after, from: origin, by: event, &level) }
      }
    }
  }

  // MARK: Events

  private mutating func events(in state: State) -> [Event] {
    let budget = parts.budgets[state.budget]
    var events = state.letters.map {
      Event(server: parts.letters[$0].to, input: parts.letters[$0].input, budget: state.budget)
    }
    func add(_ input: Server.Input?, _ server: Int, _ budget: Budget) {
      events.append(
        Event(
          server: server, input: input.map { parts.inputs.place(of: $0) },
          budget: parts.budgets.place(of: budget)))
    }
    for (number, place) in state.servers.enumerated() {
      let isLeader = parts.servers[place].role == .leader
      if isLeader || parts.servers[place].term < bounds.terms {
        add(.electionTimeout, number, budget)
      }
      var left = budget
      left.stops -= 1
      if left.stops >= 0 { add(nil, number, left) }
      guard isLeader else { continue }
      left = budget
      left.heartbeats -= 1
      if left.heartbeats >= 0 { add(.heartbeatTimeout, number, left) }
      left = budget
      left.commands += 1
      if budget.commands < bounds.commands.count {
        add(.propose(bounds.commands[budget.commands], token: 0), number, left)
      }
      for change in budget.changes {
        left = budget
        left.changes.removeAll { $0 == change }
        add(.change(change, token: 0), number, left)
      }
    }
    return events
  }

  private mutating func result(of event: Event, in state: State) -> State {
    var state = state
    state.budget = event.budget
    let number = event.server
    guard let input = event.input else {
      state.servers[number] = parts.restarted(number, state.disks[number])
      return state
    }
    let step = parts.step(of: state.servers[number], input)
    let count = event.effectsBeforeStop ?? parts.steps[step].effects.count
    for place in 0..<count {
      switch parts.steps[step].marks[place] {
      case .disk(let disk): state.disks[number] = disk
      case .letter(let letter): Self.insert(letter, into: &state.letters)
      case .none: break
      }
    }
    state.invariants = parts.observed(
      state.invariants, step, count: count, isWhole: event.effectsBeforeStop == nil)
    state.servers[number] =
      event.effectsBeforeStop == nil
      ? parts.steps[step].server : parts.restarted(number, state.disks[number])
    return state
  }

  private static func insert(_ letter: Int32, into letters: inout [Int32]) {
    let place = letters.firstIndex { $0 >= letter } ?? letters.count
    if place == letters.count || letters[place] != letter { letters.insert(letter, at: place) }
  }
}
