import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("A Raft server with snapshots and changing members")
struct RaftServerTests {
  private typealias Server = RaftServer<Roll>
  private let n = (0...9).map { NodeID($0) }

  // MARK: Members

  @Test func `a member counts from the moment it is in the log`() {
    var bench = RaftBench(1...3, spares: 1)
    bench.elect(1, among: [1, 2, 3])
    bench.change(.add(n[4]), at: 1, among: [1, 2])
    #expect(bench[1].members == [n[1], n[2], n[3], n[4]])
    #expect(bench.reply(9) == nil, "two of four are no majority")
    bench.propose("x", at: 1, among: [1, 2])
    #expect(bench.reply(1) == nil)
    bench.propose("y", at: 1, among: [1, 2, 4])
    #expect(bench.reply(9) == .changed)
    #expect(bench.reply(1) == .answer(["x", "y"]))
    #expect(bench[4].machine.commands == ["x", "y"])
  }

  @Test func `a second change waits until the first is committed`() {
    var bench = RaftBench(1...3, spares: 2)
    bench.elect(1, among: [1, 2, 3])
    bench.change(.add(n[4]), token: 8, at: 1, among: [1])
    bench.change(.add(n[5]), at: 1, among: [1])
    #expect(bench.reply(9) == .refused(.changeUnderWay))
    bench.propose("x", at: 1, among: [1, 2, 3])
    #expect(bench.reply(8) == .changed)
    bench.change(.add(n[5]), at: 1, among: [1, 2, 3, 4, 5])
    #expect(bench.reply(9) == .changed)
  }

  /// The run of July 2015: without the rule, n1 and n2 decide by majorities of four and of three that do not
  /// meet.
  @Test func `a leader changes nothing before it has committed an entry of its own term`() {
    var bench = RaftBench(1...4, spares: 1)
    bench.elect(1, among: [1, 2, 3, 4])
    bench.change(.add(n[5]), at: 1, among: [1])
    #expect(bench[1].members.count == 5)
    bench.now += 200
    bench.give(.electionTimeout, to: 2)
    // It has its votes, and nobody has its first entry yet.
    while let next = bench.mail.firstIndex(where: { letter in
      if case .append = letter.message { return false }
      return letter.from != n[1] && letter.to != n[1]
    }) {
      let letter = bench.mail.remove(at: next)
      bench.give(.received(letter.message, from: letter.from), to: letter.to.number)
    }
    bench.lose()
    #expect(bench[2].role == .leader)
    bench.change(.remove(n[1]), token: 8, at: 2, among: [2])
    #expect(bench.reply(8) == .refused(.notYet))
    #expect(bench[2].members.count == 4)
    bench.propose("x", at: 2, among: [2, 3, 4])
    bench.change(.remove(n[1]), token: 8, at: 2, among: [2, 3, 4])
    #expect(bench.reply(8) == .changed)
    bench.restart(n[1])
    bench.elect(1, among: [1, 4, 5])
    #expect(bench[1].role != .leader, "what n2 committed is not in its log")
  }

  @Test func `members that are cut off with their entry count no longer`() {
    var bench = RaftBench(1...3, spares: 1)
    bench.elect(1, among: [1, 2, 3])
    bench.change(.add(n[4]), at: 1, among: [1])
    #expect(bench[1].members.count == 4)
    bench.elect(2, among: [2, 3])
    bench.give(.heartbeatTimeout, to: 2)
    bench.settle(among: [1, 2, 3])
    #expect(bench[1].members.count == 3)
    #expect(bench.reply(9) == .refused(.deposed))
    #expect(bench.disk(1)?.entries == bench[2].log.entries)
  }

  @Test func `a leader commits its own removal without its vote, and leads no longer`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.change(.remove(n[1]), at: 1, among: [1, 2])
    #expect(bench.reply(9) == nil, "n1 itself does not count, so n2 alone is no majority")
    #expect(bench[1].role == .leader)
    bench.give(.propose("x", token: 1), to: 1)
    bench.settle(among: [1, 2, 3])
    #expect(bench.reply(9) == .changed)
    #expect(bench[1].role == .follower)
    let term = bench[1].term
    bench.elect(1, among: [1, 2, 3])
    #expect(bench[1].term == term, "one that is committed to be no member does not stand")
    bench.elect(2, among: [2, 3])
    #expect(bench[2].role == .leader)
  }

  @Test func `one that is not yet committed to be no member may still be needed`() {
    var bench = RaftBench(1...2)
    bench.elect(1, among: [1, 2])
    bench.change(.remove(n[1]), at: 1, among: [1])
    bench.restart(n[1])
    bench.elect(1, among: [1, 2])
    #expect(bench[2].members == [n[2]], "n2's log was shorter, so nobody else could lead")
    #expect(bench[1].commitIndex == 3 && bench[1].role == .follower)
    bench.elect(2, among: [2])
    #expect(bench[2].role == .leader)
  }

  @Test func `the last member stays, and what is so already is answered`() {
    var bench = RaftBench(1...1, spares: 1)
    bench.elect(1, among: [1])
    #expect(bench[1].role == .leader)
    bench.change(.remove(n[1]), at: 1, among: [1])
    #expect(bench.reply(9) == .refused(.lastMember))
    bench.change(.add(n[1]), at: 1, among: [1])
    #expect(bench.reply(9) == .changed)
    bench.change(.remove(n[2]), at: 2, among: [1])
    #expect(bench.reply(9) == .refused(.notLeader(nil)))
    bench.propose("x", at: 1, among: [1])
    #expect(bench.reply(1) == .answer(["x"]))
  }

  @Test func `a server without a cluster never stands`() {
    var bench = RaftBench(1...3, spares: 1)
    bench.elect(4, among: [1, 2, 3, 4])
    #expect(bench[4].role == .follower && bench[4].term == 0)
    #expect(bench.mail.isEmpty)
  }

  // MARK: Snapshots

  @Test func `a snapshot takes the place of as many entries as it is set to, each time`() {
    var bench = RaftBench(1...1, entriesPerSnapshot: 4)
    bench.elect(1, among: [1])
    for count in 2...14 {
      bench.propose("x", at: 1, among: [1])
      #expect(bench[1].commitIndex == count)
      #expect(bench[1].log.base.index == count / 4 * 4)
    }
  }

  @Test func `a follower that lags behind the snapshot is sent it, with members and all`() {
    var bench = RaftBench(1...3, spares: 1, entriesPerSnapshot: 4)
    bench.elect(1, among: [1, 2, 3])
    bench.change(.add(n[4]), at: 1, among: [1, 2])
    bench.propose("a", at: 1, among: [1, 2, 4])
    for command in ["b", "c", "d", "e"] { bench.propose(command, at: 1, among: [1, 2, 4]) }
    #expect(bench[1].log.base.index >= 4)
    bench.propose("f", at: 1, among: [1, 2, 3, 4])
    #expect(bench[3].machine == bench[1].machine)
    #expect(bench[3].members == bench[1].members)
    #expect(bench[3].log.last == bench[1].log.last)
    let before = bench[3]
    bench.restart(n[3])
    #expect(bench[3].members == before.members && bench[3].log == before.log)
    #expect(bench[3].commitIndex == before.log.base.index)
    bench.elect(3, among: [2, 3, 4])
    #expect(
      bench[3].role == .leader && bench[3].machine.commands == ["a", "b", "c", "d", "e", "f"])
  }

  @Test func `a snapshot keeps the term of its last entry, which votes are judged by`() {
    var bench = RaftBench(1...3, entriesPerSnapshot: 3)
    bench.elect(1, among: [1, 2, 3])
    bench.elect(1, among: [1, 2, 3])
    for command in ["a", "b", "c"] { bench.propose(command, at: 1, among: [1, 2]) }
    let last = bench[2].log.last
    #expect(bench.disk(2)?.snapshot.last.term == bench[1].term)
    for id in [n[1], n[2]] { bench.restart(id) }
    #expect(bench[2].log.last == last)
    bench.elect(3, among: [1, 2, 3])
    #expect(bench[3].role != .leader, "its log is behind")
  }

  @Test func `an old snapshot and an old request change nothing`() {
    var bench = RaftBench(1...3, entriesPerSnapshot: 3)
    bench.elect(1, among: [1, 2, 3])
    bench.propose("a", at: 1, among: [1, 2, 3])
    let old = bench[1].snapshot
    let entries = bench[1].log.entries
    for command in ["b", "c", "d"] { bench.propose(command, at: 1, among: [1, 2, 3]) }
    let before = bench[2]
    #expect(before.log.base.index > 0)
    let term = before.term
    for message in [
      Server.Message.install(term: term, round: 1, old),
      .append(
        term: term, round: 1, prev: LogPosition(term: 0, index: 0), entries: entries, commit: 1),
    ] {
      bench.give(.received(message, from: n[1]), to: 2)
      #expect(bench[2].log == before.log && bench[2].machine == before.machine)
      #expect(bench[2].commitIndex == before.commitIndex)
    }
  }

  @Test func `what follows a snapshot that the log agrees with is kept`() {
    var bench = RaftBench(1...3, entriesPerSnapshot: 100)
    bench.elect(1, among: [1, 2, 3])
    for command in ["a", "b", "c"] {
      bench.give(.propose(command, token: 1), to: 1)
      bench.settle(among: [1, 2])
    }
    let log = bench[2].log
    let position = LogPosition(term: 1, index: 2)
    let snapshot = Server.Snapshot(
      last: position, members: bench[2].members, machine: Roll(commands: ["a"]))
    var late = Server(
      id: n[3],
      stored: .init(
        term: 1, snapshot: .init(first: Roll(), members: bench[2].members), entries: log.entries),
      settings: bench.settings, now: 0)
    _ = late.step(.received(.install(term: 1, round: 1, snapshot), from: n[1]), now: 0, random: 0)
    #expect(late.log.base == position && late.log.last == log.last)
    #expect(late.commitIndex == 2)
  }

  @Test func `a log that contradicts a snapshot goes`() {
    let entries = ["a", "b", "c"].map { Server.Entry(1, .command($0)) }
    let members = [n[1], n[3]]
    var late = Server(
      id: n[3],
      stored: .init(
        term: 1, snapshot: .init(first: Roll(), members: members), entries: entries),
      settings: RaftSettings(timeouts: 100...199), now: 0)
    let snapshot = Server.Snapshot(
      last: LogPosition(term: 2, index: 2), members: members, machine: Roll(commands: ["z"]))
    let install = Server.Message.install(term: 2, round: 1, snapshot)
    _ = late.step(.received(install, from: n[1]), now: 0, random: 0)
    #expect(late.log.last == snapshot.last && late.machine.commands == ["z"])
  }

  // MARK: Leaders that are cut off, and polls

  @Test func `a leader that hears no majority leads no longer`() {
    var bench = RaftBench(1...5)
    bench.elect(1, among: [1, 2, 3, 4, 5])
    bench.give(.heartbeatTimeout, to: 1)
    bench.settle(among: [1, 2, 3])
    bench.give(.electionTimeout, to: 1)
    #expect(bench[1].role == .leader)
    bench.lose()
    bench.give(.heartbeatTimeout, to: 1)
    bench.settle(among: [1, 2])
    bench.give(.read(9, .round, token: 3), to: 1)
    bench.give(.electionTimeout, to: 1)
    #expect(bench[1].role == .follower && bench.reply(3) == .refused(.deposed))
  }

  @Test func `a server that reaches nobody raises nobody's term`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    for _ in 1...5 { bench.elect(3, among: [3]) }
    #expect(bench[3].term == 1)
    bench.give(.heartbeatTimeout, to: 1)
    bench.settle(among: [1, 2])
    bench.lose()
    // It is heard, but a leader is heard, too.
    bench.give(.electionTimeout, to: 3)
    bench.settle(among: [1, 2, 3])
    #expect(bench[1].role == .leader && bench[3].term == 1)
  }

  @Test func `who has heard a leader takes not even the term of a candidate`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.give(.heartbeatTimeout, to: 1)
    bench.settle(among: [1, 2])
    bench.lose()
    let request = Server.Message.voteRequest(term: 7, last: LogPosition(term: 9, index: 9))
    for number: UInt32 in [1, 2] {
      bench.give(.received(request, from: n[3]), to: number)
      #expect(bench[number].term == 1)
    }
    bench.now += 100
    bench.give(.received(request, from: n[3]), to: 2)
    #expect(bench[2].term == 7 && bench.disk(2)?.votedFor == n[3])
  }

  @Test func `a server that starts again votes for nobody for the shortest timeout`() {
    var bench = RaftBench(1...3)
    bench.restart(n[2])
    let request = Server.Message.voteRequest(term: 7, last: LogPosition(term: 9, index: 9))
    bench.now += 99
    bench.give(.received(request, from: n[3]), to: 2)
    #expect(bench[2].term == 0)
    bench.now += 1
    bench.give(.received(request, from: n[3]), to: 2)
    #expect(bench[2].term == 7)
  }

  @Test func `a poll asks for a log that is not behind`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.propose("x", at: 1, among: [1, 2])
    bench.elect(3, among: [2, 3])
    #expect(bench[3].term == 1, "with a log that is behind it does not stand")
  }

  @Test func `a longer log of an earlier term is behind`() {
    var bench = RaftBench(1...3)
    bench.elect(3, among: [1, 2, 3])
    for command in ["x", "y", "z"] { bench.propose(command, at: 3, among: [3]) }
    bench.elect(1, among: [1, 2])
    bench.propose("w", at: 1, among: [1, 2])
    #expect(bench.reply(1) == .answer(["w"]))
    for id in n[1...3] { bench.restart(id) }
    for _ in 1...3 { bench.elect(3, among: [1, 2, 3]) }
    #expect(bench[3].term == bench[1].term && bench[3].role == .follower)
    let last = bench[3].log.last
    #expect(last.index > bench[2].log.last.index)
    bench.give(.received(.voteRequest(term: 9, last: last), from: n[3]), to: 2)
    #expect(bench.disk(2)?.term == 9 && bench.disk(2)?.votedFor == nil)
  }

  @Test func `who is behind in terms and not in its log catches up`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.propose("x", at: 1, among: [1, 2])
    // n3 was behind and has moved on alone, as by a candidate that is gone.
    bench.now += 200
    let request = Server.Message.voteRequest(term: 5, last: LogPosition(term: 0, index: 0))
    bench.give(.received(request, from: n[1]), to: 3)
    bench.lose()
    #expect(bench[3].term == 5)
    for _ in 1...2 { bench.elect(2, among: [2, 3]) }
    #expect(bench[2].role == .leader && bench[2].term == 6)
  }

  @Test func `a vote is given once in a term, and not forgotten`() {
    var bench = RaftBench(1...3)
    let end = LogPosition(term: 0, index: 0)
    bench.give(.received(.voteRequest(term: 1, last: end), from: n[2]), to: 1)
    bench.restart(n[1])
    bench.now += 200
    bench.lose()
    bench.give(.received(.voteRequest(term: 1, last: end), from: n[3]), to: 1)
    bench.give(.received(.voteRequest(term: 1, last: end), from: n[2]), to: 1)
    let votes = bench.mail.map { letter in
      if case .vote(_, let isGranted) = letter.message { isGranted } else { false }
    }
    #expect(votes == [false, true])
  }

  // MARK: Reads

  @Test func `a read waits for a round that began after it`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.propose("x", at: 1, among: [1, 2])
    bench.give(.heartbeatTimeout, to: 1)
    bench.give(.read(9, .round, token: 3), to: 1)
    let letters = bench.mail.filter { $0.to == n[2] }
    bench.lose()
    for (number, letter) in letters.enumerated() {
      #expect(bench.reply(3) == nil)
      bench.give(.received(letter.message, from: n[1]), to: 2)
      bench.settle(among: [1, 2])
      #expect((bench.reply(3) == .answer(["x"])) == (number == 1))
    }
    #expect(letters.count == 2)
  }

  @Test func `a new leader reads nothing before it has committed an entry of its own term`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.give(.propose("x", token: 1), to: 1)
    bench.settle(among: [1, 2])
    bench.lose()
    #expect(bench.reply(1) == .answer(["x"]))
    bench.now += 200
    bench.give(.electionTimeout, to: 2)
    while bench[2].role != .leader, !bench.mail.isEmpty {
      let letter = bench.mail.removeFirst()
      bench.give(.received(letter.message, from: letter.from), to: letter.to.number)
    }
    bench.give(.read(9, .round, token: 3), to: 2)
    #expect(bench.reply(3) == .refused(.notYet), "it has x and does not know that it is committed")
    bench.settle(among: [2, 3])
    bench.give(.read(9, .round, token: 3), to: 2)
    bench.settle(among: [2, 3])
    #expect(bench.reply(3) == .answer(["x"]))
  }

  @Test func `a lease spares the round, for less than the shortest timeout`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.propose("x", at: 1, among: [1, 2])
    #expect(bench.settings.lease == 78, "80 of a clock that is a quarter slower, less two readings")
    bench.now += 77
    bench.give(.read(9, .lease, token: 3), to: 1)
    #expect(bench.reply(3) == .answer(["x"]) && bench.mail.isEmpty)
    bench.now += 1
    bench.give(.read(9, .lease, token: 4), to: 1)
    #expect(bench.reply(4) == nil && !bench.mail.isEmpty)
    bench.settle(among: [1, 2])
    #expect(bench.reply(4) == .answer(["x"]))
  }

  @Test func `a lease counts from when its round began`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.now += 500
    bench.give(.heartbeatTimeout, to: 1)
    bench.now += 78
    bench.settle(among: [1, 2])
    bench.give(.read(9, .lease, token: 3), to: 1)
    #expect(bench.reply(3) == nil)
  }

  @Test func `a lease needs a majority of the members there are now`() {
    var bench = RaftBench(1...3, spares: 1)
    bench.elect(1, among: [1, 2, 3])
    bench.propose("x", at: 1, among: [1, 2])
    bench.change(.add(n[4]), at: 1, among: [1])
    bench.give(.read(9, .lease, token: 3), to: 1)
    #expect(bench.reply(3) == nil, "n1 and n2 are two of four")
  }

  @Test(arguments: [false, true])
  func `a lease holds only while clocks run alike`(isSlow: Bool) {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.propose("x", at: 1, among: [1, 2])
    let before = bench.now
    bench.elect(2, among: [2, 3])
    bench.propose("y", at: 2, among: [2, 3])
    #expect(bench[1].role == .leader && bench[2].role == .leader)
    // A slow clock shows a third of the time that has passed.
    if isSlow { bench.now = before + (bench.now - before) / 3 }
    bench.give(.read(9, .lease, token: 3), to: 1)
    #expect(bench.reply(3) == (isSlow ? .answer(["x"]) : nil))
  }

  // MARK: What may arrive

  @Test func `a reply of an earlier round or term commits nothing`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.give(.propose("x", token: 1), to: 1)
    let index = bench[1].log.last.index
    for (term, sender) in [(0, 2), (1, 7)] {
      bench.give(
        .received(.appended(term: term, round: 1, isTaken: true, index: index), from: n[sender]),
        to: 1)
      #expect(bench.reply(1) == nil)
    }
    bench.give(
      .received(.appended(term: 1, round: .max, isTaken: true, index: index), from: n[2]), to: 1)
    #expect(bench.reply(1) == .answer(["x"]))
  }

  @Test func `an entry of an earlier term is not committed by being counted`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    bench.propose("x", at: 1, among: [1])
    bench.restart(n[1])
    bench.now += 200
    bench.give(.electionTimeout, to: 1)
    while bench[1].role != .leader, !bench.mail.isEmpty {
      let letter = bench.mail.removeFirst()
      bench.give(.received(letter.message, from: letter.from), to: letter.to.number)
    }
    let (term, end) = (bench[1].term, bench[1].log.last.index)
    for index in [end - 1, end] {
      let reply = RaftServer<Roll>.Message.appended(
        term: term, round: 1, isTaken: true, index: index)
      bench.give(.received(reply, from: n[2]), to: 1)
      #expect(bench[1].commitIndex == (index == end ? end : 0))
    }
  }

  @Test func `a follower commits nothing that was not compared`() {
    var bench = RaftBench(1...3)
    bench.elect(2, among: [1, 2, 3])
    for command in ["x", "y"] { bench.propose(command, at: 2, among: [2]) }
    let heartbeat = Server.Message.append(
      term: 5, round: 1, prev: LogPosition(term: 1, index: 1), entries: [], commit: 3)
    bench.give(.received(heartbeat, from: n[1]), to: 2)
    #expect(bench[2].log.last.index == 3 && bench[2].commitIndex == 1)
  }

  @Test func `a late request takes nothing away`() {
    var bench = RaftBench(1...3)
    bench.elect(1, among: [1, 2, 3])
    for command in ["x", "y"] { bench.give(.propose(command, token: 1), to: 1) }
    let letters = bench.mail.filter { $0.to == n[2] }
    #expect(letters.count == 2)
    for letter in letters.reversed() {
      bench.give(.received(letter.message, from: letter.from), to: 2)
      #expect(bench[2].log == bench[1].log && bench[2].log.last.index == 3)
    }
  }

  @Test func `nothing that may arrive stops a server`() {
    var random = RandomSource(seed: 5)
    let numbers = [Int.min, -1, 0, 1, 2, 3, 1 << 61, 1 << 62 - 1, 1 << 62, .max - 1, .max]
    let rounds: [UInt64] = [0, 1, 2, .max]
    for _ in 1...20 {
      var bench = RaftBench(1...3, spares: 1, entriesPerSnapshot: 2)
      bench.elect(1, among: [1, 2, 3])
      for _ in 1...200 {
        func number() -> Int { numbers[random.index(below: numbers.count)] }
        let position = LogPosition(term: number(), index: number())
        let round = rounds[random.index(below: rounds.count)]
        var members = [n[1], n[2], n[2]]
        members.removeLast(random.index(below: 4))
        let entries = [
          Server.Entry(number(), .command("z")), Server.Entry(number(), .members(members)),
        ]
        let message: Server.Message
        switch random.index(below: 7) {
        case 0: message = .poll(term: number(), last: position)
        case 1: message = .pollAnswer(asked: number(), term: number(), isGranted: round == 0)
        case 2: message = .voteRequest(term: number(), last: position)
        case 3: message = .vote(term: number(), isGranted: round == 0)
        case 4:
          message = .append(
            term: number(), round: round, prev: position, entries: entries, commit: number())
        case 5:
          let snapshot = Server.Snapshot(last: position, members: members, machine: Roll())
          message = .install(term: number(), round: round, snapshot)
        default:
          message = .appended(
            term: number(), round: round, isTaken: round == 0, index: number())
        }
        let id = UInt32(1 + random.index(below: 4))
        let sender = n[random.index(below: 6)]
        bench.isOrderChecked = false
        bench.give(.received(message, from: sender), to: id)
        bench.isOrderChecked = true
        if random.chance(1, in: 3) { bench.give(.electionTimeout, to: id) }
        if random.chance(1, in: 3) { bench.give(.propose("y", token: 1), to: id) }
        if random.chance(1, in: 9) { bench.give(.change(.add(n[4]), token: 1), to: id) }
        if random.chance(1, in: 9) { bench.restart(n[Int(id)]) }
        if random.chance(1, in: 3) { bench.give(.read(1, .lease, token: 1), to: id) }
        bench.now += 30
        bench.lose()
      }
    }
  }
}
