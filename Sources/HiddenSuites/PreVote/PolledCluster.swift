import Dialects
import Simulation
import Wire

/// What happens to a cluster once it has a leader.
enum ClusterTrouble: String, CaseIterable {
  /// The leader and one other no longer reach each other; the rest reach both.
  case cutLink = "the link between the leader and another is cut"
  /// A follower reaches nobody for two seconds.
  case isolatedFollower = "a follower is cut off from all, and comes back"
  /// What is sent to the leader is lost; what it sends arrives.
  case deafLeader = "nothing reaches the leader any more"
  /// The leader reaches nobody for two seconds.
  case isolatedLeader = "the leader is cut off from all, and comes back"
}

/// A cluster in virtual time. Elections are ours and right; who begins one, and how long a leader goes on, the
/// submission's nodes say.
struct PolledCluster: PlayedCluster {
  /// Something worth telling: a node, what happens to it, and what it is then.
  struct Moment: Sendable {
    let time: Int
    let node: Int
    let text: String
    let state: String
  }

  private enum Role: String { case follower, candidate, leader }

  /// The election of one node.
  private struct Seat {
    var role = Role.follower
    var term: Int128 = 0
    var vote: Int?
    var votes: Set<Int> = []
    /// Tells the timer that runs from those that ran before.
    var timer = 0
  }

  private enum Letter {
    case requestVote(Int128), vote(Int128, Bool), heartbeat(Int128), reply(Int128)
    case poll(Int128, [Int128]), answer(Int128, Int128, Bool)
  }

  private enum Happening {
    case timer(Int, Int), heartbeats, trouble, healing, end
    case arrival(from: Int, to: Int, Letter)
  }

  /// When trouble begins, when it must have been coped with, and when all is over, in milliseconds.
  private static let (troubleAt, healingAt, endAt) = (2_500, 6_000, 7_000)

  let setting: ClusterSetting
  let trouble: ClusterTrouble
  private(set) var moments: [Moment] = []
  /// What is wrong, and with whom.
  private(set) var fault: ClusterFault?
  private(set) var isOver = false
  private(set) var callCount = 0

  private var seats: [Seat]
  private var queue = EventQueue<Happening>()
  /// How many letters are in it.
  private var onTheWay = 0
  /// Many times what right nodes have on the way. More is a storm: letters that beget more than one each.
  private static let largestTraffic = 2_000
  private var random: RandomSource
  private var now = 0
  /// Links on which nothing arrives: from and to.
  private var cut: Set<[Int]> = []
  /// What nodes are still to be told.
  private var calls: ArraySlice<(node: Int, call: ObjectWords.Call)> = []
  /// Who has been asked and not answered yet.
  private var asked: [Int] = []
  /// How many calls may be answered with something.
  private var loudCount = 0
  /// Operations from this on bring nothing.
  private static let firstSilent: UInt8 = 7
  private var isMade = false
  private var leader = 0
  private var quietTerm: Int128?

  init(_ setting: ClusterSetting, _ trouble: ClusterTrouble) {
    (self.setting, self.trouble) = (setting, trouble)
    seats = Array(repeating: Seat(), count: setting.size)
    random = RandomSource(seed: setting.seed)
    for node in 0..<setting.size { startTimer(of: node) }
    queue.add(.heartbeats, at: 60)
    queue.add(.trouble, at: Self.troubleAt)
    queue.add(.healing, at: Self.healingAt)
    queue.add(.end, at: Self.endAt)
  }

  private func others(_ node: Int) -> [Int] { (0..<setting.size).filter { $0 != node } }

  private func isMajority(_ count: Int) -> Bool { 2 * count > setting.size }

  private func name(_ node: Int) -> String { "n\(setting.name(node))" }

  // MARK: Asking

  mutating func advance(_ inquiry: inout Inquiry<ObjectWords>, slot: Int) -> Bool {
    if !isMade {
      isMade = true
      for node in 0..<setting.size { inquiry.make(slot + node, arguments(of: node)) }
    }
    // What is only noted waits until something else is asked: many at once are quicker.
    while loudCount == 0, !isOver, let (time, happening) = queue.next() {
      now = time
      handle(happening)
    }
    guard loudCount > 0, !isOver else { return false }
    guard callCount < 20_000, onTheWay < Self.largestTraffic else {
      fail("the nodes ask and answer each other without end", calls[calls.startIndex].node)
      return false
    }
    asked = []
    while let (node, call) = calls.popFirst() {
      inquiry.call(slot + node, call)
      asked.append(node)
      guard call.operation >= Self.firstSilent else { break }
    }
    loudCount -= 1
    callCount += asked.count
    return true
  }

  private func arguments(of node: Int) -> ObjectWords.Arguments {
    .init(
      type: 1,
      numbers: [setting.name(node), 0, 0, 0] + others(node).map(setting.name))
  }

  mutating func take(_ answers: inout ArraySlice<ObjectWords.Answer>) {
    for node in asked {
      if let answer = answers.popFirst() { take(answer, from: node) }
    }
  }

  private mutating func take(_ answer: ObjectWords.Answer, from node: Int) {
    // A node's numbers are terms, indices and names: what none of them can be is not passed on.
    var rest = answer.numbers.prefix { (Int128(Int.min)...Int128(Int.max)).contains($0) }
    func next() -> Int128 { rest.popFirst() ?? 0 }
    var count = 0
    while let kind = rest.popFirst(), count < 100 {
      count += 1
      switch kind {
      case 0:
        let (receiver, term, log) = (next(), next(), [next(), next()])
        send(.poll(term, log), from: node, toName: receiver)
      case 1:
        let (receiver, asked, known, granted) = (next(), next(), next(), next())
        send(.answer(asked, known, granted == 1), from: node, toName: receiver)
      case 2: stand(node)
      case 3 where seats[node].role == .leader:
        seats[node].role = .follower
        become(node, "steps down")
      case 4:
        let term = next()
        if term > seats[node].term { adopt(term, node) }
      case 5: startTimer(of: node)
      default: break
      }
    }
  }

  // MARK: What happens

  private mutating func handle(_ happening: Happening) {
    switch happening {
    case .timer(let node, let number):
      guard seats[node].timer == number else { return }
      tell(node, "its timer runs out")
      ask(node, 3, [])
    case .heartbeats:
      queue.add(.heartbeats, at: now + 60)
      for node in seats.indices where seats[node].role == .leader { heartbeat(node) }
    case .arrival(let sender, let receiver, let letter):
      onTheWay -= 1
      if !cut.contains([sender, receiver]) { receive(letter, at: receiver, from: sender) }
    case .trouble: beginTrouble()
    case .healing: endTrouble()
    case .end:
      judgeQuiet()
      isOver = true
    }
  }

  private mutating func beginTrouble() {
    guard
      let leader = seats.indices.filter({ seats[$0].role == .leader })
        .max(by: { seats[$0].term < seats[$1].term })
    else {
      return fail("nobody leads after \(now) ms, and nothing is lost", 0)
    }
    self.leader = leader
    let followers = others(leader)
    let other = followers[random.index(below: followers.count)]
    switch trouble {
    case .cutLink: cut = [[leader, other], [other, leader]]
    case .isolatedFollower: isolate(other)
    case .deafLeader: cut = Set(followers.map { [$0, leader] })
    case .isolatedLeader: isolate(leader)
    }
    if trouble == .cutLink || trouble == .isolatedFollower { quietTerm = seats[leader].term }
    tell(leader, trouble.rawValue)
  }

  private mutating func isolate(_ node: Int) {
    cut = Set(others(node).flatMap { [[$0, node], [node, $0]] })
  }

  private mutating func endTrouble() {
    if trouble == .deafLeader || trouble == .isolatedLeader {
      if seats[leader].role == .leader {
        return fail(
          "\(name(leader)) leads, and has heard from nobody for \(now - Self.troubleAt) ms", leader)
      }
      guard let next = seats.firstIndex(where: { $0.role == .leader }) else {
        return fail(
          "nobody leads \(now - Self.troubleAt) ms after \(trouble.rawValue)", leader)
      }
      leader = next
    }
    judgeQuiet()
    quietTerm = seats.map(\.term).max()
    if trouble != .deafLeader { cut = [] }
    tell(leader, trouble == .deafLeader ? "still leads" : "all reach each other again")
  }

  /// Nobody has raised a term, although a majority hears the leader.
  private mutating func judgeQuiet() {
    guard let quietTerm, fault == nil,
      let node = seats.indices.first(where: { seats[$0].term > quietTerm })
    else { return }
    fail(
      "\(name(node)) is in term \(seats[node].term), although a majority heard \(name(leader)) lead "
        + "term \(quietTerm) all the time", node)
  }

  private mutating func fail(_ sentence: String, _ node: Int) {
    if fault == nil { fault = (sentence, [node]) }
    isOver = true
  }

  private mutating func tell(_ node: Int, _ text: String) {
    let seat = seats[node]
    moments.append(
      Moment(time: now, node: node, text: text, state: "\(seat.role.rawValue) t\(seat.term)"))
  }

  // MARK: The election

  private mutating func startTimer(of node: Int) {
    seats[node].timer += 1
    queue.add(.timer(node, seats[node].timer), at: now + 200 + random.index(below: 201))
  }

  private mutating func send(_ letter: Letter, from sender: Int, to receiver: Int) {
    onTheWay += 1
    queue.add(
      .arrival(from: sender, to: receiver, letter), at: now + 5 + random.index(below: 16))
  }

  private mutating func send(_ letter: Letter, from sender: Int, toName name: Int128) {
    guard let receiver = others(sender).first(where: { setting.name($0) == name }) else { return }
    send(letter, from: sender, to: receiver)
  }

  private mutating func heartbeat(_ node: Int) {
    for other in others(node) { send(.heartbeat(seats[node].term), from: node, to: other) }
  }

  /// Tells a node what its election has come to.
  private mutating func become(_ node: Int, _ text: String) {
    tell(node, text)
    let operation: UInt8 =
      switch seats[node].role {
      case .follower: 0
      case .candidate: 1
      case .leader: 2
      }
    ask(node, operation, [seats[node].term])
  }

  private mutating func ask(_ node: Int, _ operation: UInt8, _ numbers: [Int128]) {
    calls.append((node, .init(operation: operation, numbers: numbers)))
    if operation < Self.firstSilent { loudCount += 1 }
  }

  private mutating func adopt(_ term: Int128, _ node: Int) {
    (seats[node].term, seats[node].role) = (term, .follower)
    (seats[node].vote, seats[node].votes) = (nil, [])
    become(node, "takes over term \(term)")
    judgeQuiet()
  }

  private mutating func stand(_ node: Int) {
    guard seats[node].role != .leader, seats[node].term < Int128(Int.max) else { return }
    seats[node].term += 1
    (seats[node].role, seats[node].vote, seats[node].votes) = (.candidate, node, [node])
    become(node, "stands")
    judgeQuiet()
    for other in others(node) { send(.requestVote(seats[node].term), from: node, to: other) }
  }

  private mutating func receive(_ letter: Letter, at node: Int, from sender: Int) {
    switch letter {
    case .requestVote(let term), .vote(let term, _), .heartbeat(let term), .reply(let term):
      if term > seats[node].term { adopt(term, node) }
    case .poll, .answer: break
    }
    let term = seats[node].term
    switch letter {
    case .requestVote(let asked):
      let isGranted = asked == term && (seats[node].vote ?? sender) == sender
      if isGranted {
        seats[node].vote = sender
        startTimer(of: node)
      }
      send(.vote(term, isGranted), from: node, to: sender)
    case .vote(let voted, let granted):
      guard granted, voted == term, seats[node].role == .candidate else { return }
      seats[node].votes.insert(sender)
      guard isMajority(seats[node].votes.count) else { return }
      seats[node].role = .leader
      become(node, "leads")
      heartbeat(node)
    case .heartbeat(let led):
      if led == term {
        if seats[node].role == .candidate {
          seats[node].role = .follower
          become(node, "follows")
        }
        startTimer(of: node)
        ask(node, 7, [])
      }
      send(.reply(term), from: node, to: sender)
    case .reply(let led):
      if led == term, seats[node].role == .leader {
        ask(node, 8, [setting.name(sender)])
      }
    case .poll(let asked, let log):
      ask(node, 4, [setting.name(sender), asked] + log)
    case .answer(let asked, let known, let granted):
      ask(node, granted ? 5 : 6, [setting.name(sender), asked, known])
    }
  }
}
