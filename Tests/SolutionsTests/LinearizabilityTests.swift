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

  @Test func `sixty writes beside each other are judged by their values`() {
    let writes = (1...60).map { Operation(.write($0), invoked: 0, returned: 9) }
    func reads(_ values: [Int]) -> [Operation] {
      values.enumerated().map {
        Operation(.read($0.element), invoked: 10 + 2 * $0.offset, returned: 11 + 2 * $0.offset)
      }
    }
    #expect(isLinearizable(writes + reads([30, 30]), initial: 0))
    for seen in [[99], [0], [1, 2], [2, 1]] {
      #expect(!isLinearizable(writes + reads(seen), initial: 0))
    }
  }

  @Test func `a comparison finds what it expects, and puts its value there in the same step`() {
    func swap(_ expected: Int, _ new: Int, _ succeeded: Bool, returned: Int? = 9) -> Operation {
      Operation(
        .compareAndSet(expected: expected, new: new, succeeded: succeeded), invoked: 0,
        returned: returned)
    }
    #expect(!isLinearizable([swap(0, 1, true), swap(0, 2, true)], initial: 0))
    #expect(isLinearizable([swap(0, 1, true), swap(0, 2, false)], initial: 0))
    #expect(!isLinearizable([swap(0, 1, false)], initial: 0))
    let read = Operation(.read(1), invoked: 10, returned: 11)
    #expect(isLinearizable([swap(0, 1, false, returned: nil), read], initial: 0))
    #expect(!isLinearizable([swap(2, 1, true, returned: nil), read], initial: 0))
  }

  @Test(arguments: [(3, true), (4, true), (4, false), (5, false)])
  func `the answer is that of trying every order`(length: Int, comparing: Bool) {
    var random = RandomSource(seed: UInt64(length))
    var answers: [Bool: Int] = [:]
    for _ in 0..<600 {
      let history = (0..<length).map { place in
        let start = random.index(below: 7)
        let end = random.chance(1, in: 6) ? nil : start + random.index(below: 6)
        let value = random.index(below: 3)
        let kind: Operation.Kind =
          switch random.index(below: comparing ? 4 : 2) {
          // Also histories in which every value is written once.
          case 0: .write(random.chance(1, in: 2) ? value : place + 1)
          case 1: .read(value)
          default:
            .compareAndSet(
              expected: value, new: random.index(below: 3), succeeded: random.chance(1, in: 2))
          }
        return Operation(kind, invoked: start, returned: end)
      }
      let isExplained = isLinearizable(history, initial: 0)
      #expect(isExplained == Self.someOrderFits(history, value: 0), "\(history)")
      #expect(
        (RegisterHistory(history).linearization(initial: 0) != nil) == isExplained, "\(history)")
      answers[isExplained, default: 0] += 1
    }
    #expect(answers.values.allSatisfy { $0 > 50 }, "both answers are tried: \(answers)")
  }

  /// Tries every order of every choice of the unanswered, with no memory and no short cut.
  private static func someOrderFits(_ rest: [Operation], value: Int) -> Bool {
    if rest.allSatisfy({ $0.returned == nil }) { return true }
    return rest.indices.contains { index in
      var others = rest
      let next = others.remove(at: index)
      if others.contains(where: { $0.precedes(next) }) { return false }
      let after: Int? =
        switch next.kind {
        case .write(let written): written
        case .read(let seen): next.returned != nil && seen == value ? value : nil
        case .compareAndSet(let expected, let new, let succeeded):
          next.returned == nil
            ? (expected == value ? new : value)
            : (expected == value) == succeeded ? (succeeded ? new : value) : nil
        }
      return after.map { someOrderFits(others, value: $0) } ?? false
    }
  }

  @Test func `sessions count as their clients did things, whatever the time`() {
    let late = Operation(.read(0), invoked: 5, returned: 6)
    let write = Operation(.write(1), invoked: 0, returned: 1)
    #expect(!isLinearizable([write, late], initial: 0))
    #expect(RegisterHistory(sessions: [[write], [late]]).linearization(initial: 0) == [1, 0])
    #expect(RegisterHistory(sessions: [[write, late]]).linearization(initial: 0) == nil)
    let second = Operation(.write(2), invoked: 2, returned: 3)
    let sees = Operation(.read(1), invoked: 7, returned: 8)
    #expect(
      RegisterHistory(sessions: [[second], [write, late, sees]]).linearization(initial: 0) == nil)
    #expect(
      RegisterHistory(sessions: [[late, second], [write, sees]]).linearization(initial: 0)
        == [0, 1, 2, 3])
  }

  @Test func `what no order could explain once is not asked again`() {
    // Twelve writes, one value twice: there are 2^12 sets of them, and some 40 million orders.
    let writes = (0..<12).map { Operation(.write($0 % 11), invoked: 0, returned: 9) }
    #expect(!isLinearizable(writes + [Operation(.read(11), invoked: 10, returned: 11)], initial: 0))
  }

  @Test func `an unfinished write that was seen is later than what ended before it began`() {
    let history = [
      Operation(.write(2), invoked: 6, returned: 7),
      Operation(.write(1), invoked: 10, returned: nil),
      Operation(.read(1), invoked: 5, returned: 15), Operation(.read(2), invoked: 16, returned: 17),
    ]
    #expect(!isLinearizable(history, initial: 0))
  }
}
