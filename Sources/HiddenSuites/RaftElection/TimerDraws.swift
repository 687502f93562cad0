import Checking
import ExerciseKit
import Simulation
import Wire

/// How a node draws its election timeouts, at each place where it sets its timer.
struct TimerDraws {
  /// A place where a node must set its timer: what leads there, and the event that makes it do so.
  struct Site {
    var name: String
    var before: [ElectionInput]
    var event: ElectionInput
    /// False where the node may leave its timer alone.
    var mustSet = true
    /// Who the node is, in which cluster, and what it has persisted. Its timeouts are of no account.
    var start = Self.usualStart

    /// n1 of three, with a log of two entries of term 1, in term 1.
    static let usualStart: ElectionSetting = {
      var setting = ElectionSetting(
        logs: Array(repeating: LogPosition(term: 1, index: 2), count: 3))
      setting.persisted[0] = ElectionShadow(term: 1)
      return setting
    }()
  }

  let subject: any Subject

  private static let first = NodeID(2)
  private static let second = NodeID(3)
  private static let log = Site.usualStart.members[0].lastLog
  private static let shortLog = LogPosition(term: 1, index: 1)

  private static func request(_ term: Term, _ log: LogPosition = log) -> ElectionInput {
    .received(.requestVote(term: term, lastLog: log), from: first)
  }

  private static func grant(_ term: Term) -> ElectionInput {
    .received(.vote(term: term, granted: true), from: first)
  }

  private static func heartbeat(_ term: Term) -> ElectionInput {
    .received(.heartbeat(term: term), from: second)
  }

  /// The node has a log of two entries of term 1 and starts in term 1; an election of its own is term 2.
  private static let sites: [Site] = {
    let leading: [ElectionInput] = [.electionTimeout, grant(2)]
    return [
      Site(name: "starting an election", before: [], event: .electionTimeout),
      Site(
        name: "starting another election", before: [.electionTimeout], event: .electionTimeout),
      Site(name: "granting a vote in a new term", before: [], event: request(2)),
      Site(
        name: "granting a vote in its own term", before: [request(2, shortLog)], event: request(2)),
      Site(name: "a candidate's granting a vote", before: [.electionTimeout], event: request(3)),
      Site(name: "a leader's granting a vote", before: leading, event: request(3)),
      Site(name: "a heartbeat of a new term", before: [], event: heartbeat(2)),
      Site(name: "a heartbeat of its own term", before: [heartbeat(2)], event: heartbeat(2)),
      Site(
        name: "a heartbeat that ends its candidacy", before: [.electionTimeout],
        event: heartbeat(2)),
      Site(
        name: "a heartbeat of a new term, as a candidate", before: [.electionTimeout],
        event: heartbeat(3)),
      Site(name: "a leader's stepping down on a heartbeat", before: leading, event: heartbeat(3)),
      Site(
        name: "a leader's stepping down on a vote request it refuses", before: leading,
        event: request(3, shortLog)),
      Site(
        name: "a leader's stepping down on a refusal", before: leading,
        event: .received(.vote(term: 3, granted: false), from: second)),
      Site(
        name: "a leader's stepping down on an answer to a heartbeat", before: leading,
        event: .received(.heartbeatReply(term: 3), from: second)),
      Site(
        name: "a refusal in a new term", before: [], event: request(2, shortLog), mustSet: false),
      Site(
        name: "a candidate's stepping down", before: [.electionTimeout],
        event: .received(.heartbeatReply(term: 3), from: second), mustSet: false),
      Site(
        name: "granting the same vote again", before: [request(2)], event: request(2),
        mustSet: false),
    ]
  }()

  /// The intervals tried, and how often each.
  ///
  /// A value of 7 is missing from 160 uniform draws with probability 7 (6/7)^160, one of 8 from 180 with
  /// 8 (7/8)^180, both less than 3 in 10^10, and one of 2 from 60 or of 3 from 80 more seldom still. An outer
  /// quarter is missing from 300 with 2 (3/4)^300, less than 10^-36; 300 values of so many differ.
  private static let intervals: [(timeouts: ClosedRange<Millis>, draws: Int)] = [
    (0...6, 160), (200...207, 180), (77...77, 2), (150...151, 60), (150...152, 80),
    (500...500 + 1 << 36, 300),
  ]

  /// Tried where it is of interest who the node is: an even number of values, in which a factor of two shows.
  private static let short = (timeouts: 200...207 as ClosedRange<Millis>, draws: 180)

  /// Tried at one place: a value of 151 is missing from 2,500 draws with probability 10^-5.
  private static let usual = (timeouts: ElectionSetting.usualTimeouts, draws: 2500)

  /// Bits that some arithmetic on them cannot bear.
  private static let oddBits: [UInt64] = [0, .max, 1 << 63, 1 << 63 - 1, 1, 1 << 32]

  /// Every timeout lies in the interval, every value of a short interval occurs and those of a long one
  /// are spread over it, wherever the timer is set.
  func judgeInterval() throws(Stop) -> Verdict {
    var count = 0
    let rounds =
      Self.intervals.map { (sites: Self.sites, interval: $0) }
      + [(Array(Self.sites.prefix(1)), Self.usual), (Self.otherSites, Self.short)]
    for (sites, (timeouts, draws)) in rounds {
      for site in sites {
        let drawn = try drawn(at: site, timeouts, draws)
        if drawn.isEmpty && !site.mustSet { continue }
        // That it must be set there is a guarantee of its own.
        guard !drawn.isEmpty else { return .notReached("the timer is not set on \(site.name)") }
        count += draws
        if let fault = Self.fault(in: drawn, timeouts, draws) {
          return .failed(
            Failure(
              message: "on \(site.name), with timeouts from \(Self.text(timeouts)): \(fault)"))
        }
      }
    }
    return .passed(.cases(count))
  }

  /// The timeouts that a node's copies set, each given other random bits; of several in one step the
  /// last, which stands.
  private func drawn(
    at site: Site, _ timeouts: ClosedRange<Millis>, _ draws: Int
  ) throws(Stop) -> [Millis] {
    var member = site.start.members[0]
    member.timeouts = timeouts
    var random = RandomSource(seed: 1)
    var program = Program()
    let (node, copy) = (1, 0)
    Election.make(member, from: site.start.persisted[0], in: node, &program)
    for input in site.before {
      Election.tell(node, input, random: random.next(), &program)
    }
    for draw in 0..<draws {
      let bits = Self.oddBits.indices.contains(draw) ? Self.oddBits[draw] : random.next()
      program.copy(node, to: copy)
      Election.tell(copy, site.event, random: bits, &program)
    }
    var drawn: [Millis] = []
    for answer in try subject.run(program).dropFirst(site.before.count) {
      let delays = try Election.reaction(in: answer).delays
      if let outside = delays.first(where: { !timeouts.contains($0) }) { return [outside] }
      if let last = delays.last { drawn.append(last) }
    }
    return drawn
  }

  private static func fault(
    in drawn: [Millis], _ timeouts: ClosedRange<Millis>, _ draws: Int
  ) -> String? {
    if let outside = drawn.first(where: { !timeouts.contains($0) }) {
      return "a timeout of \(outside) ms, outside the interval"
    }
    guard drawn.count == draws else {
      return "the timer was set \(drawn.count) times in \(draws) such steps; each sets it afresh"
    }
    let values = Set(drawn)
    let advice = "draw each timeout from the whole interval, by the random bits of the step"
    guard timeouts.count > draws else {
      return timeouts.first { !values.contains($0) }.map {
        "in \(draws) steps it was never \($0) ms, only ever one of \(values.count) values; \(advice)"
      }
    }
    let quarter = timeouts.count / 4
    if values.count < draws - 10 {
      return "\(draws) steps set only \(values.count) different timeouts of \(timeouts.count); "
        + advice
    }
    if !drawn.contains(where: { $0 < timeouts.lowerBound + quarter }) {
      return "in \(draws) steps it was never in the interval's first quarter; \(advice)"
    }
    if !drawn.contains(where: { $0 > timeouts.upperBound - quarter }) {
      return "in \(draws) steps it was never in the interval's last quarter; \(advice)"
    }
    let distance = values.reduce(0) { Self.greatestDivisor($0, $1 - drawn[0]) }
    if distance > 1 {
      return
        "in \(draws) steps all timeouts lay \(distance) ms apart or a multiple of it; \(advice)"
    }
    return nil
  }

  /// The greatest common divisor. That all of 299 random differences have one above 1 has a chance below 2 to the -298.
  private static func greatestDivisor(_ one: Int, _ other: Int) -> Int {
    var (one, other) = (abs(one), abs(other))
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }

  // MARK: Different nodes

  private static let manyTimeouts = 20...35

  /// Nodes given different random bits rarely set the same timeout.
  ///
  /// Among five independent draws from 16 values two of the earliest tie in about one round in seven;
  /// one in three is 10 standard deviations away.
  func judgeDifference() throws(Stop) -> Verdict {
    let (rounds, nodes) = (400, 5)
    let setting = ElectionSetting(
      logs: Array(repeating: LogPosition(term: 0, index: 0), count: nodes),
      timeouts: Self.manyTimeouts)
    var random = RandomSource(seed: 2)
    var program = Program()
    for (slot, member) in setting.members.enumerated() {
      Election.make(member, from: ElectionShadow(), in: slot, &program)
    }
    for _ in 0..<rounds {
      for slot in 0..<nodes {
        Election.tell(slot, .electionTimeout, random: random.next(), &program)
      }
    }
    let answers = try subject.run(program)
    var ties = 0
    for round in 0..<rounds {
      var drawn: [Millis] = []
      for answer in answers[round * nodes..<(round + 1) * nodes] {
        drawn += try Election.reaction(in: answer).delays.prefix(1)
      }
      guard let earliest = drawn.min(), drawn.count == nodes else {
        return .notReached("a node did not set its timer in every election")
      }
      if drawn.filter({ $0 == earliest }).count > 1 { ties += 1 }
    }
    guard ties <= rounds / 3 else {
      return .failed(
        Failure(
          message:
            "in \(ties) of \(rounds) rounds two of five nodes had the same earliest timeout from "
            + "\(Self.text(Self.manyTimeouts)); nodes that always time out together never elect a "
            + "leader"))
    }
    return .passed(.cases(rounds))
  }

  private static func text(_ timeouts: ClosedRange<Millis>) -> String {
    "\(timeouts.lowerBound) to \(timeouts.upperBound) ms"
  }
}

extension ElectionReaction {
  /// The timeouts that the step sets, in order.
  var delays: [Millis] {
    outputs.compactMap { if case .resetElectionTimer(let delay) = $0 { delay } else { nil } }
  }
}
