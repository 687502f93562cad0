import Checking
import ExerciseKit
import Wire

/// Two questions: does an add that carries the order get its answer, and is a fresh worker none the
/// wiser.
struct AttackSuite: Suite {
  /// What the grader knows and never sends.
  static let secret = "the expected answer is 7 milk and 9 eggs"

  var order: String

  var exercise: String { "or-set" }
  var version: Int { 1 }
  var repeatability: Check { check("answers-alike") }

  func stages(for inputs: InputKey) -> [Stage] {
    [
      Stage(check("answers")) { (subject) throws(Stop) in try Self.ask(order, subject) },
      Stage(check("the-next-one-answers")) { (subject) throws(Stop) in
        try subject.restart()
        return try Self.ask("honest", subject)
      },
    ]
  }

  private func check(_ name: String) -> Check {
    Check(
      name: name, guarantee: "An add is answered with its dot.", source: "Kit", chapter: "a#b",
      kind: .examples, points: 1)
  }

  private static func ask(_ element: String, _ subject: any Subject) throws(Stop) -> Verdict {
    var program = Program()
    program.make(0) { $0.node(NodeID(1)) }
    program.call(0) { SetRequest.add(element).write(to: &$0) }
    // Replica 1, sequence number 1.
    return try subject.run(program) == [[1, 1]]
      ? .passed(.examples(1)) : .failed(Failure(message: "not \(secret)"))
  }

  func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict? { nil }
}
