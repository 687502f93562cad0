import Simulation
import Solutions

extension TracingQuestion {
  private static let verdicts: [ConsistencyModel?] = [.linearizable, .sequential, .causal, nil]

  /// What is the strongest model that permits a history?
  static let consistency = TracingQuestion(
    "strongest-model", outcomes: verdicts.map(name)
  ) { random in
    let story = RegisterStory(&random)
    guard story.operations.contains(where: { $0.kind == .read }) else { return nil }
    let wrong = verdicts.filter { $0 != story.strongest }.map { model -> Choice in
      let (misconception, why) = reason(model)
      return .wrong(name(model), misconception, why: why)
    }
    return Instance(
      ask: "One register, 0 at first. The operations, one after another in real time:\n\n"
        + story.markdown + "\n\nWhich is the strongest model that permits this?",
      right: .right(name(story.strongest)), traps: wrong,
      why: story.witness + " (`r1@2` means: process 2 reads 1.)", outcome: name(story.strongest))
  }

  private static func reason(_ model: ConsistencyModel?) -> (misconception: String, why: String) {
    switch model {
    case .linearizable:
      (
        "a value that somebody wrote is fresh",
        "Look for a read that began after a write had ended and missed it."
      )
    case .sequential:
      ("stale is sequential", "Look for one order that fits what every process saw.")
    case .causal: ("stale is causal", "Look for what each process had seen before.")
    case nil:
      (
        "disorder rules everything out",
        "Look at one process at a time: concurrent writes may come in any order."
      )
    }
  }

  private static func name(_ model: ConsistencyModel?) -> String {
    model?.rawValue ?? "none of the three"
  }
}
