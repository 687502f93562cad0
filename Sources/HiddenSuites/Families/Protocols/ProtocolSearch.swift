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

  private let space: ProtocolSpace<Model>
  private var search: ExchangeSearch

  /// - Parameter limit: the most states that are looked at.
  init(_ model: Model, _ setting: Model.Setting, bounds: Model.Bounds, limit: Int) {
    space = ProtocolSpace(model, setting, bounds)
    search = ExchangeSearch(space, limit: limit)
  }

  mutating func run(on subject: any Subject) throws(Stop) -> Outcome {
    var outcome = Outcome()
    if let actions = try search.run(on: subject) { outcome.script = script(actions) }
    outcome.states = search.states
    outcome.transitions = search.transitions
    outcome.depth = search.depth
    outcome.records = space.records.count
    outcome.isWhole = search.isWhole
    outcome.unseen = space.unseen
    return outcome
  }

  /// The events that some actions are.
  private mutating func script(_ actions: [ExchangeAction]) -> ProtocolScript<Model> {
    var script = ProtocolScript<Model>(space.setting, [])
    var state = search.start
    // For each mail the first event that sent it.
    var origins: [Int: Int] = [:]
    func send(_ sends: [Int]) {
      for mail in sends where origins[mail] == nil { origins[mail] = script.events.count - 1 }
    }
    for action in actions {
      guard let keys = search.actions(in: state).first(where: { $0.action == action })?.keys else {
        break
      }
      switch action {
      case .move(let move):
        script.events.append(.move(space.moveValues[move]))
        for key in keys { send(search.result(of: key)?.sends ?? []) }
      case .restart(let node): script.events.append(.restart(node: node))
      case .receive(let mail, let withAnswers):
        script.events.append(
          .receive(node: space.mails[mail].receiver, origin: origins[mail] ?? 0, crashAfter: nil))
        let place = script.events.count - 1
        let result = keys.first.flatMap { search.result(of: $0) }
        send(result?.sends ?? [])
        for answer in withAnswers ? result?.answers ?? [] : [] {
          script.events.append(
            .receive(node: space.mails[answer].receiver, origin: place, crashAfter: nil))
          send(search.result(of: search.receipt(of: answer, in: state))?.sends ?? [])
        }
      }
      state = search.successor(of: state, action, keys).0
    }
    return script
  }
}

/// What is behind the numbers of a search: nodes with their values, messages, moves and records.
private final class ProtocolSpace<Model: ProtocolModel>: ExchangeSpace {
  /// One node with its value, which lies in a slot.
  private struct Local: Hashable {
    var slot: Int
    var stored: Model.Stored
    var node: Model.Node
  }

  /// Something on its way: who sent it counts, when does not.
  private struct Mail: Hashable {
    let sender: Int
    let receiver: Int
    let message: Model.Message
  }

  let setting: Model.Setting
  private let model: Model
  private let bounds: Model.Bounds
  let nodeCount: Int
  private var locals: [[Local]]
  private var localNumbers: [[Local: Int]]
  private var slots: [CanonicalForm: Int] = [:]
  private var slotCount = 1
  private(set) var mails: [(receiver: Int, step: Int)] = []
  private var mailNumbers: [Mail: Int] = [:]
  private(set) var moveValues: [Model.Move] = []
  private var moveNumbers: [Model.Move: Int] = [:]
  private var steps: [ProtocolStep<Model>] = []
  private var stepNumbers: [ProtocolStep<Model>: Int] = [:]
  private(set) var records: [Model.Record]
  private var recordNumbers: [Model.Record: Int]
  private(set) var unseen: [String] = []

  /// How many steps one exchange may hold, so that a slow submission stays within its time.
  private static var exchangeLimit: Int { 400 }
  /// The most calls, messages, records and states of a node, whose numbers fit into 16 bits: of a value that never comes to
  /// the same state again there is no end.
  private static var callLimit: Int { 40_000 }

  init(_ model: Model, _ setting: Model.Setting, _ bounds: Model.Bounds) {
    self.model = model
    self.setting = setting
    self.bounds = bounds
    let stored = model.stored(setting)
    nodeCount = stored.count
    // Slot 0 stands for a value that nobody has made yet.
    locals = stored.enumerated().map { index, stored in
      [Local(slot: 0, stored: stored, node: model.started(index, from: stored, setting))]
    }
    localNumbers = locals.map { [$0[0]: 0] }
    records = [model.record(setting)]
    recordNumbers = [records[0]: 0]
  }

  private func nodes(_ locals: ArraySlice<UInt16>) -> [Model.Node] {
    locals.enumerated().map { self.locals[$0.offset][Int($0.element)].node }
  }

  func moves(at locals: ArraySlice<UInt16>) -> [(move: Int, keys: [ExchangeKey])] {
    let nodes = nodes(locals)
    return model.moves(at: nodes, within: bounds).map { move in
      let deeds = model.deeds(of: move, at: nodes) ?? []
      return (
        number(move),
        deeds.map {
          ExchangeKey(
            node: $0.node, local: Int(locals[$0.node]), step: number(.take($0.deed)))
        }
      )
    }
  }

  func restarted(_ node: Int, from local: Int) -> Int {
    let stored = locals[node][local].stored
    return number(
      Local(slot: 0, stored: stored, node: model.started(node, from: stored, setting)), of: node)
  }

  func judge(_ locals: ArraySlice<UInt16>, record: Int) -> (record: Int, isBroken: Bool) {
    var value = records[record]
    let fault = model.fault(in: nodes(locals), &value)
    if let known = recordNumbers[value] { return (known, fault != nil) }
    records.append(value)
    recordNumbers[value] = records.count - 1
    return (records.count - 1, fault != nil)
  }

  // MARK: Numbers

  private func number(_ move: Model.Move) -> Int {
    if let known = moveNumbers[move] { return known }
    moveValues.append(move)
    moveNumbers[move] = moveValues.count - 1
    return moveValues.count - 1
  }

  private func number(_ step: ProtocolStep<Model>) -> Int {
    if let known = stepNumbers[step] { return known }
    steps.append(step)
    stepNumbers[step] = steps.count - 1
    return steps.count - 1
  }

  private func number(_ local: Local, of node: Int) -> Int {
    if let known = localNumbers[node][local] { return known }
    locals[node].append(local)
    localNumbers[node][local] = locals[node].count - 1
    return locals[node].count - 1
  }

  private func number(_ mail: Mail) -> Int {
    if let known = mailNumbers[mail] { return known }
    mails.append((mail.receiver, number(.receive(mail.message, from: mail.sender))))
    mailNumbers[mail] = mails.count - 1
    return mails.count - 1
  }

  // MARK: Asking

  func ask(
    _ keys: [ExchangeKey], on subject: any Subject
  ) throws(Stop) -> [ExchangeResult]? {
    let most = max(
      slotCount + keys.count, mails.count, records.count, locals.map(\.count).max() ?? 0)
    guard most <= Self.callLimit else { return nil }
    var results: [ExchangeResult] = []
    var rest = keys[...]
    while !rest.isEmpty {
      results += try exchange(rest.prefix(Self.exchangeLimit), on: subject)
      rest = rest.dropFirst(Self.exchangeLimit)
    }
    return results
  }

  private func exchange(
    _ keys: ArraySlice<ExchangeKey>, on subject: any Subject
  ) throws(Stop) -> [ExchangeResult] {
    var inquiry = Inquiry<Model.Words>()
    // Of a step in which nothing is asked there is no form either.
    var asked: [(calls: Int, slot: Int, hasForm: Bool)] = []
    for key in keys {
      let local = locals[key.node][key.local]
      let asks = model.asks(steps[key.step], of: local.node)
      guard !asks.isEmpty else {
        asked.append((0, local.slot, false))
        continue
      }
      let isMade = if case .make? = asks.first { true } else { false }
      if !isMade { inquiry.copy(local.slot, to: slotCount) }
      let before = inquiry.callCount
      inquiry.ask(asks, slot: slotCount)
      inquiry.form(of: slotCount)
      asked.append((inquiry.callCount - before, slotCount, true))
      slotCount += 1
    }
    let told = try inquiry.replies(from: subject)
    var (answers, forms) = (told.answers[...], told.forms[...])
    return zip(keys, asked).map { key, asked in
      var slot = asked.slot
      if asked.hasForm, let form = forms.popFirst() {
        for name in form.unseen where !unseen.contains(name) { unseen.append(name) }
        slot = slots[form] ?? slot
        slots[form] = slot
      }
      let own = Array(answers.prefix(asked.calls))
      answers = answers.dropFirst(asked.calls)
      return take(own, key, slot: slot)
    }
  }

  private func take(
    _ answers: [Model.Words.Answer], _ key: ExchangeKey, slot: Int
  ) -> ExchangeResult {
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
    return ExchangeResult(
      next: next, sends: sends, answers: replies, isFaulty: effects.fault != nil,
      isSilent: isSilent, isSpent: isSpent)
  }
}
