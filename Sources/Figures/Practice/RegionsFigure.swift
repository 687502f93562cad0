import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F18: how far the voters are, and where a commit waits.
  static let regions = Figure(
    id: "F18", name: "regions", title: "where a commit waits among several regions",
    parameters: [
      Parameter("leader", "where the leader is", .text, standard: "E"),
      Parameter(
        "voters", "where the voters are, a place once for each of its voters", .text,
        standard: "E,W,EU,AP"),
      Parameter("client", "where a client is", .text, standard: "AP"),
      Parameter(
        "rtt", "round-trip times in ms between places", .text, standard: "E-W:70,E-EU:80,E-AP:170"),
    ]
  ) { arguments, canvas in
    let setting = try RegionSetting(arguments)
    let page = FigureText(canvas: canvas)
    return distances(setting, page) + [StyledLine()] + leaders(setting, page) + [StyledLine()]
      + page.wrapped(setting.note)
  }

  private static func distances(_ setting: RegionSetting, _ page: FigureText) -> [StyledLine] {
    let title = page.heading("Round trips from the leader in \(setting.leader)")
    let rows = setting.voters.map { ($0, setting.roundTrip($0)) }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    let commit = setting.commit(leader: setting.leader)
    let needed = Cluster.majority(of: rows.count)
    let name = rows.map { DisplayWidth.columns(of: $0.0) }.max() ?? 0
    let longest = max(rows.map(\.1).max() ?? 1, 1)
    let room = min(page.canvas.width, 76) - name - 22
    return title
      + rows.enumerated().flatMap { index, row in
        let mark =
          index == needed - 1 ? "commit, \(needed) of \(rows.count)" : index == 0 ? "leader" : ""
        guard !page.canvas.isASCII, room >= 8 else {
          return page.wrapped(
            "\(row.0): \(row.1) ms" + (mark.isEmpty ? "" : ", \(mark)") + ".")
        }
        let length = row.1 * room / longest
        let isNeeded = row.1 <= commit
        let bar = String(repeating: "─", count: length) + "●"
        let label = row.0 + String(repeating: " ", count: name - DisplayWidth.columns(of: row.0))
        let text = " \(row.1)" + (mark.isEmpty ? "" : "  \(mark)")
        return [
          StyledLine([
            StyledLine.Run(label + " ├"),
            StyledLine.Run(bar, isNeeded ? Style(.cyan) : Style(nil, .dim)),
            StyledLine.Run(text, index == needed - 1 ? Style(nil, .bold) : .plain),
          ])
        ]
      }
  }

  private static func leaders(_ setting: RegionSetting, _ page: FigureText) -> [StyledLine] {
    let client = "from \(setting.client)"
    return page.heading("Each voter as the leader: times in ms")
      + page.table(
        ["leader", "commit", "all", client],
        setting.places.map { leader in
          [
            leader, "\(setting.commit(leader: leader))", "\(setting.all(leader: leader))",
            "\(setting.client(leader: leader))",
          ]
        })
  }
}

/// What the region map is drawn from. Times that are not given are those of the shortest way over those
/// that are.
struct RegionSetting {
  let leader: String
  let client: String
  let voters: [String]
  private let geography: Geography
  private let given: Geography

  init(_ arguments: Arguments) throws(ArgumentError) {
    leader = arguments.text("leader")
    client = arguments.text("client")
    voters = arguments.text("voters").split(separator: ",").map(String.init)
    var times: [Set<String>: Millis] = [:]
    for pair in arguments.text("rtt").split(separator: ",") {
      let parts = pair.split(separator: ":").map(String.init)
      let places = parts.first?.split(separator: "-").map(String.init) ?? []
      guard parts.count == 2, Set(places).count == 2, let time = Int(parts[1]),
        (0...100_000).contains(time)
      else {
        throw ArgumentError("'rtt=\(arguments.text("rtt"))': write pairs such as E-W:70,E-EU:80")
      }
      times[Set(places)] = time
    }
    given = Geography(rtt: times)
    geography = given.filledIn()
    guard (1...13).contains(voters.count), voters.contains(leader) else {
      throw ArgumentError("'leader=\(leader)' is none of the 1 to 13 voters; name a voter's place")
    }
    let all = Set(voters + [client])
    for (place, other) in all.flatMap({ place in all.map { (place, $0) } })
    where geography.roundTrip(place, other) == nil {
      throw ArgumentError(
        "rtt gives no way between \(min(place, other)) and \(max(place, other)); add one")
    }
  }

  /// The places of voters, each once, in the order they were named.
  var places: [String] {
    var seen: Set<String> = []
    return voters.filter { seen.insert($0).inserted }
  }

  /// From the leader; zero for what was checked not to happen.
  func roundTrip(_ place: String) -> Millis { geography.roundTrip(leader, place) ?? 0 }

  func commit(leader: String) -> Millis {
    geography.commitLatency(leader: leader, voters: voters) ?? 0
  }

  func all(leader: String) -> Millis {
    geography.replicationToAll(leader: leader, voters: voters) ?? 0
  }

  func client(leader: String) -> Millis {
    geography.clientLatency(client: client, leader: leader, voters: voters) ?? 0
  }

  /// What is not measured.
  var note: String {
    let known = Set(voters + [client]).sorted()
    let derived = known.enumerated().flatMap { index, place in
      known[(index + 1)...].filter { given.roundTrip(place, $0) == nil }.map { "\(place)-\($0)" }
    }
    return derived.isEmpty
      ? "All round trips are as given."
      : "Not given, so taken over the shortest way there is: \(derived.joined(separator: ", ")). "
        + "The direct way may be shorter."
  }
}
