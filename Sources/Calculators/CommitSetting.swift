import Parameters
import Solutions

/// What the latency calculator was asked about: a leader, voters, clients and the distances between.
struct CommitSetting {
  let leader: String
  let voters: [String]
  /// How many requests come from where, in the order written.
  let clients: [(place: String, weight: Double)]
  /// The round-trip times that were given.
  let given: Geography
  /// The same with the others filled in.
  let geography: Geography

  /// Reads the arguments.
  /// - Throws: `ArgumentError` for what cannot be read, places without a round-trip time, and a leader
  ///   that is no voter.
  init(_ arguments: Arguments) throws(ArgumentError) {
    given = Geography(rtt: try Self.distances(arguments.text("rtt")))
    geography = given.filledIn()
    leader = arguments.text("leader")
    voters = Self.list(arguments.text("voters"))
    clients = try Self.weights(arguments.text("clients"))
    guard voters.count <= 99 else { throw ArgumentError("'voters' names more than 99 voters") }
    guard voters.contains(leader) else {
      throw ArgumentError(
        "leader=\(leader) is not one of the voters \(voters.joined(separator: ", ")); a leader votes"
      )
    }
    let known = geography.places
    for place in voters + clients.map(\.place) where !known.contains(place) {
      throw ArgumentError(
        "there is no round-trip time for '\(place)'; the places in rtt are "
          + known.joined(separator: ", "))
    }
  }

  /// The clients' weights by place.
  var weights: [String: Double] {
    Dictionary(clients.map { ($0.place, $0.weight) }, uniquingKeysWith: +)
  }

  /// What clients wait on average; nil when a time is not known.
  func clientLatency(leader: String) -> Double? {
    var sum = 0.0
    for (place, weight) in clients {
      guard
        let wait = geography.clientLatency(client: place, leader: leader, voters: voters)
      else { return nil }
      sum += Double(wait) * weight
    }
    return sum / clients.reduce(0) { $0 + $1.weight }
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// Reads `E-W:70,E-EU:80`.
  private static func distances(_ text: String) throws(ArgumentError) -> [Set<String>: Int] {
    var distances: [Set<String>: Int] = [:]
    for entry in list(text) {
      let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
      let places = parts[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let time = Int(parts[1]), (0...1_000_000).contains(time),
        places.count == 2, places[0] != places[1], !places.contains("")
      else {
        throw ArgumentError(
          "'rtt': '\(entry)' is no round-trip time; write two places and whole milliseconds as in "
            + "E-EU:80")
      }
      guard distances.updateValue(time, forKey: Set(places)) == nil else {
        throw ArgumentError("'rtt': \(parts[0]) is given twice; leave one")
      }
    }
    guard distances.count <= 400 else { throw ArgumentError("'rtt' holds more than 400 times") }
    return distances
  }

  /// Reads `E:3,AP:1`; a place without a weight has weight 1.
  private static func weights(
    _ text: String
  ) throws(ArgumentError) -> [(place: String, weight: Double)] {
    var weights: [(place: String, weight: Double)] = []
    for entry in list(text) {
      let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
      let weight = parts.count == 1 ? 1 : parts.count == 2 ? Double(parts[1]) : nil
      guard let weight, weight > 0, weight <= 1e9 else {
        throw ArgumentError(
          "'clients': '\(entry)' is no place with a weight; write them as in E:3,AP:1")
      }
      weights.append((String(parts[0]), weight))
    }
    return weights
  }
}
