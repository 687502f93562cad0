import Checking
import ExerciseKit
public import Stepping

extension SteppedElection {
  var choices: [StepChoice] {
    let nodes = setting.members.map(\.id)
    let waiting = flights.filter { !$0.hasArrived }
    let arriving = waiting.filter {
      index(of: $0.sent.receiver) != nil && !isCut($0.sent.sender, $0.sent.receiver)
    }
    var choices = arriving.sorted { !$0.isDelayed && $1.isDelayed }.map { flight in
      StepChoice(.deliver, flight.sent.event.text, title: title(flight.sent, "reaches"))
    }
    choices += nodes.map {
      StepChoice(.timeout, "\($0) times out", title: "\($0)'s election timer runs out")
    }
    choices += nodes.map {
      StepChoice(.timeout, "\($0) heartbeat due", title: "a heartbeat is due at \($0)")
    }
    choices += flights.filter { flight in
      flight.hasArrived && index(of: flight.sent.receiver) != nil
        && !isCut(flight.sent.sender, flight.sent.receiver)
        && !waiting.contains { $0.sent == flight.sent }
    }.map { StepChoice(.again, $0.sent.event.text, title: title($0.sent, "reaches, once more,")) }
    choices += waiting.map {
      StepChoice(.lose, "lose " + $0.sent.event.text, title: title($0.sent, "never reaches"))
    }
    choices += waiting.filter { !$0.isDelayed }.map {
      StepChoice(.delay, "delay " + $0.sent.event.text, title: title($0.sent, "is late for"))
    }
    // A candidate of many has that many effects and two more.
    for flight in arriving {
      choices += crashes(flight.sent.event.text, title(flight.sent, "reaches"))
    }
    for node in nodes {
      choices += crashes("\(node) times out", "\(node)'s election timer runs out and")
    }
    choices += nodes.map {
      StepChoice(.restart, "\($0) restarts", title: "\($0) crashes and restarts")
    }
    if nodes.count > 1 {
      choices += nodes.filter { cutOff != [$0] }.map {
        StepChoice(.cut, "cut \($0)", title: "the network cuts \($0) off from the others")
      }
    }
    if !cutOff.isEmpty { choices.append(StepChoice(.heal, "heal", title: "the network heals")) }
    return choices
  }

  private func title(_ sent: Election.Run.Sent, _ verb: String) -> String {
    "\(sent.sender)'s \(sent.message.phrase) \(verb) \(sent.receiver)"
  }

  /// The crashes after no, one and two effects; later ones can be written.
  private func crashes(_ event: String, _ title: String) -> [StepChoice] {
    (0...2).map { count in
      StepChoice(
        .crash, "\(event) and crashes after \(count)",
        title: "\(title), with a crash after \(count) effects")
    }
  }

  func scheduled(_ events: [String]) -> [String]? {
    var lines: [String] = []
    for event in events where !event.hasPrefix("skip: ") {
      guard let line = Self.line(event, nodes) else { return nil }
      guard case .happens(let event, let crash) = line else { continue }
      guard crash == nil else { return nil }
      lines.append(event.text)
    }
    return lines
  }

  private static func line(_ text: String, _ nodes: [NodeID]) -> StepLine? {
    do throws(StepRefusal) {
      return try StepLine(text, lanes: nodes)
    } catch {
      return nil
    }
  }
}

extension RaftElectionSuite: SteppableSuite {
  /// A cluster at its start.
  public func steppedRun(setting: String, check: String?) -> (any SteppedRun)? {
    guard check == nil || checks.contains(where: { $0.name == check }) else { return nil }
    return SteppedElection(text: setting)
  }

  /// Three nodes with empty logs.
  public var usualSetting: String? { "3 nodes" }
}
