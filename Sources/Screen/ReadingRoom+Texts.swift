import Reader

extension ReadingRoom {
  /// Opens another text at its start, or at a section of it, and keeps the way back.
  mutating func goTo(_ reference: String, section: String?) -> [Effect] {
    let visit = currentVisit
    let effects = openText(reference)
    guard open.text.reference == reference, message == nil else { return effects }
    past.append(visit)
    future.removeAll()
    if let section { go(toSection: section) }
    return effects
  }

  /// The way back to what is shown now.
  var currentVisit: Visit {
    Visit(
      reference: reference, place: place, top: top, left: left, width: open.width,
      selectedLink: selectedLink)
  }

  mutating func goBack() -> [Effect] {
    guard let visit = past.last else {
      message = "there is nothing to go back to"
      return []
    }
    let here = currentVisit
    let effects = restore(visit)
    guard message == nil else { return effects }
    past.removeLast()
    future.append(here)
    return effects
  }

  mutating func goForward() -> [Effect] {
    guard let visit = future.last else {
      message = "there is nothing to go forward to"
      return []
    }
    let here = currentVisit
    let effects = restore(visit)
    guard message == nil else { return effects }
    future.removeLast()
    past.append(here)
    return effects
  }

  private mutating func restore(_ visit: Visit) -> [Effect] {
    let effects = visit.reference == reference ? [] : openText(visit.reference)
    guard message == nil else { return effects }
    let isAsItWas = visit.width == open.width && visit.top < max(1, open.lineCount)
    moveTop(to: isAsItWas ? visit.top : open.line(of: visit.place), canPassEnd: true)
    left = visit.left
    selectedLink = visit.selectedLink.flatMap { open.page.links.indices.contains($0) ? $0 : nil }
    return effects
  }

  /// Opens a text at its start. When it cannot be had, that is said and nothing changes.
  private mutating func openText(_ reference: String) -> [Effect] {
    let effects = [remembering]
    do throws(Unreadable) {
      open = OpenText(try shelf.text(reference), width: open.width)
    } catch {
      message = error.description
      return []
    }
    left = 0
    selectedLink = nil
    currentMatch = nil
    search = search.map { TextSearch($0.words, in: open.page) }
    moveTop(to: 0)
    return effects
  }

  /// The text of the book before or after this one; nil when there is none.
  mutating func neighbour(_ direction: Int) -> BookEntry? {
    // A book that cannot be listed has no neighbours; the list itself says why.
    guard case .success(let entries) = contents(),
      let index = entries.firstIndex(where: { $0.reference == reference }),
      entries.indices.contains(index + direction)
    else { return nil }
    return entries[index + direction]
  }

  /// The list of texts, which a shelf may have to read every text for: once is enough.
  private mutating func contents() -> Result<[BookEntry], Unreadable> {
    if let entries { return .success(entries) }
    do throws(Unreadable) {
      let found = try shelf.contents()
      entries = found
      return .success(found)
    } catch {
      return .failure(error)
    }
  }

  mutating func goToChapter(_ direction: Int) -> [Effect] {
    if let next = neighbour(direction) { return goTo(next.reference, section: nil) }
    switch contents() {
    case .failure(let error):
      message = error.description
    case .success(let entries):
      let isChapter = entries.contains { $0.reference == reference }
      if !isChapter, direction > 0, let first = entries.first {
        return goTo(first.reference, section: nil)
      }
      message = direction > 0 ? "this is the last chapter" : "this is the first chapter"
    }
    return []
  }

  // MARK: Lists

  mutating func showOutline() {
    let headings = open.page.headings
    guard !headings.isEmpty else {
      message = "this text has no headings"
      return
    }
    let least = headings.map(\.level).min() ?? 1
    overlay = .outline(
      PickList(
        open.text.title,
        headings.map { PickList.Entry(title: $0.title, depth: $0.level - least) },
        selected: open.headingIndex(at: top) ?? 0))
  }

  mutating func showContents() {
    switch contents() {
    case .failure(let error):
      message = error.description
    case .success(let entries) where entries.isEmpty:
      message = "there are no chapters"
    case .success(let entries):
      overlay = .contents(
        PickList(
          "Contents", entries.map { PickList.Entry(title: $0.title, depth: 0) },
          selected: entries.firstIndex { $0.reference == reference } ?? 0), entries)
    }
  }

  /// Obeys a key while a list or the help is shown.
  mutating func handle(_ key: Key, in overlay: Overlay) -> [Effect] {
    let isLeaving: Bool
    switch (key, overlay) {
    case (.escape, _), (.character("q"), _), (.character("Q"), _), (.backspace, _): isLeaving = true
    case (.character("o"), .outline), (.character("t"), .contents): isLeaving = true
    case (.character("?"), .help), (.enter, .help), (.function(1), .help): isLeaving = true
    default: isLeaving = false
    }
    if isLeaving {
      self.overlay = nil
      return []
    }
    switch overlay {
    case .outline(var list):
      if key == .enter {
        self.overlay = nil
        past.append(currentVisit)
        future.removeAll()
        moveTop(to: open.page.headings[list.selected].line, canPassEnd: true)
        return []
      }
      if list.move(key, rows: size.bodyRows) { self.overlay = .outline(list) }
    case .contents(var list, let entries):
      if key == .enter {
        self.overlay = nil
        return goTo(entries[list.selected].reference, section: nil)
      }
      if list.move(key, rows: size.bodyRows) { self.overlay = .contents(list, entries) }
    case .help(let top):
      self.overlay = .help(top: scrolledHelp(top, key))
    case .figure(var walk):
      walk.handle(key, size: size)
      self.overlay = .figure(walk)
    }
    if case .contents = overlay, key == .character("o") { showOutline() }
    if case .outline = overlay, key == .character("t") { showContents() }
    if key == .character("?") { self.overlay = .help(top: 0) }
    return []
  }

  private func scrolledHelp(_ top: Int, _ key: Key) -> Int {
    let lines = KeyHelp.reading.lines(columns: size.columns)
    // Moves as a selected line would: the keys are the same.
    let maximum = max(0, lines.count - size.bodyRows)
    var list = PickList(
      "", Array(repeating: PickList.Entry(title: "", depth: 0), count: maximum + 1), selected: top)
    return list.move(key, rows: size.bodyRows) ? list.selected : top
  }
}
