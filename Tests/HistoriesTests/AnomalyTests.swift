import Histories
import Testing

private typealias Step = IntRegister.Operation

private func write(_ value: Int, by client: Int = 1, _ called: Int, _ returned: Int) -> Step {
  Step(client: client, .write(value), .done, called: called, returned: returned)
}

private func read(_ value: Int, by client: Int = 2, _ called: Int, _ returned: Int) -> Step {
  Step(client: client, .read, .value(value), called: called, returned: returned)
}

private func swap(
  _ expected: Int, _ new: Int, by client: Int, _ output: IntRegister.Output, _ called: Int,
  _ returned: Int
) -> Step {
  Step(
    client: client, .compareAndSet(expected: expected, new: new), output, called: called,
    returned: returned)
}

@Suite("Known anomalies")
struct AnomalyTests {
  private let register = IntRegister(initial: 0)

  /// The smallest part that is impossible; nil when there is an order.
  private func part(_ history: [Step]) -> [Int]? {
    if case .broken(let part) = register.linearizability(of: history) { part } else { nil }
  }

  @Test func `a stale read is told with the write it missed`() {
    let history = [write(1, 0, 1), read(1, 2, 3), read(0, by: 3, 4, 5), write(2, 6, 7)]
    #expect(part(history) == [0, 2])
    #expect(part([write(1, 0, 1), write(2, 2, 3), read(1, 4, 5), read(2, 6, 7)]) == [0, 1, 2])
  }

  @Test func `new and then old is refused while the write is still under way`() {
    let write = Step(client: 1, pending: .write(1), called: 0)
    #expect(part([write, read(1, 1, 2), read(0, by: 3, 3, 4)]) == [0, 1, 2])
    for (first, second) in [(0, 0), (0, 1), (1, 1)] {
      #expect(part([write, read(first, 1, 2), read(second, by: 3, 3, 4)]) == nil)
    }
  }

  @Test func `a lost update is refused`() {
    #expect(part([swap(0, 1, by: 1, .done, 0, 5), swap(0, 2, by: 2, .done, 1, 6)]) == [0, 1])
    #expect(part([swap(0, 1, by: 1, .done, 0, 5), swap(0, 2, by: 2, .refused, 1, 6)]) == nil)
  }

  @Test func `two halves that each serve their own clients are refused`() {
    let history = [
      write(1, by: 1, 0, 1), write(2, by: 2, 2, 3), read(1, by: 3, 4, 5), read(2, by: 4, 6, 7),
    ]
    #expect(part(history)?.contains(2) == true)
    #expect(part([write(1, by: 1, 0, 9), write(2, by: 2, 0, 9)] + history[2...]) == nil)
    #expect(
      part(
        [write(1, by: 1, 0, 9), write(2, by: 2, 0, 9)] + [
          read(1, by: 3, 10, 11), read(2, by: 4, 12, 13),
        ]) == [0, 1, 2, 3])
  }

  @Test func `what nobody wrote and what is written only later is refused at once`() {
    let writes = (1...20).map { write($0, by: $0, 0, 100) }
    #expect(
      register.linearizability(of: writes + [read(99, by: 21, 0, 100)], budget: 0)
        == .broken(part: [20]))
    #expect(
      register.linearizability(of: [read(5, 0, 1), write(5, 2, 3)], budget: 0)
        == .broken(part: [0, 1]))
  }

  @Test func `a pending write need not happen, and may happen late`() {
    let pending = Step(client: 1, pending: .write(1), called: 0)
    #expect(register.linearizability(of: [pending, read(0, 50, 51)]) == .holds(order: [1]))
    #expect(
      register.linearizability(of: [pending, read(0, 50, 51), read(1, 52, 53)])
        == .holds(order: [1, 0, 2]))
    #expect(part([read(1, 0, 1), Step(client: 1, pending: .write(1), called: 2)]) == [0, 1])
    #expect(part([Step(client: 1, pending: .read, called: 0)]) == nil)
  }

  @Test func `operations that only touch at an instant are concurrent`() {
    #expect(part([write(1, 0, 2), read(0, 2, 3)]) == nil)
    #expect(part([write(1, 0, 2), read(0, 3, 3)]) == [0, 1])
  }

  @Test func `a client that gave up may see its write later`() {
    let history = [
      Step(client: 1, pending: .write(1), called: 0), write(2, 1, 2), read(1, by: 1, 3, 4),
    ]
    #expect(part(history) == nil)
  }

  @Test func `a queue that gives out of turn, or twice, is refused`() {
    typealias Queue = FIFOQueue<String>
    let queue = Queue()
    func put(_ value: String, _ time: Int) -> Queue.Operation {
      Queue.Operation(client: 1, .enqueue(value), .done, called: time, returned: time)
    }
    func take(_ value: String, _ time: Int, by client: Int = 2) -> Queue.Operation {
      Queue.Operation(client: client, .dequeue, .value(value), called: time, returned: time)
    }
    #expect(queue.linearizability(of: [put("a", 1), put("b", 2), take("b", 3)]).isBroken == true)
    #expect(
      queue.linearizability(of: [put("a", 1), take("a", 2), take("a", 3)])
        == .broken(part: [0, 1, 2]))
    #expect(queue.linearizability(of: [put("a", 1), put("b", 2), take("a", 3)]).holds)
    let whole = [put("x", 0), take("x", 1), put("a", 2), put("b", 3), take("b", 4), take("a", 5)]
    #expect(queue.linearizability(of: whole) == .broken(part: [2, 3, 4]))
  }

  @Test func `keys of a store are decided one by one and ordered together`() {
    typealias Store = KeyValueStore<String, Int>
    func put(_ key: String, _ value: Int, _ called: Int, _ returned: Int) -> Store.Operation {
      Store.Operation(client: 1, .put(key, value), .done, called: called, returned: returned)
    }
    func get(_ key: String, _ value: Int?, _ called: Int, _ returned: Int) -> Store.Operation {
      Store.Operation(client: 2, .get(key), .value(value), called: called, returned: returned)
    }
    let history = [put("x", 1, 0, 5), put("y", 1, 1, 6), get("y", 1, 2, 3), get("x", nil, 4, 7)]
    let verdict = Store().linearizability(of: history)
    guard case .holds(let order) = verdict else { return #expect(Bool(false), "\(verdict)") }
    #expect(TryingEveryOrder(Store()).isExplained(history, by: order))
    #expect(
      Store().linearizability(of: history + [get("y", nil, 8, 9)]) == .broken(part: [1, 4]))
  }

  @Test func `a spent budget is unknown, and never a wrong answer`() {
    // Every order of what is put in is tried before it is certain that none will do.
    typealias Queue = FIFOQueue<Int>
    let queue = Queue()
    let puts = (1...6).map {
      Queue.Operation(client: $0, .enqueue($0), .done, called: 0, returned: 100)
    }
    let takes = [1, 2, 1].enumerated().map { place, value in
      Queue.Operation(
        client: 9, .dequeue, .value(value), called: 101 + place, returned: 101 + place)
    }
    for budget in [0, 1, 10, 100] {
      guard case .unknown(let steps) = queue.linearizability(of: puts + takes, budget: budget)
      else { return #expect(Bool(false), "\(budget)") }
      #expect(steps <= budget + 9)
      #expect(queue.isLinearizable(puts + takes, budget: budget) == nil)
    }
    #expect(queue.linearizability(of: puts + takes) == .broken(part: [0, 6, 8]))
    #expect(queue.linearizability(of: puts + takes[..<2]).holds)
  }

  @Test func `the same history gives the same answer in any order of its lines`() {
    let history = [
      write(1, by: 1, 0, 9), write(2, by: 2, 0, 9), read(1, by: 3, 10, 11), read(2, by: 4, 12, 13),
      write(3, by: 1, 14, 15), read(3, by: 2, 16, 17),
    ]
    let verdict = register.linearizability(of: history)
    #expect(register.linearizability(of: history) == verdict)
    let reversed = register.linearizability(of: history.reversed())
    guard case .broken(let part) = verdict, case .broken(let other) = reversed else {
      return #expect(Bool(false), "\(verdict) \(reversed)")
    }
    #expect(Set(part) == Set(other.map { history.count - 1 - $0 }))
  }
}
