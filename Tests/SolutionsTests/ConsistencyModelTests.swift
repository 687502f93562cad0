import Solutions
import Testing

@Suite("Consistency models")
struct ConsistencyModelTests {
  private func write(_ process: Int, _ value: Int, _ times: ClosedRange<Int>, to register: Int = 0)
    -> RegisterOperation
  {
    RegisterOperation(
      process: process, .write, register: register, value: value, invoked: times.lowerBound,
      returned: times.upperBound)
  }

  private func read(_ process: Int, _ value: Int, _ times: ClosedRange<Int>, of register: Int = 0)
    -> RegisterOperation
  {
    RegisterOperation(
      process: process, .read, register: register, value: value, invoked: times.lowerBound,
      returned: times.upperBound)
  }

  @Test func `an old value after a finished write is sequential and not linearizable`() {
    let history = [write(1, 1, 0...1), read(2, 0, 2...3)]
    #expect(ConsistencyModel.strongest(allowing: history) == .sequential)
  }

  @Test func `two processes that see concurrent writes in opposite orders are causal at most`() {
    let history = [
      write(1, 1, 0...1), write(2, 2, 0...1),
      read(3, 1, 2...3), read(3, 2, 4...5), read(4, 2, 2...3), read(4, 1, 4...5),
    ]
    #expect(ConsistencyModel.strongest(allowing: history) == .causal)
  }

  @Test func `an answer seen without its question is not even causal`() {
    let history = [
      write(1, 1, 0...1, to: 0), read(2, 1, 2...3, of: 0), write(2, 2, 4...5, to: 1),
      read(3, 2, 6...7, of: 1), read(3, 0, 8...9, of: 0),
    ]
    #expect(ConsistencyModel.strongest(allowing: history) == nil)
  }

  @Test func `going back to an older value is not causal`() {
    let history = [
      write(1, 1, 0...1), write(1, 2, 2...3), read(2, 2, 4...5), read(2, 1, 6...7),
    ]
    #expect(ConsistencyModel.strongest(allowing: history) == nil)
    #expect(!ConsistencyModel.causal.allows([read(1, 7, 0...1)]))
    // Nor for a process of any other name.
    let swapped = [
      write(2, 1, 0...1), write(2, 2, 2...3), read(1, 2, 4...5), read(1, 1, 6...7),
    ]
    #expect(ConsistencyModel.strongest(allowing: swapped) == nil)
  }

  @Test func `a write may take effect at any moment between question and answer`() {
    let pending = write(1, 1, 0...9)
    #expect(ConsistencyModel.linearizable.allows([pending, read(2, 0, 1...2), read(3, 1, 3...4)]))
    #expect(!ConsistencyModel.linearizable.allows([pending, read(2, 1, 1...2), read(3, 0, 3...4)]))
  }

  @Test func `what was refuted is not tried again`() {
    // Eleven writes beside each other: 2,048 sets, but 39,916,800 orders. The read fits none of them.
    let writes = (1...11).map { write($0, $0, 0...9) }
    #expect(!ConsistencyModel.sequential.allows(writes + [read(1, 99, 10...11)]))
  }

  @Test func `each model implies the next, on every history of two processes and four operations`()
  {
    var counts: [ConsistencyModel?: Int] = [:]
    let choices = 6
    for code in 0..<(choices * choices * choices * choices) {
      let history = (0..<4).map { place in
        operation(code / [1, 6, 36, 216][place] % choices, place: place)
      }
      let allowed = ConsistencyModel.allCases.filter { $0.allows(history) }
      #expect(Array(ConsistencyModel.allCases.suffix(allowed.count)) == allowed, "\(history)")
      counts[allowed.first, default: 0] += 1
    }
    #expect(counts.values.reduce(0, +) == 1296)
    #expect(ConsistencyModel.allCases.allSatisfy { counts[$0, default: 0] > 0 })
  }

  /// Processes take turns; each writes a value of its own or reads what somebody may have written.
  private func operation(_ choice: Int, place: Int) -> RegisterOperation {
    let times = (2 * place)...(2 * place + 1)
    return choice == 0
      ? write(place % 2, place + 1, times) : read(place % 2, choice - 1, times)
  }
}
