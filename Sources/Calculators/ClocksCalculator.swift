import ExerciseKit
import Parameters
import Solutions

extension Calculator {
  /// K10: two vector clocks compared.
  static let clocks = Calculator(
    id: "K10", name: "clocks",
    question: "Which of two events came first, or could neither know of the other?",
    parameters: [
      Parameter(
        "a", "a vector clock: A:1,B:2 by names, 1,2 by places, {} for none", .text,
        standard: "A:1,B:0"),
      Parameter("b", "another", .text, standard: "A:0,B:1"),
    ]
  ) { (arguments) throws(ArgumentError) in
    let left = try WrittenClock(arguments.text("a"), of: "a")
    let right = try WrittenClock(arguments.text("b"), of: "b")
    let names = Set(left.counters.keys).union(right.counters.keys).sorted()
    let (a, b) = (left.clock(of: names), right.clock(of: names))
    var merged = a
    merged.merge(b)
    let relation = a.compare(to: b)
    return Answer(
      fields: [
        .word("relation", "how a's event relates to b's", relation.rawValue),
        .word(
          "merged", "the larger counter of each node",
          text(of: merged, names, isByPlace: left.isByPlace && right.isByPlace)),
      ],
      notes: [meaning(of: relation), "A node that a clock does not name counts as zero."],
      tables: [
        Answer.Table(
          title: "the counters", columns: ["node", "a", "b", "larger"],
          rows: names.enumerated().map { index, name in
            let node = NodeID(UInt32(index))
            let larger = a[node] == b[node] ? "neither" : a[node] > b[node] ? "a" : "b"
            return [name, "\(a[node])", "\(b[node])", larger]
          })
      ])
  }

  private static func meaning(of relation: Causality) -> String {
    switch relation {
    case .equal: "All counters are equal: the clocks describe the same past."
    case .before: "No counter of a is larger and one is smaller: b's event knows of a's."
    case .after: "No counter of b is larger and one is smaller: a's event knows of b's."
    case .concurrent: "Each has a larger counter: neither event can have influenced the other."
    }
  }

  /// The clock in the way it was written, to be given again.
  private static func text(of clock: VectorClock, _ names: [String], isByPlace: Bool) -> String {
    let counters = names.indices.map { (names[$0], clock[NodeID(UInt32($0))]) }
    if isByPlace { return counters.map { "\($0.1)" }.joined(separator: ",") }
    let stored = counters.filter { $0.1 > 0 }.map { "\($0.0):\($0.1)" }
    return stored.isEmpty ? "{}" : stored.joined(separator: ",")
  }
}

/// A vector clock as somebody wrote it.
private struct WrittenClock {
  private(set) var counters: [String: UInt64] = [:]
  /// True when nodes were told by their places, as A, B, C, …
  private(set) var isByPlace = true

  init(_ written: String, of parameter: String) throws(ArgumentError) {
    let inner = Self.withoutBrackets(written)
    guard !inner.isEmpty else {
      isByPlace = false
      return
    }
    isByPlace = !inner.contains(":")
    for (place, entry) in inner.split(separator: ",", omittingEmptySubsequences: false).enumerated()
    {
      let parts = entry.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      let name = isByPlace ? Self.name(ofPlace: place) : parts[0]
      guard parts.count == (isByPlace ? 1 : 2), let count = UInt64(parts[parts.count - 1]),
        Self.isName(name), place < 26
      else {
        throw ArgumentError(
          "'\(parameter)=\(written)': '\(entry)' is no counter; write names and whole numbers as in "
            + "A:1,B:2, or up to 26 numbers as in 1,2")
      }
      guard counters.updateValue(count, forKey: name) == nil else {
        throw ArgumentError("'\(parameter)=\(written)': \(name) has two counters; leave one")
      }
    }
  }

  /// The clock, each node numbered by the place of its name.
  func clock(of names: [String]) -> VectorClock {
    var numbered: [NodeID: UInt64] = [:]
    for (index, name) in names.enumerated() {
      numbered[NodeID(UInt32(index))] = counters[name] ?? 0
    }
    return VectorClock(numbered)
  }

  private static func withoutBrackets(_ text: String) -> Substring {
    for (open, close) in [("{", "}"), ("[", "]")]
    where text.hasPrefix(open) && text.hasSuffix(close) {
      return text.dropFirst().dropLast()
    }
    return text[...]
  }

  private static func isName(_ text: String) -> Bool {
    (1...16).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xdf)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
  }

  private static func name(ofPlace place: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "A") + UInt8(place % 26)))
  }
}
