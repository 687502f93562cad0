import Checking

/// An answer in several parts, each below a line that names it, such as `history: causal-not-sequential`.
struct AnswerSections {
  /// A part that was given.
  struct Section {
    /// The line that names it.
    var heading: AnswerText.Line
    /// What stands below.
    var lines: [AnswerText.Line] = []
  }

  /// The parts that were given, by name.
  private(set) var sections: [String: Section] = [:]

  /// Takes an answer apart.
  /// - Parameters:
  ///   - key: what stands before the colon of a line that names a part.
  ///   - names: which parts there are.
  /// - Throws: `TextFault` for a part that there is not, or that is given twice, and for what stands before
  ///   the first.
  init(_ text: AnswerText, key: String, names: [String]) throws(TextFault) {
    var current: String?
    for line in text.lines {
      guard line.text.hasPrefix(key + ":") else {
        guard let current else {
          throw TextFault(
            line, "a part begins with '\(key):' and one of \(names.joined(separator: ", "))")
        }
        sections[current]?.lines.append(line)
        continue
      }
      let rest = line.text.dropFirst(key.count + 1)
      let name = String(rest.drop(while: \.isWhitespace))
      let offset = line.text.count - name.count
      guard names.contains(name) else {
        throw TextFault(
          line, offset: offset,
          "there is no part '\(name.shown())'; there are \(names.joined(separator: ", "))")
      }
      if let first = sections[name] {
        throw TextFault(
          line, offset: offset,
          "'\(name)' is given in line \(first.heading.number) already; leave one of them out")
      }
      sections[name] = Section(heading: line)
      current = name
    }
  }

  /// What stands in a part; nothing where it is not given.
  func lines(of name: String) -> [AnswerText.Line] { sections[name]?.lines ?? [] }
}

/// A word of a line.
struct AnswerWord: Hashable {
  var text: String
  /// How many letters of the line's text come before it.
  var offset: Int
}

extension AnswerText.Line {
  /// The words, with where each begins.
  var words: [AnswerWord] {
    var words: [AnswerWord] = []
    var current = ""
    for (offset, letter) in text.enumerated() {
      if letter.isWhitespace {
        if !current.isEmpty {
          words.append(AnswerWord(text: current, offset: offset - current.count))
        }
        current = ""
      } else {
        current.append(letter)
      }
    }
    if !current.isEmpty {
      words.append(AnswerWord(text: current, offset: text.count - current.count))
    }
    return words
  }

  /// Says what is wrong with a word.
  func fault(_ word: AnswerWord?, _ message: String) -> TextFault {
    TextFault(self, offset: word?.offset ?? text.count, message)
  }
}

extension StringProtocol {
  /// The text as it may stand in a message: a few signs, and none that a terminal would obey.
  func shown(_ limit: Int = 30) -> String {
    var shown = ""
    for scalar in unicodeScalars.prefix(limit) {
      if scalar.isASCII ? (32..<127).contains(scalar.value) : scalar.properties.isAlphabetic {
        shown.unicodeScalars.append(scalar)
      } else {
        shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      }
    }
    return unicodeScalars.count > limit ? shown + "…" : shown
  }
}

extension String {
  /// True for a name of a client, a key or a value: a few letters and digits.
  var isShortName: Bool {
    (1...20).contains(count) && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}

extension Verdict {
  /// The verdict on a part that is not there.
  static func isMissing(_ key: String, _ name: String) -> Verdict {
    .failed(
      Failure(message: "nothing is written for it yet; begin with the line '\(key): \(name)'"))
  }
}
