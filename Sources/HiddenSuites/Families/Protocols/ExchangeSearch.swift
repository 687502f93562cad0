import Wire

/// One node in one of its states, put to one step; all by number.
struct ExchangeKey: Hashable {
  private let bits: UInt64

  init(node: Int, local: Int, step: Int) {
    bits = UInt64(node) << 56 | UInt64(local) << 28 | UInt64(step)
  }

  var node: Int { Int(bits >> 56) }
  var local: Int { Int(bits >> 28 & 0xfff_ffff) }
  var step: Int { Int(bits & 0xfff_ffff) }
}

/// What a step comes to.
struct ExchangeResult {
  let next: Int
  /// What the node sends, but for answers.
  let sends: [Int]
  let answers: [Int]
  let isFaulty: Bool
  /// Whether the node stays as it is and sends nothing but answers.
  let isSilent: Bool
  /// Whether it is silent about a message that a right node ignores from now on.
  let isSpent: Bool
}

/// What happens between two states.
enum ExchangeAction: Hashable {
  case move(Int)
  /// The answers to it are delivered at once, or lost.
  case receive(mail: Int, withAnswers: Bool)
  case restart(node: Int)
}

/// What a search asks of a protocol: what is behind its numbers. Asked only what was not asked before.
protocol ExchangeSpace {
  var nodeCount: Int { get }
  /// For each mail who receives it, and in which step.
  var mails: [(receiver: Int, step: Int)] { get }
  /// The moves that can happen, with their steps.
  func moves(at locals: ArraySlice<UInt16>) -> [(move: Int, keys: [ExchangeKey])]
  /// The state in which a node starts again.
  func restarted(_ node: Int, from local: Int) -> Int
  /// Whether a state is as it must be, and what is to be remembered of it.
  func judge(_ locals: ArraySlice<UInt16>, record: Int) -> (record: Int, isBroken: Bool)
  /// What some steps come to; nil when the budget for calls is spent.
  func ask(
    _ keys: [ExchangeKey], on subject: any Subject
  ) throws(Stop) -> [ExchangeResult]?
}

/// The search behind `ProtocolSearch`. It knows numbers only: what is in them is looked up once, and
/// nothing here has to be made anew for each protocol.
struct ExchangeSearch {
  /// Numbers of the nodes' locals, of the record, and of what is on its way in rising order.
  typealias State = [UInt16]

  let space: any ExchangeSpace
  /// The most states that are looked at.
  let limit: Int
  private(set) var transitions = 0
  private(set) var depth = 0
  private(set) var states = 0
  /// False when the budget was spent.
  private(set) var isWhole = true

  private let count: Int
  private var mails: [(receiver: Int, step: Int)] = []
  private var results: [ExchangeKey: ExchangeResult] = [:]
  private var judged: [State: (record: Int, isBroken: Bool)] = [:]
  private var moves: [State: [(move: Int, keys: [ExchangeKey])]] = [:]
  /// For each node and local the state in which it starts again.
  private var restarts: [[Int: Int]] = []

  init(_ space: any ExchangeSpace, limit: Int) {
    self.space = space
    self.limit = limit
    count = space.nodeCount
    restarts = Array(repeating: [:], count: count)
  }

  var start: State { Array(repeating: 0, count: count + 1) }

  /// What a step comes to that was asked.
  func result(of key: ExchangeKey) -> ExchangeResult? { results[key] }

  /// Searches level by level.
  /// - Returns: the actions that lead to a fault; nil when none was found.
  mutating func run(on subject: any Subject) throws(Stop) -> [ExchangeAction]? {
    var parents: [(state: Int, action: ExchangeAction)] = [(-1, .move(-1))]
    var known: [State: Int] = [start: 0]
    var frontier: [State] = [start]
    defer { states = known.count }
    while !frontier.isEmpty {
      try learn(from: frontier, on: subject)
      guard isWhole else { return nil }
      var next: [State] = []
      for state in frontier {
        let number = known[state] ?? 0
        for (action, keys) in actions(in: state) {
          let (after, isBroken) = successor(of: state, action, keys)
          transitions += 1
          if isBroken { return path(parents, number) + [action] }
          guard after != state, known[after] == nil else { continue }
          known[after] = parents.count
          parents.append((number, action))
          next.append(after)
          guard known.count < limit else {
            isWhole = false
            return nil
          }
        }
      }
      if !next.isEmpty { depth += 1 }
      frontier = next
    }
    return nil
  }

  private func path(
    _ parents: [(state: Int, action: ExchangeAction)], _ last: Int
  ) -> [ExchangeAction] {
    var actions: [ExchangeAction] = []
    var number = last
    while number > 0 {
      actions.append(parents[number].action)
      number = parents[number].state
    }
    return actions.reversed()
  }

  // MARK: Steps

  /// What can happen in a state, each with the steps that need no other's answers.
  mutating func actions(in state: State) -> [(action: ExchangeAction, keys: [ExchangeKey])] {
    var actions: [(action: ExchangeAction, keys: [ExchangeKey])] = []
    for (move, keys) in moves(in: state) { actions.append((.move(move), keys)) }
    for place in (count + 1)..<state.count {
      let mail = Int(state[place])
      let key = receipt(of: mail, in: state)
      let known = results[key]
      if known?.isSilent != true || known?.answers.isEmpty == false {
        actions.append((.receive(mail: mail, withAnswers: true), [key]))
      }
      if let known, !known.isSilent, !known.answers.isEmpty {
        actions.append((.receive(mail: mail, withAnswers: false), [key]))
      }
    }
    for node in 0..<count where state[node] != 0 { actions.append((.restart(node: node), [])) }
    return actions
  }

  private mutating func moves(in state: State) -> [(move: Int, keys: [ExchangeKey])] {
    let locals = Array(state[..<count])
    if let known = moves[locals] { return known }
    let found = space.moves(at: state[..<count])
    moves[locals] = found
    return found
  }

  /// The step in which a mail is received in a state.
  func receipt(of mail: Int, in state: State) -> ExchangeKey {
    let (receiver, step) = mails[mail]
    return ExchangeKey(node: receiver, local: Int(state[receiver]), step: step)
  }

  mutating func successor(
    of state: State, _ action: ExchangeAction, _ keys: [ExchangeKey]
  ) -> (State, isBroken: Bool) {
    var after = state
    for key in keys {
      guard let result = known(key) else { continue }
      if result.isFaulty { return (after, true) }
      after[key.node] = UInt16(clamping: result.next)
      for mail in result.sends { put(mail, into: &after) }
      if case .receive(_, withAnswers: true) = action {
        // The answer must not be judged in a state that has never been: the receiver's comes first.
        if judge(&after) { return (after, true) }
        for answer in result.answers {
          guard let heard = known(receipt(of: answer, in: after)) else { continue }
          if heard.isFaulty { return (after, true) }
          after[mails[answer].receiver] = UInt16(clamping: heard.next)
          for mail in heard.sends { put(mail, into: &after) }
        }
      }
    }
    if case .restart(let node) = action {
      let local = Int(state[node])
      let fresh = restarts[node][local] ?? space.restarted(node, from: local)
      restarts[node][local] = fresh
      after[node] = UInt16(clamping: fresh)
    }
    if judge(&after) { return (after, true) }
    dropSpent(&after)
    return (after, false)
  }

  /// What a step comes to. Where nobody has asked, something was not looked at.
  private mutating func known(_ key: ExchangeKey) -> ExchangeResult? {
    if results[key] == nil { isWhole = false }
    return results[key]
  }

  private func put(_ mail: Int, into state: inout State) {
    let value = UInt16(clamping: mail)
    var place = state.count
    while place > count + 1, state[place - 1] >= value { place -= 1 }
    if place == state.count || state[place] != value { state.insert(value, at: place) }
  }

  private mutating func judge(_ state: inout State) -> Bool {
    let key = Array(state[...count])
    if let (record, isBroken) = judged[key] {
      state[count] = UInt16(clamping: record)
      return isBroken
    }
    let judgement = space.judge(state[..<count], record: Int(state[count]))
    judged[key] = judgement
    state[count] = UInt16(clamping: judgement.record)
    return judgement.isBroken
  }

  /// Takes out what a right node would ignore for ever and this one is known to ignore.
  private func dropSpent(_ state: inout State) {
    var place = state.count - 1
    while place > count {
      if results[receipt(of: Int(state[place]), in: state)]?.isSpent == true {
        state.remove(at: place)
      }
      place -= 1
    }
  }

  // MARK: Asking

  /// Asks what has not been asked in any state before: first what the actions begin with, then what the
  /// answers to it bring.
  private mutating func learn(from frontier: [State], on subject: any Subject) throws(Stop) {
    var unknown: Set<ExchangeKey> = []
    var ordered: [ExchangeKey] = []
    for state in frontier {
      for (_, keys) in actions(in: state) {
        for key in keys where results[key] == nil && unknown.insert(key).inserted {
          ordered.append(key)
        }
      }
    }
    try ask(ordered, on: subject)
    guard isWhole else { return }
    ordered = []
    for state in frontier {
      for place in (count + 1)..<state.count {
        for answer in results[receipt(of: Int(state[place]), in: state)]?.answers ?? [] {
          let key = receipt(of: answer, in: state)
          if results[key] == nil, unknown.insert(key).inserted { ordered.append(key) }
        }
      }
    }
    try ask(ordered, on: subject)
  }

  private mutating func ask(_ keys: [ExchangeKey], on subject: any Subject) throws(Stop) {
    guard let found = try space.ask(keys, on: subject) else {
      isWhole = false
      return
    }
    for (key, result) in zip(keys, found) { results[key] = result }
    mails = space.mails
  }
}
