import Checking
public import Stepping

/// Which messages of a run are to be seen: those of some senders, to some receivers, of some kinds.
public struct MessageFilter: Hashable, Sendable {
  /// Something by which messages are chosen.
  public enum Part: Hashable, Sendable {
    case from(String)
    case to(String)
    /// What a message says before the first number or value.
    case kind(String)

    /// In words: `from n1`.
    public var phrase: String { Self.words[aspect] + " " + name }

    fileprivate static let words = ["from", "to", "of kind"]

    fileprivate var name: String {
      switch self {
      case .from(let name), .to(let name), .kind(let name): name
      }
    }

    /// Parts of one aspect add up; a message must be chosen in each aspect that has any.
    fileprivate var aspect: Int {
      switch self {
      case .from: 0
      case .to: 1
      case .kind: 2
      }
    }
  }

  /// What is chosen, in the order in which it was; nothing shows every message.
  public private(set) var parts: [Part] = []

  /// Shows every message.
  public init() {}

  /// Chooses what was not chosen, and the other way round.
  public mutating func toggle(_ part: Part) {
    if let index = parts.firstIndex(of: part) {
      parts.remove(at: index)
    } else {
      parts.append(part)
    }
  }

  /// Whether a message is to be seen.
  public func passes(from sender: Int, to receiver: Int, label: String, _ lanes: [StepLane]) -> Bool
  {
    func name(_ lane: Int) -> String { lanes.indices.contains(lane) ? lanes[lane].name : "" }
    let own: [Part] = [.from(name(sender)), .to(name(receiver)), .kind(Self.kind(of: label))]
    return own.allSatisfy { part in
      let chosen = parts.filter { $0.aspect == part.aspect }
      return chosen.isEmpty || chosen.contains(part)
    }
  }

  /// What can happen without what would be done to messages that are not to be seen. What is not known to
  /// be about a message stays.
  func shown(_ choices: [StepChoice], of run: any SteppedRun) -> [StepChoice] {
    guard !parts.isEmpty else { return choices }
    var hidden: [String] = []
    var shown = choices.filter { choice in
      guard [.deliver, .again, .crash].contains(choice.kind), let drawn = Self.drawn(choice, run),
        case .delivery(let sender, let receiver, let label, _) = drawn
      else { return true }
      if passes(from: sender, to: receiver, label: label, run.lanes) { return true }
      if choice.kind == .deliver { hidden.append(choice.title) }
      return false
    }
    // A loss or delay is told like the arrival that it prevents.
    shown.removeAll { choice in
      (choice.kind == .lose
        && hidden.contains(choice.title.replacing(" never reaches ", with: " reaches ")))
        || (choice.kind == .delay
          && hidden.contains(choice.title.replacing(" is late for ", with: " reaches ")))
    }
    return shown
  }

  private static func drawn(_ choice: StepChoice, _ run: any SteppedRun) -> Counterexample.Event? {
    var run = run
    do throws(StepRefusal) {
      _ = try run.begin(choice.event)
    } catch {
      return nil
    }
    return run.begun.drawn
  }

  /// The kind of a message that says this: `vote granted` of `vote granted t1`.
  static func kind(of label: String) -> String {
    let words = label.split(whereSeparator: { $0.isWhitespace || $0 == "(" })
    let plain = words.prefix { word in word.allSatisfy { $0.isLetter || $0 == "-" } }
    return plain.isEmpty ? String(words.first ?? "") : plain.joined(separator: " ")
  }

  /// In words: `from n1, n2; to n3`.
  public var phrase: String {
    Part.words.indices.compactMap { aspect in
      let names = parts.filter { $0.aspect == aspect }.map(\.name)
      return names.isEmpty ? nil : Part.words[aspect] + " " + names.joined(separator: ", ")
    }.joined(separator: "; ")
  }
}

extension RunTree {
  /// All by which messages of this run can be chosen: who takes part, and the kinds seen so far.
  public var messageParts: [MessageFilter.Part] {
    var names: [String] = []
    var kinds: Set<String> = []
    for moment in moments {
      for lane in moment.run.lanes where !names.contains(lane.name) { names.append(lane.name) }
      for message in moment.view.flight { kinds.insert(MessageFilter.kind(of: message.label)) }
    }
    guard !kinds.isEmpty else { return [] }
    return names.map { .from($0) } + names.map { .to($0) } + kinds.sorted().map { .kind($0) }
  }
}
