import Checking
import Diagrams
import Screen
import Stepping
import Terminal

extension StepRoom {
  // MARK: Branches

  mutating func offerChoices() {
    guard tree.moments[moment].stop == nil else {
      message = "the submission has stopped here; nothing comes after it"
      return
    }
    let run = tree.moments[moment].run
    let choices = filter.shown(run.choices, of: run)
    guard !choices.isEmpty else {
      message =
        run.choices.isEmpty
        ? "nothing can happen any more" : "nothing can happen to the messages that are shown"
      return
    }
    let visited = Set(tree.moments[moment].children.map { tree.moments[$0].event })
    let entries = choices.map { choice in
      PickList.Entry(title: (visited.contains(choice.event) ? "✓ " : "  ") + choice.title)
    }
    overlay = .choices(
      PickList("What happens next? (Esc goes back)", entries, selected: 0), choices)
  }

  mutating func press(_ key: Key, _ list: PickList, _ choices: [StepChoice]) throws {
    var list = list
    switch key {
    case .escape, .backspace, .left, .character("q"), .character("c"): overlay = nil
    case .enter, .right:
      overlay = nil
      do {
        go(to: try tree.step(choices[list.selected].event, after: moment), otherwise: "")
      } catch let refusal as StepRefusal {
        message = refusal.reason
      }
    default:
      if list.move(key, rows: size.bodyRows) { overlay = .choices(list, choices) }
    }
  }

  mutating func goBeside(_ direction: Int) {
    guard let parent = tree.moments[moment].parent else {
      message = "the start has no branch beside it"
      return
    }
    let siblings = tree.moments[parent].children
    guard let place = siblings.firstIndex(of: moment), siblings.count > 1 else {
      message = "there is no other branch here; c makes one"
      return
    }
    let next = (place + direction + siblings.count) % siblings.count
    go(to: siblings[next], otherwise: "")
  }

  mutating func showTree() {
    var entries: [PickList.Entry] = []
    var ids: [Int] = []
    // Depth first; what comes of the only child of a moment is not indented further.
    var open: [(id: Int, depth: Int, number: Int)] = [(0, 0, 0)]
    while let (id, depth, number) = open.popLast() {
      let moment = tree.moments[id]
      let mark = moment.complaint != nil ? "✗ " : moment.differs ? "≠ " : "  "
      entries.append(
        .init(title: "\(mark)\(number) \(moment.told?.sentence ?? "start")", depth: depth))
      ids.append(id)
      let isForked = moment.children.count > 1
      for child in moment.children.reversed() {
        open.append((child, depth + (isForked ? 1 : 0), number + 1))
      }
    }
    overlay = .tree(
      PickList(
        "All that was visited", entries, selected: ids.firstIndex(of: moment) ?? 0), ids)
  }

  mutating func press(_ key: Key, _ list: PickList, _ ids: [Int]) {
    var list = list
    switch key {
    case .escape, .backspace, .left, .character("q"), .character("t"): overlay = nil
    case .enter, .right:
      overlay = nil
      go(to: ids[list.selected], otherwise: "")
    default:
      if list.move(key, rows: size.bodyRows) { overlay = .tree(list, ids) }
    }
  }

  mutating func showPicture() {
    let run = tree.counterexample(to: moment, without: passedOver, filter: filter)
    let parts = SpaceTimeDiagram(run).storyAndPicture(width: size.columns)
    let lines = parts.picture.isEmpty ? parts.story : parts.picture
    overlay = .text(StepPane(lines.map { FrameLine($0, fitting: size.columns) }))
  }

  mutating func showOdds() throws {
    let text = try OddsText(tree, to: tree.end(from: moment), width: size.columns)
    overlay = .text(StepPane(text.lines.map { FrameLine($0, fitting: size.columns) }))
  }
}
