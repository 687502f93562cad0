import Dialects
import Histories
import Simulation
import Wire

/// A cluster in virtual time, whose log and elections are ours and right; what it answers to clients, the
/// submission's servers say.
///
/// A leader sends its whole log, and votes are counted in one moment among nodes that reach each other: what a
/// cluster may come to is that of Raft, in fewer messages.
struct ServedCluster: PlayedCluster {
  /// Something worth telling: a node, and what happens to it.
  struct Moment: Sendable {
    let time: Int
    let node: Int
    let text: String
  }

  struct Fault: Sendable {
    enum Kind { case history, silence }
    let kind: Kind
    let sentence: String
    let node: Int
  }

  private struct Entry {
    let term: Int128
    /// Empty for an entry that says nothing.
    let write: [Int128]
  }

  /// What a node's log, election and disk are.
  private struct Seat {
    var isUp = true
    var leads = false
    var leader: Int?
    var term: Int128 = 0
    var log: [Entry] = []
    /// The term whose leader's log this one is the beginning of.
    var syncedTerm: Int128 = 0
    var commit = 0
    var applied = 0
    var matched: [Int: Int] = [:]
    var rounds: [Int: (read: Int128, heard: Set<Int>)] = [:]
    /// How many snapshots it has made, and the index of the last.
    var snapshots = (count: 0, index: 0)
    /// Tells what was begun before a crash from what is begun after it.
    var life = 0
  }

  private struct Client {
    var pending: SharedStore.Input?
    var called = 0
    var serial: Int128 = 0
    var reads = 0
    var target = 0
    var attempt = 0
  }

  private enum Letter {
    case append(term: Int128, [Entry], commit: Int), matched(Int128, Int)
    case ask(Int128, Int), leads(Int128, Int), stale(Int128)
  }

  private enum Happening {
    case heartbeats, election, trouble, healing, end
    case apply(Int, life: Int), restart(Int)
    case arrival(from: Int, to: Int, Letter)
    case begin(Int), retry(Int, attempt: Int)
    case request(SharedStore.Input, read: Int128, to: Int)
    case answer(Int, read: Int128?, serial: Int128, SharedStore.Output)
    case redirect(Int, from: Int, to: Int?)
  }

  /// When faults end, and when everything must have been answered, in milliseconds.
  private static let (healingAt, endAt) = (4_000, 6_500)
  private static let clientCount = 3

  let setting: ClusterSetting
  private(set) var moments: [Moment] = []
  private(set) var fault: Fault?
  private(set) var isOver = false
  private(set) var callCount = 0
  private(set) var history: [SharedStore.Operation] = []
  /// Whether it would take too long to find out if an order explains the history.
  private(set) var isUndecided = false

  private var seats: [Seat]
  private var clients: [Client]
  private var queue = EventQueue<Happening>()
  private var random: RandomSource
  private var now = 0
  private var isHealed = false
  /// Links on which nothing arrives: from and to.
  private var cut: Set<[Int]> = []
  /// Every write that a client has sent.
  private var known: Set<[Int128]> = []
  /// What servers are still to be told.
  private var calls: [(node: Int, call: ObjectWords.Call)] = []
  /// Who has been asked and not answered yet.
  private var asked: [Int] = []
  /// How many calls may be answered with something that others wait for.
  private var loudCount = 0
  private var isMade = false
  private var slot = 0
  private var roundCount = 0

  init(_ setting: ClusterSetting) {
    self.setting = setting
    seats = Array(repeating: Seat(), count: setting.size)
    clients = Array(repeating: Client(), count: Self.clientCount)
    random = RandomSource(seed: setting.seed)
    queue.add(.election, at: 5)
    queue.add(.heartbeats, at: 40)
    queue.add(.trouble, at: 300)
    queue.add(.healing, at: Self.healingAt)
    queue.add(.end, at: Self.endAt)
    for client in clients.indices { queue.add(.begin(client), at: 60 + client) }
  }

  private func others(_ node: Int) -> [Int] { seats.indices.filter { $0 != node } }
  private func isMajority(_ count: Int) -> Bool { 2 * count > setting.size }
  private func name(_ node: Int) -> String { "n\(setting.name(node))" }

  /// Numbers like those of nodes, so that they are odd where those are.
  private func session(_ client: Int) -> Int128 { setting.name(client) }
  private func readNumber(_ client: Int) -> Int128 {
    setting.name(client) * 1_000 + Int128(clients[client].reads)
  }

  // MARK: Asking

  mutating func advance(_ inquiry: inout Inquiry<ObjectWords>, slot: Int) -> Bool {
    if !isMade {
      (isMade, self.slot) = (true, slot)
      for node in seats.indices { inquiry.make(slot + node, .init(type: 0, numbers: [])) }
    }
    // What followers do waits until something else is asked: many at once are quicker.
    while loudCount == 0, !isOver, let (time, happening) = queue.next() {
      now = time
      handle(happening)
    }
    guard loudCount > 0, !isOver else { return false }
    callCount += calls.count
    guard callCount < 20_000 else {
      fail(.silence, "the servers ask and answer without end", calls[0].node)
      return false
    }
    for (node, call) in calls { inquiry.call(slot + node, call) }
    asked = calls.map(\.node)
    (calls, loudCount) = ([], 0)
    return true
  }

  mutating func take(_ answers: inout ArraySlice<ObjectWords.Answer>) {
    for node in asked {
      if let answer = answers.popFirst() { take(answer, from: node) }
    }
  }

  private mutating func ask(_ node: Int, _ operation: UInt8, _ numbers: [Int128]) {
    calls.append((node, .init(operation: operation, numbers: numbers)))
    // Entries that a follower applies, what is only noted, and snapshots.
    let isSilent = operation > 14 || operation == 9 || operation > 9 && !seats[node].leads
    if !isSilent { loudCount += 1 }
  }

  private mutating func take(_ answer: ObjectWords.Answer, from node: Int) {
    guard !isOver else { return }
    var rest = answer.numbers[...]
    var count = 0
    while count < 100, let effect = StoreEffectWords(from: &rest) {
      count += 1
      switch effect {
      case .propose(let write): propose(write, at: node)
      case .confirm(let read): confirm(read, at: node)
      case .answer(let name, let outcome): tellOutcome(outcome, of: name, from: node)
      case .serve(let read, let value, let revision):
        guard let client = clients.indices.first(where: { readNumber($0) == read }) else { break }
        deliver(client, read: read, serial: 0, .value(value, revision: revision))
      case .redirect(let name, let isRead, let other):
        guard
          let client = clients.indices.first(where: {
            isRead
              ? readNumber($0) == name[0] : session($0) == name[0] && clients[$0].serial == name[1]
          })
        else { break }
        let target = other.flatMap { other in seats.indices.first { setting.name($0) == other } }
        queue.add(
          .redirect(client, from: node, to: target), at: now + 2 + random.index(below: 12))
      }
    }
  }

  // MARK: Effects

  private mutating func propose(_ write: [Int128], at node: Int) {
    guard seats[node].leads else { return }
    guard write.isEmpty || known.contains(write) else {
      return fail(.history, "\(name(node)) proposes what no client has asked for", node)
    }
    guard seats[node].log.count < 2_000 else {
      return fail(.silence, "\(name(node)) proposes without end", node)
    }
    seats[node].log.append(Entry(term: seats[node].term, write: write))
    append(from: node)
  }

  private mutating func confirm(_ read: Int128, at node: Int) {
    // What is no read's number cannot be told to anybody.
    guard seats[node].leads, seats[node].rounds.count < 1_000,
      UInt64(exactly: read) != nil
    else { return }
    roundCount += 1
    seats[node].rounds[roundCount] = (read, [node])
    for other in others(node) { send(.ask(seats[node].term, roundCount), from: node, to: other) }
  }

  /// What was asked while links were cut may have got lost.
  private mutating func askAgain(_ node: Int) {
    for round in seats[node].rounds.keys.sorted() {
      for other in others(node) { send(.ask(seats[node].term, round), from: node, to: other) }
    }
  }

  private mutating func tellOutcome(
    _ outcome: [Int128], of name: [Int128], from node: Int
  ) {
    guard let client = clients.indices.first(where: { session($0) == name[0] }) else { return }
    switch outcome[0] {
    case 0: deliver(client, read: nil, serial: name[1], .written(revision: outcome[1]))
    case 1: deliver(client, read: nil, serial: name[1], .unchanged(revision: outcome[1]))
    default:
      if name[1] == clients[client].serial, case .write? = clients[client].pending {
        fail(
          .history,
          "\(self.name(node)) says that session \(name[0]) has gone on beyond serial \(name[1]), which is its last",
          node)
      }
    }
  }

  private mutating func deliver(
    _ client: Int, read: Int128?, serial: Int128, _ output: SharedStore.Output
  ) {
    guard isHealed || !random.chance(1, in: 12) else { return }
    queue.add(
      .answer(client, read: read, serial: serial, output), at: now + 2 + random.index(below: 12))
  }

  // MARK: What happens

  private mutating func handle(_ happening: Happening) {
    switch happening {
    case .heartbeats:
      queue.add(.heartbeats, at: now + 40)
      for node in seats.indices where seats[node].leads {
        append(from: node)
        askAgain(node)
      }
    case .election:
      queue.add(.election, at: now + 60 + random.index(below: 60))
      let isLed = seats.indices.contains {
        seats[$0].isUp && seats[$0].leads && isMajority(reached(by: $0).count)
      }
      if !isLed || !isHealed && random.chance(1, in: 12) { elect() }
    case .trouble:
      guard !isHealed else { return }
      queue.add(.trouble, at: now + 150 + random.index(below: 350))
      makeTrouble()
    case .healing:
      (isHealed, cut) = (true, [])
      for node in seats.indices where !seats[node].isUp { restart(node) }
      tell(0, "faults end")
    case .end: judge()
    case .apply(let node, let life): applyNext(node, life)
    case .restart(let node): if !seats[node].isUp { restart(node) }
    case .arrival(let sender, let receiver, let letter):
      if seats[receiver].isUp, !cut.contains([sender, receiver]) {
        receive(letter, at: receiver, from: sender)
      }
    case .begin, .retry, .request, .answer, .redirect: handleClient(happening)
    }
  }

  private mutating func makeTrouble() {
    let leader =
      seats.indices.filter { seats[$0].leads }.max { seats[$0].term < seats[$1].term } ?? 0
    let node = random.chance(2, in: 3) ? leader : random.index(below: setting.size)
    switch random.index(below: 5) {
    case 0, 1:
      cut = Set(others(node).flatMap { [[$0, node], [node, $0]] })
      tell(node, "is cut off from the others")
    case 2:
      guard seats[node].isUp else { return }
      tell(node, "crashes")
      let life = seats[node].life + 1
      seats[node].isUp = false
      (seats[node].leads, seats[node].leader, seats[node].life) = (false, nil, life)
      (seats[node].matched, seats[node].rounds) = ([:], [:])
      queue.add(.restart(node), at: now + 100 + random.index(below: 500))
    case 3: elect()
    default:
      cut = []
      tell(node, "all reach each other")
    }
  }

  private mutating func restart(_ node: Int) {
    let snapshot = seats[node].snapshots
    tell(
      node,
      "starts again from \(snapshot.count == 0 ? "nothing" : "its snapshot of \(snapshot.index)")")
    seats[node].isUp = true
    (seats[node].commit, seats[node].applied) = (snapshot.index, snapshot.index)
    if snapshot.count == 0 { ask(node, 17, []) } else { ask(node, 16, [Int128(snapshot.count)]) }
  }

  private mutating func fail(_ kind: Fault.Kind, _ sentence: String, _ node: Int) {
    if fault == nil { fault = Fault(kind: kind, sentence: sentence, node: node) }
    isOver = true
  }

  private mutating func tell(_ node: Int, _ text: String) {
    moments.append(Moment(time: now, node: node, text: text))
  }

  /// Looks at what clients were answered, now that all is over.
  private mutating func judge() {
    isOver = true
    for (client, state) in clients.enumerated() {
      guard let input = state.pending else { continue }
      history.append(.init(client: client, pending: input, called: state.called))
      if fault == nil {
        fault = Fault(
          kind: .silence,
          sentence: "client \(client + 1) has no answer to \(input), "
            + "\(Self.endAt - Self.healingAt) ms after the last fault", node: state.target)
      }
    }
    let store = SharedStore()
    let isExplained = store.isLinearizable(history, budget: 200_000)
    isUndecided = isExplained == nil
    guard isExplained == false else { return }
    var texts: [String] = []
    if case .broken(let part) = store.linearizability(of: history, budget: 50_000) {
      texts = part.prefix(6).map { history[$0].description }
    }
    fault = Fault(
      kind: .history,
      sentence: "no order explains what clients were answered: \(texts.joined(separator: "; "))",
      node: 0)
  }
}

// MARK: - Clients

extension ServedCluster {
  private mutating func handleClient(_ happening: Happening) {
    switch happening {
    case .begin(let client): begin(client)
    case .retry(let client, let attempt):
      guard clients[client].pending != nil, clients[client].attempt == attempt else { return }
      clients[client].target = (clients[client].target + 1) % setting.size
      send(client)
    case .request(let input, let read, let node):
      guard seats[node].isUp else { return }
      switch input {
      case .read(let key): ask(node, 7, [read, key])
      case .write(let write): ask(node, 3 + UInt8(write[2]), Array(write[0...1] + write[3...]))
      }
    case .redirect(let client, let node, let target):
      // Of two that come from one server the first counts.
      guard clients[client].pending != nil, clients[client].target == node else { return }
      clients[client].target =
        target.flatMap { $0 == node ? nil : $0 } ?? (node + 1) % setting.size
      send(client)
    case .answer(let client, let read, let serial, let output):
      finish(client, read, serial, output)
    default: break
    }
  }

  private mutating func begin(_ client: Int) {
    guard now < Self.healingAt, history.count < 120 else { return }
    let key = Int128(random.index(below: 2))
    let fresh = Int128(history.count * Self.clientCount + client + 1)
    clients[client].called = now
    clients[client].reads += 1
    if random.chance(2, in: 5) {
      clients[client].pending = .read(key: key)
    } else {
      clients[client].serial += 1
      let name = [session(client), clients[client].serial]
      // What was written last is what a comparison may find.
      let held = history.reversed().lazy.compactMap { operation -> Int128? in
        if case .write(let write) = operation.input, write[3] == key, write[2] != 1 {
          write.last
        } else {
          nil
        }
      }.first
      let write: [Int128] =
        switch random.index(below: 8) {
        case 0: [1, key]
        case 1...3: held.map { [2, key, $0, fresh] } ?? [3, key, fresh]
        case 4: [3, key, fresh]
        default: [0, key, fresh]
        }
      known.insert(name + write)
      clients[client].pending = .write(name + write)
    }
    send(client)
  }

  private mutating func send(_ client: Int) {
    guard let input = clients[client].pending else { return }
    clients[client].attempt += 1
    let (attempt, target) = (clients[client].attempt, clients[client].target)
    // Who is sent to and fro too often waits a little.
    queue.add(
      .retry(client, attempt: attempt), at: now + 120 + random.index(below: 120))
    let read = readNumber(client)
    let pause = attempt % 4 == 0 ? 30 : 2
    if isHealed || !random.chance(1, in: 12) {
      queue.add(.request(input, read: read, to: target), at: now + pause + random.index(below: 12))
    }
    if !isHealed, random.chance(1, in: 5) {
      queue.add(.request(input, read: read, to: target), at: now + pause + random.index(below: 300))
    }
  }

  private mutating func finish(
    _ client: Int, _ read: Int128?, _ serial: Int128, _ output: SharedStore.Output
  ) {
    guard let input = clients[client].pending else { return }
    switch input {
    case .read: guard read == readNumber(client) else { return }
    case .write: guard read == nil, serial == clients[client].serial else { return }
    }
    tell(clients[client].target, "client \(client + 1): \(input) -> \(output)")
    history.append(
      .init(client: client, input, output, called: clients[client].called, returned: now))
    clients[client].pending = nil
    queue.add(.begin(client), at: now + 1 + random.index(below: 60))
  }
}

// MARK: - The log

extension ServedCluster {
  private mutating func send(_ letter: Letter, from sender: Int, to receiver: Int) {
    guard isHealed || !random.chance(1, in: 5) else { return }
    queue.add(
      .arrival(from: sender, to: receiver, letter), at: now + 2 + random.index(below: 14))
  }

  private mutating func append(from node: Int) {
    let seat = seats[node]
    for other in others(node) {
      send(.append(term: seat.term, seat.log, commit: seat.commit), from: node, to: other)
    }
  }

  /// Those that are up and that a node reaches both ways, itself among them.
  private func reached(by node: Int) -> [Int] {
    seats.indices.filter {
      seats[$0].isUp && !cut.contains([node, $0]) && !cut.contains([$0, node])
    }
  }

  private func isBehind(_ node: Int, _ other: Int) -> Bool {
    let (mine, theirs) = (seats[node].log, seats[other].log)
    return (mine.last?.term ?? 0, mine.count) < (theirs.last?.term ?? 0, theirs.count)
  }

  /// Somebody stands, and leads with a majority of votes.
  private mutating func elect() {
    let candidate = random.index(below: setting.size)
    guard seats[candidate].isUp, !seats[candidate].leads else { return }
    let voters = reached(by: candidate).filter { !isBehind(candidate, $0) }
    guard isMajority(voters.count) else { return }
    let term = (voters.map { seats[$0].term }.max() ?? 0) + 1
    for voter in voters where voter != candidate { follow(nil, in: term, voter) }
    seats[candidate].term = term
    (seats[candidate].leads, seats[candidate].leader) = (true, nil)
    (seats[candidate].matched, seats[candidate].rounds) = ([:], [:])
    tell(candidate, "leads term \(term)")
    ask(candidate, 0, [term])
    append(from: candidate)
  }

  private mutating func follow(_ leader: Int?, in term: Int128, _ node: Int) {
    if seats[node].leads { tell(node, "leads no longer") }
    (seats[node].term, seats[node].leads, seats[node].leader) = (term, false, leader)
    (seats[node].matched, seats[node].rounds) = ([:], [:])
    if let leader { ask(node, 1, [setting.name(leader), term]) } else { ask(node, 2, [term]) }
  }

  private mutating func receive(_ letter: Letter, at node: Int, from sender: Int) {
    let term = seats[node].term
    switch letter {
    case .append(let theirs, let log, let commit):
      guard theirs >= term else { return send(.stale(term), from: node, to: sender) }
      if theirs > term || seats[node].leader != sender { follow(sender, in: theirs, node) }
      if seats[node].syncedTerm != theirs || log.count > seats[node].log.count {
        (seats[node].log, seats[node].syncedTerm) = (log, theirs)
      }
      send(.matched(theirs, log.count), from: node, to: sender)
      commits(min(commit, log.count), node)
      install(from: sender, log.count, at: node)
    case .matched(let theirs, let count):
      guard seats[node].leads, theirs == term else { return }
      seats[node].matched[sender] = max(seats[node].matched[sender, default: 0], count)
      let counts =
        [seats[node].log.count] + others(node).map { seats[node].matched[$0, default: 0] }
      let held = counts.sorted(by: >)[setting.size / 2]
      if held > 0, seats[node].log[held - 1].term == term { commits(held, node) }
    case .ask(let theirs, let round):
      guard theirs >= term else { return send(.stale(term), from: node, to: sender) }
      if theirs > term || seats[node].leader != sender { follow(sender, in: theirs, node) }
      send(.leads(theirs, round), from: node, to: sender)
    case .leads(let theirs, let round):
      guard theirs == term, seats[node].leads, let read = seats[node].rounds[round]?.read else {
        return
      }
      seats[node].rounds[round]?.heard.insert(sender)
      guard isMajority(seats[node].rounds[round]?.heard.count ?? 0) else { return }
      seats[node].rounds[round] = nil
      ask(node, 8, [read, term])
    case .stale(let theirs):
      if theirs > term { follow(nil, in: theirs, node) }
    }
  }

  private mutating func commits(_ index: Int, _ node: Int) {
    guard index > seats[node].commit else { return }
    let wasIdle = seats[node].commit == seats[node].applied
    seats[node].commit = index
    ask(node, 9, [Int128(index), seats[node].log[index - 1].term])
    if wasIdle { scheduleApply(node) }
  }

  private mutating func scheduleApply(_ node: Int) {
    let pause = random.chance(1, in: 8) ? 60 : 6
    queue.add(.apply(node, life: seats[node].life), at: now + 1 + random.index(below: pause))
  }

  private mutating func applyNext(_ node: Int, _ life: Int) {
    guard seats[node].isUp, seats[node].life == life, seats[node].applied < seats[node].commit
    else { return }
    seats[node].applied += 1
    let index = seats[node].applied
    let write = seats[node].log[index - 1].write
    if write.isEmpty {
      ask(node, 10, [Int128(index)])
    } else {
      ask(node, 11 + UInt8(write[2]), [Int128(index)] + write[0...1] + write[3...])
    }
    if index >= seats[node].snapshots.index + 5, random.chance(1, in: 4) { keepSnapshot(node) }
    if index < seats[node].commit { scheduleApply(node) }
  }

  private mutating func keepSnapshot(_ node: Int) {
    ask(node, 15, [])
    seats[node].snapshots = (seats[node].snapshots.count + 1, seats[node].applied)
  }

  /// Who is far behind may be sent its leader's snapshot.
  private mutating func install(from leader: Int, _ count: Int, at node: Int) {
    let (place, index) = seats[leader].snapshots
    guard index <= count, index > seats[node].applied + 2, random.chance(1, in: 2) else { return }
    tell(node, "is sent the snapshot that \(name(leader)) made at \(index)")
    ask(node, 19, [Int128(slot + leader), Int128(place)])
    (seats[node].applied, seats[node].commit) = (index, max(index, seats[node].commit))
    keepSnapshot(node)
  }
}
