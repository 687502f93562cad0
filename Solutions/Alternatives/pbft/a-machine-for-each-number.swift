import ExerciseKit

/// Each number is a small machine that knows replicas by their places, and says what has become of it.
struct PBFTReplica: ByzantineReplicating {
  /// What is to be executed: a request, or nothing.
  enum Order: Equatable {
    case nothing
    case request(String)

    init(_ text: String?) { self = text.map { .request($0) } ?? .nothing }

    var text: String? {
      if case .request(let text) = self { text } else { nil }
    }
  }

  struct Machine {
    enum Phase { case empty, accepted, prepared }

    var phase = Phase.empty
    var order = Order.nothing
    var prepares: [(view: Int, order: Order)?]
    var commits: [(view: Int, order: Order)?]
    var proof: (view: Int, order: Order)?

    init(_ size: Int) {
      prepares = Array(repeating: nil, count: size)
      commits = prepares
    }

    /// Keeps a word unless there is one that is as late.
    static func put(
      _ order: Order, in view: Int, by place: Int, _ words: inout [(view: Int, order: Order)?]
    ) {
      if let known = words[place], known.view >= view { return }
      words[place] = (view, order)
    }

    func count(_ words: [(view: Int, order: Order)?], in view: Int, without place: Int?) -> Int {
      words.indices.filter { index in
        index != place && words[index].map { $0.view == view && $0.order == order } == true
      }.count
    }
  }

  private let names: [NodeID]
  private let own: Int
  private let tolerated: Int
  private let quorum: Int
  private let window: Int
  private var machines: [Int: Machine] = [:]
  private var pending: [String] = []
  private var finished: Set<String> = []
  private var next = 1
  private var given = 0
  private var changes: [ViewChange?]
  private var isBetweenViews = false
  private(set) var view = 0

  init(id: NodeID, replicas: [NodeID], window: Int) {
    let names = replicas.sorted { $0.number < $1.number }
    self.names = names
    own = names.firstIndex(of: id) ?? 0
    tolerated = (names.count - 1) / 3
    quorum = (names.count + tolerated + 2) / 2
    self.window = window
    changes = Array(repeating: nil, count: names.count)
  }

  private var lead: Int { view % names.count }

  private var asking: [ViewChange] { changes.compactMap { $0 }.filter { $0.view == view } }

  var isWaiting: Bool {
    switch isBetweenViews {
    case true: asking.count >= quorum
    case false: !pending.isEmpty
    }
  }

  mutating func request(_ request: String) -> [AgreementEffect] {
    var effects: [AgreementEffect] = []
    if !finished.contains(request), !pending.contains(request) {
      pending.append(request)
      propose(&effects)
    }
    return effects
  }

  mutating func timeout() -> [AgreementEffect] {
    var effects: [AgreementEffect] = []
    let (later, overflows) = view.addingReportingOverflow(1)
    if isWaiting, !overflows { leave(for: later, &effects) }
    return effects
  }

  mutating func receive(_ message: AgreementMessage, from sender: NodeID) -> [AgreementEffect] {
    var effects: [AgreementEffect] = []
    guard let place = names.firstIndex(of: sender), place != own else { return effects }
    switch message {
    case .prePrepare(let view, let number, let request):
      guard !isBetweenViews, view == self.view, place == lead, number > 0, number <= window,
        machine(number).phase == .empty
      else { break }
      accept(.request(request), number, &effects)
      run(number, &effects)
    case .prepare(let view, let number, let request):
      hear(view, number) { Machine.put(Order(request), in: view, by: place, &$0.prepares) }
      run(number, &effects)
    case .commit(let view, let number, let request):
      hear(view, number) { Machine.put(Order(request), in: view, by: place, &$0.commits) }
      run(number, &effects)
    case .viewChange(let change):
      guard change.replica == sender, isAhead(change.view), isInOrder(change) else { break }
      if let known = changes[place], known.view >= change.view { break }
      changes[place] = change
      let views = changes.compactMap { $0?.view }.filter { $0 > view }.sorted()
      if views.count > tolerated {
        leave(for: views[0], &effects)
      } else {
        begin(&effects)
      }
    case .newView(let view, let shown, let requests):
      let places = shown.compactMap { names.firstIndex(of: $0.replica) }
      guard isAhead(view), place == view % names.count, places.count == shown.count,
        Set(places).count == places.count, places.count >= quorum,
        !shown.contains(where: { $0.view != view || !isInOrder($0) }),
        consequence(of: shown).map(\.text) == requests
      else { break }
      enter(view, requests.map { Order($0) }, &effects)
    }
    return effects
  }

  // MARK: Numbers

  private func machine(_ number: Int) -> Machine { machines[number] ?? Machine(names.count) }

  private mutating func hear(_ view: Int, _ number: Int, _ change: (inout Machine) -> Void) {
    guard view >= self.view, number > 0, number <= window else { return }
    change(&machines[number, default: Machine(names.count)])
  }

  private mutating func accept(
    _ order: Order, _ number: Int, _ effects: inout [AgreementEffect]
  ) {
    var machine = machine(number)
    (machine.phase, machine.order) = (.accepted, order)
    if lead != own {
      machine.prepares[own] = (view, order)
      effects.append(
        .broadcast(.prepare(view: view, sequence: number, request: order.text)))
    }
    machines[number] = machine
  }

  private mutating func run(_ number: Int, _ effects: inout [AgreementEffect]) {
    if isBetweenViews { return }
    if var machine = machines[number], machine.phase == .accepted,
      machine.count(machine.prepares, in: view, without: lead) >= quorum - 1
    {
      machine.phase = .prepared
      machine.proof = (view, machine.order)
      machine.commits[own] = (view, machine.order)
      machines[number] = machine
      effects.append(
        .broadcast(.commit(view: view, sequence: number, request: machine.order.text)))
    }
    while let machine = machines[next], machine.phase == .prepared,
      machine.count(machine.commits, in: view, without: nil) >= quorum
    {
      if let request = machine.order.text, finished.insert(request).inserted {
        pending.removeAll { $0 == request }
        effects.append(.execute(sequence: next, request: request))
      }
      next += 1
    }
  }

  private mutating func propose(_ effects: inout [AgreementEffect]) {
    guard lead == own, !isBetweenViews else { return }
    let proposed = machines.values.filter { $0.phase != .empty }.compactMap(\.order.text)
    for request in pending where !proposed.contains(request) && given < window {
      given += 1
      effects.append(.broadcast(.prePrepare(view: view, sequence: given, request: request)))
      accept(.request(request), given, &effects)
      run(given, &effects)
    }
  }

  // MARK: Views

  private func isAhead(_ other: Int) -> Bool {
    other > view || isBetweenViews && other == view
  }

  private func isInOrder(_ change: ViewChange) -> Bool {
    var numbers = [0]
    for certificate in change.prepared {
      if certificate.view >= change.view { return false }
      numbers.append(certificate.sequence)
    }
    return numbers == Array(Set(numbers)).sorted() && numbers[numbers.count - 1] <= window
      && numbers.filter { $0 <= 0 }.count == 1
  }

  private mutating func leave(for later: Int, _ effects: inout [AgreementEffect]) {
    view = later
    isBetweenViews = true
    let prepared = machines.sorted { $0.key < $1.key }.compactMap { number, machine in
      machine.proof.map {
        PreparedCertificate(view: $0.view, sequence: number, request: $0.order.text)
      }
    }
    let change = ViewChange(replica: names[own], view: later, prepared: prepared)
    changes[own] = change
    effects.append(.broadcast(.viewChange(change)))
    begin(&effects)
  }

  private mutating func begin(_ effects: inout [AgreementEffect]) {
    let shown = asking
    guard isBetweenViews, lead == own, shown.count >= quorum else { return }
    let orders = consequence(of: shown)
    effects.append(
      .broadcast(.newView(view: view, viewChanges: shown, requests: orders.map(\.text))))
    enter(view, orders, &effects)
    propose(&effects)
  }

  private mutating func enter(
    _ later: Int, _ orders: [Order], _ effects: inout [AgreementEffect]
  ) {
    view = later
    isBetweenViews = false
    given = orders.count
    for number in machines.keys { machines[number]?.phase = .empty }
    for number in orders.indices { accept(orders[number], number + 1, &effects) }
    for number in orders.indices { run(number + 1, &effects) }
  }

  private func consequence(of shown: [ViewChange]) -> [Order] {
    var orders: [Order] = []
    var views: [Int] = []
    for certificate in shown.flatMap(\.prepared) {
      while orders.count < certificate.sequence {
        orders.append(.nothing)
        views.append(-1)
      }
      let place = certificate.sequence - 1
      if views[place] < certificate.view {
        orders[place] = Order(certificate.request)
        views[place] = certificate.view
      }
    }
    return orders
  }
}
