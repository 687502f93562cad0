import Histories
import Simulation

/// The checker of clients' histories on long histories, and on the short ones that are hard.
///
/// Its peer is Porcupine (Go), whose times on Jepsen's histories of 60 to 170 operations of 5 clients
/// are a median of 107 µs and at most 184 ms.
struct HistoriesBenchmark {
  private typealias Step = Register<Int>.Operation

  private let register = Register(initial: 0)

  /// Measures, and prints what it found.
  /// - Returns: whether every answer was the right one and in time.
  func run() -> Bool {
    print("Linearizability of clients' histories")
    let served = history(clients: 10, operations: 10_000)
    var stale = served
    let reads = stale.indices.filter { stale[$0].input == .read }
    stale[reads[reads.count - 1]].answer?.output = served[reads[10]].answer?.output ?? .done
    let writes = (1...20).map { Step(client: $0, .write($0), .done, called: 0, returned: 100) }
    let unwritten = writes + [Step(client: 21, .read, .value(99), called: 0, returned: 100)]
    let disagreeing =
      writes.prefix(12) + [
        Step(client: 21, .read, .value(1), called: 101, returned: 102),
        Step(client: 21, .read, .value(2), called: 103, returned: 104),
      ]
    let rows: [(String, [Step], holds: Bool, limit: Double?)] = [
      ("10,000 operations of 10 clients", served, true, 2_000),
      ("the same with a stale read near the end", stale, false, nil),
      ("10,000 operations of 50 clients", history(clients: 50, operations: 10_000), true, nil),
      ("20 concurrent writes and a read of what nobody wrote", unwritten, false, 1),
      ("12 concurrent writes and two reads that disagree", Array(disagreeing), false, nil),
    ]
    var isRight = true
    for (name, history, holds, limit) in rows {
      var verdict = ConsistencyVerdict.unknown(steps: 0)
      let time = Measurement(5) { verdict = register.linearizability(of: history) }
      let isInTime = limit.map { time.median <= $0 } ?? true
      let bar = limit.map { " (at most \($0.text))" } ?? ""
      isRight = isRight && isInTime && verdict.holds == holds && verdict.isBroken != holds
      print("  \(name): \(Self.name(verdict)), \(time.text)\(bar)")
    }
    return isRight
  }

  private static func name(_ verdict: ConsistencyVerdict) -> String {
    switch verdict {
    case .holds: "linearizable"
    case .broken(let part): "not linearizable, as \(part.count) of them show"
    case .unknown(let steps): "unknown after \(steps) steps"
    }
  }

  /// Clients that read and write at once; each operation takes effect at a random instant.
  private func history(clients: Int, operations: Int) -> [Step] {
    var random = RandomSource(seed: 1)
    var history: [Step] = []
    var open: [(index: Int, output: Register<Int>.Output?)?] = Array(repeating: nil, count: clients)
    var value = 0
    var time = 0
    while history.count < operations || open.contains(where: { $0 != nil }) {
      let client = random.index(below: clients)
      time += 1
      if let (index, output) = open[client] {
        if let output {
          history[index].answer = .init(output, returned: time)
          open[client] = nil
        } else if case .write(let written) = history[index].input {
          value = written
          open[client] = (index, .done)
        } else {
          open[client] = (index, .value(value))
        }
      } else if history.count < operations {
        open[client] = (history.count, nil)
        let input: Register<Int>.Input =
          random.chance(1, in: 2) ? .write(history.count + 1) : .read
        history.append(Step(client: client, pending: input, called: time))
      }
    }
    return history
  }
}
