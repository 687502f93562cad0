import Checking
import Solutions

/// An army and the lies in it, as a learner writes them:
///
///     traitors: 4 5
///     order: attack
///     4 tells 1 retreat
///     5 tells 1 that 2 said retreat
///     1 decides retreat
struct WrittenArmy {
  typealias Order = OralMessages.Order

  /// What a traitor says: along a path from the commander to himself, to whom.
  struct Lie: Hashable {
    var path: [Int]
    var to: Int
  }

  /// How many generals there are; the commander is 0.
  let generals: Int
  /// m: how often an order is relayed, and how many traitors there may be.
  let rounds: Int
  private(set) var traitors: [Int] = []
  private(set) var order = Order.attack
  private(set) var lies: [Lie: Order] = [:]
  /// What lieutenants are said to decide.
  private(set) var predictions: [Int: Order] = [:]
  private var hasOrder = false

  /// Reads the lines of one army.
  /// - Throws: `TextFault` for a line that says nothing of it.
  init(_ lines: [AnswerText.Line], generals: Int, rounds: Int) throws(TextFault) {
    self.generals = generals
    self.rounds = rounds
    for line in lines { try take(line) }
    if let first = lines.first, traitors.isEmpty || !hasOrder {
      throw TextFault(
        first, "an army begins with 'traitor:' or 'traitors:', and with 'order: attack' or retreat")
    }
  }

  private mutating func take(_ line: AnswerText.Line) throws(TextFault) {
    let words = line.words
    switch words[0].text {
    case "traitor:", "traitors:": try takeTraitors(line, words)
    case "order:":
      guard words.count == 2 else { throw TextFault(line, "'order:' and one of attack, retreat") }
      guard !hasOrder else { throw TextFault(line, "the order is given already") }
      order = try order(words[1], line)
      hasOrder = true
    default:
      guard words.count > 2 else { throw unknown(line) }
      switch words[1].text {
      case "tells": try takeLie(line, words)
      case "decides":
        let who = try general(words[0], line)
        guard words.count == 3, who > 0 else { throw unknown(line) }
        predictions[who] = try order(words[2], line)
      default: throw unknown(line)
      }
    }
  }

  private func unknown(_ line: AnswerText.Line) -> TextFault {
    TextFault(
      line,
      "a line is 'traitor: 2', 'order: attack', '2 tells 1 retreat', 'commander tells 1 retreat', "
        + (rounds > 1 ? "'2 tells 1 that 3 said retreat' " : "") + "or '1 decides retreat'")
  }

  private mutating func takeTraitors(
    _ line: AnswerText.Line, _ words: [AnswerWord]
  ) throws(TextFault) {
    guard traitors.isEmpty else { throw TextFault(line, "the traitors are named already") }
    guard (2...rounds + 1).contains(words.count) else {
      throw TextFault(
        line, rounds == 1 ? "there is one traitor" : "there are at most \(rounds) traitors")
    }
    for word in words.dropFirst() {
      let who = try general(word, line)
      guard !traitors.contains(who) else { throw line.fault(word, "he is named twice") }
      traitors.append(who)
    }
  }

  private mutating func takeLie(
    _ line: AnswerText.Line, _ words: [AnswerWord]
  ) throws(TextFault) {
    let (from, to) = (try general(words[0], line), try general(words[2], line))
    guard traitors.contains(from) else {
      throw line.fault(
        words[0],
        "\(words[0].text) is loyal and tells what he heard; only what a traitor says is written")
    }
    var path = from == 0 ? [0] : [0, from]
    var said = words.dropFirst(3)
    if words.count == 7, words[3].text == "that", words[5].text == "said" {
      guard rounds > 1, from > 0 else {
        throw line.fault(
          words[3], "only the commander's order is relayed here: '\(words[0].text) tells … retreat'"
        )
      }
      let about = try general(words[4], line)
      guard about > 0, about != from, about != to else {
        throw line.fault(words[4], "that is told of another lieutenant, neither teller nor hearer")
      }
      path = [0, about, from]
      said = words.dropFirst(6)
    }
    guard said.count == 1, let word = said.first else { throw unknown(line) }
    guard to > 0, to != from else {
      throw line.fault(
        words[2], "nobody tells the commander anything, or himself; name another lieutenant")
    }
    let lie = try order(word, line)
    guard lies.updateValue(lie, forKey: Lie(path: path, to: to)) == nil else {
      throw TextFault(line, "he has told him this already; leave one of them out")
    }
  }

  private func general(_ word: AnswerWord, _ line: AnswerText.Line) throws(TextFault) -> Int {
    if word.text == "commander" { return 0 }
    guard word.text.count <= 2, let number = Int(word.text), (1..<generals).contains(number) else {
      throw line.fault(
        word,
        "'\(word.text.shown())' is no general; there are commander and 1 to \(generals - 1)")
    }
    return number
  }

  private func order(_ word: AnswerWord, _ line: AnswerText.Line) throws(TextFault) -> Order {
    guard let order = Order(rawValue: word.text) else {
      throw line.fault(word, "'\(word.text.shown())' is neither attack nor retreat")
    }
    return order
  }

  // MARK: What comes of it

  /// What each loyal lieutenant decides.
  var decisions: [Int: Order] { decisions(telling: lies) }

  private func decisions(telling lies: [Lie: Order]) -> [Int: Order] {
    OralMessages(generals: generals, rounds: rounds).run(commander: 0, order: order) {
      path, from, to in
      // The path ends in whoever speaks.
      traitors.contains(from) ? lies[Lie(path: path, to: to)] : nil
    }
    .filter { !traitors.contains($0.key) }
  }

  /// The loyal lieutenants that do not do what a loyal commander has ordered, in order.
  var disobeying: [Int] { disobeying(telling: lies) }

  private func disobeying(telling lies: [Lie: Order]) -> [Int] {
    guard !traitors.contains(0) else { return [] }
    return decisions(telling: lies).filter { $0.value != order }.keys.sorted()
  }

  /// How many lies can be left out, one after the other, while somebody disobeys.
  var spare: Int {
    var needed = lies
    for lie in lies.keys.sorted(by: {
      ($0.path.count, $0.path.last ?? 0, $0.to) < ($1.path.count, $1.path.last ?? 0, $1.to)
    }) {
      var fewer = needed
      fewer[lie] = nil
      if !disobeying(telling: fewer).isEmpty { needed = fewer }
    }
    return lies.count - needed.count
  }

  /// What a loyal lieutenant hears of the order: from the commander, and from each other lieutenant.
  func heard(by who: Int) -> [Int: Order] {
    let ordered = { (to: Int) in self.lies[Lie(path: [0], to: to)] ?? self.order }
    var heard = [0: ordered(who)]
    for other in 1..<generals where other != who {
      heard[other] = lies[Lie(path: [0, other], to: who)] ?? ordered(other)
    }
    return heard
  }

  /// The same in words.
  func heardWords(by who: Int) -> String {
    heard(by: who).sorted { $0.key < $1.key }
      .map { "\($0.value.rawValue) from \(Self.name($0.key))" }.joined(separator: ", ")
  }

  /// What a general is called.
  static func name(_ general: Int) -> String { general == 0 ? "the commander" : "\(general)" }

  // MARK: Drawn

  /// What was said in the first two rounds, drawn.
  func drawn(_ sentence: String, check: String) -> Counterexample {
    let lieutenants = 1..<generals
    func label(_ general: Int) -> String { traitors.contains(general) ? "traitor" : "" }
    var steps: [Counterexample.Step] = []
    func add(_ from: Int, _ to: Int, _ said: Order) {
      steps.append(
        .init(
          event: .delivery(from: from, to: to, label: said.rawValue, sentIn: nil),
          sentence: "\(Self.name(from)) tells \(to) \(said.rawValue)"))
    }
    for to in lieutenants { add(0, to, heard(by: to)[0] ?? order) }
    for from in lieutenants {
      for to in lieutenants where to != from { add(from, to, heard(by: to)[from] ?? order) }
    }
    for (who, decision) in decisions.sorted(by: { $0.key < $1.key }) {
      steps.append(
        .init(
          event: .local(lane: who, label: "decides \(decision.rawValue)"),
          sentence: "\(who) decides \(decision.rawValue)"))
    }
    return Counterexample(
      lanes: ["commander"] + lieutenants.map { "\($0)" },
      initialStates: [label(0).isEmpty ? "orders \(order.rawValue)" : label(0)]
        + lieutenants.map(label),
      steps: steps, violation: .init(sentence: sentence, steps: []), isShortest: false,
      schedule: Schedule(check: check, setting: "", events: []))
  }
}
