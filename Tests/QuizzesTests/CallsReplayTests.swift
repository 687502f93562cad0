import Quizzes
import Testing

/// Reads calls as they are shown and makes them by hand, on models that know nothing of the references.
@Suite("Calls of the references, replayed from their text")
struct CallsReplayTests {
  private func calls(_ question: Question) -> [String] {
    question.ask.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("```") }
  }

  private func number(_ text: String, after mark: String) -> Int? {
    guard let range = text.firstRange(of: mark) else { return nil }
    return Int(text[range.upperBound...].prefix(while: \.isNumber))
  }

  @Test func `a Lamport clock takes the larger and counts one`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("lamport-calls", seed)
      var counter = 0
      for call in calls(question) {
        if call == "clock.tick()" { counter += 1 }
        if let received = number(call, after: "counter: ") { counter = max(counter, received) + 1 }
      }
      #expect(Replay.right(question) == ["\(counter)"], "seed \(seed)")
    }
  }

  @Test func `a register's tag is above all it has seen`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("register-calls", seed)
      var seen = ["ours": 0, "theirs": 0]
      for call in calls(question) {
        let name = String(call.prefix { $0 != "." })
        guard let own = seen[name] else { continue }
        if let clock = number(call, after: "clock: ") { seen[name] = max(clock, own + 1) }
        if call.hasSuffix("merge(theirs)") { seen[name] = max(own, seen["theirs"] ?? 0) }
      }
      #expect(Replay.right(question) == ["\(seen["ours"] ?? 0)"], "seed \(seed)")
    }
  }

  @Test func `a leader commits its own entries that a majority holds`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("commit-calls", seed)
      let ask = question.ask
      let term = try #require(number(ask, after: "term: "))
      let terms = try #require(ask.firstMatch(of: /let log = \[(.*?)\]/)).1.split(separator: ", ")
        .compactMap { Int($0) }
      let list = try #require(ask.firstMatch(of: /peers: \[(.*?)\]/))
      let size = list.1.split(separator: ",").count + 1
      var committed = try #require(number(ask, after: "commitIndex: "))
      var held: [Int: Int] = [0: terms.count]
      var result = ""
      for call in calls(question) where call.contains("AppendReply") {
        let peer = try #require(number(call, after: "from: NodeID("))
        held[peer] = max(held[peer, default: 0], try #require(number(call, after: "matchIndex: ")))
        let index = (committed..<terms.count).last { index in
          terms[index] == term && held.values.count { $0 > index } * 2 > size
        }
        result = index.map { "`.commit(upTo: \($0 + 1))`" } ?? "`.none`"
        committed = index.map { $0 + 1 } ?? committed
      }
      #expect(terms == terms.sorted() && terms.last == term)
      #expect(Replay.right(question) == [result], "seed \(seed)")
    }
  }

  @Test func `a write is acknowledged with the majorities that it asks for`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("region-calls", seed)
      let isGlobal = question.ask.contains("concern: .global")
      let sites = question.ask.matches(of: /Site\(region: "(..)", number: (\d)\)/).map {
        (region: String($0.1), number: String($0.2))
      }
      #expect(Set(sites.map { $0.region + $0.number }).count == sites.count)
      var first: Int?
      for count in sites.indices where first == nil {
        let counts = Dictionary(grouping: sites[...count]) { $0.region }.mapValues(\.count)
        let met = counts.values.count { $0 >= 2 }
        if isGlobal ? met >= 2 : counts[sites[0].region, default: 0] >= 2 { first = count }
      }
      let right = first.map { "call \($0)" } ?? "none of these calls"
      #expect(Replay.right(question) == [right], "seed \(seed)")
    }
  }

  @Test func `an update happens at the version that is expected`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("store-calls", seed)
      var versions: [String: Int] = [:]
      var newest = 0
      var result = ""
      for call in calls(question) {
        guard let found = call.firstMatch(of: /store\.(\w+)\("(.)".*expecting: (\w+)\)/) else {
          continue
        }
        let (key, expected) = (String(found.2), Int(found.3))
        guard versions[key] == expected else {
          let current = versions[key].map { "\($0)" } ?? "nil"
          result = "`.failure(VersionConflict(current: \(current)))`"
          continue
        }
        newest += 1
        versions[key] = found.1 == "delete" ? nil : newest
        result = "`.success(\(newest))`"
      }
      #expect(Replay.right(question) == [result], "seed \(seed)")
    }
  }

  @Test func `an order of events is right when no message comes before it was sent`() throws {
    for seed in 0..<200 {
      let question = try Replay.question("event-order", seed)
      guard case .order(let steps, let rules) = question.answer else { continue }
      let events = try steps.map { step in
        let found = try #require(step.text.firstMatch(of: /event (\d) of (n\d)/))
        let source = step.text.firstMatch(of: /what (n\d) sent in its event (\d)/)
        return (name: "\(found.2).\(found.1)", source: source.map { "\($0.1).\($0.2)" })
      }
      var right = 0
      for order in permutations(Array(events.indices)) {
        var done: Set<String> = []
        let canHappen = order.allSatisfy { index in
          let (name, source) = events[index]
          let number = Int(name.suffix(1)) ?? 0
          defer { done.insert(name) }
          return (number == 1 || done.contains("\(name.prefix(3))\(number - 1)"))
            && source.map(done.contains) ?? true
        }
        let keepsRules = rules.allSatisfy { rule in
          (order.firstIndex(of: rule.first) ?? 0) < (order.firstIndex(of: rule.second) ?? 0)
        }
        #expect(canHappen == keepsRules, "seed \(seed): \(order)")
        if canHappen { right += 1 }
      }
      #expect((2...18).contains(right), "seed \(seed): \(right) of 120 orders are right")
      #expect(question.why.contains("120 orders \(right) can happen"))
    }
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.flatMap { first in permutations(items.filter { $0 != first }).map { [first] + $0 }
    }
  }
}
