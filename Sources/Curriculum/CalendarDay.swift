import Glibc

/// A day of the calendar, the same on every machine: it begins at midnight UTC.
public struct CalendarDay: Hashable, Sendable, CustomStringConvertible {
  /// Days since 1 January 1970.
  public let number: Int

  private static let seconds = 86_400

  /// The day with a number.
  public init(number: Int) {
    self.number = number
  }

  /// The day on which this is asked.
  public static var today: CalendarDay { CalendarDay(number: time(nil) / seconds) }

  /// Reads `2026-12-01`; nil for what is no day from 1970 to 2999.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = Int32(parts[0]),
      let month = Int32(parts[1]), let day = Int32(parts[2]), (1970...2999).contains(year)
    else { return nil }
    var date = tm()
    (date.tm_year, date.tm_mon, date.tm_mday) = (year - 1900, month - 1, day)
    number = timegm(&date) / Self.seconds
    // What is no day of the calendar, such as the 30th of February, or has signs, is written otherwise.
    guard description == text else { return nil }
  }

  /// The day as `2026-12-01`.
  public var description: String {
    var moment = max(0, number) * Self.seconds
    var date = tm()
    gmtime_r(&moment, &date)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(1900 + date.tm_year)-\(two(date.tm_mon + 1))-\(two(date.tm_mday))"
  }
}
