import Wire

/// Every run from one beginning, within bounds: each message may reach its receiver any number of times
/// and at any time after it was sent, or never; an answer comes straight back, or never; nodes crash and
/// start again between any two events.
///
/// States are told apart by what nodes have stored, what the model knows of them, the canonical forms of
/// their values and what is on its way; a node is asked once for each state of its own and each step.
struct ProtocolSearch<Model: ProtocolModel> {
  /// What a search has come to.
  struct Outcome {
    /// A run that shows a fault, with as few exchanges as any the search could see.
    var script: ProtocolScript<Model>?
    var states = 0
    var transitions = 0
    var depth = 0
    /// How many different records of what was settled there are, the empty one among them.
    var records = 1
    /// False when the budget was spent.
    var isWhole = true
    /// What no form shows.
    var unseen: [String] = []
  }

  /// One node with its value, which lies in a slot.
  struct Local: Hashable {
    var slot: Int
    var stored: Model.Stored
    var node: Model.Node
  }

  /// Something on its way: who sent it counts, when does not.
  struct Mail: Hashable {
    let sender: Int
    let receiver: Int
    let message: Model.Message
  }

  /// What a node's step comes to.
  struct Result {
    let next: Int
    /// What it sends, but for answers.
    let sends: [Int]
    let answers: [Int]
    let fault: ProtocolFault?
    /// Whether the node stays as it is and sends nothing but answers.
    let isSilent: Bool
    /// Whether it is silent about a message that a right node ignores from now on.
    let isSpent: Bool
  }

  struct Key: Hashable {
    let node: Int
    let local: Int
    let step: Int
  }

  enum Action: Hashable {
    case move(Model.Move)
    /// The answers to it are delivered at once, or lost.
    case receive(mail: Int, withAnswers: Bool)
    case restart(node: Int)
  }

  /// Numbers of the nodes' locals, of the record, and of what is on its way in rising order.
  typealias State = [UInt16]

  let model: Model
  let setting: Model.Setting
  let bounds: Model.Bounds
  /// The most states that are looked at.
  let limit: Int
  /// The most calls that are made: of a value that never comes to the same state again there is no end.
  private static var callLimit: Int { 40_000 }

  private let count: Int
  private var locals: [[Local]]
  private var localNumbers: [[Local: Int]]
  private var slots: [CanonicalForm: Int] = [:]
  private var slotCount = 1
  private var mails: [Mail] = []
  /// For each mail the step in which it is received.
  private var mailSteps: [Int] = []
  private var mailNumbers: [Mail: Int] = [:]
  private var steps: [ProtocolStep<Model>] = []
  private var stepNumbers: [ProtocolStep<Model>: Int] = [:]
  private var results: [Key: Result] = [:]
  private var records: [Model.Record] = []
  private var recordNumbers: [Model.Record: Int] = [:]
  private var judged: [State: (record: Int, fault: ProtocolFault?)] = [:]
  /// The moves of each combination of locals, with their steps.
  private var moves: [State: [(move: Model.Move, keys: [Key])]] = [:]
  private var outcome = Outcome()

  init(_ model: Model, _ setting: Model.Setting, bounds: Model.Bounds, limit: Int) {
    self.model = model
    self.setting = setting
    self.bounds = bounds
    self.limit = limit
    let stored = model.stored(setting)
    count = stored.count
    // Slot 0 stands for a value that nobody has made yet.
    locals = stored.enumerated().map { index, stored in
      [
        Local(
          slot: 0, stored: stored, node: model.started(index, from: stored, setting))
      ]
    }
    localNumbers = locals.map { [$0[0]: 0] }
    let record = model.record(setting)
    records = [record]
    recordNumbers = [record: 0]
  }

  /// Searches level by level.
  mutating func run(on subject: any Subject) throws(Stop) -> Outcome {
    let start: State = Array(repeating: 0, count: count + 1)
    var parents: [(state: Int, action: Action?)] = [(-1, nil)]
    var known: [State: Int] = [start: 0]
    var frontier: [State] = [start]
    while !frontier.isEmpty {
      try learn(from: frontier, on: subject)
      guard outcome.isWhole else { return finished(known.count) }
      var next: [State] = []
      for state in frontier {
        let number = known[state] ?? 0
        for (action, keys) in actions(in: state) {
          let (after, isBroken) = successor(of: state, action, keys)
          outcome.transitions += 1
          if isBroken {
            outcome.script = script(parents, number, action)
            return finished(known.count)
          }
          guard after != state, known[after] == nil else { continue }
          known[after] = parents.count
          parents.append((number, action))
          next.append(after)
          guard known.count < limit else {
            outcome.isWhole = false
            return finished(known.count)
          }
        }
      }
      if !next.isEmpty { outcome.depth += 1 }
      frontier = next
    }
    return finished(known.count)
  }

  private func finished(_ count: Int) -> Outcome {
    var outcome = outcome
    outcome.states = count
    outcome.records = records.count
    return outcome
  }

  // MARK: States

  private func nodes(in state: State) -> [Model.Node] {
    (0..<count).map { locals[$0][Int(state[$0])].node }
  }

  /// What can happen in a state, each with the steps that need no other's answers.
  private mutating func actions(in state: State) -> [(action: Action, keys: [Key])] {
    var actions: [(action: Action, keys: [Key])] = []
    for (move, keys) in moves(in: state) { actions.append((.move(move), keys)) }
    for mail in state[(count + 1)...].lazy.map({ Int($0) }) {
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

  private mutating func moves(in state: State) -> [(move: Model.Move, keys: [Key])] {
    let place = Array(state[..<count])
    if let known = moves[place] { return known }
    let nodes = nodes(in: state)
    var found: [(move: Model.Move, keys: [Key])] = []
    for move in model.moves(at: nodes, within: bounds) {
      let deeds = model.deeds(of: move, at: nodes) ?? []
      found.append(
        (
          move,
          deeds.map {
            Key(node: $0.node, local: Int(state[$0.node]), step: number(.take($0.deed)))
          }
        ))
    }
    moves[place] = found
    return found
  }

  private func receipt(of mail: Int, in state: State) -> Key {
    let receiver = mails[mail].receiver
    return Key(node: receiver, local: Int(state[receiver]), step: mailSteps[mail])
  }

  private mutating func successor(
    of state: State, _ action: Action, _ keys: [Key]
  ) -> (State, isBroken: Bool) {
    var after = state
    for key in keys {
      guard let result = results[key] else { continue }
      if result.fault != nil { return (after, true) }
      after[key.node] = UInt16(clamping: result.next)
      for mail in result.sends { put(mail, into: &after) }
      if case .receive(_, withAnswers: true) = action {
        // The answer must not be judged in a state that has never been: the receiver's comes first.
        if judge(&after) { return (after, true) }
        for answer in result.answers {
          guard let heard = results[receipt(of: answer, in: after)] else { continue }
          if heard.fault != nil { return (after, true) }
          after[mails[answer].receiver] = UInt16(clamping: heard.next)
          for mail in heard.sends { put(mail, into: &after) }
        }
      }
    }
    if case .restart(let node) = action {
      let stored = locals[node][Int(state[node])].stored
      let fresh = Local(
        slot: 0, stored: stored, node: model.started(node, from: stored, setting))
      after[node] = UInt16(clamping: number(fresh, of: node))
    }
    if judge(&after) { return (after, true) }
    dropSpent(&after)
    return (after, false)
  }

  private func put(_ mail: Int, into state: inout State) {
    let value = UInt16(clamping: mail)
    let place = state[(count + 1)...].firstIndex { $0 >= value } ?? state.endIndex
    if place == state.endIndex || state[place] != value { state.insert(value, at: place) }
  }

  private mutating func judge(_ state: inout State) -> Bool {
    let key = Array(state[...count])
    if let (record, fault) = judged[key] {
      state[count] = UInt16(clamping: record)
      return fault != nil
    }
    var record = records[Int(state[count])]
    let fault = model.fault(in: nodes(in: state), &record)
    let number = recordNumbers[record] ?? records.count
    if number == records.count {
      records.append(record)
      recordNumbers[record] = number
    }
    judged[key] = (number, fault)
    state[count] = UInt16(clamping: number)
    return fault != nil
  }

  /// Takes out what a right node would ignore for ever and this one is known to ignore.
  private func dropSpent(_ state: inout State) {
    let mail = state[(count + 1)...].filter {
      results[receipt(of: Int($0), in: state)]?.isSpent != true
    }
    if mail.count < state.count - count - 1 { state = state[...count] + mail }
  }

  // MARK: Numbers

  private mutating func number(_ step: ProtocolStep<Model>) -> Int {
    if let known = stepNumbers[step] { return known }
    steps.append(step)
    stepNumbers[step] = steps.count - 1
    return steps.count - 1
  }

  private mutating func number(_ local: Local, of node: Int) -> Int {
    if let known = localNumbers[node][local] { return known }
    locals[node].append(local)
    localNumbers[node][local] = locals[node].count - 1
    return locals[node].count - 1
  }

  private mutating func number(_ mail: Mail) -> Int {
    if let known = mailNumbers[mail] { return known }
    mails.append(mail)
    mailSteps.append(number(.receive(mail.message, from: mail.sender)))
    mailNumbers[mail] = mails.count - 1
    return mails.count - 1
  }

  // MARK: Asking

  /// How many steps one exchange may hold, so that a slow submission stays within its time.
  private static var exchangeLimit: Int { 400 }

  /// Asks what has not been asked in any state before: first what the actions begin with, then what the
  /// answers to it bring.
  private mutating func learn(from frontier: [State], on subject: any Subject) throws(Stop) {
    var unknown: Set<Key> = []
    var ordered: [Key] = []
    for state in frontier {
      for (_, keys) in actions(in: state) {
        for key in keys where results[key] == nil && unknown.insert(key).inserted {
          ordered.append(key)
        }
      }
    }
    try ask(ordered, on: subject)
    guard outcome.isWhole else { return }
    ordered = []
    for state in frontier {
      for mail in state[(count + 1)...] {
        for answer in results[receipt(of: Int(mail), in: state)]?.answers ?? [] {
          let key = receipt(of: answer, in: state)
          if results[key] == nil, unknown.insert(key).inserted { ordered.append(key) }
        }
      }
    }
    try ask(ordered, on: subject)
  }

  private mutating func ask(_ keys: [Key], on subject: any Subject) throws(Stop) {
    guard slotCount + keys.count <= Self.callLimit else {
      outcome.isWhole = false
      return
    }
    var rest = keys[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(Self.exchangeLimit))
      rest = rest.dropFirst(Self.exchangeLimit)
      var inquiry = Inquiry<Model.Words>()
      // Of a step in which nothing is asked there is no form either: -1.
      var asked: [(key: Key, calls: Int, slot: Int)] = []
      for key in part {
        let local = locals[key.node][key.local]
        let asks = model.asks(steps[key.step], of: local.node)
        let calls = asks.count { if case .call = $0 { true } else { false } }
        guard !asks.isEmpty else {
          asked.append((key, -1, local.slot))
          continue
        }
        let isMade = if case .make? = asks.first { true } else { false }
        if !isMade { inquiry.copy(local.slot, to: slotCount) }
        inquiry.ask(asks, slot: slotCount)
        inquiry.form(of: slotCount)
        asked.append((key, calls, slotCount))
        slotCount += 1
      }
      let told = try inquiry.replies(from: subject)
      var (answers, forms) = (told.answers[...], told.forms[...])
      for (key, calls, slot) in asked {
        var own = slot
        if calls >= 0, let form = forms.popFirst() {
          for name in form.unseen where !outcome.unseen.contains(name) {
            outcome.unseen.append(name)
          }
          own = slots[form] ?? slot
          slots[form] = own
        }
        take(Array(answers.prefix(max(0, calls))), key, slot: own)
        answers = answers.dropFirst(max(0, calls))
      }
    }
  }

  private mutating func take(_ answers: [Model.Words.Answer], _ key: Key, slot: Int) {
    var local = locals[key.node][key.local]
    local.slot = slot
    let effects = model.effects(of: answers, to: steps[key.step], &local.node)
    var (sends, replies): ([Int], [Int]) = ([], [])
    for effect in effects.effects {
      switch effect {
      case .store(let new): local.stored = new
      case .send(let message, let receiver):
        let mail = number(Mail(sender: key.node, receiver: receiver, message: message))
        if model.isReply(message) { replies.append(mail) } else { sends.append(mail) }
      }
    }
    let next = number(local, of: key.node)
    let isSilent = next == key.local && sends.isEmpty && effects.fault == nil
    var isSpent = false
    if isSilent, case .receive(let message, _) = steps[key.step] {
      isSpent = model.isSpent(message, at: local.node)
    }
    results[key] = Result(
      next: next, sends: sends, answers: replies, fault: effects.fault, isSilent: isSilent,
      isSpent: isSpent)
  }

  // MARK: Telling

  /// The events that have led to a state, and the action after it.
  private mutating func script(
    _ parents: [(state: Int, action: Action?)], _ last: Int, _ action: Action
  ) -> ProtocolScript<Model> {
    var actions = [action]
    var number = last
    while number > 0 {
      if let action = parents[number].action { actions.append(action) }
      number = parents[number].state
    }
    var script = ProtocolScript<Model>(setting, [])
    var state: State = Array(repeating: 0, count: count + 1)
    // For each mail the first event that sent it.
    var origins: [Int: Int] = [:]
    func send(_ sends: [Int]) {
      for mail in sends where origins[mail] == nil { origins[mail] = script.events.count - 1 }
    }
    for action in actions.reversed() {
      guard let keys = self.actions(in: state).first(where: { $0.action == action })?.keys else {
        break
      }
      switch action {
      case .move(let move):
        script.events.append(.move(move))
        for key in keys { send(results[key]?.sends ?? []) }
      case .restart(let node): script.events.append(.restart(node: node))
      case .receive(let mail, let withAnswers):
        script.events.append(
          .receive(node: mails[mail].receiver, origin: origins[mail] ?? 0, crashAfter: nil))
        let place = script.events.count - 1
        let result = keys.first.flatMap { results[$0] }
        send(result?.sends ?? [])
        for answer in withAnswers ? result?.answers ?? [] : [] {
          script.events.append(
            .receive(node: mails[answer].receiver, origin: place, crashAfter: nil))
          send(results[receipt(of: answer, in: state)]?.sends ?? [])
        }
      }
      state = successor(of: state, action, keys).0
    }
    return script
  }
}
