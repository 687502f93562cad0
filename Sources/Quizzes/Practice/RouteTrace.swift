import Simulation
import Solutions

extension TracingQuestion {
  /// Which protocol does this operation need?
  static let routeTrace = TracingQuestion(
    "route-trace", outcomes: Route.allCases.map(\.rawValue)
  ) { random in
    let cents = 100 * (1 + random.index(below: 90))
    let people = ["Ann", "Ben", "Cem", "Dia"]
    let first = people[random.index(below: people.count)]
    let second = people[(people.firstIndex(of: first) ?? 0) == 0 ? 1 : 0]
    let items = ["milk", "eggs", "bread", "tea"]
    let item = items[random.index(below: items.count)]
    let operations: [(ShopOperation, String)] = [
      (
        .transferMoney(from: first, to: second, cents: cents),
        "\(first) pays \(second) \(cents / 100) francs"
      ),
      (.updateProfile(user: first, text: "…"), "\(first) changes the text of a profile"),
      (.addLike(post: "p", user: first), "\(first) likes \(second)'s post"),
      (.withdrawLike(post: "p", user: first), "\(first) takes a like back"),
      (.addToCart(user: first, item: item), "\(first) puts \(item) into a shared cart"),
      (.removeFromCart(user: first, item: item), "\(first) takes \(item) out of a shared cart"),
      (.trackView(page: item), "Somebody looks at the page about \(item)"),
      (.auditAction(first), "\(first), an administrator, opens somebody's account"),
    ]
    let (operation, story) = operations[random.index(below: operations.count)]
    let others = Route.allCases.filter { $0 != operation.route }.map { route in
      Choice.wrong(
        routeNames[route] ?? route.rawValue, misconceptions[route] ?? route.rawValue,
        why: reasons[route] ?? "")
    }
    return Instance(
      ask: "A shop with a social side keeps several kinds of data. \(story). Where does our router "
        + "send that?",
      right: .right(routeNames[operation.route] ?? operation.route.rawValue), traps: others,
      why: rightReasons[operation.route] ?? "", outcome: operation.route.rawValue)
  }

  private static let routeNames: [Route: String] = [
    .transaction: "to serialisable transactions", .quorum: "to overlapping quorums",
    .mergeable: "to a data type that merges", .eventual: "to counters that are added up later",
    .hashChain: "to a hash-chained log",
  ]

  private static let misconceptions: [Route: String] = [
    .transaction: "everything needs consensus", .quorum: "overlap is always enough",
    .mergeable: "everything merges", .eventual: "losing some is fine",
    .hashChain: "everything must be provable",
  ]

  private static let reasons: [Route: String] = [
    .transaction: "Nothing here spans several objects, so it would wait for a majority in vain.",
    .quorum: "Overlap finds the newest whole value; it neither merges, nor joins two changes, nor "
      + "proves the past.",
    .mergeable:
      "A merge needs changes that may be combined, and here that is not so, or one newest "
      + "value is all that is wanted, or a lost one does no harm.",
    .eventual: "A change lost in a crash would be noticed here.",
    .hashChain: "Nobody needs to prove this to anybody.",
  ]

  private static let rightReasons: [Route: String] = [
    .transaction: "Two accounts change together or not at all, and none falls below zero.",
    .quorum: "One value is replaced as a whole, and readers want the newest.",
    .mergeable:
      "Changes by different people and devices combine, and taking back affects only what "
      + "was seen.",
    .eventual: "One count more or less changes nothing that anybody decides.",
    .hashChain: "Others must be able to see that the record was not edited.",
  ]
}
