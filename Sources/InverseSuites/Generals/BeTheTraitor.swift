import Checking
import Solutions

/// The exercise `be-the-traitor`: lies that make loyal generals disagree, a proof that among three no rule
/// helps against them, and what the same lies come to among four.
struct BeTheTraitor: TextSuite {
  let exercise = "be-the-traitor"
  let version = 1

  /// A part of the answer.
  private enum Part: String, CaseIterable {
    case three = "three-disobeyed"
    case world1 = "world-1"
    case world2 = "world-2"
    case world3 = "world-3"
    case commander = "four-commander-lies"
    case lieutenant = "four-lieutenant-lies"
    case six = "six-disobeyed"

    var generals: Int {
      switch self {
      case .three, .world1, .world2, .world3: 3
      case .commander, .lieutenant: 4
      case .six: 6
      }
    }

    var rounds: Int { self == .six ? 2 : 1 }
  }

  let checks: [Check] = [
    check(
      "three-disobeyed",
      "Among three generals one lie makes a loyal lieutenant disobey a loyal commander.",
      "section 2", 20),
    check(
      "three-worlds",
      "In three worlds with one traitor each the loyal lieutenants hear the same and must not do the same, "
        + "whatever rule they go by.", "section 2", 30),
    check(
      "four-commander-lies",
      "Among four generals the lieutenants of a lying commander all hear the same orders, and agree.",
      "section 3", 15),
    check(
      "four-lieutenant-lies",
      "Among four generals a lying lieutenant is outvoted: the two loyal ones do what was ordered.",
      "section 3", 15),
    check(
      "six-disobeyed",
      "Among six generals two traitors make a loyal lieutenant disobey a loyal commander, although orders "
        + "are relayed twice.", "section 3", 20),
  ]

  private static func check(
    _ name: String, _ guarantee: String, _ section: String, _ points: Int
  ) -> Check {
    Check(
      name: name, guarantee: guarantee, source: "Lamport, Shostak and Pease 1982, \(section)",
      chapter: "specters#generals-who-lie", kind: .examples, points: points)
  }

  func judge(_ text: AnswerText) throws(TextFault) -> TextJudgement {
    let sections = try AnswerSections(text, key: "army", names: Part.allCases.map(\.rawValue))
    var armies: [Part: WrittenArmy] = [:]
    for part in Part.allCases {
      let lines = sections.lines(of: part.rawValue)
      guard !lines.isEmpty else { continue }
      armies[part] = try WrittenArmy(lines, generals: part.generals, rounds: part.rounds)
    }
    let verdicts = [
      disobeyed(.three, armies), worlds(armies), commanderLies(armies), lieutenantLies(armies),
      disobeyed(.six, armies),
    ]
    var notes: [String] = []
    for (part, verdict) in [(Part.three, verdicts[0]), (.six, verdicts[4])] where verdict.isPassed {
      if let army = armies[part] { notes.append(note(on: army, part)) }
    }
    if verdicts[2].isPassed, verdicts[3].isPassed {
      let cases = TraitorSearch(generals: 4).cases()
      notes.append(
        "among four: \(cases.count { !$0.isGood }) of all \(cases.count) ways to lie make loyal ones "
          + "disagree or disobey")
    }
    return TextJudgement(verdicts, notes: notes)
  }

  private func note(on army: WrittenArmy, _ part: Part) -> String {
    let (count, spare) = (army.lies.count, army.spare)
    return "\(part.rawValue): \(count) \(count == 1 ? "lie" : "lies"); "
      + (spare == 0
        ? "none of them can be left out" : "\(count - spare) of them are enough")
  }

  private func failed(_ message: String, _ army: WrittenArmy, _ part: Part) -> Verdict {
    .failed(
      Failure(message: message, counterexample: army.drawn(message, check: part.rawValue)))
  }

  // MARK: Disobeyed

  private func disobeyed(_ part: Part, _ armies: [Part: WrittenArmy]) -> Verdict {
    guard let army = armies[part] else { return .isMissing("army", part.rawValue) }
    if army.traitors.contains(0) {
      let decided = army.decisions.sorted { $0.key < $1.key }
        .map { "\($0.key) decides \($0.value.rawValue)" }.joined(separator: ", ")
      return failed(
        "here the commander must be loyal, so that somebody can disobey him; as it is, \(decided)",
        army, part)
    }
    guard army.disobeying.isEmpty else { return .passed(.examples(1)) }
    return failed(
      "every loyal lieutenant still does what was ordered: \(army.order.rawValue)", army, part)
  }

  // MARK: Three worlds

  private func worlds(_ armies: [Part: WrittenArmy]) -> Verdict {
    for part in [Part.world1, .world2, .world3] where armies[part] == nil {
      return .isMissing("army", part.rawValue)
    }
    guard let one = armies[.world1], let two = armies[.world2], let three = armies[.world3] else {
      return .isMissing("army", Part.world1.rawValue)
    }
    guard two.traitors == [0] else {
      return failed("in world-2 the commander must be the traitor", two, .world2)
    }
    guard one.traitors != [0], three.traitors != [0], one.traitors != three.traitors else {
      return failed(
        "in world-1 one lieutenant must be the traitor, and in world-3 the other", one, .world1)
    }
    guard one.order != three.order else {
      return failed(
        "in world-1 and world-3 a loyal commander must order different things; else no rule has to go "
          + "wrong", three, .world3)
    }
    for (army, part, who) in [
      (one, Part.world1, three.traitors[0]), (three, .world3, one.traitors[0]),
    ]
    where army.heard(by: who) != two.heard(by: who) {
      return failed(
        "\(who) can tell \(part.rawValue) from world-2: in \(part.rawValue) he hears "
          + "\(army.heardWords(by: who)); in world-2 \(two.heardWords(by: who))", army, part)
    }
    return .passed(.examples(3))
  }

  // MARK: Four

  private func commanderLies(_ armies: [Part: WrittenArmy]) -> Verdict {
    guard let army = armies[.commander] else { return .isMissing("army", Part.commander.rawValue) }
    guard army.traitors == [0] else {
      return failed("here the commander must be the traitor", army, .commander)
    }
    let told = Set((1...3).compactMap { army.heard(by: $0)[0] })
    guard told.count > 1 else {
      return failed("the commander tells all three the same, which is no lie", army, .commander)
    }
    return predicted(army, .commander)
  }

  private func lieutenantLies(_ armies: [Part: WrittenArmy]) -> Verdict {
    guard let army = armies[.lieutenant] else {
      return .isMissing("army", Part.lieutenant.rawValue)
    }
    guard let traitor = army.traitors.first, traitor > 0 else {
      return failed("here a lieutenant must be the traitor", army, .lieutenant)
    }
    guard army.lies.values.contains(where: { $0 != army.order }) else {
      return failed("\(traitor) says what he heard, which is no lie", army, .lieutenant)
    }
    return predicted(army, .lieutenant)
  }

  /// Whether it is said what every loyal lieutenant decides, and rightly.
  private func predicted(_ army: WrittenArmy, _ part: Part) -> Verdict {
    for (who, decision) in army.decisions.sorted(by: { $0.key < $1.key }) {
      guard let predicted = army.predictions[who] else {
        return failed("say what \(who) decides: '\(who) decides …'", army, part)
      }
      guard predicted == decision else {
        return failed(
          "\(who) hears \(army.heardWords(by: who)), and decides otherwise than you say", army, part
        )
      }
    }
    return .passed(.examples(1))
  }
}
