public import Wire

extension Verdict {
  /// What a report says when a guarantee holds for the inputs that it may tell and breaks for others.
  public static let brokenOnKeptBack = Verdict.failed(
    Failure(
      message:
        "this guarantee is kept for the inputs that may be told, and broken for others, which "
        + "are kept back"))

  /// This verdict on the inputs that may be told, decided by others once these pass. Of the others
  /// nothing is told but that the guarantee breaks or that the submission stops.
  /// - Parameter judge: looks at the inputs that are kept back.
  /// - Throws: `Stop` when there is nobody to ask, or nothing to be had by asking.
  public func decided(byKeptBack judge: () throws(Stop) -> Verdict) throws(Stop) -> Verdict {
    guard case .passed = self else { return self }
    do throws(Stop) {
      switch try judge() {
      case .passed, .held, .notReached: return self
      case .failed: return .brokenOnKeptBack
      case .stopped(let stop, _): return .stopped(stop.withoutText, nil)
      }
    } catch {
      if error.endsGrading { throw error }
      return .stopped(error.withoutText, nil)
    }
  }
}

extension Stop {
  /// True when there is nobody left to ask, or nothing to be had by asking.
  public var endsGrading: Bool {
    switch self {
    case .unavailable, .inconsistent, .gradingLimit: true
    default: false
    }
  }

  /// The same without what the submission itself said, which may be what it was asked.
  public var withoutText: Stop {
    switch self {
    case .crashed(let signal, _): .crashed(signal: signal, message: "")
    case .protocolViolation: .protocolViolation("its reply cannot be read")
    default: self
    }
  }
}

extension Subject {
  /// Starts a submission afresh that has stopped while something found before was made shorter. What was
  /// found stays true when the time for the grading is over; then nothing more is asked.
  /// - Throws: `Stop` when what was found may be no fault of the submission, or it cannot be started.
  public func goOn(after stop: Stop) throws(Stop) {
    if case .gradingLimit = stop { return }
    if stop.endsGrading { throw stop }
    try restart()
  }
}
