import Checking
import ExerciseKit
import Wire

/// A long run of a few replicas, each of which changes in one place: no copy is made of a state unless
/// it is merged later than at once. That leaves time for thousands of events, and a set that is nobody
/// else's is changed in another way than one of which there are copies.
struct SetRun: Sendable {
  /// What is wrong with an answer in a run.
  struct Finding {
    var event: Int
    /// What is wrong, in one sentence without a full stop.
    var sentence: String
    /// The kinds of fault it may be.
    var kinds: Set<SetFault.Kind>
  }

  let history: SetHistory
  private let probes: [Int: [SetElement]]
  private let demands: [SetRunModel.Demand]
  /// The run in parts that each stay well within a request's time. A set is where the part before left
  /// it.
  private let conversations: [SetConversation]

  /// How many events are asked about in one exchange.
  private static let exchangeLimit = 500

  /// Of very many elements, `contains` is asked about every fourth: what is there is seen anyway.
  private static func some(of elements: [SetElement]) -> [SetElement] {
    guard elements.count > 64 else { return elements }
    return elements.indices.filter { $0 % 4 == elements.count % 4 }.map { elements[$0] }
  }

  /// - Parameter looks: the events after which the replica is looked at.
  init(_ history: SetHistory, looksAfter looks: Set<Int>) {
    self.history = history
    let places = Dictionary(
      uniqueKeysWithValues: history.nodes.enumerated().map { ($1, $0) })
    var kept: [Int: Int] = [:]
    for (index, event) in history.events.enumerated() {
      guard case .receive(let received) = event.action else { continue }
      let isAtOnce =
        history.events[received].node != event.node
        && !history.events[received..<index].dropFirst().contains {
          $0.node == history.events[received].node
        }
      if !isAtOnce, kept[received] == nil { kept[received] = history.nodes.count + kept.count }
    }
    var received: Set<Int> = []
    for event in history.events {
      if case .receive(let other) = event.action { received.insert(other) }
    }
    var model = SetRunModel(keeping: received)
    var known: SetElements = []
    var elements: [SetElement] = []
    var probes: [Int: [SetElement]] = [:]
    var demands: [SetRunModel.Demand] = []
    var conversations: [SetConversation] = []
    for (index, event) in history.events.enumerated() {
      if index.isMultiple(of: Self.exchangeLimit) { conversations.append(SetConversation()) }
      if let element = event.element, known.insert(element).inserted { elements.append(element) }
      if looks.contains(index) { probes[index] = Self.some(of: elements) }
      demands.append(model.perform(event, looks: looks.contains(index)))
      var source: Int?
      if case .receive(let other) = event.action {
        source = kept[other] ?? places[history.events[other].node]
      }
      conversations[conversations.count - 1].change(
        places[event.node] ?? 0, by: event, merging: source, keepingIn: kept[index],
        probes: probes[index])
    }
    self.probes = probes
    self.demands = demands
    // Any word of the run may be shown in each of its parts.
    self.conversations = conversations.map { $0.knowing(known) }
  }

  /// Asks a submission, part by part.
  func answers(from subject: any Subject) throws(Stop) -> [SetAnswer] {
    var answers: [SetAnswer] = []
    for conversation in conversations { answers += try conversation.answers(from: subject) }
    return answers
  }

  /// The first answer that breaks a guarantee of one of these kinds.
  func firstFinding(in answers: [SetAnswer], among kinds: Set<SetFault.Kind>) -> Finding? {
    for (event, answer) in answers.enumerated() {
      if let finding = finding(at: event, answer), !finding.kinds.isDisjoint(with: kinds) {
        return finding
      }
    }
    return nil
  }

  private func finding(at event: Int, _ answer: SetAnswer) -> Finding? {
    let demand = demands[event]
    var what: String { history.events[event].element?.text ?? "" }
    func finding(_ sentence: String, _ kinds: Set<SetFault.Kind>) -> Finding {
      let who = name(of: history.events[event].node)
      return Finding(
        event: event,
        sentence:
          "\(who) \(sentence), event \(event + 1) of a run of \(history.nodes.count) replicas",
        kinds: kinds)
    }
    if let right = demand.dot, let dot = answer.dot, dot != right {
      return finding(
        "added \(what) under the dot \(dot), which must be \(right)", SetFault.Kind.dots)
    }
    if let right = demand.removal, answer.removedCount > 0 || !right.live.isEmpty {
      let removed = Set(answer.removed)
      if !removed.isSubset(of: right.live) || !removed.isSuperset(of: right.newest)
        || answer.removedCount > right.live.count
      {
        return finding(
          "removed \(what) with \(answer.removedCount) dots, of which there are "
            + "\(right.live.count)", [.wrongRemoval])
      }
    }
    if let right = demand.present, let shown = answer.observation {
      let contained = SetElements((probes[event] ?? []).filter(right.contains))
      if shown.elements != right || shown.hasStranger || shown.contained != contained {
        return finding(
          "shows \(shown.text), must show \(right.text(withStrangers: false))", .presence)
      }
    }
    return nil
  }
}

extension SetConversation {
  /// Performs an event on the set in a slot itself.
  /// - Parameters:
  ///   - source: the slot of what is merged.
  ///   - copy: where to put a copy of the state it leaves behind; nil for nowhere.
  ///   - probes: the elements to ask `contains` about afterwards; nil to look at nothing.
  mutating func change(
    _ slot: Int, by event: SetEvent, merging source: Int?, keepingIn copy: Int?,
    probes: [SetElement]?
  ) {
    if event.previous == nil || event.action == .perform(.startAnew) {
      make(slot, replica: identifier(of: event.node))
    }
    ask(event, of: slot, merging: source ?? slot, probes: probes)
    if let copy { keep(slot, in: copy) }
  }
}
