import Glibc

/// A day of the calendar, the same on every machine: it begins at midnight UTC.
public struct CalendarDay: Hashable, Sendable, CustomStringConvertible {
  /// Days since 1 January 1970.
  public let number: Int

  /// The day with a number.
  public init(number: Int) {
    self.number = number
  }

  /// The day on which this is asked.
  public static var today: CalendarDay { CalendarDay(number: time(nil) / 86_400) }

  /// Reads `2026-12-01`; nil for what is no day from 1970 to 2999.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isWholeNumber) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1970...2999).contains(year), (1...12).contains(month),
      (1...Self.length(of: month, in: year)).contains(day)
    else { return nil }
    let years = (1970..<year).reduce(0) { $0 + (Self.isLeap($1) ? 366 : 365) }
    let months = (1..<month).reduce(0) { $0 + Self.length(of: $1, in: year) }
    number = years + months + day - 1
  }

  /// The day as `2026-12-01`.
  public var description: String {
    var (year, month, rest) = (1970, 1, max(0, number))
    while rest >= (Self.isLeap(year) ? 366 : 365) {
      rest -= Self.isLeap(year) ? 366 : 365
      year += 1
    }
    while rest >= Self.length(of: month, in: year) {
      rest -= Self.length(of: month, in: year)
      month += 1
    }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(rest + 1))"
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
