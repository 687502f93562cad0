import Histories
import Simulation

/// Tries every order of every choice of the unanswered operations, with no memory and no short cut.
struct TryingEveryOrder<M: Model> {
  let model: M
  let comesFirst: (M.Operation, M.Operation) -> Bool

  init(
    _ model: M, comesFirst: @escaping (M.Operation, M.Operation) -> Bool = { $0.precedes($1) }
  ) {
    self.model = model
    self.comesFirst = comesFirst
  }

  func explains(_ history: [M.Operation]) -> Bool { explains(history, model.initial) }

  private func explains(_ rest: [M.Operation], _ state: M.State) -> Bool {
    if rest.allSatisfy({ $0.answer == nil }) { return true }
    return rest.indices.contains { index in
      var others = rest
      let next = others.remove(at: index)
      // What has no answer may be left out, so nothing waits for it.
      if others.contains(where: { $0.answer != nil && comesFirst($0, next) }) { return false }
      guard let after = model.step(state, next.input, next.answer?.output) else { return false }
      return explains(others, after)
    }
  }

  /// Whether this order of a history's operations is one that explains it.
  func isExplained(_ history: [M.Operation], by order: [Int]) -> Bool {
    let answered = history.indices.filter { history[$0].answer != nil }
    guard Set(order).count == order.count, Set(order).isSuperset(of: answered) else { return false }
    var state = model.initial
    for (place, index) in order.enumerated() {
      let operation = history[index]
      // What has no answer comes anywhere behind its call.
      if operation.answer != nil,
        order[..<place].contains(where: { comesFirst(operation, history[$0]) })
      {
        return false
      }
      guard let next = model.step(state, operation.input, operation.answer?.output) else {
        return false
      }
      state = next
    }
    return true
  }
}

/// When the operations of a history are called and return, without what they do.
struct Shape {
  struct Span {
    let client: Int
    let called: Int
    var returned: Int?
  }

  var spans: [Span] = []

  /// Every shape of so many operations of so many clients, each of which does one at a time and may
  /// wait for its last for ever.
  static func all(clients: Int, operations: Int) -> [Shape] {
    var shapes: [Shape] = []
    func extend(_ shape: Shape, _ open: [Int?], time: Int) {
      if shape.spans.count == operations { shapes.append(shape) }
      for client in 0..<clients {
        var (shape, open) = (shape, open)
        if let span = open[client] {
          shape.spans[span].returned = time
          open[client] = nil
          extend(shape, open, time: time + 1)
        } else if shape.spans.count < operations {
          open[client] = shape.spans.count
          shape.spans.append(Span(client: client, called: time))
          extend(shape, open, time: time + 1)
        }
      }
    }
    extend(Shape(), Array(repeating: nil, count: clients), time: 0)
    return shapes
  }

  /// Every history of this shape whose operations are taken from a list.
  func histories<Input, Output>(
    of choices: [(Input, Output)], _ body: ([ClientOperation<Input, Output>]) -> Void
  ) {
    func fill(_ history: [ClientOperation<Input, Output>]) {
      guard history.count < spans.count else { return body(history) }
      let span = spans[history.count]
      for (place, (input, output)) in choices.enumerated() {
        // Without an answer, what it would have been makes no difference.
        if span.returned == nil, choices[..<place].contains(where: { $0.0 == input }) { continue }
        let answer = span.returned.map {
          ClientOperation<Input, Output>.Answer(output, returned: $0)
        }
        fill(
          history + [
            ClientOperation(client: span.client, input, called: span.called, answer: answer)
          ])
      }
    }
    fill([])
  }
}

/// A random history of a few operations, some of which never return.
func randomHistory<Input, Output>(
  clients: Int, operations: Int, of choices: [(Input, Output)], random: inout RandomSource
) -> [ClientOperation<Input, Output>] {
  (0..<operations).map { _ in
    let called = random.index(below: 2 * operations)
    let (input, output) = choices[random.index(below: choices.count)]
    return ClientOperation(
      client: random.index(below: clients), input, called: called,
      answer: random.chance(1, in: 6)
        ? nil : .init(output, returned: called + random.index(below: operations)))
  }
}
