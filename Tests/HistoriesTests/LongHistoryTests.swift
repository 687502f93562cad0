import Histories
import Simulation
import Testing

/// A history of clients that use one register at once, each operation taking effect at an instant.
private func servedHistory(
  clients: Int, operations: Int, seed: UInt64
) -> [IntRegister.Operation] {
  var random = RandomSource(seed: seed)
  var history: [IntRegister.Operation] = []
  var open: [(index: Int, output: IntRegister.Output?)?] = Array(repeating: nil, count: clients)
  var value = 0
  var time = 0
  while history.count < operations || open.contains(where: { $0 != nil }) {
    let client = random.index(below: clients)
    time += 1
    guard let (index, output) = open[client] else {
      guard history.count < operations else { continue }
      open[client] = (history.count, nil)
      history.append(
        IntRegister.Operation(
          client: client,
          pending: random.chance(1, in: 2) ? .write(history.count + 1) : .read, called: time))
      continue
    }
    if let output {
      history[index].answer = .init(output, returned: time)
      open[client] = nil
    } else if case .write(let written) = history[index].input {
      value = written
      open[client] = (index, .done)
    } else {
      open[client] = (index, .value(value))
    }
  }
  return history
}

@Suite("Long histories")
struct LongHistoryTests {
  private let register = IntRegister(initial: 0)

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a served history of 3,000 operations has an order that is one`(seed: UInt64) {
    let history = servedHistory(clients: 10, operations: 3_000, seed: seed)
    guard case .holds(let order) = register.linearizability(of: history) else {
      return #expect(Bool(false))
    }
    #expect(order.count == 3_000)
    var value = 0
    // In real time: no operation returned before the call of one that comes before it.
    var latestCall = Int.min
    for index in order {
      let operation = history[index]
      #expect(operation.returned >= latestCall)
      latestCall = max(latestCall, operation.called)
      if case .write(let written) = operation.input { value = written }
      if case .value(let seen)? = operation.answer?.output { #expect(seen == value) }
    }
  }

  @Test func `a stale read deep in a long history is found and told in a few operations`() {
    var history = servedHistory(clients: 10, operations: 3_000, seed: 4)
    let reads = history.indices.filter { history[$0].input == .read }
    let late = reads[reads.count * 2 / 3]
    guard case .value(let stale)? = history[reads[40]].answer?.output else {
      return #expect(Bool(false))
    }
    history[late].answer?.output = .value(stale)
    guard case .broken(let part) = register.linearizability(of: history) else {
      return #expect(Bool(false))
    }
    #expect(part.contains(late) && part.count <= 4, "\(part)")
    #expect(!TryingEveryOrder(register).explains(part.map { history[$0] }))
  }
}
