import Checking
import Wire

/// What is done to a state and to a copy of it, to see whether one notices what happens to the other.
struct ForkOperations<Operation: ReplicaOperation>: Sendable {
  /// What else the replica has done, before everything: a large state may be copied in another way than a small
  /// one.
  var crowd: [Operation] = []
  /// What the replica has done before the copy is made.
  var before: Operation
  /// What another replica has done, whose state either may receive.
  var elsewhere: Operation
  /// What then happens to one or the other.
  var changes: [Operation]
  /// What the original does after that, and what the copy does.
  var afterwards: [Operation]
}

/// A replica of which a copy is set aside, and both then changed: each must do what it does when the other is
/// left alone. A history has one state per replica at a time, so this is no history.
struct ReplicaForks<Model: ReplicaModel>: Sendable {
  typealias Sight = ReplicaSight<Model>

  private struct Fork {
    var events: [Model.Event]
    /// How many come before what happens to one or the other.
    var crowd: Int
    /// Where its answers are, and those of each branch alone.
    var place: Range<Int>
    var alone: [Range<Int>]
  }

  /// The events of the original and of the copy, without those before the copy was made.
  private static func branches(after crowd: Int) -> [[Int]] {
    [[3, 5, 7], [4, 6, 8]].map { $0.map { crowd + $0 } }
  }

  private let model: Model
  private var forks: [Fork] = []
  private var inquiry: ReplicaInquiry<Model>

  /// Every change of the original beside every change of the copy.
  init(_ model: Model) {
    self.model = model
    inquiry = ReplicaInquiry(model)
    let changes: [Model.Event.Action] =
      model.fork.changes.map { .perform(.act($0)) } + [.receive(0)]
    // What a branch does alone does not depend on the other, so it is asked once.
    var alone: [[Model.Event]: Range<Int>] = [:]
    let crowds = model.fork.crowd.isEmpty ? [[]] : [[], model.fork.crowd]
    for crowd in crowds {
      for (change, other) in changes.flatMap({ change in changes.map { (change, $0) } }) {
        let events = Self.events(change, other, model.fork, after: crowd)
        // Of many events too, each is looked at.
        var attention = model.attention(to: events, isDrawn: false)
        attention.interval = 1
        let place = inquiry.perform(events, attention)
        var places: [Range<Int>] = []
        for branch in Self.branches(after: crowd.count) {
          let events = Self.alone(branch, of: events, after: crowd.count)
          let known = alone[events] ?? inquiry.perform(events, attention)
          alone[events] = known
          places.append(known)
        }
        forks.append(
          Fork(events: events, crowd: crowd.count, place: place, alone: places))
      }
    }
  }

  private static func events(
    _ change: Model.Event.Action, _ other: Model.Event.Action,
    _ operations: ForkOperations<Model.Operation>, after crowd: [Model.Operation]
  ) -> [Model.Event] {
    let count = crowd.count
    func event(_ node: Int, _ action: Model.Event.Action, _ previous: Int?) -> Model.Event {
      Model.Event(node: node, action: action, previous: previous.map { count + $0 })
    }
    let first = crowd.enumerated().map { place, operation in
      Model.Event(
        node: 0, action: .perform(.act(operation)), previous: place > 0 ? place - 1 : nil)
    }
    return first + [
      event(1, .perform(.act(operations.elsewhere)), nil),
      event(0, .perform(.act(operations.before)), count > 0 ? -1 : nil),
      event(0, .perform(.look), 1), event(0, change, 1), event(0, other, 2),
      event(0, .perform(.act(operations.afterwards[0])), 3),
      event(0, .perform(.act(operations.afterwards[1])), 4),
      event(0, .perform(.look), 5), event(0, .perform(.look), 6),
    ]
  }

  /// The events of one branch and those before the copy was made.
  private static func alone(
    _ branch: [Int], of events: [Model.Event], after crowd: Int
  ) -> [Model.Event] {
    var numbers = Dictionary(uniqueKeysWithValues: (0..<crowd + 3).map { ($0, $0) })
    var alone = Array(events.prefix(crowd + 3))
    for event in branch {
      numbers[event] = alone.count
      var own = events[event]
      own.previous = own.previous.flatMap { numbers[$0] }
      alone.append(own)
    }
    return alone
  }

  /// Asks about all forks, and about each of their branches alone, in one exchange.
  /// - Returns: how a change of one shows in the other; nil when none does.
  func failure(on subject: any Subject) throws(Stop) -> Failure? {
    let sights = try inquiry.answers(from: subject).sights
    for fork in forks {
      for (branch, place) in zip(Self.branches(after: fork.crowd), fork.alone) {
        for (event, alone) in zip(branch, sights[place].suffix(branch.count)) {
          let together = sights[fork.place.lowerBound + event]
          if together != alone { return failure(of: fork, at: event, together, alone: alone) }
        }
      }
    }
    return nil
  }

  private func failure(of fork: Fork, at event: Int, _ sight: Sight, alone: Sight) -> Failure {
    let branches = Self.branches(after: fork.crowd)
    let isCopy = branches[1].contains(event)
    let (who, other) = isCopy ? ("the copy", "its original") : ("n1", "its copy")
    func told(_ branch: [Int]) -> String {
      branch.prefix(2).map { place in
        switch fork.events[place].action {
        case .perform(let step): step.phrase
        case .receive: "receives the state of n2, which \(model.fork.elsewhere.phrase),"
        }
      }.joined(separator: " and ")
    }
    let (own, others) = (told(branches[isCopy ? 1 : 0]), told(branches[isCopy ? 0 : 1]))
    let crowd =
      fork.crowd > 0 ? "n1 \(model.fork.crowd[0].phrase), and so on \(fork.crowd) times; " : ""
    return Failure(
      message:
        crowd
        + "n1 \(model.fork.before.phrase) and a copy of it is set aside; \(who) \(own), \(other) "
        + "\(others): \(who) then \(model.text(of: sight)), and \(model.text(of: alone)) when "
        + "\(other) is left alone")
  }
}
