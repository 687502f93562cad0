/// When a question that was once missed is asked again.
///
/// A right answer on the day on which it is due, or later, doubles the gap to the next one: a day, two, four,
/// and so on to two months. A miss begins again with a day. What is answered before its day says little about
/// what will be remembered, so a right answer then changes nothing. Source: the boxes of Leitner 1972.
public struct Review: Hashable, Sendable, Codable {
  /// The day on which the question was missed, opened again, or answered rightly when it was due.
  public private(set) var day: Int
  /// How far it has come: 0 when it was opened again, 1 when it was missed, and one more for each right
  /// answer.
  public private(set) var step: Int

  /// With this step the gap no longer grows: 64 days.
  private static let lastStep = 7
  /// No day of the file is later than this, so that adding to it is safe: the year 4700.
  private static let lastDay = 1_000_000

  private init(day: Int, step: Int) {
    self.day = max(0, min(day, Self.lastDay))
    self.step = max(0, min(step, Self.lastStep))
  }

  /// Of a question missed on `day`.
  static func missed(on day: Int) -> Review { Review(day: day, step: 1) }

  /// Of a question opened again on `day`: it is due at once.
  static func opened(on day: Int) -> Review { Review(day: day, step: 0) }

  /// The days from `day` to the next question.
  public var gap: Int { step == 0 ? 0 : 1 << (step - 1) }

  /// The day from which it is due, in days since 1 January 1970.
  public var dueDay: Int { day + gap }

  /// After a right answer on `day`.
  func answered(on day: Int) -> Review {
    day < dueDay ? self : Review(day: day, step: step + 1)
  }

  /// What remains of what two machines know of one question: what happened last, and of one day what makes
  /// it due sooner.
  static func merged(_ one: Review, _ other: Review) -> Review {
    (one.day, -one.step) >= (other.day, -other.step) ? one : other
  }

  private enum Key: String, CodingKey {
    case day, step
  }

  /// Reads the form of the file; a number out of bounds is the nearest within.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(
      day: try values.decode(Int.self, forKey: .day),
      step: try values.decode(Int.self, forKey: .step))
  }

  /// Writes the form of the file.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(day, forKey: .day)
    try values.encode(step, forKey: .step)
  }
}
