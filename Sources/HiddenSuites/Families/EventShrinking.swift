import Wire

/// An event of a run that may come of another, which it knows by its place in the run.
protocol OriginatedEvent: Hashable, Sendable {
  /// The event that this one comes of.
  var origin: Int? { get }
  /// The same, coming of the event in another place; itself where it comes of none.
  func moved(to origin: Int) -> Self
}

extension Array where Element: OriginatedEvent {
  /// The events without some, and without what comes of them.
  func removing(_ isRemoved: (Int) -> Bool) -> [Element] {
    var rest: [Element] = []
    var places: [Int?] = []
    for (index, event) in enumerated() {
      let origin = event.origin.map { places[$0] }
      guard !isRemoved(index), origin != .some(.none) else {
        places.append(nil)
        continue
      }
      places.append(rest.count)
      rest.append(event.origin == nil ? event : event.moved(to: (origin ?? 0) ?? 0))
    }
    return rest
  }
}

/// Leaves out events, with what comes of them, as long as what is left still fails.
/// - Parameters:
///   - effort: how many events may be played in all. What is left when it is spent fails as well.
///   - events: those of a finding's run.
///   - firstFailing: of these runs the first that fails in the same way.
func shrunk<Finding, Event: OriginatedEvent>(
  _ finding: Finding, effort: Int = .max, events: (Finding) -> [Event],
  firstFailing: ([[Event]]) throws(Stop) -> Finding?
) throws(Stop) -> Finding {
  try shrunk(
    finding, effort: effort, events: events,
    removing: { range, events in events.removing(range.contains) }, firstFailing: firstFailing)
}

/// Leaves out events as long as what is left still fails, stretches first, until no single one can go.
///
/// Delta debugging (Zeller and Hildebrandt 2002, section 4) that goes on where something could go and does not
/// begin again: a run of a hundred events, most of which can go, is then gone through a few times and not a
/// hundred.
/// - Parameter removing: events without those in some places.
func shrunk<Finding, Event>(
  _ finding: Finding, effort: Int = .max, events: (Finding) -> [Event],
  removing: (Range<Int>, [Event]) -> [Event],
  firstFailing: ([[Event]]) throws(Stop) -> Finding?
) throws(Stop) -> Finding {
  var best = finding
  var spent = 0
  var length = max(1, events(best).count / 2)
  while true {
    // Late events first: what comes after the point was made is the likeliest to be noise.
    var end = events(best).count
    var isShorter = false
    // A few at first, for one of them is likely to do, and all of a batch are played before any is
    // judged.
    var count = 4
    while end > 0 {
      if spent >= effort { return best }
      let current = events(best)
      let ends = stride(from: end, to: 0, by: -length).prefix(count)
      let batch = ends.map { removing(max(0, $0 - length)..<$0, current) }
      spent += batch.reduce(0) { $0 + $1.count }
      if let shorter = try firstFailing(batch) {
        best = shorter
        isShorter = true
        // What was tried before it in the batch is tried again, since nobody says which it was.
        end = min(end, events(best).count)
        count = 4
      } else {
        end -= length * batch.count
        count *= 2
      }
    }
    if length > 1 {
      length /= 2
    } else if !isShorter {
      return best
    }
  }
}

/// The same for runs that are played one by one, the earliest events first: of what a long random run
/// begins with, most has nothing to do with its end.
func shrunk<Finding, Event>(
  _ finding: Finding, events: (Finding) -> [Event], failing: ([Event]) throws(Stop) -> Finding?
) throws(Stop) -> Finding {
  var best = finding
  var length = max(1, events(best).count / 2)
  while true {
    var start = 0
    while start < events(best).count {
      let current = events(best)
      let fewer = current.without(start..<min(start + length, current.count))
      if let shorter = try failing(fewer), events(shorter).count < current.count {
        best = shorter
      } else {
        start += length
      }
    }
    guard length > 1 else { return best }
    length /= 2
  }
}

extension Array {
  /// The elements but for some.
  func without(_ range: Range<Int>) -> [Element] {
    Array(self[..<range.lowerBound] + self[range.upperBound...])
  }
}

/// Looks for the first of many that fails, a few of them at first, for all that are asked together are asked
/// before any is judged.
func firstOfMany<Candidate, Finding>(
  _ candidates: some Sequence<Candidate>, _ firstFailing: ([Candidate]) throws(Stop) -> Finding?
) throws(Stop) -> Finding? {
  var rest = candidates.makeIterator()
  var count = 16
  while true {
    var some: [Candidate] = []
    while some.count < count, let next = rest.next() { some.append(next) }
    if some.isEmpty { return nil }
    if let finding = try firstFailing(some) { return finding }
    count *= 2
  }
}
