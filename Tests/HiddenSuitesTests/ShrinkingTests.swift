import Testing
import Wire

@testable import HiddenSuites

/// Runs that are made shorter as long as what is left fails in the same way.
@Suite("Shrinking")
struct ShrinkingTests {
  /// Shrinks a run of numbers that fails where it has all of some, and counts what is played.
  private func shrink(
    _ count: Int, failingWith needed: Set<Int>, effort: Int = .max
  ) throws -> (left: [Int], played: Int) {
    var played = 0
    let left = try shrunk(
      Array(0..<count), effort: effort, events: \.self, removing: { $1.without($0) },
      firstFailing: { (batch) throws(Stop) in
        played += batch.reduce(0) { $0 + $1.count }
        return batch.first { needed.isSubset(of: $0) }
      })
    return (left, played)
  }

  @Test(arguments: [
    (1, [0]), (2, [1]), (7, [0, 6]), (100, [99]), (300, []), (300, [0, 1, 150, 299]),
    (513, [7, 8, 9, 10, 400]),
  ])
  func `what is needed is left, and nothing else`(count: Int, needed: [Int]) throws {
    try #expect(shrink(count, failingWith: Set(needed)).left == needed)
  }

  @Test func `a long run is gone through a few times, not once for each event that stays`() throws {
    // Every tenth event is needed, so that at most nine go at a time: beginning anew with each that goes would
    // play the run tens of thousands of times.
    let needed = Set(stride(from: 5, to: 600, by: 10))
    let (left, played) = try shrink(600, failingWith: needed)
    #expect(Set(left) == needed)
    #expect(played < 600 * 1_000)
  }

  @Test(arguments: [0, 1, 700, 5_000])
  func `what is left when the effort is spent fails too`(effort: Int) throws {
    let needed: Set = [3, 250, 499]
    let (left, played) = try shrink(500, failingWith: needed, effort: effort)
    #expect(needed.isSubset(of: left))
    // One batch is played to its end.
    #expect(played <= effort + 500 * 64)
    #expect(effort > 0 || left.count == 500)
  }

  private let talk = ObjectTalk(siblingStores)

  private func lines(_ texts: [String]) throws -> [ObjectTalk<SiblingShadows>.Line] {
    try texts.map { try #require(talk.line($0), "\($0)") }
  }

  private let conversation = [
    "n1.get(k1)", "save n2", "n1.put(k1, v1)", "n1.get(k1)", "n2.merge(saved 2)",
    "n1.put(k1, v2, seen: 3)", "n3.put(k2, v1)",
  ]

  @Test func `what is kept is numbered anew where a line before it goes`() throws {
    let rest = talk.without([0], try lines(conversation))
    #expect(
      rest.map(talk.text) == [
        "save n2", "n1.put(k1, v1)", "n1.get(k1)", "n2.merge(saved 1)",
        "n1.put(k1, v2, seen: 2)", "n3.put(k2, v1)",
      ])
  }

  @Test func `who names what is not kept any more goes too`() throws {
    let rest = talk.without([1, 3], try lines(conversation))
    #expect(rest.map(talk.text) == ["n1.get(k1)", "n1.put(k1, v1)", "n3.put(k2, v1)"])
  }

  @Test func `all about one name, and all of one kind, are parts`() throws {
    let parts = talk.parts(of: try lines(conversation))
    // Of n3, of k2, of what is numbered 3; all that is asked.
    for part in [[6], [5], [0, 3]] as [Set<Int>] {
      #expect(parts.contains(part), "\(part)")
    }
    let all = Set(conversation.indices)
    #expect(parts.allSatisfy { $0.isSubset(of: all) && !$0.isEmpty })
  }
}
