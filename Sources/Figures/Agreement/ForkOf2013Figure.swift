import ExerciseKit
import Diagrams
import Parameters
import Simulation
import Solutions
import Terminal

extension Figure {
  /// F16: the fork of March 2013, block by block, as newer and older nodes saw it.
  static let forkOf2013 = Figure(
    id: "F16", name: "fork-2013",
    title: "the Bitcoin fork of 2013, replayed to newer and older nodes",
    parameters: [
      Parameter(
        "share", "the share of hash power on the older chain once pools have gone back to it",
        .number(0.51...1), standard: "0.7"),
      Parameter(
        "lead", "how many blocks the newer chain is ahead when they do", .integer(1...13),
        standard: "13"),
      Parameter("seed", "names the order of the blocks", .integer(0...999_999), standard: "1"),
    ]
  ) { arguments, canvas in
    var random = RandomSource(seed: arguments.seed())
    let fork = ForkOf2013(
      share: arguments.number("share"), lead: arguments.integer("lead"), using: &random)
    return ForkDrawing(fork, canvas: canvas).lines
  }
}

/// The blocks of both chains in the order they were found, and what nodes made of them.
struct ForkDrawing {
  private let steps: [ForkOf2013.Step]
  private let turnedAfter: Int?
  private let page: FigureText

  init(_ fork: ForkOf2013, canvas: Figure.Canvas) {
    steps = fork.steps
    turnedAfter = fork.turnedAfter
    page = FigureText(canvas: canvas)
  }

  var lines: [StyledLine] {
    picture + [StyledLine()] + sentences.flatMap { page.wrapped($0.text, $0.style) }
      + [StyledLine()] + leads
  }

  private var picture: [StyledLine] {
    let last = steps.count - 1
    let rows = MarkRows(
      rows: [
        .init(
          name: "newer", marks: steps.map { $0.isOnNewBranch ? "■" : " " }, style: Style(.yellow)),
        .init(
          name: "older",
          marks: steps.indices.map { index in
            steps[index].isOnNewBranch ? " " : index == last ? "✓" : "■"
          }),
      ], canvas: page.canvas)
    if !page.canvas.isASCII, let lines = rows.lines { return lines }
    return page.wrapped(
      "Blocks in the order they were found, n on the newer chain, o on the older one: "
        + steps.map { $0.isOnNewBranch ? "n" : "o" }.joined() + ".")
  }

  /// How far the newer chain was ahead after each block.
  private var lead: [Int] {
    var lead = 0
    return steps.map { step in
      lead += step.isOnNewBranch ? 1 : -1
      return lead
    }
  }

  private var leads: [StyledLine] {
    let points = lead.enumerated().map { Plot.Point(Double($0.offset + 1), Double($0.element)) }
    return Plot(
      title: "how far the newer chain is ahead", xAxis: "blocks found on either chain",
      yAxis: "blocks", curves: [.init("lead", points)]
    ).lines(width: page.canvas.width, height: 8, isASCII: page.canvas.isASCII)
  }

  private var sentences: [(text: String, style: Style)] {
    var sentences: [(String, Style)] = [
      (
        "Block 225430 on the newer chain needs more locks than older nodes have. They refuse it, "
          + "with all that is built on it.", .plain
      )
    ]
    if let turnedAfter {
      sentences.append(
        (
          "After \(turnedAfter) blocks the newer chain is \(lead[turnedAfter - 1]) ahead. Pools go "
            + "back to the older version, and the older chain gains.", .plain
        ))
    } else {
      sentences.append(
        (
          "The newer chain is never more than \(lead.max() ?? 0) ahead, and the older one catches "
            + "up by luck.", .plain
        ))
    }
    if let step = steps.last, let change = step.reorganization {
      sentences.append(
        (
          "Block \(step.height) makes the older chain the heavier one. Newer nodes disconnect "
            + "\(change.disconnected.count) blocks and connect \(change.connected.count); "
            + (step.newTip == step.oldTip ? "all nodes have one tip again." : "tips still differ."),
          Style(nil, .bold)
        ))
    }
    return sentences
  }
}
