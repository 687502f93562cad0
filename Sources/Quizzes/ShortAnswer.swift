/// An answer in words or numbers, compared by what it says and not by how it is written.
///
/// Case, spaces, code marks and a full stop at the end do not count. Of a list of numbers the brackets
/// and separators do not count either (`[1,2,0]` is `1 2 0`), nor do a number's thousands separators
/// (`50,000` is `50000`).
struct ShortAnswer {
  private let text: String

  /// Takes an answer as it was typed.
  init(_ text: String) {
    self.text = text
  }

  /// True when nothing of what was typed counts.
  var isEmpty: Bool { words.isEmpty }

  /// True when both say the same.
  func saysTheSame(as other: ShortAnswer) -> Bool {
    if words == other.words { return true }
    if let number, let theirs = other.number { return number == theirs }
    if let numbers, let theirs = other.numbers { return numbers == theirs }
    return false
  }

  private var words: String {
    var words = text.lowercased().filter { !$0.isWhitespace && $0 != "`" }
    if words.hasSuffix(".") { words.removeLast() }
    return words
  }

  /// The one number this is; nil for anything else.
  private var number: Double? {
    let groups = words.split(separator: ",", omittingEmptySubsequences: false)
    guard let first = groups.first, words.allSatisfy(Self.isOfNumber) else { return nil }
    if groups.count > 1 {
      let isGrouped =
        (1...3).contains(first.count)
        && groups.dropFirst().allSatisfy { $0.prefix { $0 != "." }.count == 3 }
        && groups.dropLast().allSatisfy { !$0.contains(".") }
      guard isGrouped else { return nil }
    }
    return Double(groups.joined())
  }

  /// The whole numbers this lists; nil when anything else stands between them.
  private var numbers: [Int]? {
    let parts = text.split { " \t,;()[]{}<>`".contains($0) }
    let numbers = parts.compactMap { Int($0) }
    return numbers.count == parts.count && numbers.count > 1 ? numbers : nil
  }

  private static func isOfNumber(_ character: Character) -> Bool {
    ("0"..."9").contains(character) || "-.,".contains(character)
  }
}
