import Testing

@testable import Quizzes

/// Reads questions as a learner does and works them out by other means than those that made them.
@Suite("Questions on quorums, time and practice, replayed from their text")
struct AgreementReplayTests {
  @Test func `the side with a majority goes on`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("partition-sides", seed)
      let found = try #require(
        question.ask.firstMatch(of: /cluster of (\d+) is cut into parts of ([\d, ]+) nodes/))
      let size = Int(found.1) ?? 0
      let parts = found.2.split(separator: ", ").compactMap { Int($0) }
      #expect(parts.reduce(0, +) == size && parts.allSatisfy { $0 > 0 })
      let able = parts.firstIndex { 2 * $0 > size }
      let names = ["the first", "the second", "the third"]
      #expect(Replay.right(question) == [able.map { names[$0] } ?? "none of them"], "seed \(seed)")
    }
  }

  @Test func `a read sees what one of those it asks holds`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("does-the-read-see-it", seed)
      let found = try #require(
        question.ask.firstMatch(
          of: /reached ([n\d, ]+) so far.*answered by ([n\d, ]+)[;,].*answered by ([n\d, ]+)\. What/
        ))
      func nodes(_ text: Substring) -> Set<String> {
        Set(text.matches(of: /n\d/).map { String($0.0) })
      }
      let (reached, first, second) = (nodes(found.1), nodes(found.2), nodes(found.3))
      let isRepaired = question.ask.contains("read repair reaches")
      let holders =
        isRepaired && !first.isDisjoint(with: reached) ? reached.union(first) : reached
      let answer = second.isDisjoint(with: holders) ? "`old`" : "`new`"
      #expect(Replay.right(question) == [answer], "seed \(seed)")
    }
  }

  @Test func `sets meet the write when they share a node`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("quorums-that-meet", seed)
      let found = try #require(question.ask.firstMatch(of: /acknowledged by ([n\d, ]+) and/))
      let written = Set(found.1.matches(of: /n\d/).map(\.0))
      guard case .multiple(let choices) = question.answer else { continue }
      for choice in choices {
        let meets = choice.text.matches(of: /n\d/).contains { written.contains($0.0) }
        #expect(choice.isRight == meets, "seed \(seed)")
      }
    }
  }

  @Test func `a transaction is visible after the wait and after replication`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("earliest-visible-time", seed)
      let found = try #require(
        question.ask.firstMatch(
          of: /uncertainty of (\d+) ms says \[(\d+), (\d+)\].*Replication takes (\d+) ms/))
      let numbers = [found.1, found.2, found.3, found.4].compactMap { Int($0) }
      let (uncertainty, start) = (numbers[0], numbers[1] + numbers[0])
      #expect(numbers[2] - numbers[1] == 2 * uncertainty)
      let right = max(start + 2 * uncertainty + 1, start + numbers[3])
      #expect(Replay.right(question) == ["\(right)"], "seed \(seed)")
    }
  }

  @Test func `the heavier branch is the tip, of equal ones the first`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("which-branch-wins", seed)
      var weights: [String: Int] = ["start": 0]
      var tip = "start"
      for block in question.ask.matches(of: /`(\w+)` \(on `(\w+)`, (\d+)\)/) {
        let parent = try #require(weights[String(block.2)], "seed \(seed): an orphan")
        let weight = parent + (Int(block.3) ?? 0)
        weights[String(block.1)] = weight
        if weight > weights[tip] ?? 0 { tip = String(block.1) }
      }
      #expect(Replay.right(question) == ["`\(tip)`"], "seed \(seed)")
    }
  }

  @Test func `a lieutenant goes by the majority of what he hears`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("oral-messages-decision", seed)
      let words = question.ask.matches(
        of: /(?:from the commander:|commander said) (attack|retreat)/)
      let generals = try #require(question.ask.firstMatch(of: /^(\d) generals/))
      #expect("\(words.count + 1)" == generals.1, "seed \(seed)")
      let attacks = words.count { $0.1 == "attack" }
      let right = 2 * attacks > words.count ? "attack" : "retreat"
      #expect(Replay.right(question) == [right], "seed \(seed)")
    }
  }

  @Test func `an update happens exactly when it expects the version that is there`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("update-trace", seed)
      var versions: [Substring: Int] = [:]
      var last = 0
      var right = ""
      for line in Replay.lines(question) {
        let found = try #require(line.firstMatch(of: /writes `(\w+)`, expecting (.*)\./))
        let expected = found.2.firstMatch(of: /version (\d+)/).flatMap { Int($0.1) }
        if versions[found.1] == expected {
          last += 1
          versions[found.1] = last
          right = "It happens and takes version \(last)."
        } else {
          right = "It is refused: `\(found.1)` is at version \(versions[found.1] ?? 0)."
        }
      }
      #expect(Replay.right(question) == [right], "seed \(seed)")
    }
  }

  @Test func `a commit waits for the voter that completes the majority`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("commit-latency-trace", seed)
      let times = question.ask.matches(of: /(\d+) ms/).compactMap { Int($0.1) }.sorted()
      // The leader is there already.
      let needed = (times.count + 1) / 2 + 1 - 1
      #expect(Replay.right(question) == ["\(times[needed - 1]) ms"], "seed \(seed)")
    }
  }
}
