import Checking
import Dialects
import Simulation
import Wire

/// Checks of whole armies: every lie of one traitor in small ones, and lies by chance in larger ones.
struct ArmyPart: SuitePart {
  /// What a campaign may come to that it must not.
  private struct Finding {
    let campaign: Campaign
    let sentence: String
    /// The lieutenants who are at odds.
    let lieutenants: [Int]
  }

  /// That loyal lieutenants decide alike, and as a loyal commander orders, whatever one traitor says.
  let agreement: Check
  let obedience: Check
  /// Both, with several traitors.
  let random: Check

  func stages(for key: InputKey) -> [Stage] {
    [
      Stage(checks: [agreement, obedience]) { (subject) throws(Stop) in
        try verdictsOnSmallArmies(subject)
      },
      Stage(random) { (subject) throws(Stop) in try verdictOnLargeArmies(key, subject) },
    ]
  }

  // MARK: Armies

  /// Every way in which at most one of four and of five generals lies: to each of the others he says one of two
  /// orders, or nothing. And two and three generals who are loyal.
  static let small: [Campaign] = [(2, 0), (3, 0), (4, 1), (5, 1)].flatMap { size, borne in
    (0...(borne == 0 ? 0 : size)).flatMap { traitor -> [Campaign] in
      let orders: [Int128] = traitor == 1 ? [1] : [1, 2]
      return orders.flatMap { order in
        var army = Army(
          size: size, commander: 1, traitors: traitor == 0 ? [] : [traitor], borne: borne)
        army.order = order
        return everyLie(in: army).map { Campaign(army, $0) }
      }
    }
  }

  private static func everyLie(in army: Army) -> [[Lie]] {
    army.duties.reduce([[]]) { all, duty in
      let (path, receiver) = duty
      let said: [[Lie]] = [1, 2].map { order in
        [
          Lie(
            round: path.count, from: path[path.count - 1], to: receiver, along: path, order)
        ]
      }
      return all.flatMap { lies in ([[]] + said).map { lies + $0 } }
    }
  }

  private func drawn(_ count: Int, isOdd: Bool, seed: UInt64) -> [Campaign] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { index in
      let sizes = [(7, 2), (7, 2), (8, 2), (4, 1), (7, 2), (6, 1), (9, 2), (10, 3)]
      let (size, borne) = sizes[index % sizes.count]
      let liars = 1 + (index / 2 + borne) % borne
      var army = Army(
        size: size, commander: 1 + random.index(below: size),
        traitors: Array(random.shuffled(Array(1...size)).prefix(liars)).sorted(), borne: borne)
      army.order = Int128(1 + random.index(below: 3))
      army.fallback = Int128(1 + random.index(below: 3))
      if isOdd { army.drawOddNames(&random) }
      return Campaign(army, lies(in: army, &random))
    }
  }

  /// Lies of traitors who know of each other: now and then all say one thing to one half and another to the rest.
  private func lies(in army: Army, _ random: inout RandomSource) -> [Lie] {
    let isSplitting = random.chance(1, in: 2)
    var lies: [Lie] = []
    for (path, receiver) in army.duties {
      let sender = path[path.count - 1]
      guard !random.chance(1, in: 8) else { continue }
      let order =
        isSplitting && !random.chance(1, in: 8)
        ? Int128(1 + receiver % 2) : Int128(1 + random.index(below: 3))
      func lie(in round: Int, along path: [Int], _ order: Int128) -> Lie {
        Lie(round: round, from: sender, to: receiver, along: path, order)
      }
      lies.append(lie(in: path.count, along: path, order))
      // And again, late, or along another's path.
      guard random.chance(1, in: 6) else { continue }
      let other = path.dropLast() + [1 + random.index(below: army.size)]
      lies.append(
        lie(in: path.count, along: random.chance(1, in: 2) ? path : Array(other), 3 - order % 3))
      lies.append(
        lie(in: 1 + random.index(below: army.borne + 1), along: path, 3 - order % 3))
    }
    return lies
  }

  // MARK: Verdicts

  /// What is wrong with a campaign, as far as a check goes.
  private func finding(_ check: Check, in campaign: Campaign) -> Finding? {
    let army = campaign.army
    func name(_ lieutenant: Int) -> String { "n\(army.name(lieutenant))" }
    func decided(_ lieutenant: Int) -> String {
      NumberDomain.order.text(campaign.decisions[lieutenant] ?? -1)
    }
    let loyal = army.loyalLieutenants
    if let idle = loyal.first(where: { campaign.decisions[$0] == nil }) {
      return Finding(
        campaign: campaign, sentence: "\(name(idle)) is undecided after round \(army.borne + 1)",
        lieutenants: [idle])
    }
    if check != agreement, army.isCommanderLoyal,
      let rebel = loyal.first(where: {
        campaign.decisions[$0] != NumberDomain.order.first(equalTo: army.order)
      })
    {
      return Finding(
        campaign: campaign,
        sentence: "\(name(rebel)) decides \(decided(rebel)), and the loyal commander has ordered "
          + NumberDomain.order.text(army.order), lieutenants: [rebel])
    }
    if check != obedience, let first = loyal.first,
      let other = loyal.first(where: { campaign.decisions[$0] != campaign.decisions[first] })
    {
      return Finding(
        campaign: campaign,
        sentence: "\(name(first)) decides \(decided(first)) and \(name(other)) "
          + "\(decided(other)), and both are loyal", lieutenants: [first, other])
    }
    return nil
  }

  private func firstFailing(
    _ check: Check, of campaigns: [Campaign], on subject: any Subject
  ) throws(Stop) -> Finding? {
    for campaign in try Campaign.play(campaigns, on: subject) {
      if let finding = finding(check, in: campaign) { return finding }
    }
    return nil
  }

  private func verdictsOnSmallArmies(_ subject: any Subject) throws(Stop) -> [Verdict] {
    let checks = [agreement, obedience]
    do throws(Stop) {
      let played = try Campaign.play(Self.small, on: subject)
      return try checks.map { (check) throws(Stop) in
        if let finding = played.lazy.compactMap({ finding(check, in: $0) }).first {
          return .failed(try failure(check, finding, subject))
        }
        let deliveries = played.reduce(0) { $0 + $1.deliveries.count }
        return .passed(.exhaustive(states: played.count, transitions: deliveries, depth: 2))
      }
    } catch {
      let verdict = try stopped(error, subject)
      return checks.map { _ in verdict }
    }
  }

  private func verdictOnLargeArmies(
    _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let shown = drawn(64, isOdd: false, seed: key.shownSeed(of: random.name))
    do throws(Stop) {
      if let finding = try firstFailing(random, of: shown, on: subject) {
        return .failed(try failure(random, finding, subject))
      }
    } catch {
      return try stopped(error, subject)
    }
    let strength = Strength.schedules(shown.count, steps: shown.reduce(0) { $0 + $1.lies.count })
    return try Verdict.passed(strength).decided { () throws(Stop) in
      let kept = drawn(24, isOdd: true, seed: key.keptSeed(of: random.name))
      let finding = try firstFailing(random, of: kept, on: subject)
      return finding.map { .failed(Failure(message: $0.sentence)) } ?? .passed(strength)
    }
  }

  // MARK: Telling

  /// The story with the fewest lies that leaving out some comes to; what is left out is silence.
  private func failure(
    _ check: Check, _ finding: Finding, _ subject: any Subject
  ) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      let army = finding.campaign.army
      best = try shrunk(
        finding, effort: 4_000, events: { $0.campaign.lies },
        removing: { range, lies in lies.without(range) }
      ) { (candidates) throws(Stop) in
        try firstFailing(check, of: candidates.map { Campaign(army, $0) }, on: subject)
      }
      var plain = army
      (plain.firstName, plain.nameStep) = (1, 1)
      let renamed = Campaign(plain, best.campaign.lies)
      if let same = try firstFailing(check, of: [renamed], on: subject) { best = same }
    } catch {
      try subject.goOn(after: error)
    }
    return told(check, best)
  }

  private func told(_ check: Check, _ finding: Finding) -> Failure {
    let campaign = finding.campaign
    let army = campaign.army
    // Of many messages those that are no one else's word.
    let isLong = campaign.deliveries.count > 24
    let drawn = campaign.deliveries.filter {
      !isLong || $0.isLie || $0.sender == army.commander
    }
    var steps = drawn.map { delivery -> Counterexample.Step in
      let order = NumberDomain.order.text(delivery.order)
      let path = delivery.path.map { "n\($0)" }.joined(separator: " ")
      return .init(
        event: .delivery(
          from: delivery.sender - 1, to: delivery.receiver - 1, label: "\(order) along \(path)",
          sentIn: nil),
        sentence: "n\(army.name(delivery.sender)) tells n\(army.name(delivery.receiver)) \(order), "
          + "along \(path)" + (delivery.isLie ? ": he is a traitor" : ""))
    }
    var marked: [Int] = []
    for lieutenant in army.loyalLieutenants {
      let decision = campaign.decisions[lieutenant].map(NumberDomain.order.text) ?? "nothing"
      if finding.lieutenants.contains(lieutenant) { marked.append(steps.count) }
      steps.append(
        .init(
          event: .local(lane: lieutenant - 1, label: "decides \(decision)"),
          sentence: "n\(army.name(lieutenant)) decides \(decision)"))
    }
    return Failure(
      message: finding.sentence,
      counterexample: Counterexample(
        lanes: (1...army.size).map {
          "n\(army.name($0))" + (army.traitors.contains($0) ? " (traitor)" : "")
        },
        initialStates: Array(repeating: "", count: army.size), steps: steps,
        violation: .init(sentence: finding.sentence, steps: marked), isShortest: false,
        schedule: Schedule(
          check: check.name, setting: army.description, events: campaign.lies.map(\.text))))
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard [agreement, obedience, random].contains(check), let army = Army(schedule.setting) else {
      return nil
    }
    let lies = schedule.events.compactMap { Lie($0, in: army) }
    guard lies.count == schedule.events.count, lies.count <= 2_000 else { return nil }
    do throws(Stop) {
      let finding = try firstFailing(check, of: [Campaign(army, lies)], on: subject)
      return finding.map { .failed(told(check, $0)) } ?? .passed(.schedules(1, steps: lies.count))
    } catch {
      return try stopped(error, subject)
    }
  }
}
