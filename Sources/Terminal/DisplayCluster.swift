/// One piece of text that a terminal shows as a unit: a base with its marks, an emoji with its
/// modifiers, a flag. A line is never broken inside one.
///
/// Simpler than the grapheme clusters of UAX #29 and decided from the bytes alone, since this runs
/// once for every piece of every document.
public struct DisplayCluster: Hashable, Sendable {
  /// The offset just past the cluster's last byte.
  public var end: Int
  /// The columns it takes on a terminal: 0, 1 or 2.
  public var columns: Int
  /// Its first scalar.
  public var base: Unicode.Scalar

  init(end: Int, columns: Int, base: Unicode.Scalar) {
    self.end = end
    self.columns = columns
    self.base = base
  }

  /// Measures the cluster that starts at offset `start` of valid UTF-8.
  ///
  /// - Parameters:
  ///   - text: valid UTF-8.
  ///   - start: where the cluster starts; below `limit`.
  ///   - limit: where the text ends.
  public init(in text: [UInt8], at start: Int, limit: Int) {
    let first = Self.decode(text, at: start, limit: limit)
    base = first.scalar
    end = first.end
    columns = ScalarWidth.columns(of: base)
    if isRegionalIndicator(base), end < limit {
      let second = Self.decode(text, at: end, limit: limit)
      if isRegionalIndicator(second.scalar) {
        end = second.end
        columns = 2
      }
    }
    extend(in: text, limit: limit)
  }

  private mutating func extend(in text: [UInt8], limit: Int) {
    // No scalar below U+0300 extends a cluster, and those start with a byte below 0xCC.
    while end < limit, text[end] >= 0xcc {
      let next = Self.decode(text, at: end, limit: limit)
      let value = next.scalar.value
      if value == 0xfe0f {
        // Asks for the emoji form of a character that also has a text form.
        if base.properties.isEmoji { columns = 2 }
      } else if value == 0x200d {
        end = next.end
        joinNext(in: text, limit: limit)
        continue
      } else if (0x1f3fb...0x1f3ff).contains(value) {
        guard columns == 2 else { return }
      } else if value == 0x200b || ScalarWidth.columns(of: next.scalar) > 0 {
        return
      }
      end = next.end
    }
  }

  /// Takes in the emoji after a zero width joiner; scripts that use the joiner are left alone.
  private mutating func joinNext(in text: [UInt8], limit: Int) {
    guard base.value >= 0x2190, end < limit, text[end] >= 0xe2 else { return }
    let next = Self.decode(text, at: end, limit: limit)
    if next.scalar.value >= 0x2190 { end = next.end }
  }

  private func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1f1e6...0x1f1ff).contains(scalar.value)
  }

  /// Decodes one scalar; malformed bytes become U+FFFD one at a time, so that a mistake in a caller
  /// can neither trap nor loop.
  static func decode(
    _ text: [UInt8], at start: Int, limit: Int
  ) -> (scalar: Unicode.Scalar, end: Int) {
    let lead = text[start]
    if lead < 0x80 { return (Unicode.Scalar(lead), start + 1) }
    let length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
    guard lead >= 0xc2, start + length <= limit else { return ("\u{fffd}", start + 1) }
    var value = UInt32(lead) & (0x7f >> UInt32(length))
    for offset in 1..<length {
      value = value << 6 | UInt32(text[start + offset] & 0x3f)
    }
    return (Unicode.Scalar(value) ?? "\u{fffd}", start + length)
  }
}
