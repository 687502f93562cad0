import Screen

extension StepRoom {
  /// The moments that are passed over on the way that is walked.
  var passedOver: Set<Int> {
    guard let folded, tree.violation(to: tree.end(from: moment)) == folded.broken else { return [] }
    return folded.moments
  }

  /// Passes over what does not matter for what breaks, or walks every step again.
  mutating func foldSteps() throws {
    if folded != nil, !passedOver.isEmpty {
      folded = nil
      message = "every step is walked again"
      return layOut()
    }
    guard let found = try tree.folded(to: tree.end(from: moment)) else {
      message = "nothing breaks in this run, so that every step is shown"
      return
    }
    folded = found
    let count = found.moments.count
    message =
      count == 0
      ? "no step can be left out: without any of them nothing breaks"
      : "\(count == 1 ? "1 step is" : "\(count) steps are") passed over: the same breaks without "
        + (count == 1 ? "it" : "them")
    if found.moments.contains(moment) { go(to: shownBefore(moment), otherwise: "") }
    layOut()
  }

  /// The next moment that is not passed over.
  func nextShown(after id: Int) -> Int? {
    var next = tree.next(after: id)
    while let step = next, passedOver.contains(step) { next = tree.next(after: step) }
    return next
  }

  /// The moment before that is not passed over.
  func shownBefore(_ id: Int) -> Int? {
    var before = tree.moments[id].parent
    while let step = before, passedOver.contains(step) { before = tree.moments[step].parent }
    return before
  }

  // MARK: Messages

  /// Offers by what messages are chosen.
  mutating func offerMessages() {
    let parts = tree.messageParts
    guard !parts.isEmpty else {
      message = "no message has been on its way in this run"
      return
    }
    overlay = .messages(messageList(parts, selected: 0), parts)
  }

  private func messageList(_ parts: [MessageFilter.Part], selected: Int) -> PickList {
    PickList(
      "Which messages are shown? (nothing chosen: all)",
      parts.map { .init(title: (filter.parts.contains($0) ? "[x] " : "[ ] ") + $0.phrase) },
      selected: selected)
  }

  mutating func press(_ key: Key, _ list: PickList, _ parts: [MessageFilter.Part]) {
    var list = list
    switch key {
    case .escape, .backspace, .left, .character("q"), .character("/"): overlay = nil
    case .enter, .right, .character(" "), .character("x"):
      filter.toggle(parts[list.selected])
      overlay = .messages(messageList(parts, selected: list.selected), parts)
    case .character("a"):
      filter = MessageFilter()
      overlay = nil
    default:
      if list.move(key, rows: size.bodyRows) { overlay = .messages(list, parts) }
    }
    layOut()
  }
}
