import Synchronization
public import Wire

/// What one submission answers to a question that several checks have. The first of them asks; the
/// others find the answer here.
public final class AskedOnce<Answer: Sendable>: Sendable {
  private enum Known {
    case nothing
    case answer(Answer)
    /// The question stops the submission; asking again would cost as much and tell no more.
    case stopped
  }

  private let known = Mutex(Known.nothing)

  /// A question that nobody has asked yet.
  public init() {}

  /// The submission's answer.
  /// - Parameters:
  ///   - insists: true to ask again though the submission has stopped before.
  ///   - ask: asks the submission; not called when the answer is known.
  /// - Returns: nil when the submission has stopped before.
  /// - Throws: `Stop` when it stops now.
  public func answer(
    insists: Bool = false, _ ask: () throws(Stop) -> Answer
  ) throws(Stop) -> Answer? {
    try known.withLock { (known) throws(Stop) in
      if case .answer(let answer) = known { return answer }
      if case .stopped = known, !insists { return nil }
      known = .stopped
      let answer = try ask()
      known = .answer(answer)
      return answer
    }
  }

  /// The submission's answer; when the question stops it, it is started afresh.
  /// - Returns: nil when the submission stops now or has stopped before.
  /// - Throws: `Stop` when it cannot be started afresh.
  public func answer(
    from subject: any Subject, _ ask: () throws(Stop) -> Answer
  ) throws(Stop) -> Answer? {
    do throws(Stop) {
      return try answer(ask)
    } catch {
      try subject.restart()
      return nil
    }
  }
}
