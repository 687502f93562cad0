import Checking
import ExerciseKit
import Wire

/// A set of which a copy is set aside, and both then changed: each must do what it does when the other is
/// left alone. A history has one state per replica at a time, so this is no history.
struct SetFork: Sendable {
  private let events: [SetEvent]
  /// The events of the original and of the copy, without those before the copy was made.
  private let branches: [[Int]]

  /// Every change of the original beside every change of the copy.
  static let all: [SetFork] = {
    let changes: [SetEvent.Action] = [
      .perform(.add(.eggs)), .perform(.add(.milk)), .perform(.remove(.milk)), .receive(0),
    ]
    return changes.flatMap { change in changes.map { SetFork(change, $0) } }
  }()

  private init(_ change: SetEvent.Action, _ other: SetEvent.Action) {
    // n2 has bread; n1 has milk, and the copy is one of n1's set.
    events = [
      SetEvent(node: 1, action: .perform(.add(.bread)), previous: nil),
      SetEvent(node: 0, action: .perform(.add(.milk)), previous: nil),
      SetEvent(node: 0, action: .perform(.look), previous: 1),
      SetEvent(node: 0, action: change, previous: 1),
      SetEvent(node: 0, action: other, previous: 2),
      SetEvent(node: 0, action: .perform(.add(.eggs)), previous: 3),
      SetEvent(node: 0, action: .perform(.add(.bread)), previous: 4),
      SetEvent(node: 0, action: .perform(.look), previous: 5),
      SetEvent(node: 0, action: .perform(.look), previous: 6),
    ]
    branches = [[3, 5, 7], [4, 6, 8]]
  }

  /// Asks about forks, and about each of their branches alone, in one exchange.
  /// - Returns: how a change of one shows in the other; nil when none does.
  static func failure(in forks: [SetFork], on subject: any Subject) throws(Stop) -> Failure? {
    var conversation = SetConversation()
    var places: [(fork: SetFork, together: Range<Int>, alone: [Range<Int>])] = []
    for fork in forks {
      let together = conversation.perform(fork.events) { _ in SetElement.plain }
      let alone = fork.branches.map { branch in
        conversation.perform(fork.alone(branch)) { _ in SetElement.plain }
      }
      places.append((fork, together, alone))
    }
    let answers = try conversation.answers(from: subject)
    for (fork, together, alone) in places {
      for (branch, place) in zip(fork.branches, alone) {
        let expected = answers[place].suffix(branch.count)
        for (event, right) in zip(branch, expected)
        where answers[together.lowerBound + event] != right {
          return fork.failure(at: event, answers[together.lowerBound + event], alone: right)
        }
      }
    }
    return nil
  }

  /// The events of one branch and those before the copy was made.
  private func alone(_ branch: [Int]) -> [SetEvent] {
    var numbers: [Int: Int] = [0: 0, 1: 1, 2: 2]
    var alone = Array(events.prefix(3))
    for event in branch {
      numbers[event] = alone.count
      var own = events[event]
      own.previous = own.previous.flatMap { numbers[$0] }
      alone.append(own)
    }
    return alone
  }

  private func failure(at event: Int, _ answer: SetAnswer, alone: SetAnswer) -> Failure {
    let isCopy = branches[1].contains(event)
    let names = isCopy ? ["the copy", "its original"] : ["n1", "its copy"]
    func told(_ branch: [Int]) -> String {
      branch.prefix(2).map { phrase(of: events[$0].action) }.joined(separator: " and ")
    }
    return Failure(
      message:
        "n1 adds milk and a copy of it is set aside; \(names[0]) \(told(branches[isCopy ? 1 : 0])), "
        + "\(names[1]) \(told(branches[isCopy ? 0 : 1])): \(names[0]) then \(text(of: answer)), and "
        + "\(text(of: alone)) when \(names[1]) is left alone")
  }

  private func phrase(of action: SetEvent.Action) -> String {
    switch action {
    case .perform(let operation): operation.phrase
    case .receive: "merges n2, which has bread,"
    }
  }

  private func text(of answer: SetAnswer) -> String {
    let dots = answer.removed.prefix(8).map(\.description).joined(separator: ", ")
    let returned = answer.dot.map { "adds under \($0)" } ?? (dots.isEmpty ? "" : "removes \(dots)")
    let shown = "shows \(answer.text ?? "nothing")"
    return returned.isEmpty ? shown : "\(returned) and \(shown)"
  }
}
