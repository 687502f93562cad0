public import Stepping

/// What the code did in a step beside what the reference did, line by line.
public struct EffectRows: Hashable, Sendable {
  /// One line: what each of them did there.
  public struct Row: Hashable, Sendable {
    /// What the code did; nil where only the reference did something.
    public var own: String?
    /// What the reference did; nil where only the code did something.
    public var reference: String?

    /// True where both did the same.
    public var isSame: Bool
  }

  /// The lines, in order.
  public let rows: [Row]

  /// Puts what is the same into one line.
  public init(_ own: [StepEffect], _ reference: [StepEffect]) {
    // The longest list of effects that both have in this order.
    var length = Array(
      repeating: Array(repeating: 0, count: reference.count + 1), count: own.count + 1)
    for left in own.indices.reversed() {
      for right in reference.indices.reversed() {
        length[left][right] =
          own[left].key == reference[right].key
          ? length[left + 1][right + 1] + 1 : max(length[left + 1][right], length[left][right + 1])
      }
    }
    var rows: [Row] = []
    var (left, right) = (0, 0)
    while left < own.count || right < reference.count {
      if left < own.count, right < reference.count, own[left].key == reference[right].key {
        rows.append(Row(own: own[left].text, reference: reference[right].text, isSame: true))
        left += 1
        right += 1
      } else if right == reference.count
        || left < own.count && length[left + 1][right] >= length[left][right + 1]
      {
        rows.append(Row(own: own[left].text, reference: nil, isSame: false))
        left += 1
      } else {
        rows.append(Row(own: nil, reference: reference[right].text, isSame: false))
        right += 1
      }
    }
    self.rows = Self.paired(rows)
  }

  /// What one did instead of the other, in one line.
  private static func paired(_ rows: [Row]) -> [Row] {
    var paired: [Row] = []
    for row in rows {
      if let last = paired.indices.last, !row.isSame, !paired[last].isSame {
        if paired[last].reference == nil, row.own == nil {
          paired[last].reference = row.reference
          continue
        }
        if paired[last].own == nil, row.reference == nil {
          paired[last].own = row.own
          continue
        }
      }
      paired.append(row)
    }
    return paired
  }
}
