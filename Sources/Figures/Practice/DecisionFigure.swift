import Calculators
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F22: the decision's tree, found by trying both answers to every question.
  static let decision = Figure(
    id: "F22", name: "decision",
    title: "how to keep a kind of data: every way through the questions",
    parameters: [
      Parameter(
        "use", "a kind of data whose way is pointed out, or none",
        .choice(["none"] + PrintedChoices.UseCase.allCases.map(\.rawValue)), standard: "none")
    ]
  ) { arguments, canvas in
    let useCase = PrintedChoices.UseCase(rawValue: arguments.text("use"))
    let drawing = DecisionDrawing(way: useCase?.decision, page: FigureText(canvas: canvas))
    guard let useCase else { return drawing.lines }
    let answers = useCase.decision.reasons.map { $0.answer ? "yes" : "no" }
    return drawing.lines + [StyledLine()]
      + drawing.page.wrapped(
        "\(useCase.rawValue): \(answers.joined(separator: ", ")), so "
          + "\(useCase.decision.mechanism.rawValue).")
  }
}

/// The tree of `Decision.all`: the longer branch goes straight down, the shorter one hangs to its right.
struct DecisionDrawing {
  /// A question and what follows from each answer, or an end.
  private indirect enum Tree {
    case end(Decision)
    case question(Criterion, yes: Tree, no: Tree)

    var size: Int {
      switch self {
      case .end: 1
      case .question(_, let yes, let no): yes.size + no.size
      }
    }
  }

  /// The decision whose way is pointed out.
  let way: Decision?
  let page: FigureText

  /// The tree, top to bottom; in ASCII a numbered question on each line, with where its answers lead.
  var lines: [StyledLine] {
    let tree = Self.tree(of: Decision.all, depth: 0)
    return page.canvas.isASCII || page.canvas.width < 30
      ? list(tree) : spine(tree, isOnWay: way != nil, depth: 0)
  }

  private static func tree(of decisions: [Decision], depth: Int) -> Tree {
    guard let first = decisions.first, first.reasons.count > depth else {
      return decisions.first.map(Tree.end) ?? .end(Decision(for: []))
    }
    let yes = decisions.filter { $0.reasons[depth].answer }
    let no = decisions.filter { !$0.reasons[depth].answer }
    return .question(
      first.reasons[depth].criterion, yes: tree(of: yes, depth: depth + 1),
      no: tree(of: no, depth: depth + 1))
  }

  // MARK: Drawing

  /// A question with its shorter branch hanging and its longer one below.
  private func spine(_ tree: Tree, isOnWay: Bool, depth: Int) -> [StyledLine] {
    guard case .question(let criterion, let yes, let no) = tree else {
      return end(tree, isOnWay: isOnWay, first: "", rest: "")
    }
    let goesDownByYes = yes.size > no.size
    let (hanging, down) = goesDownByYes ? (no, yes) : (yes, no)
    let isLast = hanging.size == 1 && down.size == 1
    var lines = text(criterion.rawValue, isOnWay: isOnWay, first: "", rest: "")
    let answers = goesDownByYes ? ("no", "yes") : ("yes", "no")
    lines += branch(
      hanging, answers.0, isOnWay: isOnWay && takes(!goesDownByYes, at: depth), depth: depth + 1,
      bar: "├", prefix: "│")
    let goesDown = isOnWay && takes(goesDownByYes, at: depth)
    if isLast {
      return lines
        + branch(
          down, answers.1, isOnWay: goesDown, depth: depth + 1, bar: "└", prefix: " ")
    }
    return lines + [
      StyledLine("│ \(answers.1)", style(goesDown)), StyledLine("▼", style(goesDown)),
    ]
      + spine(down, isOnWay: goesDown, depth: depth + 1)
  }

  /// A branch that hangs to the right of its question, with all that is below it.
  private func branch(
    _ tree: Tree, _ answer: String, isOnWay: Bool, depth: Int, bar: String, prefix: String
  ) -> [StyledLine] {
    let label = answer + String(repeating: " ", count: 4 - answer.count)
    let first = "\(bar)─ \(label)"
    let rest = prefix + String(repeating: " ", count: 6)
    guard case .question(let criterion, let yes, let no) = tree else {
      return end(tree, isOnWay: isOnWay, first: first, rest: rest)
    }
    let takesYes = isOnWay && takes(true, at: depth)
    let takesNo = isOnWay && takes(false, at: depth)
    let width = page.canvas.width - rest.count
    let inner = DecisionDrawing(
      way: way,
      page: FigureText(canvas: Figure.Canvas(width: width, isASCII: page.canvas.isASCII)))
    let below =
      inner.branch(yes, "yes", isOnWay: takesYes, depth: depth + 1, bar: "├", prefix: "│")
      + inner.branch(no, "no", isOnWay: takesNo, depth: depth + 1, bar: "└", prefix: " ")
    return text(criterion.rawValue, isOnWay: isOnWay, first: first, rest: rest)
      + below.map { StyledLine([StyledLine.Run(rest)] + $0.runs) }
  }

  private func end(_ tree: Tree, isOnWay: Bool, first: String, rest: String) -> [StyledLine] {
    guard case .end(let decision) = tree else { return [] }
    let pointer = isOnWay ? " ◀" : ""
    return page.hanging(
      decision.mechanism.rawValue + pointer, isOnWay ? Style(.cyan, .bold) : Style(nil, .bold),
      first: first, rest: rest)
  }

  private func text(
    _ question: String, isOnWay: Bool, first: String, rest: String
  ) -> [StyledLine] {
    page.hanging(question, style(isOnWay), first: first, rest: rest)
  }

  private func style(_ isOnWay: Bool) -> Style { isOnWay ? Style(.cyan) : .plain }

  private func takes(_ answer: Bool, at depth: Int) -> Bool {
    way.map { $0.reasons.count > depth && $0.reasons[depth].answer == answer } ?? false
  }

  // MARK: Listing

  /// Every question with a number, and after each answer the number of the next one or the end.
  private func list(_ tree: Tree) -> [StyledLine] {
    var sentences: [(number: Int, text: String)] = []
    var count = 0
    func visit(_ tree: Tree) -> String {
      switch tree {
      case .end(let decision): return decision.mechanism.rawValue
      case .question(let criterion, let yes, let no):
        count += 1
        let number = count
        let (first, second) = (visit(yes), visit(no))
        sentences.append(
          (number, "\(number). \(criterion.rawValue) If yes: \(first). If no: \(second)."))
        return "question \(number)"
      }
    }
    _ = visit(tree)
    return sentences.sorted { $0.number < $1.number }.flatMap { page.wrapped($0.text) }
  }
}
