import Synchronization
public import Wire

/// What one submission answers to a question that several checks have. The first of them asks; the
/// others find the answer here. That the question stopped the submission is never forgotten.
public final class AskedOnce<Answer: Sendable>: Sendable {
  private enum Known {
    case nothing
    case answer(Answer)
    /// The question stops the submission; asking again would cost as much and tell no more.
    case stopped(Stop)
    /// It took too long once. Whoever asks may give it more time the next time, so it is asked again.
    case slow(Stop)
  }

  private let known = Mutex(Known.nothing)

  /// A question that nobody has asked yet.
  public init() {}

  /// How the question stopped the submission; nil when it did not.
  public var stop: Stop? {
    known.withLock {
      switch $0 {
      case .stopped(let stop), .slow(let stop): stop
      case .nothing, .answer: nil
      }
    }
  }

  /// The submission's answer.
  /// - Parameters:
  ///   - insists: true for the check whose own question it is: it asks again though the submission has
  ///     stopped before, so that what led to the stop is known, and stops even when that goes well,
  ///     unless all that was wrong was that it took too long.
  ///   - ask: asks the submission; not called when the answer is known.
  /// - Returns: nil when the submission has stopped before.
  /// - Throws: `Stop` when it stops now, or has stopped before and somebody insists.
  public func answer(
    insists: Bool = false, _ ask: () throws(Stop) -> Answer
  ) throws(Stop) -> Answer? {
    try known.withLock { (known) throws(Stop) in
      switch known {
      case .answer(let answer): return answer
      case .stopped(let stop):
        guard insists else { return nil }
        let answer = try ask()
        guard case .timeLimit = stop else { throw stop }
        known = .answer(answer)
        return answer
      case .nothing, .slow: break
      }
      do throws(Stop) {
        let answer = try ask()
        known = .answer(answer)
        return answer
      } catch {
        if case .timeLimit = error, case .nothing = known {
          known = .slow(error)
        } else {
          known = .stopped(error)
        }
        throw error
      }
    }
  }

  /// The submission's answer; when the question stops it, it is started afresh.
  /// - Returns: nil when the submission stops now or has stopped before; `stop` then says how.
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
