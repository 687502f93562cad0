import ExerciseKit
import Solutions

extension Erratum {
  /// Errata that a definition or an argument settles.
  static let definitionErrata: [Erratum] = [
    Erratum(
      "E-64", .wrong, place: "second document, lines 373 to 376",
      said: """
        MVCC hangs below last write wins, as a way to resolve conflicts.
        """,
      truth: """
        Multi-version concurrency control gives a reader a snapshot while others write. It resolves \
        nothing: of two transactions that write one object, one is refused or waits. Below \
        last write wins belong registers with a stamp, by a Lamport or hybrid clock.
        """,
      settlement: .proven(
        method:
          "two writers of one object meet in a multi-version map and in a stamped register",
        meetingWriters)),
    Erratum(
      "E-87", .misleading, place: "second document, lines 299 and 634",
      said: "Start with eventual consistency and upgrade when you must.",
      truth: """
        Contested, and often dear. Weak semantics get into stored data and into every client, and \
        taking them out again is a migration. The authors of Spanner would rather have programmers deal \
        with slow transactions than always code around their absence.
        """,
      settlement: .argued(
        """
        No run settles a piece of advice. For starting weak: availability and latency from the first \
        day, and much data never needs more. Against: an anomaly that was written stays written when \
        the guarantee is raised later, and clients have come to rely on what they saw. Spanner's paper \
        (Corbett et al. 2012, section 1) argues for starting strong. Ask per kind of data, as \
        [Decision](deciding#a-decision-made-by-asking) does; whoever has no answer yet does not have \
        a reason for either.
        """)),
    Erratum(
      "E-89", .misleading, place: "second document, lines 310 to 317",
      said: """
        A checklist offers eventual, strong or linearizable; asks whether partitions must be \
        tolerated; and lists Dynamo under consensus as the leaderless kind.
        """,
      truth: """
        Strong and linearizable are one box, and causal and serialisable are missing. Partitions \
        happen; the choice is what to do then. Dynamo does not solve consensus: two clients may each be \
        told that their value was stored, and both are right. Leaderless consensus exists: single-decree \
        Paxos, EPaxos.
        """,
      settlement: .argued(
        """
        By definition. Consensus demands agreement: no two nodes decide differently. Dynamo returns \
        all concurrent versions to the reader, so it decides nothing. Tolerating partitions is the \
        premise of CAP (Gilbert and Lynch 2002), not one of its options. The rewritten checklist is in \
        [Deciding](deciding#the-checklist).
        """)),
  ]

  private static func meetingWriters() -> Evidence {
    var map = MVCCMap<String, String>()
    let snapshot = map.version
    let attempts = ["by n1", "by n2"].map { value in
      do throws(MVCCMap<String, String>.Refusal) {
        try map.commit([("seat", value)], after: snapshot)
        return true
      } catch {
        return false
      }
    }
    let kept = (try? map.value(of: "seat", at: map.version)) ?? nil
    let before = (try? map.value(of: "seat", at: snapshot)) ?? nil

    var first = LWWRegister<String, LamportStamp>()
    var second = LWWRegister<String, LamportStamp>()
    _ = first.write("by n1", at: LamportStamp(counter: 1, node: NodeID(1)))
    _ = second.write("by n2", at: LamportStamp(counter: 1, node: NodeID(2)))
    var merged = first
    merged.merge(second)
    second.merge(first)
    return Evidence(
      .init(
        "two writers commit after one snapshot of a multi-version map",
        "the first is taken, the second is refused", holds: attempts == [true, false]),
      .init(
        "readers of the map now, and at the snapshot",
        "\(kept ?? "nothing") and \(before ?? "nothing")", holds: kept == "by n1" && before == nil),
      .init(
        "two concurrent writes in registers with Lamport stamps, merged either way",
        merged.value ?? "nothing", holds: merged.value == "by n2" && second.value == "by n2"))
  }
}
