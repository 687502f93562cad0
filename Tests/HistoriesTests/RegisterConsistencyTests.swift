import Histories
import Simulation
import Solutions
import Testing

private typealias Store = KeyValueStore<Int, Int>

private func put(_ client: Int, _ key: Int, _ value: Int, _ time: Int) -> Store.Operation {
  Store.Operation(client: client, .put(key, value), .done, called: time, returned: time)
}

private func get(_ client: Int, _ key: Int, _ value: Int?, _ time: Int) -> Store.Operation {
  Store.Operation(client: client, .get(key), .value(value), called: time, returned: time)
}

private let (x, y) = (0, 1)

@Suite("Causal consistency and sessions")
struct RegisterConsistencyTests {
  private func broken(_ history: [Store.Operation]) throws -> [SessionGuarantee: [Int]] {
    let distinct = try DistinctHistory(history)
    return SessionGuarantee.allCases.reduce(into: [:]) { $0[$1] = $1.brokenPart(of: distinct) }
  }

  @Test func `a write that its own client does not read is told`() throws {
    let history = [put(1, x, 1, 0), put(1, y, 7, 1), get(1, x, nil, 2)]
    #expect(try broken(history) == [.readYourWrites: [0, 2]])
    #expect(try DistinctHistory(history).brokenCausality() == [0, 2])
    let older = [put(1, x, 1, 0), put(2, x, 2, 1), get(2, x, 1, 2), get(1, x, 2, 3)]
    #expect(try broken(older) == [.readYourWrites: [0, 1, 2, 3]])
  }

  @Test func `a read that goes back is told`() throws {
    let history = [
      put(1, x, 1, 0), put(2, x, 2, 1), get(3, x, 1, 2), get(3, x, 2, 3), get(3, x, 1, 4),
    ]
    #expect(try broken(history) == [.monotonicReads: [0, 1, 2, 3, 4]])
    #expect(
      try broken([put(1, x, 1, 0), get(2, x, 1, 1), get(2, x, nil, 2)])
        == [.monotonicReads: [0, 1, 2]])
  }

  @Test func `writes of a session that are seen in reverse are told`() throws {
    let history = [put(1, x, 1, 0), put(1, x, 2, 1), get(2, x, 2, 2), get(2, x, 1, 3)]
    #expect(try broken(history) == [.monotonicWrites: [0, 1, 2, 3]])
    // Of two registers too: who knows of the second write knows of the first.
    #expect(
      try broken([put(1, x, 1, 0), put(1, y, 2, 1), get(2, y, 2, 2), get(2, x, nil, 3)])
        == [.monotonicWrites: [0, 1, 2, 3]])
  }

  @Test func `an answer that is seen without its question is told`() throws {
    let history = [
      put(1, x, 1, 0), get(2, x, 1, 1), put(2, y, 2, 2), get(3, y, 2, 3), get(3, x, nil, 4),
    ]
    #expect(try broken(history) == [.writesFollowReads: [0, 1, 2, 3, 4]])
    #expect(try DistinctHistory(history).brokenCausality() == [0, 1, 2, 3, 4])
  }

  @Test func `two clients may see concurrent writes in different orders, and no order of all does`()
    throws
  {
    let history = [
      put(1, x, 1, 0), put(2, x, 2, 0), get(3, x, 1, 1), get(3, x, 2, 2), get(4, x, 2, 1),
      get(4, x, 1, 2),
    ]
    #expect(try DistinctHistory(history).brokenCausality() == nil)
    #expect(Store().sequentialConsistency(of: history).isBroken)
    #expect(try broken(history).keys.contains(.monotonicReads))
  }

  @Test func `a write without an answer may be seen or not`() throws {
    let pending = Store.Operation(client: 1, pending: .put(x, 1), called: 0)
    for seen in [nil, 1] {
      #expect(try broken([pending, get(1, x, seen, 1)]) == [:])
      #expect(try DistinctHistory([pending, get(2, x, seen, 1)]).brokenCausality() == nil)
    }
  }

  @Test func `what nobody wrote breaks every guarantee`() throws {
    let history = [put(1, x, 1, 0), get(1, x, 5, 1)]
    #expect(try broken(history)[.readYourWrites] == [1])
    #expect(try DistinctHistory(history).brokenCausality() == [1])
  }

  @Test func `a history that is none of reads and distinct writes is refused`() {
    #expect(throws: DistinctHistory.Unsuitable.sameValue(0, 1)) {
      try DistinctHistory([put(1, x, 1, 0), put(2, x, 1, 1)])
    }
    #expect(throws: DistinctHistory.Unsuitable.neitherReadNorWrite(0)) {
      try DistinctHistory([Store.Operation(client: 1, .delete(x), .done, called: 0, returned: 1)])
    }
  }

  @Test func `three models answer as the exercise's own search does`() throws {
    var random = RandomSource(seed: 3)
    var answers: [ConsistencyModel?: Int] = [:]
    for _ in 0..<1_500 {
      let count = 4 + random.index(below: 4)
      var operations: [RegisterOperation] = []
      for place in 0..<count {
        let called = 10 * place
        let register = random.index(below: 2)
        let isWrite = random.chance(1, in: 2)
        operations.append(
          RegisterOperation(
            process: random.index(below: 3), isWrite ? .write : .read, register: register,
            value: isWrite ? place + 1 : 0, invoked: called,
            returned: called + 1 + random.index(below: 25)))
      }
      let writes = operations.filter { $0.kind == .write }
      operations = operations.map { operation in
        let written = writes.filter { $0.register == operation.register }
        let choice = random.index(below: written.count + 1)
        guard operation.kind == .read, choice > 0 else { return operation }
        return RegisterOperation(
          process: operation.process, .read, register: operation.register,
          value: written[choice - 1].value, invoked: operation.invoked,
          returned: operation.returned)
      }
      let history = operations.map { operation in
        Store.Operation(
          client: operation.process,
          operation.kind == .write
            ? .put(operation.register, operation.value) : .get(operation.register),
          operation.kind == .write
            ? .done : .value(operation.value == 0 ? nil : operation.value),
          called: operation.invoked, returned: operation.returned)
      }
      answers[ConsistencyModel.strongest(allowing: operations), default: 0] += 1
      let distinct = try DistinctHistory(history)
      // The exercise adds the order of sessions to that of real time.
      let isOrdered = sessionsAreSequential(operations)
      if isOrdered {
        #expect(
          Store().linearizability(of: history).holds
            == ConsistencyModel.linearizable.allows(operations), "\(operations)")
      }
      let isSequential = Store().sequentialConsistency(of: history).holds
      #expect(isSequential == ConsistencyModel.sequential.allows(operations), "\(operations)")
      #expect(
        (distinct.brokenCausality() == nil) == ConsistencyModel.causal.allows(operations),
        "\(operations)")
      if isSequential { #expect(try broken(history) == [:], "\(operations)") }
    }
    #expect(answers.count == 4 && answers.values.allSatisfy { $0 > 3 }, "\(answers)")
  }

  private func sessionsAreSequential(_ operations: [RegisterOperation]) -> Bool {
    operations.indices.allSatisfy { later in
      operations[..<later].allSatisfy {
        $0.process != operations[later].process || $0.returned < operations[later].invoked
      }
    }
  }

  @Test func `each guarantee is broken by some random history and kept by others`() throws {
    var random = RandomSource(seed: 5)
    var counts: [SessionGuarantee: Int] = [:]
    for _ in 0..<3_000 {
      var history: [Store.Operation] = []
      for place in 0..<9 {
        let (client, key) = (random.index(below: 3), random.index(below: 2))
        let written = history.compactMap { operation -> Int? in
          if case .put(key, let value) = operation.input { value } else { nil }
        }
        let choice = random.index(below: written.count + 1)
        history.append(
          random.chance(1, in: 2)
            ? put(client, key, place + 1, place)
            : get(client, key, choice == 0 ? nil : written[choice - 1], place))
      }
      for (guarantee, part) in try broken(history) {
        counts[guarantee, default: 0] += 1
        let rest = try DistinctHistory(part.map { history[$0] })
        #expect(guarantee.brokenPart(of: rest) == Array(part.indices), "\(history)")
      }
    }
    #expect(
      counts.count == 4 && counts.values.allSatisfy { (1..<2_900).contains($0) }, "\(counts)")
  }
}
