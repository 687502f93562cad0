import Synchronization

/// How a name is written whose number is told: `k7`, and beyond the plain ones some that differ from a plain
/// name, or from each other, in what careless code takes for nothing: case, spaces, zeros, a common beginning.
///
/// No two are written alike. Some are written in different bytes and are one name for Swift: an accent that is
/// composed with its letter or follows it, the syllables of Hangul.
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
      // Equal by pairs and more: the first of them stands further up.
      "\(small)e\u{301}", "\(small)\u{C5}", "\(small)\u{212B}", "\(small)A\u{30A}",
      "\(small)\u{AC00}", "\(small)\u{1100}\u{1161}", "\(small)\u{1E69}", "\(small)s\u{323}\u{307}",
      "\(small)s\u{307}\u{323}",
      // Alike to the eye, and no two equal: a ligature, another width, another place of the line.
      "\(small)\u{FB01}", "\(small)fi", "\(small)\u{FF11}", "\(small)\u{B9}",
    ]
  }

  /// Further names, told where bytes count: with a byte of zero in them, and of a thousand bytes.
  private static func further(_ letter: Character) -> [String] {
    let long = String(repeating: "\(letter)1", count: 500)
    return ["\u{0}", "\(letter)1\u{0}", long + "0", "\(letter)1\u{0}\(letter)2", long]
  }

  /// The names of a letter beyond the plain ones, and where each stands.
  private struct Table {
    /// Last those where bytes count.
    let names: [String]
    /// The first of those that are equal.
    let places: [String: Int]
    let placesOfBytes: [[UInt8]: Int]

    init(_ letter: Character) {
      let odd = odd(letter)
      names = odd + further(letter)
      places = Dictionary(zip(names, names.indices)) { first, _ in first }
      placesOfBytes = Dictionary(zip(names.map { Array($0.utf8) }, names.indices)) { first, _ in
        first
      }
    }
  }

  /// Made once: values are told of names a thousand bytes long by the ten thousand.
  private static let tables = Mutex<[Character: Table]>([:])

  private static func table(_ letter: Character) -> Table {
    tables.withLock { tables in
      if let table = tables[letter] { return table }
      let table = Table(letter)
      tables[letter] = table
      return table
    }
  }

  /// For each name beyond the plain ones, the first that it is equal to.
  private static let firstEqual: [Int] = {
    let names = odd("k")
    return names.map { name in names.firstIndex(of: name) ?? 0 }
  }()

  /// The last number that is a name's.
  public static let last = lastPlain + UInt64(odd("k").count)

  /// The last number of a name where bytes count.
  public static let lastOfBytes = last + UInt64(further("k").count)

  /// The name of a number; nil beyond the last.
  public static func text(_ number: UInt64, _ letter: Character) -> String? {
    if number <= lastPlain { return "\(letter)\(number)" }
    let (names, place) = (table(letter).names, number - lastPlain - 1)
    return place < names.count ? names[Int(place)] : nil
  }

  /// The number of a name, by Swift's `==`: of several that are equal, the first; nil for what is none of
  /// ours.
  public static func number(of name: String, _ letter: Character) -> UInt64? {
    if let plain = plain(name, letter) { return plain }
    return table(letter).places[name].map { lastPlain + 1 + UInt64($0) }
  }

  /// The number of a name that is written in exactly these bytes; nil for what is none of ours.
  public static func number(writtenAs name: String, _ letter: Character) -> UInt64? {
    if let plain = plain(name, letter) { return plain }
    return table(letter).placesOfBytes[Array(name.utf8)].map { lastPlain + 1 + UInt64($0) }
  }

  /// The number of the first name that is equal to a number's.
  public static func first(equalTo number: UInt64) -> UInt64 {
    guard number > lastPlain, number <= last else { return number }
    return lastPlain + 1 + UInt64(firstEqual[Int(number - lastPlain - 1)])
  }

  private static func plain(_ name: String, _ letter: Character) -> UInt64? {
    guard let plain = UInt32(name.dropFirst()), "\(letter)\(plain)" == name else { return nil }
    return UInt64(plain)
  }
}
