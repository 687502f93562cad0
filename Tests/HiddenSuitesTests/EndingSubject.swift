import Subjects
import Wire

/// Has no more time after so many programs.
final class EndingSubject: Subject {
  private let subject: InProcessSubject
  private let limit: Int
  /// How many programs it was asked to run.
  private(set) var count = 0

  init(_ subject: InProcessSubject, after limit: Int) {
    self.subject = subject
    self.limit = limit
  }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    count += 1
    if count > limit { throw Self.end }
    return try subject.run(program)
  }

  func restart() throws(Stop) {
    if count > limit { throw Self.end }
    subject.restart()
  }

  private static let end = Stop.gradingLimit(milliseconds: 12_000, costOfCall: "1 ms")
}
