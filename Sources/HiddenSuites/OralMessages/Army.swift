import Dialects
import Wire

/// An army whose loyal lieutenants are the submission's. What traitors say is ours, and so is the network.
struct Army: Hashable, Sendable, CustomStringConvertible, SpacedNaming {
  let size: Int
  /// The generals are so many steps from the first name on.
  var firstName: Int128 = 1
  var nameStep: Int128 = 1
  /// Generals by their places, from 1 on.
  let commander: Int
  let traitors: [Int]
  /// m: how many traitors must be borne.
  let borne: Int
  /// What a loyal commander orders.
  var order: Int128 = 1
  var fallback: Int128 = 2

  func name(_ general: Int) -> Int128 { firstName + Int128(general - 1) * nameStep }

  var loyalLieutenants: [Int] {
    (1...size).filter { $0 != commander && !traitors.contains($0) }
  }

  var isCommanderLoyal: Bool { !traitors.contains(commander) }

  // MARK: As text

  private static let place = NumberDomain(1...10)

  private static let form = NumberForm(
    "general # of # from n# in steps of # orders #, for # traitors, or else #; traitors are generals #",
    [
      place, place, .node, .node, .order, NumberDomain(0...3), .order,
      NumberDomain(listOf: "#", [place], upTo: 3),
    ])

  var description: String {
    Self.form.text(
      [Int128(commander), Int128(size), firstName, nameStep, order, Int128(borne), fallback]
        + [Int128(traitors.count)] + traitors.map { Int128($0) })
  }

  init?(_ text: String) {
    guard let numbers = Self.form.numbers(in: text) else { return nil }
    let traitors = numbers[8...].map { Int($0) }
    self.init(
      size: Int(numbers[1]), commander: Int(numbers[0]), traitors: traitors, borne: Int(numbers[5]))
    (firstName, nameStep, order, fallback) = (numbers[2], numbers[3], numbers[4], numbers[6])
    guard commander <= size, traitors.allSatisfy({ $0 <= size }), traitors.count <= borne,
      size > 3 * borne, size > 1, SpacedNodes.exist([numbers[1]] + numbers[2...3])
    else { return nil }
  }

  init(size: Int, commander: Int, traitors: [Int], borne: Int) {
    (self.size, self.commander, self.traitors, self.borne) = (size, commander, traitors, borne)
  }

  // MARK: What traitors are asked to say

  /// Every message that a traitor would send if he were loyal, by path and receiver.
  var duties: [(path: [Int], receiver: Int)] {
    var duties: [(path: [Int], receiver: Int)] = []
    var paths = [[commander]]
    for _ in 0...borne {
      for path in paths where traitors.contains(path[path.count - 1]) {
        duties += loyalLieutenants.filter { !path.contains($0) }.map { (path, $0) }
      }
      paths = paths.flatMap { path in (1...size).filter { !path.contains($0) }.map { path + [$0] } }
    }
    return duties
  }
}

/// A message of a traitor.
struct Lie: Hashable, Sendable {
  /// The round in which it arrives, from 1.
  let round: Int
  let sender: Int
  let receiver: Int
  /// The generals by whom it is said to have come.
  let path: [Int]
  var order: Int128

  private static let place = NumberDomain(1...10)
  private static let forms = (1...4).map { length in
    NumberForm(
      "in round # general # tells general #: # along "
        + Array(repeating: "#", count: length).joined(separator: " "),
      [NumberDomain(1...4), place, place, .order] + Array(repeating: place, count: length))
  }

  var text: String {
    Self.forms[path.count - 1].text(
      [Int128(round), Int128(sender), Int128(receiver), order] + path.map { Int128($0) })
  }

  init?(_ text: String, in army: Army) {
    guard let numbers = Self.forms.lazy.compactMap({ $0.numbers(in: text) }).first else {
      return nil
    }
    self.init(
      round: Int(numbers[0]), from: Int(numbers[1]), to: Int(numbers[2]),
      along: numbers[4...].map { Int($0) }, numbers[3])
    guard army.traitors.contains(sender), army.loyalLieutenants.contains(receiver),
      path.allSatisfy({ $0 <= army.size })
    else { return nil }
  }

  init(round: Int, from sender: Int, to receiver: Int, along path: [Int], _ order: Int128) {
    (self.round, self.sender, self.receiver) = (round, sender, receiver)
    (self.path, self.order) = (path, order)
  }
}

/// What comes of an army and the lies told in it.
struct Campaign: Sendable {
  /// A message that has arrived.
  struct Delivery: Hashable, Sendable {
    let sender: Int
    let receiver: Int
    /// Names, and not places: a submission may write any.
    let path: [Int128]
    let order: Int128
    var isLie = false
  }

  let army: Army
  let lies: [Lie]
  private(set) var deliveries: [Delivery] = []
  private(set) var decisions: [Int: Int128] = [:]
  private var round = 0
  private var inbox: [Delivery] = []

  init(_ army: Army, _ lies: [Lie]) {
    (self.army, self.lies) = (army, lies)
    if army.isCommanderLoyal {
      inbox = army.loyalLieutenants.map {
        Delivery(
          sender: army.commander, receiver: $0, path: [army.name(army.commander)],
          order: army.order)
      }
    }
  }

  private var isOver: Bool { round > army.borne }

  /// Plays campaigns to their ends, many at once: what lieutenants of different armies are asked travels together.
  static func play(_ campaigns: [Campaign], on subject: any Subject) throws(Stop) -> [Campaign] {
    var played: [Campaign] = []
    while played.count < campaigns.count {
      played += try playTogether(campaigns[played.count...].prefix(64), on: subject)
    }
    return played
  }

  private static func playTogether(
    _ some: ArraySlice<Campaign>, on subject: any Subject
  ) throws(Stop) -> [Campaign] {
    var campaigns = Array(some)
    while campaigns.contains(where: { !$0.isOver }) {
      var inquiry = Inquiry<ObjectWords>()
      for number in campaigns.indices where !campaigns[number].isOver {
        campaigns[number].ask(in: &inquiry, slot: number * 16)
      }
      var answers = try inquiry.replies(from: subject).answers[...]
      for number in campaigns.indices where !campaigns[number].isOver {
        campaigns[number].take(&answers)
      }
    }
    return campaigns
  }

  private func arriving(at lieutenant: Int) -> [Delivery] {
    inbox.filter { $0.receiver == lieutenant }
  }

  private mutating func ask(in inquiry: inout Inquiry<ObjectWords>, slot: Int) {
    inbox =
      lies.filter { $0.round == round + 1 }.map {
        Delivery(
          sender: $0.sender, receiver: $0.receiver, path: $0.path.map(army.name), order: $0.order,
          isLie: true)
      } + inbox
    deliveries += inbox
    for lieutenant in army.loyalLieutenants {
      if round == 0 {
        inquiry.make(
          slot + lieutenant,
          .init(
            type: 0,
            numbers: [army.name(lieutenant), army.name(army.commander), Int128(army.size)]
              + (1...army.size).map(army.name) + [Int128(army.borne), army.fallback]))
      }
      for delivery in arriving(at: lieutenant) {
        inquiry.call(
          slot + lieutenant,
          .init(
            operation: UInt8(1 + delivery.path.count),
            numbers: [delivery.order] + delivery.path + [army.name(delivery.sender)]))
      }
      inquiry.call(slot + lieutenant, .init(operation: 0, numbers: []))
    }
  }

  private mutating func take(_ answers: inout ArraySlice<ObjectWords.Answer>) {
    round += 1
    var sent: [Delivery] = []
    for lieutenant in army.loyalLieutenants {
      answers = answers.dropFirst(arriving(at: lieutenant).count)
      guard let answer = answers.popFirst() else { return }
      var rest = answer.numbers[...]
      if rest.popFirst() == 1 { decisions[lieutenant] = rest.popFirst() }
      sent += read(&rest, from: lieutenant)
    }
    inbox = sent
  }

  /// What a lieutenant sends to others who are loyal, as far as it can be told to one. Who sends more than there
  /// are paths and receivers is cut short.
  private func read(_ rest: inout ArraySlice<Int128>, from sender: Int) -> [Delivery] {
    var sent: [Delivery] = []
    let most = (0...army.borne).reduce(1) { most, _ in most * army.size }
    while sent.count < min(most, 1_000), let receiver = rest.popFirst(), let order = rest.popFirst()
    {
      let count = Int(clamping: rest.popFirst() ?? 0)
      guard count <= rest.count, count >= 0 else { break }
      let path = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      guard let place = army.loyalLieutenants.first(where: { army.name($0) == receiver }),
        place != sender, NumberDomain.order.range.contains(order), (1...5).contains(count),
        path.allSatisfy(NumberDomain.node.range.contains)
      else { continue }
      sent.append(Delivery(sender: sender, receiver: place, path: path, order: order))
    }
    return sent
  }
}
