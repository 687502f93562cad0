/// A sentence with numbers in it, and which numbers they may be: `acquire(n#, now: #)`. Where a `#` stands for a
/// list, its items are written: `compare([#], [#])`.
struct NumberForm: Sendable {
  /// The sentence, `#` for each number.
  let pattern: String
  let space: NumberSpace

  /// Describes a sentence.
  /// - Parameters:
  ///   - pattern: the sentence, `#` for each number.
  ///   - domains: what each number may be.
  ///   - isAllowed: whether such numbers go together.
  init(
    _ pattern: String, _ domains: [NumberDomain] = [],
    where isAllowed: @escaping @Sendable ([Int128]) -> Bool = { _ in true }
  ) {
    self.pattern = pattern
    space = NumberSpace(domains: domains, isAllowed: isAllowed)
  }

  /// The sentence with these numbers.
  func text(_ numbers: [Int128]) -> String {
    var rest = space.texts(numbers)[...]
    return String(pattern.flatMap { $0 == "#" ? rest.popFirst() ?? "#" : "\($0)" })
  }

  /// Reads what `text` writes; nil for anything else, and for numbers that are not allowed.
  func numbers(in text: String) -> [Int128]? {
    var numbers: [Int128] = []
    var domains = space.domains[...]
    var rest = text[...]
    for character in pattern {
      if character == "#" {
        guard let domain = domains.popFirst(), let part = domain.take(from: &rest) else {
          return nil
        }
        numbers += domain.numbers(of: part)
      } else {
        guard rest.popFirst() == character else { return nil }
      }
    }
    return rest.isEmpty && space.contains(numbers) ? numbers : nil
  }
}
