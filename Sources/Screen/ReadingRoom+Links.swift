import Reader
import Terminal

extension ReadingRoom {
  private var rowsShown: Range<Int> {
    top..<max(top, min(top + size.bodyRows, open.lineCount))
  }

  /// True when some of the link is on the screen.
  private func isShown(_ link: Int) -> Bool {
    open.linkSpans.contains { $0.link == link && rowsShown.contains($0.line) }
  }

  /// Selects the link after or before the selected one, or, when that is out of sight, the first or
  /// last one in sight.
  mutating func selectLink(isForward: Bool) {
    let links = open.links
    var next: Int?
    if let selectedLink, isShown(selectedLink), let index = links.firstIndex(of: selectedLink) {
      let index = isForward ? index + 1 : index - 1
      next = links.indices.contains(index) ? links[index] : nil
    } else if isForward {
      next = open.linkSpans.first { $0.line >= top }?.link
    } else {
      next = open.linkSpans.last { $0.line < rowsShown.upperBound }?.link
    }
    guard let next else {
      message =
        links.isEmpty
        ? "there are no links here" : isForward ? "no link further down" : "no link further up"
      return
    }
    selectedLink = next
    bringIntoSight(next)
    let destination = open.page.links[next].destination
    let isFigure = shelf.figure(for: destination) != nil
    message = isFigure ? "Enter steps through this figure" : "→ " + destination
  }

  private mutating func bringIntoSight(_ link: Int) {
    let spans = open.linkSpans.filter { $0.link == link }
    guard let first = spans.first?.line, let last = spans.last?.line else { return }
    // With some lines of what is around it.
    let margin = min(3, size.bodyRows / 4)
    if first < rowsShown.lowerBound {
      moveTop(to: first - margin)
    } else if last >= rowsShown.upperBound {
      moveTop(to: last + margin + 1 - size.bodyRows)
    }
    bringIntoSight(spans[0].columns, ofLine: first)
  }

  /// Scrolls sideways until the columns of a line are in sight, as little as can be.
  mutating func bringIntoSight(_ columns: Range<Int>, ofLine line: Int) {
    if columns.upperBound < size.columns || self.columns(ofLine: line) <= size.columns {
      left = 0
    } else if columns.lowerBound <= left || columns.upperBound >= left + size.columns {
      left = max(0, columns.lowerBound - size.columns / 3)
    }
  }

  /// Follows the selected link, or steps through the figure it names, if it is in sight; else goes a line down, as readers of less expect.
  mutating func followSelectedLink() -> [Effect] {
    guard let selectedLink, isShown(selectedLink) else {
      move(.down)
      return []
    }
    let link = open.page.links[selectedLink]
    if let hyperlink = link.hyperlink {
      message = "on the web: \(hyperlink)"
      return []
    }
    if let figure = shelf.figure(for: link.destination) {
      overlay = .figure(FigureWalk(figure))
      return []
    }
    let parts = link.destination.split(
      separator: "#", maxSplits: 1, omittingEmptySubsequences: false
    ).map(String.init)
    let section = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
    if parts[0].isEmpty {
      return goWithin(section)
    }
    guard let target = shelf.reference(for: parts[0], from: reference) else {
      message = "not a text of this book: \(link.destination)"
      return []
    }
    return target == reference ? goWithin(section) : goTo(target, section: section)
  }

  private mutating func goWithin(_ section: String?) -> [Effect] {
    let visit = currentVisit
    if let section { go(toSection: section) } else { moveTop(to: 0) }
    if message == nil {
      past.append(visit)
      future.removeAll()
      selectedLink = nil
    }
    return []
  }
}
