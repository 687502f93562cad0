import ExerciseKit

/// Takes down what came, and then asks every rule again and again until none has anything to do.
struct PBFTReplica: ByzantineReplicating {
  private struct Key: Hashable {
    let isCommit: Bool
    let number: Int
    let sender: NodeID
  }

  private struct Say: Hashable {
    let view: Int
    let request: String?
  }

  private struct State {
    var view = 0
    var isBegun = true
    var voices: [Key: Say] = [:]
    var accepted: [Int: Say] = [:]
    var certificates: [Int: Say] = [:]
    var asked: [NodeID: ViewChange] = [:]
    var open: [String] = []
    var closed: [String: Int] = [:]
    var executed = 0
    var numbered = 0
    var outbox: [AgreementEffect] = []
  }

  private let id: NodeID
  private let members: Set<NodeID>
  private let order: [NodeID]
  private let window: Int
  private var state = State()

  init(id: NodeID, replicas: [NodeID], window: Int) {
    self.id = id
    members = Set(replicas)
    order = members.sorted()
    self.window = window
  }

  var view: Int { state.view }

  var isWaiting: Bool {
    state.isBegun ? !state.open.isEmpty : isEnough(proposers(of: state.view).count)
  }

  private var tolerance: Int { (order.count - 1) / 3 }
  private func isEnough(_ count: Int) -> Bool { count > (order.count + tolerance) / 2 }
  private func primary(_ view: Int) -> NodeID { order[view % order.count] }
  private func isNumber(_ number: Int) -> Bool { number > 0 && number <= window }

  private func proposers(of view: Int) -> [ViewChange] {
    order.compactMap { state.asked[$0] }.filter { $0.view == view }
  }

  // MARK: Taking down

  mutating func request(_ request: String) -> [AgreementEffect] {
    if state.closed[request] == nil, !state.open.contains(request) {
      state.open.append(request)
    }
    return settle()
  }

  mutating func timeout() -> [AgreementEffect] {
    if isWaiting, state.view < Int.max { leave(for: state.view + 1) }
    return settle()
  }

  mutating func receive(_ message: AgreementMessage, from sender: NodeID) -> [AgreementEffect] {
    guard members.contains(sender), id != sender else { return [] }
    switch message {
    case .prePrepare(let view, let number, let request):
      if state.isBegun, view == state.view, primary(view) == sender, isNumber(number),
        state.accepted[number] == nil
      {
        accept(Say(view: view, request: request), number)
      }
    case .prepare(let view, let number, let request):
      hear(Say(view: view, request: request), Key(isCommit: false, number: number, sender: sender))
    case .commit(let view, let number, let request):
      hear(Say(view: view, request: request), Key(isCommit: true, number: number, sender: sender))
    case .viewChange(let change):
      let known = state.asked[sender]?.view ?? -1
      if change.replica == sender, isLater(change.view), isProper(change), known < change.view {
        state.asked[sender] = change
      }
    case .newView(let view, let changes, let requests):
      let names = Dictionary(grouping: changes, by: \.replica)
      if isLater(view), primary(view) == sender, names.count == changes.count,
        isEnough(names.count), members.isSuperset(of: names.keys),
        changes.allSatisfy({ $0.view == view && isProper($0) }), derived(changes) == requests
      {
        enter(view, requests)
      }
    }
    return settle()
  }

  private mutating func hear(_ say: Say, _ key: Key) {
    guard say.view >= state.view, isNumber(key.number),
      say.view > state.voices[key]?.view ?? -1
    else { return }
    state.voices[key] = say
  }

  private mutating func accept(_ say: Say, _ number: Int) {
    state.accepted[number] = say
    guard primary(say.view) != id else { return }
    state.voices[Key(isCommit: false, number: number, sender: id)] = say
    send(.prepare(view: say.view, sequence: number, request: say.request))
  }

  private mutating func send(_ message: AgreementMessage) {
    state.outbox.append(.broadcast(message))
  }

  // MARK: Settling

  private mutating func settle() -> [AgreementEffect] {
    while follows() || begins() || numbers() || prepares() || executes() {}
    defer { state.outbox = [] }
    return state.outbox
  }

  private mutating func follows() -> Bool {
    let later = state.asked.values.map(\.view).filter { $0 > state.view }.sorted()
    guard later.count > tolerance else { return false }
    leave(for: later[0])
    return true
  }

  private mutating func begins() -> Bool {
    let changes = proposers(of: state.view)
    guard !state.isBegun, primary(state.view) == id, isEnough(changes.count) else { return false }
    let requests = derived(changes)
    send(.newView(view: state.view, viewChanges: changes, requests: requests))
    enter(state.view, requests)
    return true
  }

  private mutating func numbers() -> Bool {
    guard state.isBegun, primary(state.view) == id, state.numbered < window,
      let request = state.open.first(where: { request in
        !state.accepted.values.contains { $0.request == request }
      })
    else { return false }
    state.numbered += 1
    send(.prePrepare(view: state.view, sequence: state.numbered, request: request))
    accept(Say(view: state.view, request: request), state.numbered)
    return true
  }

  private func supporters(_ say: Say, _ number: Int, isCommit: Bool) -> [NodeID] {
    order.filter { state.voices[Key(isCommit: isCommit, number: number, sender: $0)] == say }
  }

  private mutating func prepares() -> Bool {
    guard state.isBegun else { return false }
    for number in state.accepted.keys.sorted() {
      guard let say = state.accepted[number], state.certificates[number] != say else { continue }
      let backups = Set(supporters(say, number, isCommit: false))
      guard isEnough(backups.union([primary(say.view)]).count) else { continue }
      state.certificates[number] = say
      state.voices[Key(isCommit: true, number: number, sender: id)] = say
      send(.commit(view: say.view, sequence: number, request: say.request))
      return true
    }
    return false
  }

  private mutating func executes() -> Bool {
    let number = state.executed + 1
    guard state.isBegun, let say = state.accepted[number], state.certificates[number] == say,
      isEnough(supporters(say, number, isCommit: true).count)
    else { return false }
    state.executed = number
    if let request = say.request, state.closed[request] == nil {
      state.closed[request] = number
      state.open.removeAll { $0 == request }
      state.outbox.append(.execute(sequence: number, request: request))
    }
    return true
  }

  // MARK: Views

  private func isLater(_ view: Int) -> Bool {
    view > state.view || view == state.view && !state.isBegun
  }

  private func isProper(_ change: ViewChange) -> Bool {
    let numbers = change.prepared.map(\.sequence)
    return change.prepared.allSatisfy { isNumber($0.sequence) && $0.view < change.view }
      && numbers == Set(numbers).sorted()
  }

  private mutating func leave(for view: Int) {
    state.view = view
    state.isBegun = false
    let prepared = state.certificates.map { number, say in
      PreparedCertificate(view: say.view, sequence: number, request: say.request)
    }
    let own = ViewChange(
      replica: id, view: view, prepared: prepared.sorted { $0.sequence < $1.sequence })
    state.asked[id] = own
    send(.viewChange(own))
  }

  private mutating func enter(_ view: Int, _ requests: [String?]) {
    state.view = view
    state.isBegun = true
    state.numbered = requests.count
    state.accepted = [:]
    state.voices = state.voices.filter { $0.value.view >= view }
    for (place, request) in requests.enumerated() {
      accept(Say(view: view, request: request), place + 1)
    }
  }

  private func derived(_ changes: [ViewChange]) -> [String?] {
    var best: [Int: PreparedCertificate] = [:]
    for certificate in changes.flatMap(\.prepared) {
      let known = best[certificate.sequence]?.view ?? -1
      if certificate.view > known { best[certificate.sequence] = certificate }
    }
    let last = best.keys.max() ?? 0
    return last == 0 ? [] : Array(1...last).map { best[$0]?.request }
  }
}
