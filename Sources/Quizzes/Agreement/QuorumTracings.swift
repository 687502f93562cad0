import ExerciseKit
import Simulation
import Solutions

/// Questions on what a read meets.
enum QuorumTracings {
  static let all = [quorumsThatMeet, doesTheReadSeeIt]

  /// Which read sets meet a write set?
  private static let quorumsThatMeet = TracingQuestion("quorums-that-meet") { random in
    let n = 7 + random.index(below: 2)
    let w = 2 + random.index(below: 2)
    let r = 2 + random.index(below: 2)
    let written = nodes(w, of: n, &random)
    var sets: [[NodeID]] = []
    // Two that meet the write and two that do not: R + W <= N, so there are some of each.
    while sets.count < 4 {
      let set = nodes(r, of: n, &random)
      let meets = set.contains(where: written.contains)
      let alike = sets.count { $0.contains(where: written.contains) == meets }
      if !sets.contains(set), alike < 2 { sets.append(set) }
    }
    let choices = sets.map { asked -> Choice in
      var cluster = QuorumCluster(replicas: n, readQuorum: r, writeQuorum: w, repair: .none)
      let version = QuorumReplica.Version(WriteTag(counter: 1, writer: NodeID(99)), "new")
      cluster.down = others(than: written, of: n)
      _ = cluster.write(version)
      cluster.down = others(than: asked, of: n)
      let common = asked.filter(written.contains)
      return cluster.read() == .read(op: 2, version)
        ? .right(list(asked), why: "It shares \(list(common)) with the write.")
        : .wrong(
          list(asked), "quorums of any size meet",
          why:
            "None of them took the write; with R + W = \(r + w) and N = \(n) nothing forces them "
            + "to meet.")
    }
    return TracingQuestion.Instance(
      Question(
        ask:
          "Of \(n) replicas a write with W = \(w) was acknowledged by \(list(written)) and reached no "
          + "other. Which of these sets of R = \(r) replicas let a read see the write?",
        answer: .multiple(choices),
        why:
          "A read sees the write when it asks at least one replica that took it. Only R + W > N makes "
          + "that certain; here R + W = \(r + w) and N = \(n)."), outcome: "2")
  }

  /// Does a second read see what a first one saw?
  private static let doesTheReadSeeIt = TracingQuestion(
    "does-the-read-see-it", outcomes: ["new", "old"]
  ) { random in
    let n = random.chance(1, in: 2) ? 3 : 5
    let quorum = n / 2 + 1
    let repairs = random.chance(1, in: 2)
    let reached = nodes(1 + random.index(below: quorum - 1), of: n, &random)
    let first = nodes(quorum, of: n, &random)
    let second = nodes(quorum, of: n, &random)
    var cluster = QuorumCluster(
      replicas: n, readQuorum: quorum, writeQuorum: quorum,
      repair: repairs ? .afterAnswer : .none)
    _ = cluster.write(.init(WriteTag(counter: 1, writer: NodeID(99)), "old"))
    cluster.down = others(than: reached, of: n)
    _ = cluster.write(.init(WriteTag(counter: 2, writer: NodeID(99)), "new"))
    cluster.down = others(than: first, of: n)
    let firstValue = value(cluster.read())
    cluster.down = others(than: second, of: n)
    let answer = value(cluster.read())
    let trap: Choice =
      answer == "old"
      ? .wrong(
        "`new`", "overlap covers writes under way",
        why: "R + W > N speaks of writes that have finished. This one has not.")
      : .wrong(
        "`old`", "an unfinished write is invisible",
        why: "Whoever holds it answers with it, finished or not.")
    return TracingQuestion.Instance(
      ask: "N = \(n), R = W = \(quorum), and all replicas hold `old`. A write of `new` has reached "
        + "\(list(reached)) so far and is still under way. A first read is answered by \(list(first))"
        + (repairs
          ? ", and read repair reaches those of them that were behind. "
          : "; nothing is repaired. ")
        + "Then a second read is answered by \(list(second)). What does the second read return?",
      right: .right("`\(answer)`"), traps: [trap],
      others: [
        .wrong(
          "An error, since the write is not finished", "a write under way blocks reads",
          why: "Nothing is locked: R answers are R answers.")
      ],
      why:
        "The first read returned `\(firstValue)`. Before the second read `new` is at "
        + "\(list(holders(reached, first, repairs: repairs))); "
        + (answer == "new"
          ? "the second read asks one of them." : "the second read asks none of them."),
      outcome: answer)
  }

  private static func holders(
    _ reached: [NodeID], _ first: [NodeID], repairs: Bool
  ) -> [NodeID] {
    let isRepaired = repairs && first.contains(where: reached.contains)
    return Set(reached + (isRepaired ? first : [])).sorted()
  }

  private static func value(_ outcome: QuorumStore.Outcome) -> String {
    if case .read(_, let version?) = outcome { return version.value }
    return "nothing"
  }

  /// So many of the first `n` nodes, by rising name.
  private static func nodes(_ count: Int, of n: Int, _ random: inout RandomSource) -> [NodeID] {
    var rest = (1...n).map { NodeID(UInt32($0)) }
    var chosen: [NodeID] = []
    for _ in 0..<count { chosen.append(rest.remove(at: random.index(below: rest.count))) }
    return chosen.sorted()
  }

  private static func others(than nodes: [NodeID], of n: Int) -> Set<NodeID> {
    Set((1...n).map { NodeID(UInt32($0)) }).subtracting(nodes)
  }

  private static func list(_ nodes: [NodeID]) -> String {
    nodes.map(\.description).joined(separator: ", ")
  }
}
