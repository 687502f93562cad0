import Terminal

/// Sets the right border of boxes drawn in code straight.
///
/// Authors draw boxes with an editor that counts characters, or shows emoji as wide as it likes, so
/// the right border is often some columns off. It is moved to where the top of the box has its
/// corner, by adding or taking away blanks in front of it and nothing else; a line that would need
/// more is left as it is. Boxes inside a box keep their shape.
struct BoxMender {
  /// No border is moved further: one that is further off is likely to be meant.
  private static let furthest = 4

  /// The box whose lines are being read.
  private struct Box {
    /// The column of its left border, from 0.
    var left: Int
    /// The columns a line takes when its right border is in place.
    var width: Int
  }

  private var box: Box?

  /// Takes the line of `text` that starts at offset `start` and goes to its end, without blanks
  /// there, and moves its right border if it is the crooked side of a box.
  mutating func mend(_ text: inout StyledText, from start: Int) {
    let limit = text.bytes.count
    guard let content = text.bytes[start...].firstIndex(where: { $0 != 0x20 }) else {
      box = nil
      return
    }
    let left = content - start
    let first = DisplayCluster(in: text.bytes, at: content, limit: limit)
    let lastStart = Self.lastScalar(in: text.bytes, before: limit)
    let last = DisplayCluster(in: text.bytes, at: lastStart, limit: limit).base
    if Self.topLeft.contains(first.base.value), Self.topRight.contains(last.value),
      first.end < lastStart, isTop(text.bytes[first.end..<lastStart], left: left)
    {
      box = Box(left: left, width: DisplayWidth.columns(of: text.bytes, in: start..<limit))
      return
    }
    guard let box, box.left == left, Self.leftSides.contains(first.base.value) else {
      self.box = nil
      return
    }
    if Self.bottomLeft.contains(first.base.value) { self.box = nil }
    guard first.end <= lastStart, Self.rightSides.contains(last.value) else { return }
    move(
      &text, from: lastStart,
      by: box.width - DisplayWidth.columns(of: text.bytes, in: start..<limit))
  }

  private func move(_ text: inout StyledText, from border: Int, by columns: Int) {
    guard columns != 0, abs(columns) <= Self.furthest else { return }
    let blanks = text.bytes[..<border].reversed().prefix { $0 == 0x20 }.count
    let mark = String(decoding: text.bytes[border...], as: UTF8.self)
    if columns < 0 {
      guard blanks >= -columns else { return }
      text.truncate(to: border + columns)
    } else {
      // A rule that is too short is not a matter of blanks.
      guard blanks > 0 || !Self.isRule(before: border, in: text.bytes) else { return }
      text.truncate(to: border)
      text.append(0x20, count: columns)
    }
    text.append(mark)
  }

  /// True for what may stand between the two corners of a top: a rule, perhaps with a title in it,
  /// but not the corners of another box. In a box of ASCII only marks tell it from other text.
  private func isTop(_ between: ArraySlice<UInt8>, left: Int) -> Bool {
    let scalars = String(decoding: between, as: UTF8.self).unicodeScalars
    if between.allSatisfy({ [0x2d, 0x3d, 0x2b].contains($0) }) {
      // One more rule of the box that is open does not start another.
      return between.count > 1 && box?.left != left
    }
    return scalars.contains { Self.rules.contains($0.value) && $0.value > 0x7f }
      && !scalars.contains {
        Self.topLeft.contains($0.value) || Self.topRight.contains($0.value)
      }
  }

  private static func isRule(before border: Int, in bytes: [UInt8]) -> Bool {
    guard border > 0 else { return false }
    let start = lastScalar(in: bytes, before: border)
    return rules.contains(DisplayCluster(in: bytes, at: start, limit: border).base.value)
  }

  /// The offset of the last scalar before `limit`.
  private static func lastScalar(in bytes: [UInt8], before limit: Int) -> Int {
    var offset = limit - 1
    while offset > 0, bytes[offset] & 0xc0 == 0x80 { offset -= 1 }
    return offset
  }

  private static func values(_ characters: String) -> [UInt32] {
    characters.unicodeScalars.map(\.value)
  }

  private static let topLeft = values("┌┏╔╭+")
  private static let topRight = values("┐┓╗╮+")
  private static let bottomLeft = values("└┗╚╰")
  private static let leftSides = values("│┃║|├┣╠╟╞┝+") + bottomLeft
  private static let rightSides = values("│┃║|┤┫╣╢╡┥┘┛╝╯+")
  private static let rules = values("─━═-=╌┄")
}
