import Parameters
import Solutions

extension Calculator {
  /// K05: commit latency from round-trip times.
  static let latency = Calculator(
    id: "K05", name: "latency",
    question: "How long does a commit take over these distances?",
    parameters: [
      Parameter("leader", "where the leader is", .text, standard: "E"),
      Parameter(
        "voters", "where the voters are, a place once for each of its voters", .text,
        standard: "E,EU,AP"),
      Parameter(
        "clients", "where requests come from, with weights as in E:3,AP:1", .text, standard: "AP"),
      Parameter(
        "rtt", "round-trip times in ms between places", .text, standard: "E-W:70,E-EU:80,E-AP:170"),
    ]
  ) { (arguments) throws(ArgumentError) in
    try answer(for: CommitSetting(arguments))
  }

  private static func answer(for setting: CommitSetting) throws(ArgumentError) -> Answer {
    let geography = setting.geography
    guard
      let commit = geography.commitLatency(leader: setting.leader, voters: setting.voters),
      let all = geography.replicationToAll(leader: setting.leader, voters: setting.voters),
      let client = setting.clientLatency(leader: setting.leader),
      let best = geography.bestLeader(
        voters: setting.voters, clients: setting.weights),
      let bestClient = setting.clientLatency(leader: best)
    else {
      throw ArgumentError("the round-trip times in rtt do not connect all places; add some")
    }
    func ms(_ name: String, _ meaning: String, _ value: Int) -> Answer.Field {
      Answer.Field(name, meaning, .integer(value), text: "\(value.grouped) ms")
    }
    return Answer(
      fields: [
        ms("commit", "from the leader's write to a majority's", commit),
        ms("all", "from the leader's write to every voter's", all),
        .quantity("client", "what clients wait for a commit, on average", client, unit: "ms"),
        .word("best-leader", "the voter for which clients would wait least", best),
        .quantity("best-client", "what they would wait", bestClient, unit: "ms"),
        commitsPerSecond(commit),
      ],
      notes: [
        "Only distance is counted, not computing or storing. The leader counts itself, so a commit "
          + "waits for the voter that completes the majority.",
        "The standard round-trip times are as printed, not measured: E is US-EAST, W US-WEST, EU "
          + "EU-WEST and AP ASIA-PAC.",
        "A time that is not given is that of the shortest way over those that are; the direct way may "
          + "be shorter.",
      ],
      tables: [leaders(in: setting), distances(in: setting)])
  }

  private static func commitsPerSecond(_ commit: Int) -> Answer.Field {
    let (name, meaning) = ("commits-per-second", "commits of one key one after the other")
    guard commit > 0 else { return .word(name, meaning, "not limited by distance") }
    let rate = 1000 / Double(commit)
    return Answer.Field(name, meaning, .number(rate), text: rate.short(3))
  }

  private static func leaders(in setting: CommitSetting) -> Answer.Table {
    var seen: Set<String> = []
    return Answer.Table(
      title: "each voter as the leader, in ms", columns: ["leader", "commit", "all", "clients"],
      rows: setting.voters.filter { seen.insert($0).inserted }.compactMap { leader in
        let geography = setting.geography
        guard let commit = geography.commitLatency(leader: leader, voters: setting.voters),
          let all = geography.replicationToAll(leader: leader, voters: setting.voters),
          let client = setting.clientLatency(leader: leader)
        else { return nil }
        return [leader, commit.grouped, all.grouped, client.short()]
      })
  }

  private static func distances(in setting: CommitSetting) -> Answer.Table {
    let places = setting.geography.places
    return Answer.Table(
      title: "round-trip times in ms, * where the shortest way stands in for a time not given",
      columns: [""] + places,
      rows: places.map { from in
        [from]
          + places.map { to in
            let time = setting.geography.roundTrip(from, to).map(\.grouped) ?? "?"
            return setting.given.roundTrip(from, to) == nil ? time + "*" : time
          }
      })
  }
}
