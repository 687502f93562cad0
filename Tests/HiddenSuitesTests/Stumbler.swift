import Subjects
import Wire

/// Stops once, at the program with this number from 1.
final class Stumbler: Subject {
  private(set) var count = 0
  private let subject: InProcessSubject
  private let stumblesAt: Int?

  init(_ subject: InProcessSubject, stumblesAt: Int?) {
    self.subject = subject
    self.stumblesAt = stumblesAt
  }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    count += 1
    if count == stumblesAt { throw .exited(status: 1) }
    return try subject.run(program)
  }

  func restart() { subject.restart() }
}
