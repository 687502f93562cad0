import Dialects

/// Something that happens to a cluster, to servers by their places from 1 on.
enum MemberEvent: Hashable, Sendable {
  /// A server stands, and those vote for it whose logs are not ahead of its own.
  case stands(Int, voters: [Int])
  /// Somebody asks a server for a change.
  case adds(Int, Int), removes(Int, Int)
  /// A leader appends a command.
  case writes(Int)
  /// A leader brings another's log in line with its own, and is told so, or not.
  case brings(Int, to: Int, isHeard: Bool)
  case restarts(Int)

  private static let place = NumberDomain(1...7)
  private static let voters = NumberDomain(listOf: "server #", [place], upTo: 7)
  private static let forms = [
    NumberForm("server # stands, voters are #", [place, voters]),
    NumberForm("server # is asked to add server #", [place, place]),
    NumberForm("server # is asked to remove server #", [place, place]),
    NumberForm("server # appends a command", [place]),
    NumberForm("server # brings server # its log", [place, place]) { $0[0] != $0[1] },
    NumberForm("server # brings server # its log, and hears nothing", [place, place]) {
      $0[0] != $0[1]
    },
    NumberForm("server # starts again", [place]),
  ]

  private var numbers: (form: Int, numbers: [Int]) {
    switch self {
    case .stands(let server, let voters): (0, [server, voters.count] + voters)
    case .adds(let leader, let server): (1, [leader, server])
    case .removes(let leader, let server): (2, [leader, server])
    case .writes(let leader): (3, [leader])
    case .brings(let leader, let server, let isHeard): (isHeard ? 4 : 5, [leader, server])
    case .restarts(let server): (6, [server])
    }
  }

  var text: String { Self.forms[numbers.form].text(numbers.numbers.map { Int128($0) }) }

  init?(_ text: String) {
    for (form, words) in Self.forms.enumerated() {
      guard let numbers = words.numbers(in: text)?.map({ Int($0) }) else { continue }
      switch form {
      case 0: self = .stands(numbers[0], voters: Array(numbers[2...]))
      case 1: self = .adds(numbers[0], numbers[1])
      case 2: self = .removes(numbers[0], numbers[1])
      case 3: self = .writes(numbers[0])
      case 4, 5: self = .brings(numbers[0], to: numbers[1], isHeard: form == 4)
      default: self = .restarts(numbers[0])
      }
      return
    }
    return nil
  }

  /// The server that does it.
  var server: Int { numbers.numbers[0] }
  var servers: [Int] {
    if case .stands(let server, let voters) = self { return [server] + voters }
    return numbers.numbers
  }
}

/// A cluster whose elections, logs and network are ours and right. Who is in it, who may stand, what a majority is and
/// which changes are begun the submission's nodes say.
struct MemberCluster: Sendable {
  typealias Lives = ServerLives

  /// Who takes part: servers by their places from 1 on, of which the first are members.
  struct Setting: Hashable, Sendable, SpacedNaming {
    let size: Int
    let memberCount: Int
    var firstName: Int128 = 1
    var nameStep: Int128 = 1

    func name(_ server: Int) -> Int128 { firstName + Int128(server - 1) * nameStep }

    private static let form = NumberForm(
      "# servers from n# in steps of #, the first # are members",
      [NumberDomain(2...7), .node, .node, NumberDomain(1...7)]
    ) { SpacedNodes.exist($0.prefix(3)) && $0[3] <= $0[0] }

    var text: String {
      Self.form.text([Int128(size), firstName, nameStep, Int128(memberCount)])
    }

    init?(_ text: String) {
      guard let numbers = Self.form.numbers(in: text) else { return nil }
      self.init(size: Int(numbers[0]), memberCount: Int(numbers[3]))
      (firstName, nameStep) = (numbers[1], numbers[2])
    }

    init(size: Int, memberCount: Int) { (self.size, self.memberCount) = (size, memberCount) }
  }

  enum Role: String { case follower, candidate, leader }

  /// An entry: no two of one index and term differ, as long as no term has two leaders.
  struct Entry: Hashable {
    let term: Int
    var members: [Int128]?
  }

  struct Server {
    var life: Int
    var role = Role.follower
    var term = 1
    var log: [Entry] = []
    var commit = 0
    /// The members that its node names.
    var members: [Int128]
    /// What a leader was told that others hold.
    var heard: [Int: Int] = [:]

    var end: (term: Int, index: Int) { (log.last?.term ?? 0, log.count) }
  }

  let setting: Setting
  private(set) var servers: [Server] = []
  private(set) var committed: [Entry] = []
  private var leaderOfTerm: [Int: Int] = [:]
  private(set) var fault: String?
  /// Whether the last event has come to something.
  private(set) var hasHappened = false

  /// Server 1 leads term 1, and all members hold its first entry, which is committed.
  init(_ setting: Setting, _ lives: inout Lives) throws(Lives.Unanswered) {
    self.setting = setting
    let members = (1...setting.memberCount).map(setting.name)
    for server in 1...setting.size {
      let known = server <= setting.memberCount ? members : []
      servers.append(
        Server(
          life: lives.beginning([setting.name(server), Int128(known.count)] + known + [0, 0]),
          members: known))
    }
    let others = (1...setting.memberCount).dropFirst()
    try apply(.stands(1, voters: Array(others)), &lives)
    // Once to hand the entry out, and once to say that it is committed.
    for server in Array(others) + Array(others) {
      try apply(.brings(1, to: server, isHeard: true), &lives)
    }
    if self[1].role != .leader || self[1].commit != 1 {
      fail("\(name(1)) has the votes of all, brings all its first entry, and has not committed it")
    }
  }

  subscript(server: Int) -> Server { servers[server - 1] }

  func isMember(_ server: Int, of other: Int) -> Bool {
    self[other].members.contains(setting.name(server))
  }

  func isBehind(_ server: Int, _ other: Int) -> Bool { self[server].end < self[other].end }

  /// Whether a leader has nothing more to bring to another.
  func isInLine(_ server: Int, with leader: Int) -> Bool {
    self[server].term == self[leader].term && self[leader].heard[server] == self[leader].log.count
      && self[server].commit >= self[leader].commit
  }

  func name(_ server: Int) -> String { "n\(setting.name(server))" }

  mutating func fail(_ sentence: String) { if fault == nil { fault = sentence } }

  // MARK: Events

  /// What happens, if it can: an event that cannot changes nothing.
  mutating func apply(_ event: MemberEvent, _ lives: inout Lives) throws(Lives.Unanswered) {
    hasHappened = false
    guard fault == nil, event.servers.allSatisfy({ (1...setting.size).contains($0) }) else {
      return
    }
    switch event {
    case .stands(let server, let voters): try stand(server, voters, &lives)
    case .adds(let leader, let server): try change(leader, 9, server, &lives)
    case .removes(let leader, let server): try change(leader, 10, server, &lives)
    case .writes(let leader):
      guard self[leader].role == .leader else { return }
      try append(Entry(term: self[leader].term), at: leader, &lives)
    case .brings(let leader, let server, let isHeard):
      try bring(leader, server, isHeard, &lives)
    case .restarts(let server):
      _ = try tell(server, 13, [], &lives)
      (servers[server - 1].role, servers[server - 1].commit) = (.follower, 0)
      hasHappened = true
    }
  }

  /// Tells a node something, and notes which members it names.
  private mutating func tell(
    _ server: Int, _ operation: UInt8, _ numbers: [Int128], _ lives: inout Lives
  ) throws(Lives.Unanswered) -> ArraySlice<Int128> {
    let answer = try lives.ask(&servers[server - 1].life, operation, numbers)
    var rest = answer.numbers[...]
    servers[server - 1].members = Self.list(&rest) ?? []
    return rest
  }

  /// A list of names, as long as they are names and not too many.
  private static func list(_ rest: inout ArraySlice<Int128>) -> [Int128]? {
    guard let count = rest.popFirst(), (0...64).contains(count), count <= Int128(rest.count) else {
      return nil
    }
    defer { rest = rest.dropFirst(Int(count)) }
    let names = Array(rest.prefix(Int(count)))
    return names.allSatisfy(NumberDomain.node.range.contains) ? names : nil
  }

  private mutating func become(
    _ role: Role, in term: Int, _ server: Int, _ lives: inout Lives
  ) throws(Lives.Unanswered) {
    let operation: UInt8 =
      switch role {
      case .follower: 0
      case .candidate: 1
      case .leader: 2
      }
    (servers[server - 1].role, servers[server - 1].term) = (role, term)
    servers[server - 1].heard = [:]
    _ = try tell(server, operation, [Int128(term)], &lives)
  }

  private mutating func stand(
    _ server: Int, _ voters: [Int], _ lives: inout Lives
  ) throws(Lives.Unanswered) {
    let voters = voters.filter { $0 != server && !isBehind(server, $0) }
    let newest = (voters + [server]).map { self[$0].term }.max() ?? 0
    // A leader of the newest term has no reason to stand.
    guard self[server].role != .leader || newest > self[server].term,
      try mayStand(server, &lives)
    else { return }
    let isElected = try isElected(server, by: voters, &lives)
    hasHappened = true
    if self[server].role == .leader { try become(.follower, in: newest, server, &lives) }
    for voter in voters { try become(.follower, in: newest + 1, voter, &lives) }
    try become(.candidate, in: newest + 1, server, &lives)
    guard isElected else { return }
    try become(.leader, in: newest + 1, server, &lives)
    if let other = leaderOfTerm.updateValue(server, forKey: newest + 1) {
      return fail("\(name(other)) and \(name(server)) lead term \(newest + 1)")
    }
    if let lost = committed.indices.first(where: { place in
      !self[server].log.indices.contains(place) || self[server].log[place] != committed[place]
    }) {
      return fail(
        "\(name(server)) leads term \(newest + 1), and its log has no longer what was committed at "
          + "index \(lost + 1)")
    }
    try append(Entry(term: newest + 1), at: server, &lives)
  }

  func mayStand(
    _ server: Int, _ lives: inout Lives
  ) throws(Lives.Unanswered) -> Bool {
    var life = self[server].life
    return try lives.ask(&life, 11, changes: false).kind == 1
  }

  /// Whether votes make it leader, with its own.
  func isElected(
    _ server: Int, by voters: [Int], _ lives: inout Lives
  ) throws(Lives.Unanswered) -> Bool {
    let names = ([server] + voters).sorted().map(setting.name)
    var life = self[server].life
    return try lives.ask(&life, 12, [Int128(names.count)] + names, changes: false).kind == 3
  }

  private mutating func change(
    _ leader: Int, _ operation: UInt8, _ server: Int, _ lives: inout Lives
  ) throws(Lives.Unanswered) {
    guard self[leader].role == .leader else { return }
    var life = self[leader].life
    let answer = try lives.ask(&life, operation, [setting.name(server)])
    var rest = answer.numbers[...]
    guard answer.kind == 5, rest.popFirst() == Int128(self[leader].term),
      let members = Self.list(&rest), !members.isEmpty
    else { return }
    servers[leader - 1].life = life
    servers[leader - 1].log.append(Entry(term: self[leader].term, members: members))
    servers[leader - 1].members = Self.list(&rest) ?? []
    hasHappened = true
    try take(rest, of: leader, &lives)
  }

  private mutating func append(
    _ entry: Entry, at server: Int, _ lives: inout Lives
  ) throws(Lives.Unanswered) {
    servers[server - 1].log.append(entry)
    hasHappened = true
    let members = entry.members.map { [Int128($0.count)] + $0 } ?? []
    let rest = try tell(
      server, entry.members == nil ? 3 : 5, members + [Int128(entry.term)], &lives)
    try take(rest, of: server, &lives)
  }

  private mutating func bring(
    _ leader: Int, _ server: Int, _ isHeard: Bool, _ lives: inout Lives
  ) throws(Lives.Unanswered) {
    guard self[leader].role == .leader, leader != server else { return }
    guard self[server].term <= self[leader].term else {
      hasHappened = true
      return try become(.follower, in: self[server].term, leader, &lives)
    }
    if self[server].term < self[leader].term || self[server].role != .follower {
      hasHappened = true
      try become(.follower, in: self[leader].term, server, &lives)
    }
    let agreed = zip(self[leader].log, self[server].log).prefix { $0 == $1 }.count
    if agreed < self[server].log.count, agreed < self[leader].log.count {
      servers[server - 1].log.removeLast(self[server].log.count - agreed)
      _ = try tell(server, 6, [Int128(agreed)], &lives)
    }
    for entry in self[leader].log.dropFirst(agreed) {
      try append(entry, at: server, &lives)
    }
    let known = min(self[leader].commit, self[leader].log.count)
    if known > self[server].commit {
      servers[server - 1].commit = known
      hasHappened = true
      _ = try tell(server, 7, [Int128(known)], &lives)
    }
    guard isHeard, self[leader].heard[server] != self[leader].log.count else { return }
    servers[leader - 1].heard[server] = self[leader].log.count
    hasHappened = true
    let rest = try tell(
      leader, 8, [setting.name(server), Int128(self[leader].log.count)], &lives)
    try take(rest, of: leader, &lives)
  }

  /// What comes of something that a leader was told.
  private mutating func take(
    _ effects: ArraySlice<Int128>, of server: Int, _ lives: inout Lives
  ) throws(Lives.Unanswered) {
    var rest = effects
    while let kind = rest.popFirst(), fault == nil {
      if kind == 0, let index = rest.popFirst() {
        // What cannot be is no commitment.
        guard self[server].role == .leader, index > Int128(self[server].commit),
          index <= Int128(self[server].log.count)
        else { continue }
        servers[server - 1].commit = Int(index)
        note(Array(self[server].log.prefix(Int(index))), by: server)
      } else if kind == 1, self[server].role == .leader {
        try become(.follower, in: self[server].term, server, &lives)
      }
    }
  }

  private mutating func note(_ entries: [Entry], by server: Int) {
    for (place, (new, old)) in zip(entries, committed).enumerated() where new != old {
      return fail(
        "\(name(server)) commits an entry at index \(place + 1) where another is committed")
    }
    if entries.count > committed.count { committed = entries }
  }

  /// What a server is, for the story.
  func text(of server: Int) -> String {
    let seat = self[server]
    let members = seat.members.map { "n\($0)" }.joined(separator: " ")
    return
      "\(seat.role.rawValue) t\(seat.term), \(seat.log.count) entries, \(seat.commit) committed, {\(members)}"
  }
}
