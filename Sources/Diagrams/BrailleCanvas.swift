/// A page of dots, two by four in each character cell, and which curves they belong to.
struct BrailleCanvas {
  /// The character cells across.
  let columns: Int
  /// The character cells down.
  let rows: Int
  private var dots: [UInt8]
  /// The curves with a dot in each cell, in the order in which they were drawn.
  private var owners: [[Int]]

  /// Makes an empty page.
  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    dots = Array(repeating: 0, count: columns * rows)
    owners = Array(repeating: [], count: columns * rows)
  }

  /// Draws a straight line between two points of the unit square, (0, 0) being the lower left corner.
  /// What lies outside the square is left out.
  mutating func draw(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), for owner: Int
  ) {
    let (across, down) = (Double(2 * columns - 1), Double(4 * rows - 1))
    let (dx, dy) = ((end.x - start.x) * across, (end.y - start.y) * down)
    let steps = max(1, Int(max(dx.magnitude, dy.magnitude).rounded(.up)))
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      let x = Int((start.x * across + dx * part).rounded())
      let y = Int(down) - Int((start.y * down + dy * part).rounded())
      guard (0..<2 * columns).contains(x), (0..<4 * rows).contains(y) else { continue }
      let cell = y / 4 * columns + x / 2
      dots[cell] |= Self.bits[y % 4][x % 2]
      if !owners[cell].contains(owner) { owners[cell].append(owner) }
    }
  }

  /// The pattern in a cell, and the first to draw there; nil where it is empty.
  func pattern(row: Int, column: Int) -> (text: String, owner: Int)? {
    let cell = row * columns + column
    guard let owner = owners[cell].first else { return nil }
    return (String(UnicodeScalar(0x2800 + UInt32(dots[cell])) ?? " "), owner)
  }

  /// The cells of a column that have dots, from the top, and the curves they belong to.
  func occupied(column: Int) -> [(row: Int, owners: [Int])] {
    (0..<rows).compactMap { row in
      let owners = owners[row * columns + column]
      return owners.isEmpty ? nil : (row, owners)
    }
  }

  /// Unicode's numbering of the dots: by row, left and right.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
