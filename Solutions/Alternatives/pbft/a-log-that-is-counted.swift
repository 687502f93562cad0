import ExerciseKit

/// Keeps what was said in one list, and counts it anew each time.
struct PBFTReplica: ByzantineReplicating {
  enum Kind: Hashable { case proposal, prepare, commit }

  struct Line: Hashable {
    var kind: Kind
    var sender: NodeID
    var view: Int
    var sequence: Int
    var request: String?
  }

  let me: NodeID
  let ring: [NodeID]
  let window: Int
  var log: [Line] = []
  var certificates: [PreparedCertificate] = []
  var petitions: [ViewChange] = []
  var clients: [String] = []
  var history: [String] = []
  var done = 0
  var highest = 0
  var view = 0
  var isOn = true

  init(id: NodeID, replicas: [NodeID], window: Int) {
    me = id
    ring = Array(Set(replicas)).sorted(by: <)
    self.window = window
  }

  var f: Int { (ring.count - 1) / 3 }
  func isQuorum(_ count: Int) -> Bool { 2 * count > ring.count + f }
  func leader(_ view: Int) -> NodeID { ring[view % ring.count] }
  func isNumber(_ sequence: Int) -> Bool { (1...window) ~= sequence }

  var isWaiting: Bool {
    if isOn { return clients.first != nil }
    return isQuorum(petitions.filter { $0.view == view }.count)
  }

  mutating func request(_ request: String) -> [AgreementEffect] {
    if history.contains(request) || clients.contains(request) { return [] }
    clients.append(request)
    return lead()
  }

  mutating func timeout() -> [AgreementEffect] {
    isWaiting && view != Int.max ? leave(view + 1) : []
  }

  mutating func receive(_ message: AgreementMessage, from sender: NodeID) -> [AgreementEffect] {
    if sender == me || !ring.contains(sender) { return [] }
    switch message {
    case .prePrepare(let v, let n, let request):
      let line = Line(kind: .proposal, sender: sender, view: v, sequence: n, request: request)
      guard isOn, v == view, sender == leader(v), isNumber(n), proposal(n) == nil else { return [] }
      return adopt(line) + advance(n)
    case .prepare(let v, let n, let request):
      note(Line(kind: .prepare, sender: sender, view: v, sequence: n, request: request))
      return advance(n)
    case .commit(let v, let n, let request):
      note(Line(kind: .commit, sender: sender, view: v, sequence: n, request: request))
      return advance(n)
    case .viewChange(let change):
      guard change.replica == sender, isAhead(change.view), isProper(change) else { return [] }
      if let place = petitions.firstIndex(where: { $0.replica == sender }) {
        guard petitions[place].view < change.view else { return [] }
        petitions.remove(at: place)
      }
      petitions.append(change)
      let ahead = petitions.filter { $0.view > view }.sorted { $0.view < $1.view }
      return ahead.count >= f + 1 ? leave(ahead[0].view) : begin()
    case .newView(let v, let changes, let requests):
      var names: [NodeID] = []
      for change in changes {
        guard ring.contains(change.replica), !names.contains(change.replica), change.view == v,
          isProper(change)
        else { return [] }
        names.append(change.replica)
      }
      guard isAhead(v), sender == leader(v), isQuorum(names.count), requests == outcome(changes)
      else { return [] }
      return enter(v, requests)
    }
  }

  // What was said of a number in this view.

  func proposal(_ n: Int) -> Line? {
    log.first { $0.kind == .proposal && $0.sequence == n && $0.view == view }
  }

  mutating func note(_ line: Line) {
    guard line.view >= view, isNumber(line.sequence) else { return }
    let place = log.firstIndex {
      $0.kind == line.kind && $0.sender == line.sender && $0.sequence == line.sequence
    }
    guard let place else { return log.append(line) }
    if log[place].view < line.view { log[place] = line }
  }

  mutating func adopt(_ line: Line) -> [AgreementEffect] {
    log.removeAll { $0.kind == .proposal && $0.sequence == line.sequence }
    log.append(line)
    if leader(line.view) == me { return [] }
    log.removeAll { $0.kind == .prepare && $0.sequence == line.sequence && $0.sender == me }
    log.append(
      Line(
        kind: .prepare, sender: me, view: line.view, sequence: line.sequence,
        request: line.request))
    return [
      .broadcast(
        .prepare(view: line.view, sequence: line.sequence, request: line.request))
    ]
  }

  func supporters(_ kind: Kind, _ line: Line) -> Int {
    log.filter {
      $0.kind == kind && $0.sequence == line.sequence && $0.view == line.view
        && $0.request == line.request && (kind == .commit || $0.sender != leader(line.view))
    }.count
  }

  mutating func advance(_ n: Int) -> [AgreementEffect] {
    guard isOn else { return [] }
    var effects: [AgreementEffect] = []
    if let line = proposal(n), !isCertified(n), isQuorum(supporters(.prepare, line) + 1) {
      certificates.removeAll { $0.sequence == n }
      certificates.append(
        PreparedCertificate(view: view, sequence: n, request: line.request))
      log.removeAll { $0.kind == .commit && $0.sequence == n && $0.sender == me }
      log.append(
        Line(kind: .commit, sender: me, view: view, sequence: n, request: line.request))
      effects.append(.broadcast(.commit(view: view, sequence: n, request: line.request)))
    }
    while let line = proposal(done + 1), isCertified(done + 1),
      isQuorum(supporters(.commit, line))
    {
      done += 1
      if let request = line.request, !history.contains(request) {
        history.append(request)
        clients = clients.filter { $0 != request }
        effects.append(.execute(sequence: done, request: request))
      }
    }
    return effects
  }

  func isCertified(_ n: Int) -> Bool {
    certificates.contains { $0.sequence == n && $0.view == view }
  }

  mutating func lead() -> [AgreementEffect] {
    var effects: [AgreementEffect] = []
    guard isOn, leader(view) == me else { return [] }
    let open = clients.filter { request in
      !log.contains { $0.kind == .proposal && $0.view == view && $0.request == request }
    }
    for request in open where highest < window {
      highest += 1
      effects += adopt(
        Line(kind: .proposal, sender: me, view: view, sequence: highest, request: request))
      effects.append(
        .broadcast(.prePrepare(view: view, sequence: highest, request: request)))
      effects += advance(highest)
    }
    return effects
  }

  // Views.

  func isAhead(_ v: Int) -> Bool { isOn ? v > view : v >= view }

  func isProper(_ change: ViewChange) -> Bool {
    var last = 0
    for certificate in change.prepared {
      guard certificate.sequence > last, certificate.sequence <= window,
        certificate.view < change.view
      else { return false }
      last = certificate.sequence
    }
    return true
  }

  mutating func leave(_ v: Int) -> [AgreementEffect] {
    isOn = false
    view = v
    let mine = ViewChange(
      replica: me, view: v, prepared: certificates.sorted { $0.sequence < $1.sequence })
    petitions.removeAll { $0.replica == me }
    petitions.append(mine)
    return [.broadcast(.viewChange(mine))] + begin()
  }

  mutating func begin() -> [AgreementEffect] {
    let mine = petitions.filter { $0.view == view }.sorted { $0.replica < $1.replica }
    guard !isOn, leader(view) == me, isQuorum(mine.count) else { return [] }
    let requests = outcome(mine)
    let start = AgreementEffect.broadcast(
      .newView(view: view, viewChanges: mine, requests: requests))
    return [start] + enter(view, requests) + lead()
  }

  mutating func enter(_ v: Int, _ requests: [String?]) -> [AgreementEffect] {
    view = v
    isOn = true
    highest = requests.count
    petitions.removeAll { $0.view <= v }
    log.removeAll { $0.view < v }
    var effects: [AgreementEffect] = []
    for (place, request) in requests.enumerated() {
      effects += adopt(
        Line(kind: .proposal, sender: leader(v), view: v, sequence: place + 1, request: request))
    }
    for n in 0..<requests.count { effects += advance(n + 1) }
    return effects
  }

  func outcome(_ changes: [ViewChange]) -> [String?] {
    let all = changes.flatMap(\.prepared).sorted { $0.view > $1.view }
    return (0..<(all.map(\.sequence).max() ?? 0)).map { place in
      all.first { $0.sequence == place + 1 }?.request
    }
  }
}
