import Parameters

extension Calculator {
  /// K04: commit wait.
  static let commitWait = Calculator(
    id: "K04", name: "commit-wait",
    question: "How long must a commit wait until its timestamp is surely past?",
    parameters: [
      Parameter(
        "eps", "half the width of the clock's interval, in ms", .number(0...10_000), standard: "5"),
      Parameter(
        "replication", "how long replication takes meanwhile, in ms", .number(0...10_000),
        standard: "0"),
    ]
  ) { arguments in
    let (eps, replication) = (arguments.number("eps"), arguments.number("replication"))
    func ms(_ name: String, _ meaning: String, _ value: Double) -> Answer.Field {
      .quantity(name, meaning, value, unit: "ms")
    }
    return Answer(
      fields: [
        ms("wait", "from taking the timestamp to the end of the wait", 2 * eps),
        ms(
          "extra-wait", "what is left of it when replication is done",
          max(0, 2 * eps - replication)),
        ms("width", "the width of the interval, earliest to latest", 2 * eps),
      ],
      notes: [
        "The timestamp is the latest time it may be; it is surely past when the earliest time it may "
          + "be is greater. That takes twice eps at least (Corbett et al. 2012, section 4.2.1), and "
          + "waiting eps alone lets a later transaction get a smaller timestamp.",
        "Replication runs during the wait. Two events are surely ordered by their timestamps only "
          + "when they are more than \((2 * eps).short()) ms apart.",
        "eps is taken as constant. Where clocks drift between synchronisations it rises and falls, "
          + "and the mean wait is twice its mean.",
      ],
      tables: [
        Answer.Table(
          title: "with \(replication.short()) ms of replication",
          columns: ["eps (ms)", "wait (ms)", "extra wait (ms)"],
          rows: Set([1, 4, 5, 7, eps]).sorted().map { eps in
            [eps.short(), (2 * eps).short(), max(0, 2 * eps - replication).short()]
          })
      ])
  }
}
