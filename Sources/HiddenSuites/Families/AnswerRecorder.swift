import Wire

/// Remembers what a subject has answered, so that a run that stops it can be played again on that.
final class AnswerRecorder: Subject {
  private let subject: any Subject
  private var answers: [[UInt8]] = []

  init(_ subject: any Subject) { self.subject = subject }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    let answer = try subject.run(program)
    answers += answer
    return answer
  }

  func restart() throws(Stop) { try subject.restart() }

  /// Takes out the next answers.
  /// - Returns: nil when so many were not given, or cannot be read.
  func next<Answer: WireValue>(_ count: Int, as _: Answer.Type) -> [Answer]? {
    guard answers.count >= count else { return nil }
    var read: [Answer] = []
    for bytes in answers.prefix(count) {
      var reader = ByteReader(bytes)
      do throws(WireError) { read.append(try Answer(from: &reader)) } catch { return nil }
    }
    answers.removeFirst(count)
    return read
  }
}
