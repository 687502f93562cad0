import Screen
import Stepping
import Terminal

/// Two runs beside each other, and the step that is shown of both.
struct Beside {
  /// What can stand beside a run.
  enum Target {
    /// The reference's own run of the same events.
    case reference
    /// Another branch of the same tree, to its end.
    case branch(Int)
  }

  let pair: SideBySide
  var row: Int

  init(_ pair: SideBySide, row: Int) {
    self.pair = pair
    self.row = row
  }

  /// Where one is, as the first row of the screen says.
  func title(_ tree: RunTree) -> String {
    var text = "\(tree.exercise)  step \(row) of \(pair.rows.count - 1)"
    text += pair.firstDifference.map { "  ≠ first at \($0)" } ?? "  the same throughout"
    if let broken = pair.violation { text += "  ✗ at \(broken)" }
    return text + "  beside \(pair.other.name)"
  }
}

extension StepRoom {
  /// Offers what can stand beside this run; where it is only one thing, puts that there.
  mutating func offerBesides() throws {
    let end = tree.end(from: moment)
    var targets: [Beside.Target] = []
    var titles: [String] = []
    if try tree.referenceRun(of: end) != nil {
      targets.append(.reference)
      titles.append("the reference's own run of the same events")
    }
    let own = Set(tree.path(to: end))
    for leaf in tree.moments where leaf.children.isEmpty && leaf.id != end {
      let path = tree.path(to: leaf.id)
      let fork = path.firstIndex { !own.contains($0) } ?? 0
      targets.append(.branch(leaf.id))
      titles.append(
        "the branch that leaves in step \(fork): "
          + (tree.moments[path[fork]].told?.sentence ?? tree.moments[path[fork]].event))
    }
    guard let first = targets.first else {
      message = "there is nothing to put beside this run; c makes another branch"
      return
    }
    guard targets.count > 1 else { return try show(beside: first) }
    overlay = .besides(
      PickList("What stands beside this run?", titles.map { .init(title: $0) }, selected: 0),
      targets)
  }

  mutating func press(_ key: Key, _ list: PickList, _ targets: [Beside.Target]) throws {
    var list = list
    switch key {
    case .escape, .backspace, .left, .character("q"), .character("b"): overlay = nil
    case .enter, .right:
      overlay = nil
      try show(beside: targets[list.selected])
    default:
      if list.move(key, rows: size.bodyRows) { overlay = .besides(list, targets) }
    }
  }

  private mutating func show(beside target: Beside.Target) throws {
    let end = tree.end(from: moment)
    guard let pair = try tree.pair(end, target) else { return }
    beside = Beside(pair, row: pair.row(ofOwn: moment) ?? 0)
    layOut()
  }

  /// Goes back to the one run, at the step that was shown.
  private mutating func leaveBeside() {
    guard let left = beside else { return }
    beside = nil
    let seen = left.pair.rows[...left.row].last { $0.own != nil }
    go(to: seen?.own ?? moment, otherwise: "")
  }

  private mutating func go(toRow row: Int?, otherwise text: String) {
    guard let row, let pair = beside?.pair, pair.rows.indices.contains(row) else {
      message = text
      return
    }
    beside?.row = row
    layOut()
  }

  mutating func pressBeside(_ key: Key) throws -> [Effect] {
    guard let beside else { return [] }
    let last = beside.pair.rows.count - 1
    switch key {
    case .character("q"), .character("Q"): return [.quit]
    case .right, .character("n"), .character("l"), .character(" "):
      go(toRow: beside.row + 1, otherwise: "both runs end here")
    case .left, .character("p"), .character("h"), .backspace:
      go(toRow: beside.row - 1, otherwise: "this is the start")
    case .home, .character("g"): go(toRow: 0, otherwise: "")
    case .end, .character("G"): go(toRow: last, otherwise: "")
    case .character("d"):
      go(toRow: beside.pair.firstDifference, otherwise: "both runs are the same in every step")
    case .character("v"):
      go(toRow: beside.pair.violation, otherwise: "nothing breaks in either run")
    case .character("b"), .escape: leaveBeside()
    case .character("t"): showRows(beside)
    default:
      // What else there is to do is done with the one run, or with how it is shown.
      if ["c", "w", "m", "o", "[", "]", "F"].contains(where: { key == .character($0) })
        || [.enter, .tab, .backTab].contains(key)
      {
        leaveBeside()
      }
      return try pressInRun(key)
    }
    return []
  }

  private mutating func showRows(_ beside: Beside) {
    let pair = beside.pair
    let entries = pair.rows.enumerated().map { number, row in
      func sentence(_ id: Int?, _ way: SideBySide.Way) -> String {
        id.map { way.tree.moments[$0].told?.sentence ?? "start" } ?? "(no such step)"
      }
      let own = sentence(row.own, pair.own)
      let other = sentence(row.other, pair.other)
      let mark = row.isSame ? "  " : "≠ "
      return PickList.Entry(title: "\(mark)\(number) " + (own == other ? own : "\(own) │ \(other)"))
    }
    overlay = .rows(PickList("Both runs, step by step", entries, selected: beside.row))
  }

  mutating func press(_ key: Key, rows list: PickList) {
    var list = list
    switch key {
    case .escape, .backspace, .left, .character("q"), .character("t"): overlay = nil
    case .enter, .right:
      overlay = nil
      go(toRow: list.selected, otherwise: "")
    default:
      if list.move(key, rows: size.bodyRows) { overlay = .rows(list) }
    }
  }
}

extension RunTree {
  /// The way to a moment beside another run.
  /// - Returns: nil where there is no such run.
  func pair(_ end: Int, _ target: Beside.Target) throws -> SideBySide? {
    switch target {
    case .reference: return try besideReference(end)
    case .branch(let other):
      return SideBySide(
        .init("this run", self, to: end), .init("the other branch", self, to: other))
    }
  }

  /// The way to a moment beside the reference's own run of the same events.
  /// - Returns: nil where there is no reference.
  /// - Throws: `Stop.unavailable` when this machine cannot go on.
  public func besideReference(_ end: Int) throws -> SideBySide? {
    guard let (tree, other) = try referenceRun(of: end) else { return nil }
    return SideBySide(
      .init("this run", self, to: end), .init("the reference's run", tree, to: other),
      isOfOneSchedule: true)
  }
}
