import Clusters
import ExerciseKit
import Solutions
import Testing

private typealias Search = EveryRun<ByzantineNode>
private let members = ByzantineNode.members
private let (n0, n1, n2, n3) = (members[0], members[1], members[2], members[3])
private let correct = [n1, n2, n3]
private let subsets = (0..<8).map { number in
  Set(correct.filter { number >> (Int($0.number) - 1) & 1 == 1 })
}

/// Three correct replicas and a liar, in every run within bounds.
@Suite("PBFT, every run within bounds")
struct ByzantineSearchTests {
  /// One view whose primary tells "a" to two replicas and "b" to the third, and backs both with every
  /// later word. Every message arrives at any time, often, once or never.
  @Test func `in one view no two replicas execute different requests`() {
    var letters = zip(correct, ["a", "a", "b"]).map {
      Search.Letter(.prePrepare(sequence: 1, request: $1), from: n0, to: $0)
    }
    for request in ["a", "b"] {
      letters.append(Search.Letter(.prepare(sequence: 1, request: request), from: n0, to: n3))
    }
    letters.append(Search.Letter(.commit(sequence: 1, request: "a"), from: n0, to: n1))
    letters.append(Search.Letter(.commit(sequence: 1, request: "b"), from: n0, to: n3))
    var search = Search(correct, happenings: [], letters: letters) { id, stored in
      .correct(ByzantineNode.replica(id, stored))
    }
    var executions = 0
    let extent = search.explore(limit: 100_000) { moment in
      let seen = moment.seen.map(\.sight)
      executions += seen.count
      return Set(seen).count <= 1
    }
    #expect(extent.isComplete && extent.stateCount > 1_000)
    #expect(executions > 0)
  }

  /// Three views on one number: whoever is prepared and executes in a view, and whosever words the next
  /// view begins with. The liar is the first primary, votes for everything and forgets all it prepared.
  private func conflicts(isHasty: Bool) -> (runs: Int, conflicts: Int, executions: Int) {
    var (runs, conflicts, executions) = (0, 0, 0)
    for first in views(isHasty: isHasty) {
      let start = ViewScript(isHasty: isHasty).playing(first, view: 0)
      for words in ViewScript.words(for: 1) {
        let later = start.changing(to: 1, with: words)
        for second in views(isHasty: isHasty) {
          for words in ViewScript.words(for: 2) {
            var script = later.playing(second, view: 1).changing(to: 2, with: words)
            script = script.playing(
              ViewPlay(prepared: Set(correct), executed: Set(correct)), view: 2)
            runs += 1
            conflicts += script.firsts.count > 1 ? 1 : 0
            executions += script.firsts.count
          }
        }
      }
    }
    return (runs, conflicts, executions)
  }

  /// Who is prepared in a view, and of them nobody or all execute; without commits, all.
  private func views(isHasty: Bool) -> [ViewPlay] {
    subsets.flatMap { prepared -> [ViewPlay] in
      let none = ViewPlay(prepared: prepared, executed: [])
      guard !isHasty, prepared.count >= 2 else { return [none] }
      return [none, ViewPlay(prepared: prepared, executed: prepared)]
    }
  }

  @Test func `what was executed in a view is what later views execute`() {
    let found = conflicts(isHasty: false)
    #expect(found.runs == 12 * 3 * 12 * 3)
    #expect(found.conflicts == 0)
    #expect(found.executions == found.runs, "in view 2 all execute")
  }

  @Test func `without the commit phase some of the same runs execute two requests at one number`() {
    let found = conflicts(isHasty: true)
    #expect(found.conflicts > 0)
  }
}

/// Who is prepared in a view, and who of them executes.
struct ViewPlay {
  let prepared: Set<NodeID>
  let executed: Set<NodeID>
}

/// Three correct replicas through views of one number, beside the liar `n0`.
struct ViewScript {
  private var nodes: [NodeID: ByzantineNode] = [:]

  init(isHasty: Bool) {
    for id in correct {
      let replica = ByzantineNode.replica(id)
      nodes[id] = isHasty ? .hasty(replica) : .correct(replica)
    }
    tellAll(.prePrepare(sequence: 1, request: "a"), from: n0)
  }

  /// Whose words a view can begin with: its primary's own, and two others'.
  static func words(for view: Int) -> [[NodeID]] {
    let others = members.filter { $0 != members[view] }
    return others.map { left in others.filter { $0 != left } }
  }

  /// Everything that was executed first somewhere.
  var firsts: Set<String> { Set(nodes.values.compactMap { $0.replica?.executed.first }) }

  /// Some are prepared, and some of them execute.
  func playing(_ play: ViewPlay, view: Int) -> ViewScript {
    var script = self
    let order = script.order
    for request in order.map({ [$0] }) ?? [] {
      let prepare = ByzantineNode.Message.prepare(view: view, sequence: 1, request: request)
      for id in play.prepared.sorted() {
        for other in members where other != id { script.tell(prepare, from: other, to: id) }
      }
      let commit = ByzantineNode.Message.commit(view: view, sequence: 1, request: request)
      for id in play.executed.sorted() {
        for other in play.prepared.union([n0]).sorted() where other != id {
          script.tell(commit, from: other, to: id)
        }
      }
    }
    return script
  }

  /// The request under number 1 in the current view, by what is said of it again.
  private var order: String?? {
    for id in correct {
      var copy = nodes[id]
      for case .send(let message, _) in copy?.take(.retransmit) ?? [] {
        switch message {
        case .prePrepare(_, 1, let request), .prepare(_, 1, let request): return request
        default: break
        }
      }
    }
    return nil
  }

  /// All leave for a view, which its primary begins with these words and its own.
  func changing(to view: Int, with words: [NodeID]) -> ViewScript {
    var script = self
    let primary = members[view]
    var said: [NodeID: ByzantineNode.Message] = [
      n0: .viewChange(.init(view: view, checkpoint: .start, prepared: []))
    ]
    // The primary leaves first; the old one, who has no timer, follows two others.
    for id in [primary] + correct.filter({ $0 != primary }).reversed() {
      var effects = script.give(.propose("by view \(view)"), to: id) + script.give(.timeout, to: id)
      if script.nodes[id]?.replica?.view != view {
        for other in [n0, primary] {
          if let word = said[other] { effects += script.tell(word, from: other, to: id) }
        }
      }
      for case .send(let message, _) in effects {
        if case .viewChange = message { said[id] = message }
      }
    }
    var beginning: ByzantineNode.Message?
    for id in words {
      guard let word = said[id] else { continue }
      for case .send(let message, _) in script.tell(word, from: id, to: primary) {
        switch message {
        case .newView, .prePrepare(_, 1, _):
          script.tellAll(message, from: primary)
          beginning = message
        default: break
        }
      }
    }
    #expect(beginning != nil, "three words begin a view")
    return script
  }

  @discardableResult
  private mutating func tell(
    _ message: ByzantineNode.Message, from sender: NodeID, to id: NodeID
  ) -> [ByzantineNode.Effect] {
    guard var node = nodes[id] else { return [] }
    let effects = node.receive(message, from: sender)
    nodes[id] = node
    return effects
  }

  private mutating func tellAll(_ message: ByzantineNode.Message, from sender: NodeID) {
    for id in correct where id != sender { tell(message, from: sender, to: id) }
  }

  private mutating func give(_ input: ByzantineNode.Input, to id: NodeID) -> [ByzantineNode.Effect]
  {
    guard var node = nodes[id] else { return [] }
    let effects = node.take(input)
    nodes[id] = node
    return effects
  }
}
