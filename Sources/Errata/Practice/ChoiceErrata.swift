import AsPrinted
import Calculators
import ExerciseKit
import Simulation
import Solutions

extension Erratum {
  /// Errata on choosing mechanisms and combining them.
  static let choiceErrata: [Erratum] = [
    Erratum(
      "E-60", .unsafe, place: "first document, lines 554 to 588",
      said: """
        One class builds a store per kind of data and sends each operation, by its name, to one of \
        them.
        """,
      truth: """
        An operation of a name it does not know is dropped without a word, carts have no route at \
        all, one counter serves every post, and nothing ties a transfer to its audit entry. (As \
        printed it does not come so far: constructors and writes fail by wrong parameter names, a \
        missing node name, a missing value, three classes that do not exist.)
        """,
      settlement: .proven(
        method: "the same operations go to the printed routing, repaired, and to ours", routing)),
    Erratum(
      "E-74", .misleading,
      place: "first document, lines 548 and 573 to 574; second document, lines 295 to 296 and 632",
      said: "A history that cannot be changed needs a blockchain, and pays in energy and time.",
      truth: """
        To notice tampering, it is enough to chain hashes (or to use a Merkle tree) and to publish \
        heads: one writer, no mining. Proof of work costs energy, evidence does not. Hyperledger \
        Fabric, named as an example, ordered with Raft from 1.4.1 on, which survives crashes only; \
        ordering among liars came with 3.0.
        """,
      settlement: .proven(
        method:
          "every edit, removal and swap is made in a log of eight entries; then it is rewritten whole",
        tampering)),
    Erratum(
      "E-86", .misleading, place: "second document, lines 524 to 530",
      said: """
        After a split brain, merge with version vectors; and never show a conflict to a user, \
        resolve it by CRDT.
        """,
      truth: """
        A store with a leader cures split brain by quorums and fencing, so that there is nothing to \
        merge. And some conflicts are decisions: two people hold the last seat, and a merge that is \
        right by every law leaves both of them with it.
        """,
      settlement: .proven(
        method: "one seat is booked at two replicas, which then merge", doubleBooking)),
    Erratum(
      "E-88", .misleading, place: "second document, lines 719 to 720",
      said: "Eventual consistency is enough when conflicts are rare.",
      truth: """
        Rareness excuses nothing: what is lost seldom and unnoticed is lost all the same. Ask \
        whether each conflict has a merge that people accept, and whether an old value does harm.
        """,
      settlement: .proven(
        method: "one write in a hundred meets another, under last write wins and in an OR-Set",
        rareConflicts)),
    Erratum(
      "E-90", .misleading,
      place: "first document, lines 542 to 588; second document, lines 280 to 300 and 618 to 636",
      said: "Tables give the mechanism for each need.",
      truth: """
        The tables disagree: money by consensus, twice, and by total order; a user's own data by \
        quorum and by eventual consistency, twice. A choice follows from questions (does one \
        change span objects, does an old value do harm, does a merge exist, what must work during \
        a partition), not from the name of the data.
        """,
      settlement: .computed(
        method: "one decision function is asked for every row of the four tables", printedTables)),
  ]

  private static func routing() throws -> Evidence {
    var printed = HybridTruthSystem()
    let unknown = printed.routeOperation("add_to_cart", "milk")
    _ = printed.routeOperation("add_like", "first post")
    _ = printed.routeOperation("add_like", "second post")
    _ = printed.routeOperation("add_like", "second post")
    _ = printed.routeOperation("transfer_money", "60 cents, a to b")

    var ours = TruthRouter(replica: NodeID(1), balances: ["a": 100])
    try ours.perform(.addToCart(user: "ann", item: "milk"))
    try ours.perform(.addLike(post: "first", user: "ann"))
    try ours.perform(.addLike(post: "second", user: "ann"))
    try ours.perform(.addLike(post: "second", user: "ann"))
    try ours.perform(.transferMoney(from: "a", to: "b", cents: 60))
    ours.relayOutbox(crashesBeforeRemoval: true)
    ours.relayOutbox()
    let likes = [ours.likeCount(of: "first"), ours.likeCount(of: "second")]
    return Evidence(
      .init(
        "as printed, an item for the cart", unknown ?? "no route, no error", holds: unknown == nil),
      .init(
        "as printed, likes of two posts by one user, one of them twice",
        "\(printed.likes) in one counter", holds: printed.likes == 3),
      .init(
        "as printed, audit entries after a transfer", "\(printed.auditLog.count)",
        holds: printed.auditLog.isEmpty),
      .init(
        "ours, the cart, and likes of the two posts",
        "\(ours.carts["ann"]?.elements.sorted() ?? []), \(likes[0]) and \(likes[1])",
        holds: ours.carts["ann"]?.elements == ["milk"] && likes == [1, 1]),
      .init(
        "ours, audit entries after a transfer and a crash while relaying",
        "\(ours.audit.links.count)", holds: ours.audit.links.count == 1))
  }

  private static func tampering() -> Evidence {
    var chain = AuditLog()
    let heads = (1...8).map { chain.append("entry \($0)") }
    var attempts: [AuditLog] = []
    for index in chain.links.indices {
      var edited = chain
      edited.links[index].entry += "!"
      var removed = chain
      removed.links.remove(at: index)
      attempts += [edited, removed]
      for other in chain.links.indices where other > index {
        var swapped = chain
        swapped.links.swapAt(index, other)
        attempts.append(swapped)
      }
    }
    let noticed = attempts.filter { $0.firstFinding(published: [chain.head]) != nil }
    var forged = AuditLog()
    for number in 1...8 { forged.append(number == 3 ? "entry three" : "entry \(number)") }
    let found = forged.firstFinding(published: [heads[7]])
    return Evidence(
      .init(
        "edits, removals and swaps noticed", "\(noticed.count) of \(attempts.count)",
        holds: noticed.count == attempts.count && attempts.count == 44),
      .init(
        "written anew with hashes that fit, no head published",
        forged.firstFinding() == nil ? "not noticed" : "noticed",
        holds: forged.firstFinding() == nil),
      .init(
        "the same with one published head", found == nil ? "not noticed" : "noticed",
        holds: found == .rewritten(publishedCount: 8)),
      .init(
        "an honest log against all heads it published",
        chain.firstFinding(published: heads) == nil ? "accepted" : "refused",
        holds: chain.firstFinding(published: heads) == nil))
  }

  private static func doubleBooking() -> Evidence {
    var west = ORSet<String>(replica: NodeID(1))
    var east = ORSet<String>(replica: NodeID(2))
    west.add("Ann")
    east.add("Ben")
    west.merge(east)
    east.merge(west)
    let holders = west.elements.sorted()
    return Evidence(
      .init(
        "holders of seat 1A after the merge, at both replicas",
        holders.joined(separator: " and "),
        holds: west.elements == east.elements && holders.count == 2))
  }

  private static func rareConflicts() -> Evidence {
    var random = RandomSource(seed: 88)
    // One register per key; of two writes of one version the one of the larger node wins.
    var registers: [Int: (writer: NodeID, item: String)] = [:]
    var left = ORSet<String>(replica: NodeID(1))
    var right = ORSet<String>(replica: NodeID(2))
    var acknowledged: [String] = []
    for key in 1...500 {
      let writers = random.chance(1, in: 100) ? [NodeID(1), NodeID(2)] : [NodeID(1)]
      for writer in writers {
        let item = "\(writer) wrote \(key)"
        acknowledged.append(item)
        if registers[key].map({ $0.writer < writer }) ?? true { registers[key] = (writer, item) }
        if writer == NodeID(1) { left.add(item) } else { right.add(item) }
      }
    }
    left.merge(right)
    let survivors = Set(registers.values.map(\.item))
    let lost = acknowledged.filter { !survivors.contains($0) }.count
    let missing = acknowledged.filter { !left.contains($0) }.count
    return Evidence(
      .init(
        "acknowledged writes gone under last write wins", "\(lost) of \(acknowledged.count)",
        holds: lost > 0 && lost == acknowledged.count - 500),
      .init(
        "acknowledged writes gone from an OR-Set", "\(missing) of \(acknowledged.count)",
        holds: missing == 0))
  }

  private static func printedTables() -> Evidence {
    let rows = PrintedChoices.rows
    func answers(_ useCase: PrintedChoices.UseCase) -> [String] {
      PrintedChoices.rows(for: useCase).map(\.answer)
    }
    let undocumented = rows.filter { $0.agrees != ($0.difference == nil) }
    let differing = rows.filter { !$0.agrees }
    return Evidence(
      .init(
        "money, in three tables", answers(.money).joined(separator: "; "),
        holds: Set(answers(.money)).count == 2),
      .init(
        "a user's own data, in three tables",
        (answers(.profiles) + answers(.preferences)).joined(separator: "; "),
        holds: answers(.profiles) == ["quorum, two of three"]
          && answers(.preferences) == ["eventual consistency", "eventual"]),
      .init(
        "rows where one function answers otherwise, each with its reason",
        "\(differing.count) of \(rows.count)", holds: undocumented.isEmpty && !differing.isEmpty))
  }
}
