/// An answer in words or numbers, compared by what it says and not by how it is written.
///
/// - Case, spaces, code marks and a full stop at the end do not count.
/// - Of a list of numbers the brackets and separators do not count (`[1,2,0]` is `1 2 0`), nor do a
///   number's thousands separators (`50,000` is `50000`); a decimal comma is read as well (`5,4` is `5.4`).
/// - A clock may be written with names or by places: `{A:10, B:7}` is `[10,7]`, `n1:1` is `{n1: 1, n2: 0}`.
/// - A unit may be left out, and may be another of its kind: `80 ms` is `80` and `0.08 s`, `0.4` is `40 %`.
struct ShortAnswer {
  private let text: String

  /// Takes an answer as it was typed.
  init(_ text: String) {
    self.text = text.replacing("\u{2212}", with: "-").replacing("`", with: "")
  }

  /// True when nothing of what was typed counts.
  var isEmpty: Bool { words.isEmpty }

  /// True when this, as somebody typed it, says the same as `other`, as the book writes it.
  func saysTheSame(as other: ShortAnswer) -> Bool {
    if words == other.words { return true }
    if let clock, let theirs = other.clock { return clock == theirs }
    if let theirs = other.quantities.first, quantities.contains(where: { $0 == theirs }) {
      return true
    }
    if let numbers, let theirs = other.numbers { return numbers == theirs }
    return false
  }

  private var words: String {
    // Space between two digits may part two numbers.
    var words = text.lowercased().replacing(/([0-9])\s+(?=[0-9])/) { "\($0.1)\u{1}" }
      .filter { !$0.isWhitespace }
    if words.hasSuffix(".") { words.removeLast() }
    return words
  }

  /// What stands between brackets and separators.
  private var parts: [Substring] {
    text.lowercased().split { " \t,;()[]{}<>".contains($0) }
  }

  /// The whole numbers this lists; nil when anything else stands between them.
  private var numbers: [Int]? {
    let numbers = parts.compactMap { Int($0) }
    return numbers.count == parts.count && numbers.count > 1 ? numbers : nil
  }

  // MARK: Clocks

  /// The counters that are not zero, by name; places are named n1, n2 and so on. Nil when this is no
  /// clock.
  private var clock: [String: Int]? {
    let entries = text.lowercased().replacing(/\s*:\s*/, with: ":")
      .split { " \t,;()[]{}<>".contains($0) }
      .map { $0.split(separator: ":", omittingEmptySubsequences: false) }
    if !entries.isEmpty, entries.allSatisfy({ $0.count == 2 }) {
      return Self.clock(entries.map { (Self.name($0[0]), Int($0[1])) })
    }
    return numbers.flatMap { numbers in
      Self.clock(numbers.enumerated().map { ("n\($0 + 1)", $1) })
    }
  }

  private static func clock(_ entries: [(String, Int?)]) -> [String: Int]? {
    var clock: [String: Int] = [:]
    for (name, counter) in entries {
      guard let counter, clock[name] == nil else { return nil }
      clock[name] = counter
    }
    return clock.filter { $0.value != 0 }
  }

  /// The name of a node; letters stand for the places, a for the first.
  private static func name(_ name: Substring) -> String {
    guard name.count == 1, let letter = name.unicodeScalars.first, ("a"..."m").contains(letter)
    else { return String(name) }
    return "n\(letter.value - 96)"
  }

  // MARK: Quantities

  /// A number and what it counts.
  private struct Quantity: Equatable {
    var value: Double
    var unit: String

    /// Units that can be turned into one another: their kind, and what one is in the kind's smallest.
    private static let kinds: [String: (kind: String, size: Double)] = [
      "us": ("time", 1), "µs": ("time", 1), "ms": ("time", 1e3),
      "millisecond": ("time", 1e3), "s": ("time", 1e6),
      "sec": ("time", 1e6), "second": ("time", 1e6), "min": ("time", 60e6),
      "minute": ("time", 60e6), "h": ("time", 3600e6), "hour": ("time", 3600e6),
      "day": ("time", 86400e6), "%": ("share", 0.01), "percent": ("share", 0.01),
    ]

    static func == (left: Quantity, right: Quantity) -> Bool {
      let (one, other) = (kinds[left.unit], kinds[right.unit])
      if let one, let other {
        return one.kind == other.kind
          && isClose(left.value * one.size, right.value * other.size)
      }
      if let share = one ?? other, share.kind == "share", left.unit.isEmpty || right.unit.isEmpty {
        let sizes = (one?.size ?? 1, other?.size ?? 1)
        if isClose(left.value * sizes.0, right.value * sizes.1) { return true }
        // Per cent were asked for, and the sign was left out.
        return other != nil && left.value == right.value
      }
      let areOfOneKind = left.unit == right.unit || left.unit.isEmpty || right.unit.isEmpty
      return areOfOneKind && isClose(left.value, right.value)
    }

    private static func isClose(_ left: Double, _ right: Double) -> Bool {
      abs(left - right) <= 1e-9 * max(abs(left), abs(right))
    }
  }

  /// The quantities this can be read as, the likeliest first; none for anything else.
  private var quantities: [Quantity] {
    let trimmed = text.lowercased().trimmingPrefix(/[\s≈~×]+/)
    guard let match = trimmed.prefixMatch(of: /[-+]?[0-9.,]*(?: [0-9]{3})*/) else { return [] }
    var unit = trimmed[match.range.upperBound...].filter { !$0.isWhitespace }
    if unit.last == "." { unit.removeLast() }
    guard unit.allSatisfy({ $0.isLetter || $0 == "%" }) else { return [] }
    if unit.count > 2, unit.last == "s" { unit.removeLast() }
    // So many digits that no number holds them are close to nothing.
    return Self.readings(String(match.0)).filter(\.isFinite)
      .map { Quantity(value: $0, unit: unit) }
  }

  /// The numbers that digits with points, commas and spaces can stand for.
  private static func readings(_ text: String) -> [Double] {
    guard text.contains(where: \.isNumber) else { return [] }
    var digits = text.filter { $0 != " " }
    if digits.hasSuffix(".") { digits.removeLast() }
    guard digits.contains(",") else { return [Double(digits)].compactMap { $0 } }
    var found: [Double?] = []
    let whole = digits.prefix { $0 != "." }.drop { "-+".contains($0) }
    let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
    let isGrouped =
      (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
      && !digits.drop { $0 != "." }.contains(",")
    if isGrouped { found.append(Double(digits.filter { $0 != "," })) }
    if groups.count == 2, !digits.contains(".") {
      found.append(Double(digits.replacing(",", with: ".")))
    }
    return found.compactMap { $0 }
  }
}
