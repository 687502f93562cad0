import Testing

@testable import Quizzes

/// Reads questions as a learner does and works them out by other means than those that made them.
@Suite("Questions on consensus, replayed from their text")
struct ConsensusReplayTests {
  @Test func `an election of the quiz could have happened, and comes out as it says`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("raft-election-steps", seed)
      var (role, term) = ("candidate", 2)
      var mine: Set<String> = ["n1"]
      // By term, who is known to lead and whom n2 and n3 voted for.
      var leaders: [Int: String] = [:]
      var votes: [Int: [String: String]] = [:]
      for line in Replay.lines(question) {
        let number = line.firstMatch(of: /term (\d+)/).flatMap { Int($0.1) }
        let sender = String(line.prefix(2))
        if line.contains("timer runs out") {
          #expect(role != "leader", "seed \(seed): a leader has no election timer")
          (role, term, mine) = ("candidate", term + 1, ["n1"])
        } else if line.contains("grants"), let number {
          #expect(votes[number]?[sender] ?? "n1" == "n1", "seed \(seed): \(sender) votes twice")
          #expect(leaders[number] != sender, "seed \(seed): a leader votes for another")
          votes[number, default: [:]][sender] = "n1"
          #expect(number <= term, "seed \(seed): a vote that nobody asked for")
          if number == term, role == "candidate" { mine.insert(sender) }
        } else if line.contains("heartbeat of"), let number {
          let leader = String(
            line.suffix(from: line.index(line.startIndex, offsetBy: 15)).prefix(2))
          #expect(
            leaders[number] ?? leader == leader, "seed \(seed): two leaders of term \(number)")
          #expect(votes[number]?[leader] != "n1", "seed \(seed): it voted for n1")
          leaders[number] = leader
          if number >= term { (role, term) = ("follower", number) }
        } else if line.contains("asks for its vote"), let number {
          #expect(votes[number]?[sender] != "n1", "seed \(seed): it voted for n1")
          if number > term { (role, term) = ("follower", number) }
        } else if let number, number > term {
          (role, term) = ("follower", number)
        }
        if role == "candidate", mine.count >= 2 {
          role = "leader"
          #expect(leaders[term] ?? "n1" == "n1", "seed \(seed): two leaders of term \(term)")
          leaders[term] = "n1"
        }
      }
      #expect(Replay.right(question) == ["\(role) of term \(term)"], "seed \(seed)")
    }
  }

  @Test func `a commit index is what a majority holds of the leader's own term`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("raft-commit-index", seed)
      let found = try #require(
        question.ask.firstMatch(
          of:
            /(n\d) leads term (\d+) of a cluster of (\d+).*?`([\d ]*)`.*?knew index (\d+).*?agree: (.*)\. What/
        ))
      let (term, size, before) = (Int(found.2), Int(found.3), Int(found.5) ?? 0)
      let terms = found.4.split(separator: " ").compactMap { Int($0) }
      let held = found.6.matches(of: /n(\d) (\d+)/).compactMap { Int($0.2) }
      #expect(held.count + 1 == size && terms == terms.sorted() && terms.last == term)
      #expect(held.allSatisfy { $0 <= terms.count } && before <= terms.count)
      let majority = (size ?? 0) / 2 + 1
      let committed = terms.indices.last { index in
        terms[index] == term && 1 + held.count { $0 > index } >= majority
      }
      let right = max(before, committed.map { $0 + 1 } ?? 0)
      #expect(Replay.right(question) == ["\(right)"], "seed \(seed)")
    }
  }

  @Test func `who may win has a majority not ahead of it`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("raft-who-may-win", seed)
      let ends = question.ask.matches(of: /(n\d): term (\d+), index (\d+)/).map {
        (name: String($0.1), end: (Int($0.2) ?? 0, Int($0.3) ?? 0))
      }
      #expect(ends.count == 5)
      let winners = ends.filter { candidate in ends.count { $0.end <= candidate.end } >= 3 }
      #expect(Set(Replay.right(question)) == Set(winners.map(\.name)), "seed \(seed)")
    }
  }

  @Test func `the runs behind logs break no property of Raft`() {
    for seed in UInt64(0)..<60 {
      var random = Replay.random(seed)
      let run = TermsRun(size: 3 + Int(seed % 3), terms: 4, &random)
      #expect(run.isSound, "seed \(seed)")
    }
  }

  @Test func `a request to append does what its text says`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("raft-append", seed)
      let found = try #require(
        question.ask.firstMatch(
          of:
            /log is `(.*?)`.*leader of term (\d+) says: after index (\d+) of term (\d+) comes `(.*?)`/
        ))
      let log = found.1.split(separator: " ").map(String.init)
      let entries = found.5.split(separator: " ").map(String.init)
      let (prev, prevTerm) = (Int(found.3) ?? 0, Int(found.4) ?? 0)
      func term(_ entry: String) -> Int { Int(entry.dropLast()) ?? 0 }
      let sent = entries.map(term)
      #expect(
        sent == sent.sorted() && prevTerm <= sent[0] && sent.allSatisfy { $0 <= Int(found.2) ?? 0 })
      var result = log
      let fits = prev == 0 || (prev <= log.count && term(log[prev - 1]) == prevTerm)
      if fits {
        for (offset, entry) in entries.enumerated() {
          let index = prev + offset
          if index < result.count, term(result[index]) == term(entry) {
            #expect(result[index] == entry, "seed \(seed): one term, two commands at one index")
          } else {
            result = Array(result.prefix(index)) + [entry]
          }
        }
      }
      let text = "\(fits ? "taken" : "refused"): `\(result.joined(separator: " "))`"
      #expect(Replay.right(question) == [text], "seed \(seed)")
    }
  }

  @Test func `each serial number of a session has one amount, which counts once`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("session-trace", seed)
      let log = question.ask.matches(of: /#(\d+) \+(\d+)/).map { (Int($0.1) ?? 0, Int($0.2) ?? 0) }
      #expect(log.map(\.0) == log.map(\.0).sorted())
      let amounts = Dictionary(grouping: log) { $0.0 }.mapValues { Set($0.map(\.1)) }
      #expect(amounts.values.allSatisfy { $0.count == 1 })
      let balance = amounts.values.reduce(0) { $0 + ($1.first ?? 0) }
      #expect(Replay.right(question) == ["\(balance)"], "seed \(seed)")
    }
  }
}
