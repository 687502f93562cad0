import Checking
import ExerciseKit
import Simulation
import Wire

/// Seeded random schedules far past the bounds of the search: larger clusters, many terms, messages
/// that arrive late, twice or never, crashes at any moment.
///
/// Walks go in step, one event each per exchange with the subject, so that hundreds of steps cost one
/// round trip.
struct ElectionWalks {
  /// One schedule in progress.
  private struct Walk {
    var setting: ElectionSetting
    var seed: UInt64
    var random: RandomSource
    var bits: RandomSource
    var shadows: [ElectionShadow]
    var network: [ElectionRun.Sent] = []
    var leaders = ElectionLeaders()
    var events: [ElectionEvent] = []
    var violation: LocalViolation?
    var base: Int

    /// The place of a node among the members.
    func index(of node: NodeID) -> Int? { setting.members.firstIndex { $0.id == node } }

    private mutating func stranger() -> NodeID {
      while true {
        let node = NodeID(UInt32(truncatingIfNeeded: random.next()))
        if index(of: node) == nil { return node }
      }
    }

    /// Chooses what happens next: mostly recent deliveries, sometimes old ones, timeouts, crashes, and
    /// now and then the vote of a node that is no member.
    mutating func choose() -> ElectionEvent {
      let index = random.index(below: setting.members.count)
      let node = setting.members[index].id
      let dice = random.index(below: 100)
      if dice < 10 { return .electionTimeout(node: node) }
      if dice < 15 { return .heartbeatTimeout(node: node) }
      if dice < 19 { return .restart(node: node) }
      if dice < 21 {
        return .delivery(
          .vote(term: max(1, shadows[index].term), granted: true), from: stranger(), to: node)
      }
      guard !network.isEmpty else { return .electionTimeout(node: node) }
      // A tenth of the deliveries take any message ever sent; the rest one of the latest.
      let window = random.chance(1, in: 10) ? network.count : min(network.count, 12)
      let sent = network[network.count - 1 - random.index(below: window)]
      return .delivery(sent.message, from: sent.sender, to: sent.receiver)
    }
  }

  /// What the walks found: a violation in the smallest cluster that had one, and how much was walked.
  struct Result {
    var violation:
      (
        check: String, sentence: String, setting: ElectionSetting, seed: UInt64,
        events: [ElectionEvent]
      )?
    var schedules: Int
    var steps: Int
  }

  /// Walks one schedule per seed.
  /// - Parameter length: the number of events of each.
  static func walk(
    seeds: ClosedRange<UInt64>, length: Int, subject: any Subject
  ) throws(Stop) -> Result {
    let sizes = [3, 4, 5, 7]
    var walks: [Walk] = []
    var program = Program()
    var base = 0
    for seed in seeds {
      // Half of the clusters have the usual names and nothing persisted, half are any.
      var random = RandomSource(seed: seed)
      let setting =
        seed / 4 % 2 == 0
        ? ElectionSetting(nodes: sizes[Int(seed % 4)])
        : ElectionSituations.usual.cluster(random: &random)
      walks.append(
        Walk(
          setting: setting, seed: seed, random: random, bits: RandomSource(seed: ~seed),
          shadows: setting.persisted,
          base: base))
      for (offset, member) in setting.members.enumerated() {
        program.make(base + offset, member.start(setting.persisted[offset]).write)
      }
      base += setting.members.count + 1
    }
    _ = try subject.run(program)

    var steps = 0
    for _ in 0..<length {
      var program = Program()
      var moved: [(walk: Int, node: Int, event: ElectionEvent, input: ElectionInput)] = []
      for index in walks.indices where walks[index].violation == nil {
        moved.append(Self.move(&walks[index], index, &program))
      }
      if moved.isEmpty { break }
      let answers = try subject.run(program)
      for (move, answer) in zip(moved, answers) {
        let reaction = try ElectionReaction(answer: answer)
        Self.settle(&walks[move.walk], move.node, move.event, move.input, reaction)
        steps += 1
      }
    }
    // The smallest cluster tells its story in the fewest events.
    let failed = walks.filter { $0.violation != nil }.min {
      ($0.shadows.count, $0.seed) < ($1.shadows.count, $1.seed)
    }
    return Result(
      violation: failed.flatMap { walk in
        walk.violation.map { ($0.check, $0.sentence, walk.setting, walk.seed, walk.events) }
      }, schedules: walks.count, steps: steps)
  }

  private static func move(
    _ walk: inout Walk, _ index: Int, _ program: inout Program
  ) -> (walk: Int, node: Int, event: ElectionEvent, input: ElectionInput) {
    let event = walk.choose()
    walk.events.append(event)
    guard let node = walk.index(of: event.node) else { preconditionFailure("no such node") }
    let slot = walk.base + node
    let bits = walk.bits.next()
    let input = event.input
    if case .restart = event {
      let scratch = walk.base + walk.shadows.count
      program.make(slot, walk.setting.members[node].start(walk.shadows[node]).write)
      program.copy(slot, to: scratch)
      program.call(scratch) { $0.step(input, random: bits) }
      return (index, node, event, input)
    }
    program.call(slot) { $0.step(input, random: bits) }
    return (index, node, event, input)
  }

  private static func settle(
    _ walk: inout Walk, _ node: Int, _ event: ElectionEvent, _ input: ElectionInput,
    _ reaction: ElectionReaction
  ) {
    let member = walk.setting.members[node]
    let before = walk.shadows[node]
    let isRestart = if case .restart = event { true } else { false }
    let judgement =
      isRestart
      ? ElectionRules.judgeStart(member, before, role: reaction.role, term: reaction.term)
      : ElectionRules.judge(member, before, input, reaction)
    walk.violation = judgement.violations.first
    let sent = isRestart ? [] : sends(reaction, from: member)
    let after = judgement.next ?? ElectionShadow(claimed: reaction, before: before)
    let led = ElectionLeaders.terms(ledAfter: after, before, sends: sent.map(\.message))
    if let sentence = walk.leaders.note(member.id, leads: led), walk.violation == nil {
      walk.violation = LocalViolation(check: ElectionLeaders.check, sentence: sentence)
    }
    guard walk.violation == nil else { return }
    walk.shadows[node] = after
    walk.network += sent
    // Old messages may still come late, but not for ever: the walk stays bounded in memory.
    if walk.network.count > 400 { walk.network.removeFirst(max(100, walk.network.count - 400)) }
  }

  /// What of a step's effects goes to other members.
  private static func sends(
    _ reaction: ElectionReaction, from member: ElectionMember
  ) -> [ElectionRun.Sent] {
    reaction.outputs.compactMap {
      guard case .send(let message, let receiver) = $0, message.isDeliverable,
        member.peers.contains(receiver)
      else { return nil }
      return ElectionRun.Sent(message: message, sender: member.id, receiver: receiver)
    }
  }
}
