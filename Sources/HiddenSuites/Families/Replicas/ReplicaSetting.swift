import Wire

/// What the submission's code sees of the time during a history.
enum StagedClock: String, CaseIterable, Sendable {
  /// One that goes on.
  case real = ""
  /// The same instant at every event, as a coarse clock shows it.
  case stopped = "clock stopped"
  /// Half a minute back after every second event, and forth again, as a corrected clock does.
  case steppingBack = "clock stepping back"

  /// The reading before the event with this index.
  func reading(at event: Int) -> Program.Clock {
    // Ordinary moments, for code that insists on a plausible date, at another time of another day in
    // another season each: workers that may read the clock are all shown one, late on a Tuesday in November.
    let sundayMorning: UInt64 = 1_707_021_600_000_000_000
    let summerForenoon: UInt64 = 1_751_366_101_000_000_000
    return switch self {
    case .real: .initial
    case .stopped: .frozen(nanoseconds: sundayMorning)
    case .steppingBack:
      .frozen(
        nanoseconds: (event / 2).isMultiple(of: 2)
          ? summerForenoon : summerForenoon - 30_000_000_000)
    }
  }

  fileprivate var ending: String { self == .real ? "" : ", \(rawValue)" }
}

/// What a history starts from, as text: `2 replicas` or `1 replica, clock stopped`.
struct ReplicaSetting: Hashable, Sendable, CustomStringConvertible {
  var nodes: [Int]
  var clock = StagedClock.real
  /// What one of them is called.
  let noun: String

  init(_ nodes: [Int], _ clock: StagedClock = .real, noun: String) {
    (self.nodes, self.clock, self.noun) = (nodes, clock, noun)
  }

  /// Reads what `description` writes; nil for anything else.
  init?(_ text: String, noun: String) {
    for clock in StagedClock.allCases.reversed() where text.hasSuffix(clock.ending) {
      guard let list = NodeList(String(text.dropLast(clock.ending.count)), noun: noun) else {
        return nil
      }
      self.init(list.nodes, clock, noun: noun)
      return
    }
    return nil
  }

  var description: String { NodeList(nodes, noun: noun).description + clock.ending }
}
