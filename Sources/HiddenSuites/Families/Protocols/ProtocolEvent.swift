import ExerciseKit

/// What happens in a run of a protocol. Nodes are known by their places in the setting, messages by the
/// event that sent them: so terms and numbers in them can change when a run is made shorter.
enum ProtocolEvent<Move: Hashable & Sendable>: OriginatedEvent {
  case move(Move)
  /// What was sent to a node in an event reaches it, perhaps not for the first time. A node that crashes
  /// does so after this many effects of the step, and starts again.
  case receive(node: Int, origin: Int, crashAfter: Int?)
  /// A node crashes, and starts again from what it has stored.
  case restart(node: Int)

  /// The event that this one comes of.
  var origin: Int? {
    if case .receive(_, let origin, _) = self { origin } else { nil }
  }

  func moved(to origin: Int) -> ProtocolEvent {
    guard case .receive(let node, _, let crash) = self else { return self }
    return .receive(node: node, origin: origin, crashAfter: crash)
  }
}

/// Events in order, with who takes part.
struct ProtocolScript<Model: ProtocolModel>: Hashable, Sendable {
  typealias Event = ProtocolEvent<Model.Move>

  var setting: Model.Setting
  var events: [Event]

  init(_ setting: Model.Setting, _ events: [Event]) {
    self.setting = setting
    self.events = events
  }

  /// The script without some events, and without what comes of them.
  func removing(_ isRemoved: (Int) -> Bool) -> Self {
    Self(setting, events.removing(isRemoved))
  }

  /// One line per event: a move in the model's words, `n2 receives 4`, `n2 receives 4 and crashes after
  /// 1`, `n2 restarts`.
  func lines(_ model: Model) -> [String] {
    let names = model.names(setting)
    return events.map { event in
      switch event {
      case .move(let move): model.text(move, names)
      case .receive(let node, let origin, let crash):
        "\(names[node]) receives \(origin + 1)"
          + (crash.map { " and crashes after \($0)" } ?? "")
      case .restart(let node): "\(names[node]) restarts"
      }
    }
  }

  /// Reads what `lines` writes; nil for anything else.
  init?(_ setting: Model.Setting, lines: [String], _ model: Model) {
    self.init(setting, [])
    let names = model.names(setting)
    for line in lines {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      let node = words.first.flatMap { name in names.firstIndex { $0.description == name } }
      if let node, words.count == 2, words[1] == "restarts" {
        events.append(.restart(node: node))
      } else if let node, words.count >= 3, words[1] == "receives", let number = Int(words[2]),
        number >= 1, number <= events.count
      {
        var crash: Int?
        if words.count > 3 {
          guard words.count == 7, Array(words[3..<6]) == ["and", "crashes", "after"],
            let count = Int(words[6]), (0...64).contains(count)
          else { return nil }
          crash = count
        }
        events.append(.receive(node: node, origin: number - 1, crashAfter: crash))
      } else if let move = model.move(line, names) {
        events.append(.move(move))
      } else {
        return nil
      }
    }
  }
}
