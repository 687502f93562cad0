import Checking
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F10: oral messages among three, four or five generals of whom one lies.
  static let generals = Figure(
    id: "F10", name: "generals",
    title: "an order, relayed once among generals of whom one may lie",
    parameters: [
      Parameter("n", "the generals, the commander included", .integer(3...5), standard: "4"),
      Parameter(
        "traitor", "who lies: 0 is the commander, 1 and up the lieutenants; -1 is nobody",
        .integer(-1...4), standard: "1"),
      Parameter(
        "order", "what the commander orders", .choice(["attack", "retreat"]), standard: "attack"),
    ]
  ) { arguments, canvas in
    let (n, traitor) = (arguments.integer("n"), arguments.integer("traitor"))
    guard traitor < n else {
      throw ArgumentError(
        "with n=\(n) the generals are 0 to \(n - 1); take traitor from -1 to \(n - 1)")
    }
    let order: OralMessages.Order = arguments.text("order") == "attack" ? .attack : .retreat
    let run = GeneralsRun(generals: n, traitor: traitor, order: order)
    let page = FigureText(canvas: canvas)
    return page.run(
      lanes: run.lanes, states: run.lanes.map { _ in "" }, steps: run.steps, marked: run.marked
    ).followed(
      by: [StyledLine()] + page.wrapped(run.verdict, run.isGood ? .plain : Style(.red, .bold)))
  }
}

/// One run of OM(1), with every message it sent.
///
/// A lieutenant who is a traitor turns round what he was told. A commander who is one tells every
/// second lieutenant the opposite.
struct GeneralsRun {
  private let generals: Int
  private let traitor: Int
  private let order: OralMessages.Order
  /// What each lieutenant decided.
  let decisions: [Int: OralMessages.Order]
  /// The messages as drawn, then what each lieutenant decides.
  private(set) var steps: [Counterexample.Step] = []

  init(generals: Int, traitor: Int, order: OralMessages.Order) {
    self.generals = generals
    self.traitor = traitor
    self.order = order
    let army = OralMessages(generals: generals, rounds: 1)
    func lie(_ path: [Int], _ from: Int, _ to: Int) -> OralMessages.Order? {
      guard from == traitor else { return nil }
      let isTurned = from > 0 || to.isMultiple(of: 2)
      return isTurned ? Self.opposite(order) : order
    }
    var sent: [(path: [Int], to: Int, lie: OralMessages.Order?)] = []
    decisions = army.run(commander: 0, order: order) { path, from, to in
      let said = lie(path, from, to)
      sent.append((path, to, said))
      return said
    }
    draw(sent)
  }

  var lanes: [String] {
    (0..<generals).map { general in
      (general == 0 ? "commander" : "L\(general)") + (general == traitor ? " (lies)" : "")
    }
  }

  /// Lieutenants who are loyal.
  private var loyal: [Int] { (1..<generals).filter { $0 != traitor } }

  /// True when the loyal ones agree, and follow a loyal commander.
  var isGood: Bool {
    Set(loyal.compactMap { decisions[$0] }).count <= 1
      && (traitor == 0 || loyal.allSatisfy { decisions[$0] == order })
  }

  /// The decisions that must not be.
  var marked: [Int] {
    guard !isGood else { return [] }
    let wrong = loyal.filter { traitor == 0 || decisions[$0] != order }
    return wrong.map { steps.count - generals + $0 }
  }

  var verdict: String {
    if isGood {
      return traitor == 0
        ? "The loyal lieutenants do the same, whatever their commander told them."
        : "The loyal lieutenants do what the loyal commander ordered."
    }
    return traitor == 0
      ? "The loyal lieutenants do different things."
      : "A loyal lieutenant does not do what the loyal commander ordered: he has as many words for "
        + "the attack as against, and cannot tell who lies."
  }

  private mutating func draw(_ sent: [(path: [Int], to: Int, lie: OralMessages.Order?)]) {
    var heard: [Int: OralMessages.Order] = [:]
    var heardIn: [Int: Int] = [:]
    steps.append(
      .init(
        event: .local(lane: 0, label: "orders \(order.rawValue)"),
        sentence: "the commander orders: \(order.rawValue)"))
    for message in sent {
      let from = message.path.last ?? 0
      let said = message.lie ?? (from == 0 ? order : heard[from] ?? order)
      if from == 0 {
        heard[message.to] = said
        heardIn[message.to] = steps.count
      }
      let words = from == 0 ? said.rawValue : "he said \(said.rawValue)"
      steps.append(
        .init(
          event: .delivery(
            from: from, to: message.to, label: words, sentIn: from == 0 ? 0 : heardIn[from]),
          sentence: from == 0
            ? "the commander tells lieutenant \(message.to): \(said.rawValue)"
            : "lieutenant \(from) tells lieutenant \(message.to) that the commander said "
              + said.rawValue))
    }
    for lieutenant in 1..<generals {
      let decision = decisions[lieutenant]?.rawValue ?? ""
      steps.append(
        .init(
          event: .local(lane: lieutenant, label: "decides"),
          sentence: lieutenant == traitor
            ? "lieutenant \(lieutenant) does as he likes"
            : "lieutenant \(lieutenant) takes the majority of what he heard: \(decision)",
          state: lieutenant == traitor ? "anything" : decision))
    }
  }

  private static func opposite(_ order: OralMessages.Order) -> OralMessages.Order {
    order == .attack ? .retreat : .attack
  }
}
