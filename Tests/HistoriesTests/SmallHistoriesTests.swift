import Histories
import Simulation
import Testing

typealias IntRegister = Register<Int>

/// What an operation on a small register, queue or counter can be.
enum Choices {
  static let register: [(IntRegister.Input, IntRegister.Output)] = [
    (.write(1), .done), (.write(2), .done), (.read, .value(0)), (.read, .value(1)),
    (.read, .value(2)),
  ]
  static let comparing: [(IntRegister.Input, IntRegister.Output)] =
    register + [
      (.compareAndSet(expected: 0, new: 1), .done), (.compareAndSet(expected: 1, new: 2), .done),
      (.compareAndSet(expected: 1, new: 2), .refused),
      (.compareAndSet(expected: 2, new: 1), .refused),
    ]
  static let queue: [(FIFOQueue<Int>.Input, FIFOQueue<Int>.Output)] = [
    (.enqueue(1), .done), (.enqueue(2), .done), (.dequeue, .value(1)), (.dequeue, .value(2)),
    (.dequeue, .empty),
  ]
  static let counter: [(Counter.Input, Counter.Output)] = [
    (.add(1), .done), (.add(-1), .done), (.read, .value(0)), (.read, .value(1)),
    (.read, .value(2)),
  ]
  typealias Store = KeyValueStore<String, Int>
  static let store: [(Store.Input, Store.Output)] =
    ["x", "y"].flatMap { key -> [(Store.Input, Store.Output)] in
      [
        (.put(key, 1), .done), (.get(key), .value(nil)), (.get(key), .value(1)),
        (.delete(key), .done), (.compareAndSet(key, expected: nil, new: 1), .done),
        (.compareAndSet(key, expected: 1, new: 2), .refused),
      ]
    }
}

/// How often a checker and trying every order came to each answer.
struct Agreement {
  var linearizable = 0
  var broken = 0
  var disputed: [String] = []

  mutating func compare<M: Model>(_ model: M, _ history: [M.Operation]) {
    let oracle = TryingEveryOrder(model)
    let isExplained = oracle.explains(history)
    // A part takes as long as a few dozen answers without one.
    if !isExplained, broken % 8 != 0 {
      broken += 1
      if model.isLinearizable(history) != false { disputed.append("\(history)") }
      return
    }
    switch model.linearizability(of: history) {
    case .holds(let order):
      linearizable += 1
      if !isExplained || !oracle.isExplained(history, by: order) { disputed.append("\(history)") }
    case .broken(let part):
      broken += 1
      if isExplained || oracle.explains(part.map { history[$0] }) { disputed.append("\(history)") }
    case .unknown: disputed.append("\(history)")
    }
  }
}

@Suite("Linearizability of all small histories")
struct SmallHistoriesTests {
  @Test func `two clients have this many shapes of up to four operations`() {
    #expect((1...4).map { Shape.all(clients: 2, operations: $0).count } == [4, 18, 72, 288])
  }

  @Test func `the answer is that of trying every order, for every history of up to three`() {
    var agreement = Agreement()
    for count in 0...3 {
      for shape in Shape.all(clients: 2, operations: count) {
        shape.histories(of: Choices.comparing) {
          agreement.compare(IntRegister(initial: 0), $0)
        }
      }
    }
    #expect(agreement.disputed.first == nil, "\(agreement.disputed.count)")
    #expect(agreement.linearizable > 10_000 && agreement.broken > 10_000, "\(agreement)")
  }

  @Test func `and for every history of four reads and writes`() {
    let register = IntRegister(initial: 0)
    let oracle = TryingEveryOrder(register)
    var counts = [true: 0, false: 0]
    var disputed: [[IntRegister.Operation]] = []
    for shape in Shape.all(clients: 2, operations: 4) {
      shape.histories(of: Choices.register) { history in
        // Which of the two values is written first makes no difference.
        let first = history.first { $0.input != .read }?.input
        guard first != .write(2) else { return }
        let isExplained = oracle.explains(history)
        if register.isLinearizable(history) != isExplained { disputed.append(history) }
        counts[isExplained, default: 0] += 1
      }
    }
    #expect(disputed.first == nil, "\(disputed.count)")
    #expect(counts.values.allSatisfy { $0 > 10_000 }, "\(counts)")
  }

  @Test func `and for every history of up to three operations on a queue and a counter`() {
    var queue = Agreement()
    var counter = Agreement()
    for count in 0...3 {
      for shape in Shape.all(clients: 2, operations: count) {
        shape.histories(of: Choices.queue) { queue.compare(FIFOQueue(), $0) }
        shape.histories(of: Choices.counter) { counter.compare(Counter(), $0) }
      }
    }
    for agreement in [queue, counter] {
      #expect(agreement.disputed.first == nil, "\(agreement.disputed.count)")
      #expect(agreement.linearizable > 2_000 && agreement.broken > 2_000, "\(agreement)")
    }
  }

  @Test func `and for random ones of five and six operations of three clients`() {
    func agreement<M: Model>(_ model: M, _ choices: [(M.Input, M.Output)]) -> Agreement {
      var random = RandomSource(seed: 7)
      var agreement = Agreement()
      for round in 0..<1_000 {
        agreement.compare(
          model,
          randomHistory(clients: 3, operations: 5 + round % 2, of: choices, random: &random))
      }
      return agreement
    }
    for agreement in [
      agreement(IntRegister(initial: 0), Choices.comparing),
      agreement(FIFOQueue(), Choices.queue), agreement(Counter(), Choices.counter),
      agreement(KeyValueStore(), Choices.store),
    ] {
      #expect(agreement.disputed.first == nil, "\(agreement.disputed.count)")
      #expect(agreement.linearizable > 50 && agreement.broken > 50, "\(agreement)")
    }
  }

  @Test func `sequential consistency is that of trying every order of sessions`() {
    var random = RandomSource(seed: 8)
    var answers: [Bool: Int] = [:]
    func compare<M: Model>(_ model: M, _ choices: [(M.Input, M.Output)]) {
      for _ in 0..<700 {
        let history = randomHistory(clients: 3, operations: 5, of: choices, random: &random)
        // Positions break ties, so that one client's operations have an order.
        let spread = history.enumerated().map { place, operation in
          var operation = operation
          operation.called = operation.called * 10 + place
          operation.answer?.returned = operation.called + 1
          return operation
        }
        let oracle = TryingEveryOrder(model) {
          $0.client == $1.client && $0.called < $1.called
        }
        let verdict = model.sequentialConsistency(of: spread)
        let isExplained = oracle.explains(spread)
        answers[isExplained, default: 0] += 1
        switch verdict {
        case .holds(let order): #expect(oracle.isExplained(spread, by: order), "\(spread)")
        case .broken(let part):
          #expect(!isExplained && !oracle.explains(part.map { spread[$0] }), "\(spread)")
        case .unknown: Issue.record("unknown: \(spread)")
        }
      }
    }
    compare(IntRegister(initial: 0), Choices.comparing)
    compare(FIFOQueue(), Choices.queue)
    compare(KeyValueStore(), Choices.store)
    #expect(answers.values.allSatisfy { $0 > 200 }, "\(answers)")
  }
}
