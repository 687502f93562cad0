import Checking
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F11: a write that was acknowledged is lost because another node's clock is ahead.
  static let skewedClock = Figure(
    id: "F11", name: "skewed-clock",
    title: "the newest write wins, by clocks that disagree",
    parameters: [
      Parameter(
        "offset", "how far the clock of n1 is ahead of true time, in milliseconds",
        .integer(-500...500), standard: "60"),
      Parameter(
        "gap", "how long after the first write the second one comes, in milliseconds",
        .integer(2...500), standard: "20"),
      Parameter(
        "stamps", "what writes are stamped with", .choice(["both", "wall", "hybrid"]),
        standard: "both"),
    ]
  ) { arguments, canvas in
    let run = SkewedRun(
      offset: Int64(arguments.integer("offset")), gap: Int64(arguments.integer("gap")))
    let page = FigureText(canvas: canvas)
    var picture = Picture()
    for kind in SkewedRun.Stamps.allCases
    where ["both", kind.rawValue].contains(arguments.text("stamps")) {
      if !picture.parts.isEmpty { picture += [StyledLine()] }
      picture += page.heading(kind.title)
      let (steps, isKept) = run.steps(kind)
      picture += page.run(
        lanes: ["n1 \(run.offset < 0 ? "" : "+")\(run.offset) ms", "n2 on time"],
        states: ["", ""], steps: steps, marked: isKept ? [] : [2])
      picture += page.wrapped(
        isKept
          ? "The later write is kept."
          : "The later write was acknowledged and is lost on both nodes.",
        isKept ? .plain : Style(.red, .bold))
    }
    return picture
  }
}

/// Node n1 writes; n2 reads that and, a little later, writes again; they exchange what they hold.
struct SkewedRun {
  /// What writes are stamped with.
  enum Stamps: String, CaseIterable {
    case wall
    case hybrid

    var title: String {
      self == .wall ? "Stamped by the system's clocks" : "Stamped by hybrid clocks"
    }
  }

  let offset: Int64
  let gap: Int64

  private static let start: Int64 = 1000
  private static let nodes = [NodeID(1), NodeID(2)]

  /// The run for drawing, and whether the second write is what both hold in the end.
  func steps(_ stamps: Stamps) -> (steps: [Counterexample.Step], isKept: Bool) {
    switch stamps {
    case .wall:
      // Ties go to the larger node, as in any order of stamps that is total.
      steps(
        first: LamportStamp(counter: UInt64(Self.start + offset), node: Self.nodes[0]),
        second: LamportStamp(counter: UInt64(Self.start + gap), node: Self.nodes[1])
      ) { "\($0.counter)" }
    case .hybrid:
      hybridSteps()
    }
  }

  private func hybridSteps() -> (steps: [Counterexample.Step], isKept: Bool) {
    var writer = HybridClock(node: Self.nodes[0], maxOffset: 1000)
    var reader = HybridClock(node: Self.nodes[1], maxOffset: 1000)
    let first = writer.now(physical: Self.start + offset)
    let second: HLCStamp
    do {
      second = try reader.receive(first, physical: Self.start + gap)
    } catch {
      preconditionFailure("\(error.ahead) ms ahead, beyond the domain of 'offset'")
    }
    return steps(first: first, second: second) { "\($0.wall).\($0.logical)" }
  }

  private func steps<Stamp: Comparable & Sendable>(
    first: Stamp, second: Stamp, _ text: (Stamp) -> String
  ) -> (steps: [Counterexample.Step], isKept: Bool) {
    var n1 = LWWRegister<String, Stamp>()
    var n2 = LWWRegister<String, Stamp>()
    n1.write("draft", at: first)
    n2.merge(n1)
    let isKept = n2.write("final", at: second)
    let held = n2.value ?? ""
    n1.merge(n2)
    let steps = [
      Counterexample.Step(
        event: .local(lane: 0, label: "writes draft at \(text(first))"),
        sentence: "n1 writes draft under the stamp \(text(first))", state: "draft"),
      Counterexample.Step(
        event: .delivery(from: 0, to: 1, label: "draft", sentIn: 0),
        sentence: "n2 receives the draft", state: "draft"),
      Counterexample.Step(
        event: .local(lane: 1, label: "writes final at \(text(second))"),
        sentence: "n2, \(gap) ms after the first write, writes final under the stamp "
          + "\(text(second)) and says it is done", state: held),
      Counterexample.Step(
        event: .delivery(from: 1, to: 0, label: held, sentIn: 2),
        sentence: "n1 merges what n2 holds", state: n1.value ?? ""),
    ]
    return (steps, isKept)
  }
}
