import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Linearizability checker")
struct LinearizabilityTests {
  @Test func `an empty history is linearizable`() {
    #expect(isLinearizable([], initial: 0))
  }

  @Test func `a read after a finished write must see it`() {
    let write = Operation(.write(1), invoked: 0, returned: 1)
    #expect(isLinearizable([write, Operation(.read(1), invoked: 2, returned: 3)], initial: 0))
    #expect(!isLinearizable([write, Operation(.read(0), invoked: 2, returned: 3)], initial: 0))
  }

  @Test func `a read beside a write may see it or not`() {
    let write = Operation(.write(1), invoked: 0, returned: 5)
    for seen in [0, 1] {
      #expect(isLinearizable([write, Operation(.read(seen), invoked: 2, returned: 3)], initial: 0))
    }
    #expect(!isLinearizable([write, Operation(.read(2), invoked: 2, returned: 3)], initial: 0))
  }

  @Test func `new and then old is refused while the write is still under way`() {
    let write = Operation(.write(1), invoked: 0, returned: nil)
    func reads(_ first: Int, _ second: Int) -> [Operation] {
      [
        write, Operation(.read(first), invoked: 1, returned: 2),
        Operation(.read(second), invoked: 3, returned: 4),
      ]
    }
    #expect(!isLinearizable(reads(1, 0), initial: 0))
    for allowed in [(0, 0), (0, 1), (1, 1)] {
      #expect(isLinearizable(reads(allowed.0, allowed.1), initial: 0))
    }
  }

  @Test func `a pending write need not happen and a pending read says nothing`() {
    let history = [
      Operation(.write(1), invoked: 0, returned: nil),
      Operation(.read(7), invoked: 0, returned: nil),
      Operation(.read(0), invoked: 50, returned: 51),
    ]
    #expect(RegisterHistory(history).linearization(initial: 0) == [2])
  }

  @Test func `operations that only touch at an instant are concurrent`() {
    let history = [
      Operation(.write(1), invoked: 0, returned: 2), Operation(.read(0), invoked: 2, returned: 3),
    ]
    #expect(isLinearizable(history, initial: 0))
  }

  @Test func `two writes and two readers that disagree on their order are refused`() {
    func history(_ reads: [Int]) -> [Operation] {
      [
        Operation(.write(1), invoked: 0, returned: 9),
        Operation(.write(2), invoked: 0, returned: 9),
        Operation(.read(reads[0]), invoked: 10, returned: 11),
        Operation(.read(reads[1]), invoked: 12, returned: 13),
      ]
    }
    #expect(isLinearizable(history([1, 1]), initial: 0))
    #expect(isLinearizable(history([2, 2]), initial: 0))
    #expect(!isLinearizable(history([1, 2]), initial: 0))
  }

  @Test func `a stale read in another session is sequentially consistent and not linearizable`() {
    let write = Operation(.write(1), invoked: 0, returned: 1)
    let stale = Operation(.read(0), invoked: 2, returned: 3)
    #expect(!isLinearizable([write, stale], initial: 0))
    #expect(RegisterHistory(sessions: [[write], [stale]]).linearization(initial: 0) == [1, 0])
    #expect(RegisterHistory(sessions: [[write, stale]]).linearization(initial: 0) == nil)
  }

  @Test
  func `what was tried is not tried again: writes in any order cost their sets, not their orders`()
  {
    // 12 writes beside each other: 4,096 sets, but 479 million orders. The read fits none of them.
    let writes = (1...12).map { Operation(.write($0), invoked: 0, returned: 9) }
    let history = writes + [Operation(.read(99), invoked: 10, returned: 11)]
    #expect(!isLinearizable(history, initial: 0))
  }

  @Test func `the answer is that of trying every order`() {
    var random = RandomSource(seed: 4)
    var answers: [Bool: Int] = [:]
    for _ in 0..<400 {
      let history = (0..<5).map { _ in
        let start = random.index(below: 8)
        let end = random.chance(1, in: 6) ? nil : start + random.index(below: 6)
        let value = random.index(below: 3)
        return Operation(
          random.chance(1, in: 2) ? .write(value) : .read(value), invoked: start, returned: end)
      }
      let found = RegisterHistory(history).linearization(initial: 0)
      #expect((found != nil) == Self.someOrderFits(history, before: [], value: 0), "\(history)")
      answers[found != nil, default: 0] += 1
    }
    #expect(answers.values.allSatisfy { $0 > 50 }, "both answers are tried: \(answers)")
  }

  /// Tries every order of every choice of the unanswered, with no memory and no short cut.
  private static func someOrderFits(
    _ rest: [Operation], before: [Operation], value: Int
  ) -> Bool {
    if rest.allSatisfy({ $0.returned == nil }) { return true }
    return rest.indices.contains { index in
      var others = rest
      let next = others.remove(at: index)
      if others.contains(where: { $0.precedes(next) }) { return false }
      switch next.kind {
      case .write(let written):
        return someOrderFits(others, before: before + [next], value: written)
      case .read(let seen):
        return next.returned != nil && seen == value
          && someOrderFits(others, before: before + [next], value: value)
      }
    }
  }
}
