import Simulation
import Solutions

extension TracingQuestion {
  /// What is the strongest model that permits a history?
  static let consistency = TracingQuestion("strongest-model") { random in
    // Each verdict is equally likely to be asked for, which drawing histories alone would not do.
    let wanted: [ConsistencyModel?] = [.linearizable, .sequential, .causal, nil]
    let verdict = wanted[random.index(below: wanted.count)]
    var history = randomHistory(&random, isFresh: verdict == .linearizable)
    for _ in 0..<30 where ConsistencyModel.strongest(allowing: history) != verdict {
      history = randomHistory(&random, isFresh: verdict == .linearizable)
    }
    let strongest = ConsistencyModel.strongest(allowing: history)
    let reasons: [ConsistencyModel?: (String, String)] = [
      .linearizable: (
        "a value that somebody wrote is fresh",
        "Look for a read that began after a write had ended and missed it."
      ),
      .sequential: ("stale is sequential", "Look for one order that fits what every process saw."),
      .causal: ("stale is causal", "Look for what each process had seen before."),
      nil: (
        "disorder rules everything out",
        "Look at one process at a time: concurrent writes may come in any order."
      ),
    ]
    let wrong = wanted.filter { $0 != strongest }.map { model -> Choice in
      let (misconception, why) = reasons[model] ?? ("", "")
      return .wrong(name(model), misconception, why: why)
    }
    return Question(
      ask: "One register, 0 at first. The operations, one after another in real time:\n\n"
        + history.enumerated().map { "\($0 + 1). \(text($1))" }.joined(separator: "\n")
        + "\n\nWhich is the strongest model that permits this?",
      answer: .single(
        Choice.sorted(
          right: .right(name(strongest), why: "Our checker tried every order."), wrong: wrong)),
      why:
        "Linearizable asks for one order that respects real time, sequential for one that respects "
        + "each process's own, causal for one per process in which causes come first.")
  }

  /// One or two writes, then reads; of what was written last when `isFresh`, else of anything.
  private static func randomHistory(
    _ random: inout RandomSource, isFresh: Bool
  ) -> [RegisterOperation] {
    let writers = [random.index(below: 3), random.index(below: 3)]
    var written = 0
    return (0..<5).map { place in
      let times = (2 * place, 2 * place + 1)
      if place == 0 || (place == 1 && random.chance(1, in: 2)) {
        written += 1
        return RegisterOperation(
          process: writers[written - 1], .write, value: written, invoked: times.0,
          returned: times.1)
      }
      return RegisterOperation(
        process: random.index(below: 3), .read,
        value: isFresh ? written : random.index(below: written + 1),
        invoked: times.0, returned: times.1)
    }
  }

  private static func text(_ operation: RegisterOperation) -> String {
    let process = "process \(operation.process + 1)"
    return operation.kind == .write
      ? "\(process) writes \(operation.value)" : "\(process) reads \(operation.value)"
  }

  private static func name(_ model: ConsistencyModel?) -> String {
    model?.rawValue ?? "none of the three"
  }
}
