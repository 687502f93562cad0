/// Faults of what has effects: something of a list is missing or out of order, a condition is not asked.
extension SourceFault {
  /// Where a fault is, and what stands there.
  struct Place: Hashable {
    let line: Int
    let replacement: [String]
  }

  /// Two faults of the same place are one.
  var place: Place { Place(line: line, replacement: replacement) }

  /// True for two assignments in the other order that do not speak of each other.
  var isOnlyAnotherOrder: Bool {
    guard kind == .swappedLines else { return false }
    let halves = replacement.map { line -> (target: Substring, value: Substring)? in
      line.drop { $0 == " " }.wholeMatch(of: #/(?:self\.)?([a-z][A-Za-z.]*) [+-]?= (.*)/#)
        .map { ($0.1, $0.2) }
    }
    guard let first = halves[0], let second = halves[1] else { return false }
    // A function of its own might change anything.
    let calls = #/\b(?!max\(|min\()[a-z][A-Za-z]*\(/#
    guard !first.value.contains(calls), !second.value.contains(calls) else { return false }
    return first.target != second.target && !first.value.contains(second.target)
      && !second.value.contains(first.target)
  }

  /// Those in lists and conditions that are in one line.
  static func ofEffects(in lines: [String]) -> [SourceFault] {
    lines.indices.flatMap { index -> [SourceFault] in
      let line = lines[index]
      guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return [] }
      return (lists(in: line) + conditions(in: line)).map {
        SourceFault(kind: $0.0, line: index, replacement: [$0.1])
      }
    }
  }

  /// Elements of an array dropped, and neighbours swapped.
  private static func lists(in line: String) -> [(Kind, String)] {
    line.indices.filter { line[$0] == "[" }.flatMap { open -> [(Kind, String)] in
      // What follows a name is an index.
      if let last = line[..<open].last, last.isLetter || "])".contains(last) { return [] }
      let start = line.index(after: open)
      guard let (elements, end) = parts(of: line[start...], separator: ",", end: "]"),
        !elements.isEmpty, !elements[0].isEmpty
      else { return [] }
      func with(_ some: [Substring]) -> String {
        line[..<start] + some.map { $0.drop { $0 == " " } }.joined(separator: ", ") + line[end...]
      }
      var faults: [(Kind, String)] = []
      for index in elements.indices {
        var fewer = elements
        fewer.remove(at: index)
        faults.append((.droppedElement, with(fewer)))
        guard index > 0 else { continue }
        var swapped = elements
        swapped.swapAt(index - 1, index)
        faults.append((.swappedElements, with(swapped)))
      }
      return faults
    }
  }

  /// Conditions that commas or operators join, each dropped.
  private static func conditions(in line: String) -> [(Kind, String)] {
    let text = line.drop { $0 == " " }
    var faults: [(Kind, String)] = []
    if let word = ["if ", "guard ", "while "].first(where: { text.hasPrefix($0) }) {
      let ends = [" else {", " {"]
      if let end = ends.first(where: { text.hasSuffix($0) }) {
        let all = text.dropFirst(word.count).dropLast(end.count)
        if let (some, _) = parts(of: all, separator: ",", end: nil), some.count > 1 {
          for index in some.indices where !some[index].contains("let ") {
            var fewer = some
            fewer.remove(at: index)
            let indentation = line.prefix { $0 == " " }
            faults.append(
              (
                .droppedCondition,
                indentation + word
                  + fewer.map { $0.drop { $0 == " " } }.joined(separator: ", ") + end
              ))
          }
        }
      }
    }
    for pattern in [#/ (?:&&|\|\|) !?[A-Za-z0-9_.]+/#, #/!?[A-Za-z0-9_.]+ (?:&&|\|\|) /#] {
      faults += line.ranges(of: pattern).map {
        (.droppedCondition, String(line[..<$0.lowerBound] + line[$0.upperBound...]))
      }
    }
    return faults
  }

  /// Parts that a separator parts, outside of brackets.
  private static func parts(
    of text: Substring, separator: Character, end: Character?
  ) -> (parts: [Substring], end: String.Index)? {
    var found: [Substring] = []
    var depth = 0
    var start = text.startIndex
    for index in text.indices {
      let character = text[index]
      if depth == 0, character == end {
        return (found + [text[start..<index]], index)
      }
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if depth < 0 { return nil }
      if depth == 0, character == separator {
        found.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    return end == nil ? (found + [text[start...]], text.endIndex) : nil
  }
}
