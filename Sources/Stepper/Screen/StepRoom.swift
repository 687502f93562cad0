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
  enum Overlay {
    case choices(PickList, [StepChoice])
    case tree(PickList, [Int])
    case besides(PickList, [Beside.Target])
    case rows(PickList)
    case messages(PickList, [MessageFilter.Part])
    case text(StepPane)
  }

  /// The run.
  public let tree: RunTree
  /// The moment that is shown.
  public internal(set) var moment: Int
  var size: ScreenSize
  var pane = StepPane([])
  var overlay: Overlay?
  /// The name that is being typed; nil when none is.
  var typed: String?
  var message: String?
  var isFolded = true
  /// The run beside this one; nil when there is none.
  var beside: Beside?
  var filter = MessageFilter()
  /// The steps that are passed over; nil when all are walked.
  var folded: FoldedSteps?

  /// Opens a run.
  /// - Parameters:
  ///   - moment: the moment that is shown first.
  ///   - pair: this run and another that stands beside it from the beginning.
  public init(_ tree: RunTree, at moment: Int, size: ScreenSize, beside pair: SideBySide? = nil) {
    self.tree = tree
    self.moment = moment
    self.size = size
    if let pair { beside = Beside(pair, row: pair.firstDifference ?? 0) }
    layOut()
  }

  mutating func layOut() {
    let lines =
      beside.map {
        SideBySideText(
          $0.pair, row: $0.row, width: size.columns, isFolded: isFolded, filter: filter
        ).lines
      }
      ?? MomentText(tree, at: moment, width: size.columns, isFolded: isFolded, filter: filter).lines
    pane = StepPane(lines.map { FrameLine($0, fitting: size.columns) })
  }

  mutating func go(to id: Int?, otherwise text: String) {
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
    case .besides(let list, let targets): try press(key, list, targets)
    case .rows(let list): press(key, rows: list)
    case .messages(let list, let parts): press(key, list, parts)
    case .text(var text):
      overlay = text.move(key, rows: size.bodyRows) ? .text(text) : nil
    case nil: return try beside == nil ? pressInRun(key) : pressBeside(key)
    }
    return []
  }

  mutating func pressInRun(_ key: Key) throws -> [Effect] {
    switch key {
    case .character("q"), .character("Q"): return [.quit]
    case .right, .character("n"), .character("l"), .character(" "):
      go(
        to: nextShown(after: moment),
        otherwise: tree.moments[moment].stop == nil
          ? "the run ends here; c lets something else happen" : "the submission has stopped here")
    case .left, .character("p"), .character("h"), .backspace:
      go(to: shownBefore(moment), otherwise: "this is the start")
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
    case .character("F"): try foldSteps()
    case .character("b"): try offerBesides()
    case .character("/"): offerMessages()
    case .character("m"): showPicture()
    case .character("o"): try showOdds()
    case .character("?"), .function(1):
      overlay = .text(StepPane(StepKeys.help.lines(columns: size.columns)))
    default:
      if !pane.move(key, rows: bodyRows), key != .escape { message = "? shows what the keys do" }
    }
    return []
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
}
