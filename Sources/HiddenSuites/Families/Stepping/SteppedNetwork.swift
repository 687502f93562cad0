import Stepping

/// What a network does to messages in a run that is stepped. A message is known by the event (from 0) that
/// sent it and by its receiver.
struct SteppedNetwork: Sendable {
  /// A message on its way.
  struct Flight: Hashable, Sendable {
    var from: Int
    var to: Int
    var sentIn: Int
    var label: String
    var isDelayed = false
    var hasArrived = false
  }

  /// A line that says what the network does.
  enum Line: Hashable, Sendable {
    case lose(sentIn: Int, to: Int)
    case delay(sentIn: Int, to: Int)
    case cut([Int])
    case heal
  }

  private(set) var flights: [Flight] = []
  private(set) var cutOff: Set<Int> = []

  /// Reads a line.
  /// - Returns: nil for one that is not the network's.
  static func line(_ text: String, _ names: [String]) throws(StepRefusal) -> Line? {
    let words = text.split(separator: " ").map(String.init)
    switch words.first {
    case "heal" where words.count == 1: return .heal
    case "cut":
      var lanes: [Int] = []
      var column = 4
      for word in words.dropFirst() {
        lanes.append(try lane(word, names, column))
        column += word.count + 1
      }
      guard !lanes.isEmpty, lanes.count < names.count else {
        throw StepRefusal("a cut names who is cut off from the others, as in `cut n1`", column: 3)
      }
      return .cut(lanes)
    case "lose", "delay":
      guard words.count == 4, words[2] == "to", let number = Int(words[1]), number > 0 else {
        throw StepRefusal(
          "a message is named by the step that sent it and its receiver, as in `\(words[0]) 4 to n2`",
          column: words[0].count + 1)
      }
      let column = words[0].count + words[1].count + 5
      let receiver = try lane(words[3], names, column)
      return words[0] == "lose"
        ? .lose(sentIn: number - 1, to: receiver) : .delay(sentIn: number - 1, to: receiver)
    default: return nil
    }
  }

  /// The number of who is called so.
  static func lane(
    _ name: String, _ names: [String], _ column: Int
  ) throws(StepRefusal) -> Int {
    guard let lane = names.firstIndex(of: name) else {
      throw StepRefusal(
        "there is no '\(name)'; there are \(names.joined(separator: ", "))", column: column)
    }
    return lane
  }

  /// A message on its way.
  func flight(sentIn place: Int, to lane: Int) -> Flight? {
    flights.first { $0.sentIn == place && $0.to == lane }
  }

  func isCut(_ one: Int, _ other: Int) -> Bool { cutOff.contains(one) != cutOff.contains(other) }

  /// Why a line of the network cannot happen; nil when it can.
  func refusal(of line: Line) -> StepRefusal? {
    switch line {
    case .lose(let place, let lane), .delay(let place, let lane):
      guard let flight = flight(sentIn: place, to: lane), !flight.hasArrived else {
        return StepRefusal("no such message is on its way")
      }
      return nil
    case .cut: return nil
    case .heal: return cutOff.isEmpty ? StepRefusal("the network is whole") : nil
    }
  }

  /// Why a message cannot arrive; nil when it can.
  func refusal(ofDelivery place: Int, to lane: Int, column: Int) -> StepRefusal? {
    guard let flight = flight(sentIn: place, to: lane) else {
      return StepRefusal("step \(place + 1) sent nothing there that could arrive", column: column)
    }
    return isCut(flight.from, lane)
      ? StepRefusal("the network lets nothing through between them now", column: column) : nil
  }

  mutating func perform(_ line: Line) {
    switch line {
    case .lose(let place, let lane): flights.removeAll { $0.sentIn == place && $0.to == lane }
    case .delay(let place, let lane):
      for index in flights.indices where flights[index].sentIn == place && flights[index].to == lane
      {
        flights[index].isDelayed = true
      }
    case .cut(let lanes): cutOff = Set(lanes)
    case .heal: cutOff = []
    }
  }

  mutating func send(_ flight: Flight) { flights.append(flight) }

  mutating func arrive(sentIn place: Int, to lane: Int) {
    for index in flights.indices where flights[index].sentIn == place && flights[index].to == lane {
      flights[index].hasArrived = true
    }
  }

  // MARK: What is to be seen

  var onTheirWay: [RunView.Message] {
    flights.filter { !$0.hasArrived }.map {
      RunView.Message(
        from: $0.from, to: $0.to, label: $0.label, sentIn: $0.sentIn,
        note: isCut($0.from, $0.to) ? "cut off" : $0.isDelayed ? "delayed" : "")
    }
  }

  func cutText(_ names: [String]) -> String {
    cutOff.isEmpty
      ? "" : "\(cutOff.sorted().map { names[$0] }.joined(separator: ", ")) cut off from the others"
  }

  func sentence(_ line: Line, _ names: [String]) -> String {
    func message(_ place: Int, _ lane: Int) -> String {
      flight(sentIn: place, to: lane).map { "\(names[$0.from])'s \($0.label) to \(names[lane])" }
        ?? "what step \(place + 1) sent to \(names[lane])"
    }
    switch line {
    case .lose(let place, let lane): return "\(message(place, lane)) is lost"
    case .delay(let place, let lane): return "\(message(place, lane)) is delayed"
    case .cut(let lanes):
      return "the network cuts \(lanes.map { names[$0] }.joined(separator: ", ")) off"
    case .heal: return "the network is whole again"
    }
  }

  func lane(of line: Line) -> Int {
    switch line {
    case .lose(_, let lane), .delay(_, let lane): lane
    case .cut(let lanes): lanes.first ?? 0
    case .heal: 0
    }
  }

  /// What can be done with the messages: those that may arrive, with the line of each delivery.
  func choices(
    _ names: [String], deliver: (Flight) -> String?
  ) -> [StepChoice] {
    let arriving = flights.filter { !isCut($0.from, $0.to) }
    func title(_ flight: Flight, _ verb: String) -> String {
      "\(names[flight.from])'s \(flight.label) \(verb) \(names[flight.to])"
    }
    var choices: [StepChoice] = []
    for flight in arriving.filter({ !$0.hasArrived }).sorted(by: { !$0.isDelayed && $1.isDelayed })
    {
      guard let event = deliver(flight) else { continue }
      choices.append(StepChoice(.deliver, event, title: title(flight, "reaches")))
    }
    for flight in arriving where flight.hasArrived {
      guard let event = deliver(flight) else { continue }
      choices.append(StepChoice(.again, event, title: title(flight, "reaches, once more,")))
    }
    for flight in flights where !flight.hasArrived {
      let message = "\(flight.sentIn + 1) to \(names[flight.to])"
      choices.append(
        StepChoice(.lose, "lose \(message)", title: title(flight, "never reaches")))
      if !flight.isDelayed {
        choices.append(
          StepChoice(.delay, "delay \(message)", title: title(flight, "is late for")))
      }
    }
    if names.count > 1 {
      choices += names.indices.filter { cutOff != [$0] }.map {
        StepChoice(
          .cut, "cut \(names[$0])", title: "the network cuts \(names[$0]) off from the others")
      }
    }
    if !cutOff.isEmpty { choices.append(StepChoice(.heal, "heal", title: "the network heals")) }
    return choices
  }
}
