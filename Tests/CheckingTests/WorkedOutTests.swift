import Checking
import Dispatch
import Synchronization
import Testing

@Suite("What is worked out once")
struct WorkedOutTests {
  @Test func `is worked out once, however many want it at one time`() {
    let count = Atomic(0)
    let squares = WorkedOut {
      count.add(1, ordering: .relaxed)
      return (1...1000).map { $0 * $0 }
    }
    #expect(count.load(ordering: .relaxed) == 0)
    let sums = Mutex<Set<Int>>([])
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let sum = squares.value.reduce(0, +)
      sums.withLock { _ = $0.insert(sum) }
    }
    #expect(sums.withLock { $0 } == [333_833_500])
    #expect(count.load(ordering: .relaxed) == 1)
  }
}
