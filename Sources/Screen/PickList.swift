import Terminal

/// A list one line of which is selected.
public struct PickList {
  /// A line that can be picked.
  public struct Entry: Hashable, Sendable {
    /// What it says.
    public var title: String
    /// How far it is indented, in steps of two columns.
    public var depth: Int

    /// Describes a line.
    public init(title: String, depth: Int = 0) {
      self.title = title
      self.depth = depth
    }
  }

  /// What stands above the list.
  public let heading: String
  /// The lines.
  public let entries: [Entry]
  /// The index of the selected line.
  public private(set) var selected: Int
  private var top = 0

  /// Makes a list with at least one entry.
  public init(_ heading: String, _ entries: [Entry], selected: Int) {
    self.heading = heading
    self.entries = entries
    self.selected = min(max(0, selected), entries.count - 1)
    top = max(0, self.selected - 3)
  }

  /// Moves the selection.
  /// - Returns: false when the key is none that moves it.
  public mutating func move(_ key: Key, rows: Int) -> Bool {
    let page = max(1, rows - 1)
    switch key {
    case .down, .tab, .character("j"), .control("n"): selected += 1
    case .up, .backTab, .character("k"), .control("p"): selected -= 1
    case .pageDown, .character(" "), .character("f"), .control("f"): selected += page
    case .pageUp, .character("b"), .control("b"): selected -= page
    case .character("d"), .control("d"): selected += max(1, page / 2)
    case .character("u"), .control("u"): selected -= max(1, page / 2)
    case .home, .character("g"), .character("<"): selected = 0
    case .end, .character("G"), .character(">"): selected = entries.count - 1
    default: return false
    }
    selected = min(max(0, selected), entries.count - 1)
    top = firstShown(room: page)
    return true
  }

  /// The first entry to show among as many as there is room for, so that the selected one is too.
  private func firstShown(room: Int) -> Int {
    max(0, min(min(max(top, selected - room + 1), selected), entries.count - room))
  }

  /// The rows of the list, the selected one among them.
  public func lines(columns: Int, rows: Int) -> [FrameLine] {
    let room = max(1, rows - 1)
    let top = firstShown(room: room)
    var lines: [FrameLine] = []
    if rows > 1 { lines.append(FrameLine(heading, Style(nil, .bold), fitting: columns)) }
    for index in top..<min(top + room, entries.count) {
      let entry = entries[index]
      let isSelected = index == selected
      // A deep entry still shows some of its title on a narrow screen.
      let indent = String(repeating: " ", count: min(entry.depth * 2, columns / 3))
      let text = (isSelected ? "▸ " : "  ") + indent + entry.title
      lines.append(FrameLine(text, isSelected ? Style(nil, .inverse) : .plain, fitting: columns))
    }
    return lines
  }
}
