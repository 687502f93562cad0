/// Why a subject stopped before it had answered.
///
/// Each but `unavailable` is the submission's doing.
public enum Stop: Error, Hashable, Sendable {
  /// A trap, a fatal error or another fatal signal, with what the runtime said of it.
  case crashed(signal: Int32, message: String)
  /// The process ended by itself without answering.
  case exited(status: Int32)
  /// More processor time, or more waiting, than a call may take.
  case timeLimit(milliseconds: Int)
  /// More time than all calls of a grading may take together, with what one call took it, in words. That is
  /// measured, so no report that is kept says it: the same submission has the same report on every run.
  case gradingLimit(milliseconds: Int, costOfCall: String)
  /// More memory than a worker may have.
  case memoryLimit
  /// A system call only an attack needs: another process or program, somebody else's memory, a signal
  /// to another process, or the kernel's own workings.
  case forbiddenOperation
  /// A reply that is not one: forged, cut short, too long, or not asked for.
  case protocolViolation(String)
  /// Two answers to one question; the text says which question and how they differ.
  case inconsistent(String)
  /// The fault of the machine or of the grader: no process could be started to answer. It says
  /// nothing of the submission, so it ends grading and is in no report.
  case unavailable(String)
}

extension Stop {
  /// What happened, as the end of a sentence that starts with "the submission".
  public var phrase: String {
    switch self {
    case .crashed(let signal, let message):
      message.isEmpty ? "crashed (signal \(signal))" : "crashed: \(message)"
    case .exited(let status): "ended its process with status \(status) instead of answering"
    case .timeLimit(let milliseconds):
      "did not answer a call within \(milliseconds) ms of processor time"
    case .gradingLimit(let milliseconds, _):
      "used up the \(milliseconds / 1000) s that all calls of a grading may take together"
    case .memoryLimit: "used more memory than it may"
    case .forbiddenOperation:
      "tried an operation that submissions may not do, such as starting another process or program, "
        + "and was ended"
    case .protocolViolation(let what): "sent something that is no answer: \(what)"
    case .inconsistent(let what): "gave two answers to one question: \(what)"
    case .unavailable(let why): "could not be asked: \(why)"
    }
  }
}

/// Code under test, wherever it runs: in this process (references) or in a worker (submissions).
///
/// Suites talk to nothing else, so one suite serves both.
public protocol Subject: AnyObject {
  /// Runs a program and returns its answers, one blob each, in order.
  /// - Throws: `Stop` when the code under test crashed, hung or broke the protocol. The subject is
  ///   then of no further use until `restart()`.
  func run(_ program: Program) throws(Stop) -> [[UInt8]]

  /// Starts afresh with empty slots.
  /// - Throws: `Stop.unavailable` when this machine cannot start it again.
  func restart() throws(Stop)
}

/// Splits a subject's reply into the blobs a program asked for.
/// - Throws: `Stop.protocolViolation` when the reply holds fewer, more or other bytes.
public func answers(in reply: [UInt8], to program: Program) throws(Stop) -> [[UInt8]] {
  var reader = ByteReader(reply)
  var answers: [[UInt8]] = []
  answers.reserveCapacity(program.answerCount)
  do throws(WireError) {
    for _ in 0..<program.answerCount { answers.append(try reader.blob()) }
    try reader.expectEnd()
  } catch {
    throw .protocolViolation("a reply that does not hold \(program.answerCount) answers: \(error)")
  }
  return answers
}
