import Testing

@testable import Quizzes

/// Reads questions as a learner does and works them out by other means than those that made them.
@Suite("Questions on shared data, replayed from their text")
struct SharedDataReplayTests {
  /// An operation of a history: who, whether it writes, and the value.
  private struct Step: Equatable {
    var process: Int
    var writes: Bool
    var value: Int
  }

  @Test func `the strongest model is what trying all orders finds`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("strongest-model", seed)
      let steps = question.ask.matches(of: /process (\d) (writes|reads) (\d)/).map {
        Step(process: Int($0.1) ?? 0, writes: $0.2 == "writes", value: Int($0.3) ?? 0)
      }
      let expected =
        if isExplained(steps) {
          "linearizable"
        } else if orders(steps).contains(where: isExplained) {
          "sequential"
        } else if Set(steps.map(\.process)).allSatisfy({ isCausal(steps, for: $0) }) {
          "causal"
        } else {
          "none of the three"
        }
      #expect(Replay.right(question) == [expected], "seed \(seed)")
      let sign = ["linearizable": "real time", "sequential": "One order", "causal": "No order"]
      #expect(question.why.contains(sign[expected] ?? "Not even causal"), "seed \(seed)")
    }
  }

  /// True when every read returns the last value written before it in the list.
  private func isExplained(_ steps: [Step]) -> Bool {
    var value = 0
    for step in steps {
      if step.writes { value = step.value } else if step.value != value { return false }
    }
    return true
  }

  /// Every order of the steps in which each process's own keep theirs.
  private func orders(_ steps: [Step]) -> [[Step]] {
    permutations(steps.indices.map { $0 }).filter { order in
      Set(steps.map(\.process)).allSatisfy { process in
        let own = order.filter { steps[$0].process == process }
        return own == own.sorted()
      }
    }.map { $0.map { steps[$0] } }
  }

  private func isCausal(_ steps: [Step], for process: Int) -> Bool {
    // Causes along the list, by repetition until nothing is added.
    var causes = steps.indices.map { later in
      Set(
        (0..<later).filter { earlier in
          steps[earlier].process == steps[later].process
            || (steps[earlier].writes && !steps[later].writes
              && steps[earlier].value == steps[later].value)
        })
    }
    for _ in steps.indices {
      for place in steps.indices { causes[place].formUnion(causes[place].flatMap { causes[$0] }) }
    }
    let seen = steps.indices.filter { steps[$0].process == process || steps[$0].writes }
    return permutations(seen).contains { order in
      order.indices.allSatisfy { place in
        causes[order[place]].isDisjoint(with: order[(place + 1)...])
      } && isExplained(order.map { steps[$0] })
    }
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.flatMap { first in
      permutations(items.filter { $0 != first }).map { [first] + $0 }
    }
  }

  @Test func `the write with the largest stamp stays, and the explanation says so`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("latest-write-trace", seed)
      let writes = question.ask.matches(of: /n(\d) writes (\w+) when its clock shows (\d+)/).map {
        (value: String($0.2), stamp: (Int($0.3) ?? 0, Int($0.1) ?? 0))
      }
      #expect(writes.count == 3 && Set(writes.map(\.stamp.1)).count == 3)
      for (place, write) in writes.enumerated() {
        #expect(abs(write.stamp.0 - 1000 - 15 * place) <= 40, "seed \(seed)")
      }
      let winner = try #require(writes.max { $0.stamp < $1.stamp }).value
      #expect(Replay.right(question) == [winner], "seed \(seed)")
      #expect(question.why.contains("is lost") == (winner != writes[2].value), "seed \(seed)")
    }
  }

  @Test func `a write replaces what its client had read`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("siblings-trace", seed)
      var kept: [String] = []
      var read: [String: Set<String>] = [:]
      for line in Replay.lines(question) {
        let words = line.split(separator: " ").map(String.init)
        if words[1] == "reads" {
          read[words[0], default: []].formUnion(kept)
        } else {
          #expect(line.contains("without having read") == (read[words[0]] == nil), "seed \(seed)")
          kept = kept.filter { !read[words[0], default: []].contains($0) } + [words[2]]
        }
      }
      #expect(Replay.right(question) == [kept.joined(separator: " and ")], "seed \(seed)")
    }
  }

  @Test func `no replica knows more of another than that one knows itself`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("counter-merge-trace", seed)
      let states = question.ask.matches(
        of: /n(\d) holds `\[([\d,]+)\]`|, n(\d) holds `\[([\d,]+)\]`/
      )
      .map { found in
        (
          place: (Int(found.1 ?? found.3 ?? "") ?? 0) - 1,
          slots: (found.2 ?? found.4 ?? "").split(separator: ",").compactMap { Int($0) }
        )
      }
      #expect(states.count == 2)
      for state in states {
        #expect(
          states.allSatisfy { $0.slots[state.place] <= state.slots[state.place] }, "seed \(seed)")
      }
      let value = (0..<3).reduce(0) { $0 + max(states[0].slots[$1], states[1].slots[$1]) }
      #expect(Replay.right(question) == ["\(value)"], "seed \(seed)")
    }
  }

  @Test func `a clock counts the past, and every message was sent before it arrives`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("vector-clock-trace", seed)
      var clocks = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
      var events: [(node: Int, clock: [Int])] = []
      var received: Set<Int> = []
      for line in Replay.lines(question) {
        let node = (Int(line.dropFirst().prefix(1)) ?? 1) - 1
        if let source = line.firstMatch(of: /message of event (\d+)/).flatMap({ Int($0.1) }) {
          try #require(source <= events.count && events[source - 1].node != node, "seed \(seed)")
          #expect(received.insert(source).inserted, "seed \(seed)")
          for place in 0..<3 {
            clocks[node][place] = max(clocks[node][place], events[source - 1].clock[place])
          }
        }
        clocks[node][node] += 1
        events.append((node, clocks[node]))
      }
      let asked = try #require(question.ask.firstMatch(of: /clock of n\d after event (\d+)/))
      let clock = events[(Int(asked.1) ?? 1) - 1].clock.map(String.init).joined(separator: ",")
      #expect(Replay.right(question) == ["[\(clock)]"], "seed \(seed)")
    }
  }

  @Test func `an element is there when some add of it was seen by no remove`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("or-set-trace", seed)
      // By replica, the lines of the adds it holds.
      var known: [String: Set<Int>] = ["A": [], "B": []]
      var elements: [Int: String] = [:]
      var removed: Set<Int> = []
      for (number, line) in Replay.lines(question).enumerated() {
        let words = line.split(separator: " ").map(String.init)
        switch words[1] {
        case "adds":
          elements[number] = words[2]
          known[words[0], default: []].insert(number)
        case "removes":
          let seen = known[words[0], default: []].filter { elements[$0] == words[2] }
          known[words[0], default: []].subtract(seen)
          #expect(!seen.isEmpty, "seed \(seed): nothing to remove")
          removed.formUnion(seen)
        default:
          let all = known.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
            .subtracting(removed)
          known = ["A": all, "B": all]
        }
      }
      let live = Set(elements.filter { !removed.contains($0.key) }.values).sorted()
      let right = live.isEmpty ? "none" : live.joined(separator: " and ")
      #expect(Replay.right(question) == [right], "seed \(seed)")
    }
  }

  @Test func `two events are related by a chain or not at all`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("lamport-or-vector", seed)
      var nodes: [Substring] = []
      var numbers: [Int] = []
      var past: [Set<Int>] = []
      for (place, line) in Replay.lines(question).enumerated() {
        let node = line.prefix(2)
        var causes = [nodes.lastIndex(of: node)]
        causes.append(
          line.firstMatch(of: /message of event (\d+)/).flatMap { Int($0.1) }.map { $0 - 1 })
        let direct = causes.compactMap { $0 }
        #expect(direct.allSatisfy { $0 < place }, "seed \(seed)")
        past.append(direct.reduce(into: Set(direct)) { $0.formUnion(past[$1]) })
        numbers.append((direct.map { numbers[$0] }.max() ?? 0) + 1)
        nodes.append(node)
      }
      let asked = try #require(
        question.ask.firstMatch(
          of: /event (\d) has the number (\d+) and event (\d) the number (\d+)/))
      let found = [asked.1, asked.2, asked.3, asked.4].compactMap { Int($0) }
      let (a, b) = (found[0] - 1, found[2] - 1)
      #expect([numbers[a], numbers[b]] == [found[1], found[3]], "seed \(seed)")
      let right =
        past[b].contains(a)
        ? "event \(a + 1) happens before event \(b + 1)"
        : past[a].contains(b)
          ? "event \(b + 1) happens before event \(a + 1)" : "they are concurrent"
      #expect(Replay.right(question) == [right], "seed \(seed)")
    }
  }

  @Test func `a hybrid stamp is the largest wall part, with a counter where it stands still`()
    throws
  {
    for seed in 0..<200 {
      let question = try Replay.question("hybrid-clock-trace", seed)
      let found = try #require(
        question.ask.firstMatch(of: /`(\d+)\.(\d+)`.*`(\d+)\.(\d+)`.*shows (\d+)\./))
      let n = [found.1, found.2, found.3, found.4, found.5].compactMap { Int($0) }
      let wall = max(n[0], n[2], n[4])
      let counters = [(n[0], n[1]), (n[2], n[3])].filter { $0.0 == wall }.map(\.1)
      let right = "\(wall).\(counters.max().map { $0 + 1 } ?? 0)"
      #expect(Replay.right(question) == [right], "seed \(seed)")
    }
  }
}
