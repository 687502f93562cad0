import Stepping
import Wire

/// The code that is stepped: a subject that keeps every state of every value it has been through, each in a
/// slot of its own, so that any of them can be gone on from.
final class SteppedSubject {
  private let subject: any Subject
  private let printedSoFar: () -> String
  /// Counts the starts of the subject: what was kept before the last is gone.
  private(set) var life = 0

  /// - Parameter printed: all that the code has printed so far.
  init(_ subject: any Subject, printed: @escaping () -> String) {
    self.subject = subject
    printedSoFar = printed
  }

  /// What a program came to.
  struct Outcome {
    var answers: Result<[[UInt8]], Stop>
    /// What the code printed meanwhile.
    var printed: String
  }

  /// Runs a program. A subject that stops is started afresh, with empty slots.
  /// - Throws: `Stop` when it cannot be started again.
  func run(_ program: Program) throws(Stop) -> Outcome {
    let before = printedSoFar()
    let answers: Result<[[UInt8]], Stop>
    do throws(Stop) {
      answers = .success(try subject.run(program))
    } catch {
      if case .unavailable = error { throw error }
      answers = .failure(error)
    }
    let after = printedSoFar()
    if case .failure = answers {
      try subject.restart()
      life += 1
    }
    return Outcome(
      answers: answers,
      printed: after.hasPrefix(before) ? String(after.dropFirst(before.count)) : "")
  }
}

/// Counts the slots that are in use, for all who ask the same code.
final class SlotCounter {
  /// The first slot that nobody uses; slot 0 is for what is thrown away.
  var next = 1
}

/// Where the values of a run are.
struct SlotTable: Hashable {
  /// By the number of the value; nil for one that has not been made.
  private(set) var slots: [Int?] = []

  /// The slot of a value.
  subscript(value: Int) -> Int? {
    slots.indices.contains(value) ? slots[value] : nil
  }

  /// Writes questions as a program in which no slot that is in use is overwritten, and asks at the end what
  /// each value that was touched keeps.
  /// - Parameter next: the first slot that nobody uses; slot 0 is for what is thrown away.
  /// - Returns: the program, how many of its answers are those of the questions, and the values described.
  mutating func program(
    for asks: [StepAsk], next: inout Int
  ) -> (program: Program, answers: Int, described: [Int]) {
    var program = Program()
    var answers = 0
    var touched: [Int] = []
    for ask in asks {
      switch ask.kind {
      case .make(let write):
        program.make(fresh(ask.value, &next, &touched), write)
      case .copy(let other):
        guard let source = self[other] else { continue }
        program.copy(source, to: fresh(ask.value, &next, &touched))
      case .call(let write):
        guard let before = self[ask.value] else { continue }
        var slot = before
        if !touched.contains(ask.value) {
          slot = fresh(ask.value, &next, &touched)
          program.copy(before, to: slot)
        }
        let table = self
        program.call(slot) { write(&$0) { table[$0] ?? 0 } }
        answers += 1
      case .probe(let write):
        guard let slot = self[ask.value] else { continue }
        program.copy(slot, to: 0)
        program.call(0, write)
        answers += 1
      }
    }
    for value in touched { program.describe(self[value] ?? 0) }
    return (program, answers, touched)
  }

  private mutating func fresh(_ value: Int, _ next: inout Int, _ touched: inout [Int]) -> Int {
    while slots.count <= value { slots.append(nil) }
    slots[value] = next
    next += 1
    if !touched.contains(value) { touched.append(value) }
    return next - 1
  }
}
