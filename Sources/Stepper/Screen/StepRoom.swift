import Checking
import Diagrams
public import Screen
import Stepping
import Terminal

/// The stepper on a screen: a place in the tree of a run, which keys move and extend.
///
/// It asks the code that is stepped by itself, when a new event is chosen; it touches no terminal and no file.
public struct StepRoom {
  /// Something to do.
  public enum Effect: Hashable, Sendable {
    /// Write the way to this moment into a file; what kind is said by the end of its name.
    case write(name: String, moment: Int)
    /// Draw everything anew.
    case redraw
    /// Stop the process until it is continued.
    case suspend
    /// End.
    case quit
    /// End as a process does that is interrupted.
    case interrupt
  }

  /// What stands in front of the moment.
  private enum Overlay {
    case choices(PickList, [StepChoice])
    case tree(PickList, [Int])
    case text(StepPane)
  }

  /// The run.
  public let tree: RunTree
  /// The moment that is shown.
  public private(set) var moment: Int
  private var size: ScreenSize
  private var pane = StepPane([])
  private var overlay: Overlay?
  /// The name that is being typed; nil when none is.
  private var typed: String?
  private var message: String?
  private var isFolded = true

  /// Opens a run.
  /// - Parameter moment: the moment that is shown first.
  public init(_ tree: RunTree, at moment: Int, size: ScreenSize) {
    self.tree = tree
    self.moment = moment
    self.size = size
    layOut()
  }

  private mutating func layOut() {
    let text = MomentText(tree, at: moment, width: size.columns, isFolded: isFolded)
    pane = StepPane(text.lines.map { FrameLine($0, fitting: size.columns) })
  }

  private mutating func go(to id: Int?, otherwise text: String) {
    guard let id else {
      message = text
      return
    }
    moment = id
    tree.visit(id)
    layOut()
  }

  /// Tells something until the next key.
  public mutating func say(_ text: String) { message = text }

  /// Takes the screen's new size.
  public mutating func resize(_ size: ScreenSize) {
    self.size = size
    layOut()
  }

  // MARK: Keys

  /// Takes a key.
  /// - Returns: what to do, in order.
  /// - Throws: what ends the stepper: the code cannot be started any more.
  public mutating func press(_ key: Key) throws -> [Effect] {
    switch key {
    case .control("c"): return [.interrupt]
    case .control("z"): return [.suspend]
    case .control("l"): return [.redraw]
    default: break
    }
    message = nil
    if typed != nil { return type(key) }
    switch overlay {
    case .choices(let list, let choices): try press(key, list, choices)
    case .tree(let list, let ids): press(key, list, ids)
    case .text(var text):
      overlay = text.move(key, rows: size.bodyRows) ? .text(text) : nil
    case nil: return try pressInRun(key)
    }
    return []
  }

  private mutating func pressInRun(_ key: Key) throws -> [Effect] {
    switch key {
    case .character("q"), .character("Q"): return [.quit]
    case .right, .character("n"), .character("l"), .character(" "):
      go(
        to: tree.next(after: moment),
        otherwise: tree.moments[moment].stop == nil
          ? "the run ends here; c lets something else happen" : "the submission has stopped here")
    case .left, .character("p"), .character("h"), .backspace:
      go(to: tree.moments[moment].parent, otherwise: "this is the start")
    case .home, .character("g"): go(to: 0, otherwise: "")
    case .end, .character("G"): go(to: tree.end(from: moment), otherwise: "")
    case .character("d"):
      go(
        to: tree.firstDifference(to: tree.end(from: moment)),
        otherwise: "the code does what the reference does in every step of this run")
    case .character("v"):
      go(
        to: tree.violation(to: tree.end(from: moment)), otherwise: "nothing breaks in this run")
    case .character("c"), .enter: offerChoices()
    case .character("t"): showTree()
    case .character("]"), .tab: goBeside(1)
    case .character("["), .backTab: goBeside(-1)
    case .character("w"): typed = ""
    case .character("f"):
      isFolded.toggle()
      layOut()
    case .character("m"): showPicture()
    case .character("o"): try showOdds()
    case .character("?"), .function(1):
      overlay = .text(StepPane(StepKeys.help.lines(columns: size.columns)))
    default:
      if !pane.move(key, rows: bodyRows), key != .escape { message = "? shows what the keys do" }
    }
    return []
  }

  // MARK: Branches

  private mutating func offerChoices() {
    guard tree.moments[moment].stop == nil else {
      message = "the submission has stopped here; nothing comes after it"
      return
    }
    let choices = tree.moments[moment].run.choices
    guard !choices.isEmpty else {
      message = "nothing can happen any more"
      return
    }
    let visited = Set(tree.moments[moment].children.map { tree.moments[$0].event })
    let entries = choices.map { choice in
      PickList.Entry(title: (visited.contains(choice.event) ? "✓ " : "  ") + choice.title)
    }
    overlay = .choices(
      PickList("What happens next? (Esc goes back)", entries, selected: 0), choices)
  }

  private mutating func press(_ key: Key, _ list: PickList, _ choices: [StepChoice]) throws {
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

  private mutating func goBeside(_ direction: Int) {
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

  private mutating func showTree() {
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

  private mutating func press(_ key: Key, _ list: PickList, _ ids: [Int]) {
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

  private mutating func showPicture() {
    let run = tree.counterexample(to: moment)
    let parts = SpaceTimeDiagram(run).storyAndPicture(width: size.columns)
    let lines = parts.picture.isEmpty ? parts.story : parts.picture
    overlay = .text(StepPane(lines.map { FrameLine($0, fitting: size.columns) }))
  }

  private mutating func showOdds() throws {
    let text = try OddsText(tree, to: tree.end(from: moment), width: size.columns)
    overlay = .text(StepPane(text.lines.map { FrameLine($0, fitting: size.columns) }))
  }

  // MARK: Names

  private mutating func type(_ key: Key) -> [Effect] {
    guard var name = typed else { return [] }
    switch key {
    case .escape: typed = nil
    case .enter:
      typed = nil
      guard !name.isEmpty else { return [] }
      return [.write(name: name, moment: moment)]
    case .backspace, .delete:
      if name.isEmpty { typed = nil } else { typed = String(name.dropLast()) }
    case .character(let character):
      name.append(character)
      typed = name
    case .paste(let text):
      typed = name + text.filter { !$0.isNewline }
    default: break
    }
    return []
  }

  // MARK: The screen

  private var bodyRows: Int { max(1, size.rows - 2) }

  /// What the screen shows.
  public func frame() -> Frame {
    switch overlay {
    case .choices(let list, _), .tree(let list, _):
      return withStatus(
        list.lines(columns: size.columns, rows: size.bodyRows), "Enter goes there  Esc back")
    case .text(let text):
      return withStatus(
        Array(text.shown(rows: size.bodyRows)), "j k scroll  any other key goes back")
    case nil: break
    }
    var body = [title] + pane.shown(rows: bodyRows)
    while body.count < size.bodyRows { body.append(FrameLine()) }
    let below = pane.below(rows: bodyRows)
    return withStatus(
      body, (below > 0 ? "\(below) more below  " : "") + "→ next  ← back  c choose  ? help  q quit")
  }

  private var title: FrameLine {
    let path = tree.path(to: moment)
    let end = tree.path(to: tree.end(from: moment))
    func number(_ id: Int?) -> Int? { id.flatMap { end.firstIndex(of: $0) } }
    var text = "\(tree.exercise)  step \(path.count - 1) of \(end.count - 1)"
    if let first = number(tree.firstDifference(to: end[end.count - 1])) {
      text += "  ≠ first at \(first)"
    }
    if let broken = number(tree.violation(to: end[end.count - 1])) { text += "  ✗ at \(broken)" }
    let siblings = tree.moments[moment].parent.map { tree.moments[$0].children } ?? []
    if siblings.count > 1, let place = siblings.firstIndex(of: moment) {
      text += "  branch \(place + 1) of \(siblings.count)"
    }
    var line = FrameLine(text, Style(nil, .inverse), fitting: size.columns)
    line.pad(to: size.columns, Style(nil, .inverse))
    return line
  }

  private func withStatus(_ lines: [FrameLine], _ hint: String) -> Frame {
    var lines = Array(lines.prefix(size.bodyRows))
    while lines.count < size.bodyRows { lines.append(FrameLine()) }
    if let typed {
      let prompt = "Save as (.html .svg .mmd .txt, or a plain name): " + typed
      let shown = FrameLine.fitted(prompt, to: size.columns - 1)
      lines.append(FrameLine(shown, fitting: size.columns))
      return Frame(
        size: size, lines: lines, cursorColumn: DisplayWidth.columns(of: shown))
    }
    if let message {
      let rows = FrameLine.message(message, size: size)
      lines.removeLast(min(lines.count, rows.count - 1))
      return Frame(size: size, lines: lines + rows)
    }
    var status = FrameLine(hint, Style(nil, .inverse), fitting: size.columns)
    status.pad(to: size.columns, Style(nil, .inverse))
    return Frame(size: size, lines: lines + [status])
  }
}
