/// How long ago something was, in words that change seldom.
struct VerdictClock {
  private static let second = 1000
  private static let minute = 60 * second
  private static let hour = 60 * minute

  /// When it was, in milliseconds.
  let time: Int

  /// The words at a later time.
  func words(at now: Int) -> String {
    let age = max(0, now - time)
    if age < 2 * Self.second { return "just now" }
    if age < Self.minute { return "\(age / Self.second) s ago" }
    if age < Self.hour { return "\(age / Self.minute) min ago" }
    return "\(age / Self.hour) h ago"
  }

  /// The time from which the words are others.
  func nextChange(after now: Int) -> Int {
    let age = max(0, now - time)
    if age < 2 * Self.second { return time + 2 * Self.second }
    let step = age < Self.minute ? Self.second : age < Self.hour ? Self.minute : Self.hour
    return time + (age / step + 1) * step
  }
}
