import Markdown

/// The links of a section that are numbered in its text and listed at its end.
struct LinkList {
  /// A numbered link.
  struct Entry {
    var number: Int
    var target: LinkTarget
  }

  private var entries: [Entry] = []
  private var numbers: [LinkTarget: Int] = [:]
  private var lastNumber = 0

  /// The number of a link; links to the same place share one within a section.
  mutating func number(of target: LinkTarget) -> Int {
    if let number = numbers[target] { return number }
    lastNumber += 1
    numbers[target] = lastNumber
    entries.append(Entry(number: lastNumber, target: target))
    return lastNumber
  }

  /// The links numbered since the last call, in order. Numbers go on from section to section.
  mutating func takeEntries() -> [Entry] {
    defer {
      entries.removeAll()
      numbers.removeAll()
    }
    return entries
  }
}
