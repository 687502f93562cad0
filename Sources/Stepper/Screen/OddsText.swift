import Terminal

/// For each step of a run how likely it is that a guarantee breaks within the next events, each drawn from
/// those that can happen: where the share jumps, the run was lost.
struct OddsText {
  private(set) var lines: [StyledLine]

  /// How often the code is asked at most, over all steps.
  private static let budget = 6_000
  private static let events = 3

  init(_ tree: RunTree, to end: Int, width: Int) throws {
    let path = tree.path(to: end)
    lines =
      TextWrap.lines(
        of:
          "The share of all ways in which something breaks within the next events, when each is drawn from "
          + "those that can happen (nothing lost, doubled or cut).", width: max(24, width)
      ).map { StyledLine($0) }
    lines += [
      StyledLine(), StyledLine("step   1 event  2 events  3 events  least", Style(.cyan, .bold)),
    ]
    for (number, id) in path.enumerated() {
      let odds = try tree.odds(
        after: id, events: Self.events, budget: max(150, Self.budget / path.count))
      let shares = (0..<Self.events).map { index in
        index < odds.shares.count ? Self.percent(odds.shares[index]) : "-"
      }
      let isOver = odds.shares.first == 1 && tree.violation(to: id) != nil
      var text = Self.right(String(number), 4)
      for share in shares { text += Self.right(share, 10) }
      text += Self.right(isOver ? "0" : odds.distance.map(String.init) ?? "-", 7)
      let bar = odds.shares.last.map { Int(($0 * 20).rounded(.up)) } ?? 0
      lines.append(
        StyledLine([
          .init(text + "  "),
          .init(String(repeating: "▇", count: bar), Style(.red)),
        ]))
    }
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  /// A share in per cent with one decimal; what is not nothing is not shown as nothing.
  private static func percent(_ share: Double) -> String {
    let tenths = share > 0 ? max(1, Int((share * 1000).rounded())) : 0
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
