/// A sentence with numbers in it, and which numbers they may be: `acquire(n#, now: #)`.
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
    var rest = zip(space.domains, numbers).map { $0.text($1) }[...]
    return String(pattern.flatMap { $0 == "#" ? rest.popFirst() ?? "#" : "\($0)" })
  }

  /// Reads what `text` writes; nil for anything else, and for numbers that are not allowed.
  func numbers(in text: String) -> [Int128]? {
    var numbers: [Int128] = []
    var rest = text[...]
    for character in pattern {
      if character == "#" {
        guard numbers.count < space.domains.count else { return nil }
        let domain = space.domains[numbers.count]
        let digits = domain.written(in: rest)
        guard let number = domain.number(in: String(digits)) else { return nil }
        numbers.append(number)
        rest = rest.dropFirst(digits.count)
      } else {
        guard rest.popFirst() == character else { return nil }
      }
    }
    return rest.isEmpty && space.contains(numbers) ? numbers : nil
  }
}
