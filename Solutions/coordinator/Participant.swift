/// One participant of two-phase commit: it votes, and once it has voted yes it must wait to be told.
///
/// Guarantee: no two participants of a transaction decide differently, whatever crashes and starts
/// again from what it stored, with messages lost, repeated and reordered. The price: a participant that
/// has voted yes can decide neither way alone, and holds its locks. Source: Gray 1978, Notes on Data
/// Base Operating Systems; the questions among participants are the cooperative termination protocol
/// of Bernstein, Hadzilacos and Goodman 1987, section 7.4.
///
/// Must be stored: `state`, whenever a step changed it, before the step's answer leaves; with a yes
/// vote all that a commit will make visible. A participant that has forgotten its vote could vote
/// again, or abort what the others commit.
///
/// Cost: two round trips and two writes to the disk per participant.
///
/// Deviation: one transaction.
public struct Participant: Hashable, Sendable {
  /// How far it is.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// It has not voted and may still abort alone.
    case working
    /// It voted yes and holds its locks until it learns the decision.
    case prepared
    /// Decided: the changes are visible.
    case committed
    /// Decided: nothing happened.
    case aborted
  }

  /// How far it is; what must be on the disk before the answer of the last step leaves.
  public private(set) var state: State = .working

  /// A participant that has done its part of the work.
  public init() {}

  /// Starts again from the state that was stored; nil when there is none. Work that was not yet promised
  /// was in memory only, so it is gone: nobody can have counted on it, and the transaction aborts here.
  public init(stored: State?) {
    state = stored ?? .aborted
    if state == .working { state = .aborted }
  }

  /// Asked to prepare: votes yes if it can keep its promise after a crash, and then is bound by it.
  /// - Returns: the vote.
  public mutating func prepare(canCommit: Bool) -> Bool {
    if state == .working { state = canCommit ? .prepared : .aborted }
    return state == .prepared || state == .committed
  }

  /// Told the decision. Repeats and what comes after the decision change nothing.
  public mutating func learn(isCommit: Bool) {
    if state == .prepared || state == .working { state = isCommit ? .committed : .aborted }
  }

  /// Has waited long enough for the coordinator and asks the others it can reach. One that has not
  /// voted yet aborts when it is asked, so that it cannot vote yes later.
  /// - Returns: true when it is decided now; false when it is blocked.
  public mutating func timeOut(asking others: inout [Participant]) -> Bool {
    for index in others.indices where others[index].state == .working {
      others[index].state = .aborted
    }
    if state == .working {
      state = .aborted
    } else if let decided = others.first(where: \.isDecided), state == .prepared {
      state = decided.state
    }
    return isDecided
  }

  /// True once the participant knows the outcome.
  public var isDecided: Bool { state == .committed || state == .aborted }
}
