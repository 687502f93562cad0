public import ExerciseKit

/// Every run of a few nodes within bounds: messages arrive in any order, often, once or never, inputs happen
/// at any time, and nodes stop between any two effects and start again from what they persisted.
///
/// States that have been met are not gone through again, so this ends where the nodes' states do.
public struct EveryRun<Node: Restartable & Hashable>
where Node.Stored: Hashable, Node.Input: Hashable, Node.Message: Hashable, Node.Sight: Hashable {
  /// Something that happens at a node by itself.
  public struct Happening: Hashable, Sendable {
    let node: NodeID
    let input: Node.Input
    let isOnce: Bool

    /// Describes it.
    /// - Parameter isOnce: false for what may happen again and again.
    public init(_ input: Node.Input, at node: NodeID, isOnce: Bool = true) {
      self.node = node
      self.input = input
      self.isOnce = isOnce
    }
  }

  /// A message on its way.
  public struct Letter: Hashable, Sendable {
    let message: Node.Message
    let from: NodeID
    let to: NodeID

    /// Describes a letter that somebody else has sent.
    public init(_ message: Node.Message, from: NodeID, to: NodeID) {
      self.message = message
      self.from = from
      self.to = to
    }
  }

  /// Something that was shown, and at which node.
  public struct Seen: Hashable, Sendable {
    /// Where.
    public let node: NodeID
    /// What.
    public let sight: Node.Sight
  }

  /// A state that was met.
  public struct Moment {
    fileprivate let state: State
    fileprivate let locals: [Local]
    fileprivate let sights: [Seen]
    /// True when nothing but a stop would change anything.
    public let isAtRest: Bool

    /// The nodes, in the order of their names as they were given.
    public var nodes: [Node] { state.locals.map { locals[$0].node } }

    /// What was shown until here, each thing once, in no order.
    public var seen: [Seen] {
      var seen: [Seen] = []
      state.seen.forEach { seen.append(sights[$0]) }
      return seen
    }
  }

  /// What came of a search.
  public struct Extent: Hashable, Sendable {
    /// How many states were met.
    public let stateCount: Int
    /// True when there are no others within the bounds.
    public let isComplete: Bool
  }

  fileprivate struct Local: Hashable {
    let node: Node
    let disk: Node.Stored?
  }

  fileprivate struct State: Hashable {
    var locals: [Int]
    var sent = Members()
    var arrived = Members()
    var happened = Members()
    var seen = Members()
    var stops = 0
  }

  private enum Event: Hashable { case letter(Int), happening(Int) }

  private struct Question: Hashable {
    let place: Int
    let local: Int
    let event: Event
  }

  private struct Outcome {
    let local: Int
    let letters: [Int]
    let sights: [Int]
    let isStop: Bool
  }

  private let ids: [NodeID]
  private let stops: Int
  private let repeatsMessages: Bool
  private let start: (NodeID, Node.Stored?) -> Node
  private var locals = Table<Local>()
  private var letters = Table<Letter>()
  private var happenings = Table<Happening>()
  private var sights = Table<Seen>()
  private var answers: [Question: [Outcome]] = [:]
  private var places: [NodeID: Int] = [:]

  /// Bounds a search.
  /// - Parameters:
  ///   - happenings: what happens at some time or never.
  ///   - letters: what is on its way from the start.
  ///   - stops: how often nodes stop, all together.
  ///   - repeatsMessages: false when a letter arrives at most once.
  ///   - start: makes a node from what its disk holds; nil for an empty one.
  public init(
    _ ids: [NodeID], happenings: [Happening], letters: [Letter] = [], stops: Int = 0,
    repeatsMessages: Bool = true, start: @escaping (NodeID, Node.Stored?) -> Node
  ) {
    self.ids = ids
    self.stops = stops
    self.repeatsMessages = repeatsMessages
    self.start = start
    for (place, id) in ids.enumerated() { places[id] = place }
    for happening in happenings { _ = self.happenings.index(of: happening) }
    for letter in letters { _ = self.letters.index(of: letter) }
  }

  /// Goes through all states.
  /// - Parameters:
  ///   - limit: ends a search with more states. One with more than 256 letters or sights ends too.
  ///   - visit: looks at a state, and ends the search by answering false.
  public mutating func explore(limit: Int, visit: (Moment) -> Bool) -> Extent {
    var first = State(
      locals: ids.map { locals.index(of: Local(node: start($0, nil), disk: nil)) })
    for letter in letters.all.indices { first.sent.insert(letter) }
    var met: Set<State> = [first]
    var waiting = [first]
    while let state = waiting.popLast() {
      var isAtRest = true
      for (next, isStop) in successors(of: state) {
        if !isStop { isAtRest = false }
        if met.insert(next).inserted { waiting.append(next) }
      }
      let moment = Moment(
        state: state, locals: locals.all, sights: sights.all, isAtRest: isAtRest)
      guard visit(moment) else { return Extent(stateCount: met.count, isComplete: false) }
      guard met.count < limit, isWithinSize else {
        return Extent(stateCount: met.count, isComplete: false)
      }
    }
    return Extent(stateCount: met.count, isComplete: true)
  }

  /// True while there are no more things than can be told apart.
  private var isWithinSize: Bool {
    max(letters.all.count, happenings.all.count, sights.all.count) <= Members.limit
  }

  private mutating func successors(of state: State) -> [(state: State, isStop: Bool)] {
    var found: [(State, Bool)] = []
    state.sent.forEach { letter in
      guard repeatsMessages || !state.arrived.contains(letter),
        let place = places[letters.all[letter].to]
      else { return }
      for outcome in outcomes(at: place, state.locals[place], .letter(letter)) {
        guard var next = follow(outcome, from: state, at: place) else { continue }
        if !repeatsMessages { next.arrived.insert(letter) }
        if next != state { found.append((next, outcome.isStop)) }
      }
    }
    for happening in happenings.all.indices where !state.happened.contains(happening) {
      guard let place = places[happenings.all[happening].node] else { continue }
      for outcome in outcomes(at: place, state.locals[place], .happening(happening)) {
        guard var next = follow(outcome, from: state, at: place), next != state else { continue }
        if happenings.all[happening].isOnce { next.happened.insert(happening) }
        found.append((next, outcome.isStop))
      }
    }
    return found
  }

  private func follow(_ outcome: Outcome, from state: State, at place: Int) -> State? {
    guard !outcome.isStop || state.stops < stops else { return nil }
    var next = state
    next.locals[place] = outcome.local
    for letter in outcome.letters { next.sent.insert(letter) }
    for sight in outcome.sights { next.seen.insert(sight) }
    if outcome.isStop { next.stops += 1 }
    return next
  }

  /// What can come of an event at a node: all effects, or a stop after any number of them.
  private mutating func outcomes(at place: Int, _ local: Int, _ event: Event) -> [Outcome] {
    let question = Question(place: place, local: local, event: event)
    if let known = answers[question] { return known }
    var node = locals.all[local].node
    let effects: [FaultyRun<Node>.Effect]
    switch event {
    case .letter(let letter):
      let letter = letters.all[letter]
      effects = node.receive(letter.message, from: letter.from)
    case .happening(let happening): effects = node.take(happenings.all[happening].input)
    }
    let outcomes = outcomes(of: effects, node, at: ids[place], disk: locals.all[local].disk)
    answers[question] = outcomes
    return outcomes
  }

  private mutating func outcomes(
    of effects: [FaultyRun<Node>.Effect], _ node: Node, at id: NodeID, disk: Node.Stored?
  ) -> [Outcome] {
    var disk = disk
    var (sent, shown): ([Int], [Int]) = ([], [])
    var outcomes: [Outcome] = []
    for count in 0...effects.count {
      if stops > 0 {
        let again = locals.index(of: Local(node: start(id, disk), disk: disk))
        outcomes.append(Outcome(local: again, letters: sent, sights: shown, isStop: true))
      }
      guard count < effects.count else { break }
      switch effects[count] {
      case .persist(let stored): disk = stored
      case .send(let message, let receiver):
        sent.append(letters.index(of: Letter(message, from: id, to: receiver)))
      case .show(let sight): shown.append(sights.index(of: Seen(node: id, sight: sight)))
      }
    }
    let whole = locals.index(of: Local(node: node, disk: disk))
    outcomes.append(Outcome(local: whole, letters: sent, sights: shown, isStop: false))
    return outcomes
  }
}

/// A set of numbers below `limit`; what is beyond is let go.
private struct Members: Hashable {
  static let limit = 256

  private var words = SIMD4<UInt64>()

  mutating func insert(_ number: Int) {
    guard number < Self.limit else { return }
    words[number / 64] |= 1 << UInt64(number % 64)
  }

  func contains(_ number: Int) -> Bool {
    number < Self.limit && words[number / 64] >> UInt64(number % 64) & 1 == 1
  }

  func forEach(_ body: (Int) -> Void) {
    for place in 0..<4 {
      var rest = words[place]
      while rest != 0 {
        body(place * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
