import Dialects
import Simulation
import Wire

/// A cluster in virtual time, whose correct replicas are the submission's. One is a traitor of ours.
///
/// At first messages may be lost; then every replica's timer runs out, and from then on what is sent arrives, on each
/// link in the order in which it was sent.
struct TraitorCluster: PlayedCluster {
  /// Who takes part, and what chance does.
  struct Setting: Hashable, Sendable, SpacedNaming {
    let size: Int
    var firstName: Int128 = 1
    var nameStep: Int128 = 1
    /// From 1 on, by name.
    let traitor: Int
    let plan: Traitor.Plan
    /// Whether half of what is sent at first is lost.
    let isLossy: Bool
    let seed: UInt64

    func name(_ place: Int) -> Int128 { firstName + Int128(place) * nameStep }

    private static let form = NumberForm(
      "# replicas from n# in steps of #, replica # is a traitor and #, at first messages are #, chance #",
      [
        NumberDomain(4...7), .node, .node, NumberDomain(1...7),
        NumberDomain(words: Traitor.Plan.allCases.map(\.rawValue)),
        NumberDomain(words: ["kept", "lost"]), .unsigned(),
      ])

    var text: String {
      let plan = Traitor.Plan.allCases.firstIndex(of: plan) ?? 0
      return Self.form.text(
        [Int128(size), firstName, nameStep, Int128(traitor), Int128(plan), isLossy ? 1 : 0]
          + [Int128(seed)])
    }

    init?(_ text: String) {
      guard let numbers = Self.form.numbers(in: text), numbers[3] <= numbers[0],
        SpacedNodes.exist(numbers.prefix(3))
      else { return nil }
      self.init(
        size: Int(numbers[0]), traitor: Int(numbers[3]),
        plan: Traitor.Plan.allCases[Int(numbers[4])], isLossy: numbers[5] == 1,
        seed: UInt64(numbers[6]))
      (firstName, nameStep) = (numbers[1], numbers[2])
    }

    init(size: Int, traitor: Int, plan: Traitor.Plan, isLossy: Bool, seed: UInt64) {
      (self.size, self.traitor, self.plan) = (size, traitor, plan)
      (self.isLossy, self.seed) = (isLossy, seed)
    }
  }

  /// Something worth telling.
  struct Moment: Sendable {
    let time: Int
    let place: Int
    let text: String
    let view: Int128
  }

  /// What is seen of a correct replica.
  private struct Seat {
    var view: Int128 = 0
    var isWaiting = false
    /// Tells the timer that runs from those that ran before.
    var timer = 0
    /// Views since something was executed.
    var attempts = 0
    var executed: [Int128: Int128] = [:]
  }

  private enum Happening {
    case request(Int128)
    case arrival(ReplicaMessage, from: Int, to: Int)
    case timer(Int, Int)
    case allTimers
  }

  /// When all timers run out, and when all is over, in milliseconds. A message is on its way for `fastest` and more.
  private static let (changeAt, endAt, fastest) = (1_000, 60_000, 5)
  /// More calls, and more messages, than a cluster needs.
  private static let (mostCalls, mostSent) = (12_000, 20_000)

  let setting: Setting
  private(set) var moments: [Moment] = []
  /// Two who have executed different requests under one number.
  private(set) var conflict: ClusterFault?
  private(set) var callCount = 0
  private var sentCount = 0

  private var traitor: Traitor
  private var seats: [Seat]
  private var queue = EventQueue<Happening>()
  private var random: RandomSource
  private var now = 0
  private var isOver = false
  private var isMade = false
  /// When the last message on each link arrives.
  private var links: [[Int]: Int] = [:]
  /// What is asked together: no answer to one of them can reach another.
  private var asked: [(time: Int, place: Int)] = []
  private var requests: [Int128] = []
  /// What somebody had executed before all timers ran out.
  private var early: [(place: Int, sequence: Int128, request: Int128)] = []

  init(_ setting: Setting) {
    self.setting = setting
    random = RandomSource(seed: setting.seed)
    seats = Array(repeating: Seat(), count: setting.size)
    let others = (0..<setting.size).filter { $0 != setting.traitor - 1 }
    let quorum = (setting.size + (setting.size - 1) / 3) / 2 + 1
    traitor = Traitor(
      setting.plan, place: setting.traitor - 1, names: (0..<setting.size).map(setting.name),
      quorum: quorum,
      believers: Array(
        random.shuffled(others).prefix(others.count - 1 - random.index(below: 2))))
    for (request, time) in [(1, 10), (2, 40), (3, 990), (4, 8_000)] {
      queue.add(.request(Int128(request)), at: time + random.index(below: 9))
    }
    queue.add(.allTimers, at: Self.changeAt)
  }

  private var correct: [Int] { seats.indices.filter { $0 != traitor.place } }

  private func name(_ place: Int) -> String { "n\(setting.name(place))" }

  // MARK: Verdicts

  /// Whether a correct replica has executed anything: otherwise nothing can have gone wrong or right.
  var hasExecuted: Bool { correct.contains { !seats[$0].executed.isEmpty } }

  /// What somebody had executed early and another has not under that number.
  var loss: ClusterFault? {
    for (place, sequence, request) in early {
      guard let other = correct.first(where: { seats[$0].executed[sequence] != request }) else {
        continue
      }
      return (
        "\(name(place)) has executed \(text(request)) as number \(sequence) in view 0, and \(name(other)) has not "
          + "in the end", [place, other]
      )
    }
    return nil
  }

  /// A request that a correct replica has not executed in the end.
  var delay: ClusterFault? {
    for request in requests {
      if let place = correct.first(where: { !seats[$0].executed.values.contains(request) }) {
        return (
          "\(name(place)) has not executed \(text(request)) in the end, which every correct replica was asked for",
          [place]
        )
      }
    }
    return nil
  }

  private func text(_ request: Int128) -> String { NumberDomain.clientRequest.text(request) }

  // MARK: Asking

  mutating func advance(_ inquiry: inout Inquiry<ObjectWords>, slot: Int) -> Bool {
    if !isMade {
      isMade = true
      for place in correct {
        inquiry.make(
          slot + place,
          .init(
            type: 0,
            numbers: [Int128(place) + 1, Int128(setting.size), setting.firstName]
              + [setting.nameStep, 100]))
      }
    }
    asked = []
    while asked.isEmpty, let (start, first) = queue.next(), start <= Self.endAt, !isOver {
      handle(first, at: start, &inquiry, slot)
      while let (time, next) = queue.next() {
        guard time < start + Self.fastest else {
          queue.add(next, at: time)
          break
        }
        handle(next, at: time, &inquiry, slot)
      }
    }
    callCount += asked.count
    return !asked.isEmpty
  }

  private mutating func ask(
    _ place: Int, _ call: ObjectWords.Call, _ inquiry: inout Inquiry<ObjectWords>, _ slot: Int
  ) {
    inquiry.call(slot + place, call)
    asked.append((now, place))
  }

  private mutating func handle(
    _ happening: Happening, at time: Int, _ inquiry: inout Inquiry<ObjectWords>, _ slot: Int
  ) {
    now = time
    switch happening {
    case .request(let request):
      requests.append(request)
      for lie in traitor.hears(request: request) { send(lie) }
      for place in correct {
        ask(place, .init(operation: 0, numbers: [request]), &inquiry, slot)
      }
    case .arrival(let message, let sender, let receiver):
      ask(receiver, message.call(from: setting.name(sender)), &inquiry, slot)
    case .timer(let place, let number):
      guard seats[place].timer == number, seats[place].isWaiting else { return }
      ask(place, .init(operation: 1, numbers: []), &inquiry, slot)
    case .allTimers:
      early = correct.flatMap { place in
        seats[place].executed.sorted { $0.key < $1.key }.map { (place, $0.key, $0.value) }
      }
      for place in correct { ask(place, .init(operation: 1, numbers: []), &inquiry, slot) }
    }
  }

  mutating func take(_ answers: inout ArraySlice<ObjectWords.Answer>) {
    for (time, place) in asked {
      guard let answer = answers.popFirst() else { return }
      now = time
      take(ReplicaAnswer(answer), from: place)
    }
    if callCount > Self.mostCalls || sentCount > Self.mostSent || conflict != nil { isOver = true }
  }

  private mutating func take(_ answer: ReplicaAnswer, from place: Int) {
    let isNew = answer.view != seats[place].view
    if isNew {
      seats[place].view = answer.view
      seats[place].attempts = min(6, seats[place].attempts + 1)
    }
    for (sequence, request) in answer.executed { execute(request, sequence, place) }
    for message in answer.messages {
      switch message {
      case .viewChange, .newView, .prePrepare:
        tell(place, message.text(from: setting.name(place)))
      case .vote: break
      }
      for other in correct where other != place {
        send(message, from: place, to: other)
      }
      for lie in traitor.hears(message, from: place) { send(lie) }
    }
    let isRestarted = isNew || !answer.executed.isEmpty || !seats[place].isWaiting
    seats[place].isWaiting = answer.isWaiting
    guard answer.isWaiting, isRestarted else { return }
    seats[place].timer += 1
    let delay = 400 << seats[place].attempts
    let end = setting.isLossy ? max(now, Self.changeAt) + delay : now + delay
    queue.add(.timer(place, seats[place].timer), at: end)
  }

  private mutating func execute(_ request: Int128, _ sequence: Int128, _ place: Int) {
    tell(place, "executes \(text(request)) as number \(sequence)")
    seats[place].attempts = 0
    guard conflict == nil else { return }
    if let other = correct.first(where: {
      seats[$0].executed[sequence, default: request] != request
    }) {
      let known = seats[other].executed[sequence].map(text) ?? ""
      conflict = (
        "\(name(place)) executes \(text(request)) as number \(sequence), and \(name(other)) has executed \(known) "
          + "as this number", [other, place]
      )
    }
    guard seats[place].executed.count < 1_000 else { return }
    seats[place].executed[sequence] = request
  }

  // MARK: The network

  private mutating func send(_ lie: Traitor.Lie) {
    switch lie.message {
    case .vote: break
    case .prePrepare, .viewChange, .newView:
      let isToAll = lie.receivers.count == setting.size - 1
      let receivers = isToAll ? "" : ", to \(lie.receivers.map(name).joined(separator: " and "))"
      tell(traitor.place, lie.message.text(from: setting.name(traitor.place)) + receivers)
    }
    for receiver in lie.receivers where sentCount <= Self.mostSent {
      sentCount += 1
      queue.add(.arrival(lie.message, from: traitor.place, to: receiver), at: now + Self.fastest)
    }
  }

  private mutating func send(_ message: ReplicaMessage, from sender: Int, to receiver: Int) {
    guard sentCount <= Self.mostSent else { return }
    if setting.isLossy, now < Self.changeAt, random.chance(1, in: 2) { return }
    sentCount += 1
    let link = [sender, receiver]
    let arrival = max(
      now + Self.fastest + random.index(below: 16), (links[link] ?? 0) + 1)
    links[link] = arrival
    queue.add(.arrival(message, from: sender, to: receiver), at: arrival)
  }

  private mutating func tell(_ place: Int, _ text: String) {
    guard moments.count < 2_000 else { return }
    moments.append(Moment(time: now, place: place, text: text, view: seats[place].view))
  }
}
