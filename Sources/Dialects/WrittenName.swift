/// How a name is written whose number is told: `k7`, and beyond the plain ones some that differ from a plain
/// name, or from each other, in what careless code takes for nothing: case, spaces, zeros, a common beginning.
/// No two are equal.
public enum WrittenName {
  /// The names of all numbers up to this one are the letter and the number.
  public static let lastPlain = UInt64(UInt32.max)

  /// The names beyond, in order, for the letter `k`.
  private static func odd(_ letter: Character) -> [String] {
    let (small, large) = ("\(letter)", letter.uppercased())
    return [
      "", "\(large)1", "\(small)1 ", " \(small)1", "\(small)01", small, large, "1", "0\(small)1",
      "\(small)\(small)1", "\(small)1,\(small)2", "\(small)1:1", "\(small)-1", "\(small)\u{E9}",
      String(repeating: "\(small)1", count: 40), String(repeating: "\(small)1", count: 40) + "0",
      "nil", "\(small)1/2", "\(small)1|2", "\(small)1#2", "\(small)1.2", "\(small)1_2",
      "\(small)1\n\(small)2", "\(small)\u{20AC}", "\(small)\u{1F44B}",
    ]
  }

  /// The last number that is a name's.
  public static let last = lastPlain + UInt64(odd("k").count)

  /// The name of a number; nil beyond the last.
  public static func text(_ number: UInt64, _ letter: Character) -> String? {
    if number <= lastPlain { return "\(letter)\(number)" }
    let (names, place) = (odd(letter), number - lastPlain - 1)
    return place < names.count ? names[Int(place)] : nil
  }

  /// The number of a name; nil for what is none of ours.
  public static func number(of name: String, _ letter: Character) -> UInt64? {
    if let plain = UInt32(name.dropFirst()), "\(letter)\(plain)" == name { return UInt64(plain) }
    return odd(letter).firstIndex(of: name).map { lastPlain + 1 + UInt64($0) }
  }
}
