import Wire

/// What the submission's code sees of the time during a history.
enum SetClock: String, CaseIterable, Sendable {
  /// One that goes on.
  case real = ""
  /// The same instant at every event, as a coarse clock shows it.
  case stopped = "clock stopped"
  /// Half a minute back after every second event, and forth again, as a corrected clock does.
  case steppingBack = "clock stepping back"

  /// The reading before the event with this index.
  func reading(at event: Int) -> Program.Clock {
    // Any moment will do; this one is an ordinary day for code that insists on a plausible date.
    let moment: UInt64 = 1_700_000_000_000_000_000
    return switch self {
    case .real: .initial
    case .stopped: .frozen(nanoseconds: moment)
    case .steppingBack:
      .frozen(nanoseconds: (event / 2).isMultiple(of: 2) ? moment : moment - 30_000_000_000)
    }
  }
}
