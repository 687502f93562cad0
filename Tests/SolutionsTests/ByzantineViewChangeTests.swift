import ExerciseKit
import Solutions
import Testing

private typealias Replica = ByzantineReplica
private typealias Message = ByzantineReplica.Message
private let members = ByzantineNode.members
private let (n0, n1, n2, n3) = (members[0], members[1], members[2], members[3])

private func word(
  _ view: Int, _ prepared: [Replica.Certificate] = [], at checkpoint: Replica.Checkpoint = .start
) -> Replica.ViewChange {
  Replica.ViewChange(view: view, checkpoint: checkpoint, prepared: prepared)
}

private func certificate(
  _ request: String?, view: Int = 0, sequence: Int = 1, signers: Set<NodeID> = [n2, n3]
) -> Replica.Certificate {
  Replica.Certificate(view: view, sequence: sequence, request: request, signers: signers)
}

/// A backup that has heard of "a" in view 0, so that it waits.
private func waiting(_ id: NodeID) -> Replica {
  var replica = ByzantineNode.replica(id)
  _ = replica.receive(.prePrepare(sequence: 1, request: "a"), from: n0)
  return replica
}

@Suite("PBFT, views")
struct ByzantineViewChangeTests {
  @Test
  func `a view begins with what was prepared in the latest view, and with nothing in the gaps`() {
    let checkpoint = Replica.Checkpoint(sequence: 2, digest: [7], signers: [n0, n1, n2])
    let view = Replica.NewView(
      view: 5,
      viewChanges: [
        n0: word(5, [certificate("below", view: 4, sequence: 1), certificate("x", sequence: 3)]),
        n1: word(5, [certificate("y", view: 3, sequence: 3)], at: checkpoint),
        n2: word(5, [certificate("z", view: 2, sequence: 3), certificate("w", sequence: 5)]),
      ])
    #expect(view.checkpoint == checkpoint)
    #expect(view.requests == ["y", nil, "w"])
    // Of two checkpoints the later one counts.
    let later = Replica.Checkpoint(sequence: 4, digest: [8], signers: [n0, n1, n2])
    let two = Replica.NewView(
      view: 5,
      viewChanges: [n0: word(5, at: later), n1: word(5, at: checkpoint), n2: word(5)])
    #expect(two.checkpoint == later)
    let empty = Replica.NewView(view: 1, viewChanges: [n0: word(1), n1: word(1), n2: word(1)])
    #expect(empty.requests.isEmpty)
  }

  @Test func `a silent primary is replaced, and what was asked is executed`() {
    var cluster = ByzantineCluster(size: 4, silent: [0])
    for replica in 1...3 { cluster.propose("a", to: replica) }
    while cluster.deliver(choosing: { _ in 0 }) {}
    #expect(cluster.replicas.allSatisfy { $0.executed.isEmpty })
    for replica in 1...3 { cluster.timeout(replica) }
    while cluster.deliver(choosing: { _ in 0 }) {}
    #expect(cluster.replicas.dropFirst().allSatisfy { $0.executed == ["a"] && $0.view == 1 })
  }

  @Test func `two silent primaries in a row are replaced`() {
    var cluster = ByzantineCluster(size: 7, silent: [0, 1])
    for replica in 2...6 { cluster.propose("a", to: replica) }
    for _ in 1...2 {
      while cluster.deliver(choosing: { _ in 0 }) {}
      for replica in 2...6 { cluster.timeout(replica) }
    }
    while cluster.deliver(choosing: { _ in 0 }) {}
    #expect(cluster.replicas.dropFirst(2).allSatisfy { $0.executed == ["a"] && $0.view == 2 })
  }

  @Test func `a primary that tells two stories is replaced, and one of them is executed`() {
    var cluster = ByzantineCluster(size: 4, silent: [0])
    for (replica, story) in [(1, "a"), (2, "a"), (3, "b")] {
      cluster.inject(.prePrepare(sequence: 1, request: story), from: 0, to: replica)
    }
    while cluster.deliver(choosing: { _ in 0 }) {}
    for replica in 1...3 { cluster.propose("c", to: replica) }
    for replica in 1...3 { cluster.timeout(replica) }
    while cluster.deliver(choosing: { _ in 0 }) {}
    let executed = cluster.replicas.dropFirst().map(\.executed)
    #expect(Set(executed).count == 1)
    #expect(executed.allSatisfy { $0.contains("c") })
  }

  @Test func `the timer runs while a backup waits, and twice as long after each view`() {
    var replica = ByzantineNode.replica(n1)
    #expect(replica.timeout().isEmpty, "nothing is waited for")
    let asked = replica.propose("a")
    #expect(asked.messages == [.request("a")])
    #expect(asked.last == .setTimer(doublings: 0))
    #expect(replica.propose("b").last != .setTimer(doublings: 0), "it runs already")
    let left = replica.timeout()
    #expect(left.messages == [.viewChange(word(1))])
    #expect(replica.view == 1 && replica.isChangingView)
    #expect(left.contains(.stopTimer), "it waits for the others first")
    #expect(replica.timeout().isEmpty)
    _ = replica.receive(.viewChange(word(1)), from: n2)
    let begun = replica.receive(.viewChange(word(1)), from: n3)
    #expect(begun.messages.contains(.prePrepare(view: 1, sequence: 1, request: "a")))
    #expect(begun.messages.contains(.prePrepare(view: 1, sequence: 2, request: "b")))
    // A backup of view 1 whose new primary is silent.
    var backup = ByzantineNode.replica(n2)
    _ = backup.propose("a")
    _ = backup.timeout()
    _ = backup.receive(.viewChange(word(1)), from: n0)
    #expect(backup.receive(.viewChange(word(1)), from: n3).last == .setTimer(doublings: 1))
    #expect(backup.timeout().messages == [.viewChange(word(2))])
    _ = backup.receive(.viewChange(word(2)), from: n0)
    let third = backup.receive(.viewChange(word(2)), from: n3)
    #expect(third.messages.contains(.prePrepare(view: 2, sequence: 1, request: "a")))
  }

  @Test func `the timer stops when nothing is waited for, and begins anew with each request`() {
    var replica = waiting(n1)
    _ = replica.receive(.prePrepare(sequence: 2, request: "b"), from: n0)
    for sequence in 1...2 {
      let request = sequence == 1 ? "a" : "b"
      _ = replica.receive(.prepare(sequence: sequence, request: request), from: n2)
      _ = replica.receive(.commit(sequence: sequence, request: request), from: n2)
      let outputs = replica.receive(.commit(sequence: sequence, request: request), from: n0)
      #expect(outputs.contains(.execute(sequence: sequence, request: request)))
      #expect(outputs.last == (sequence == 1 ? .setTimer(doublings: 0) : .stopTimer))
    }
    #expect(replica.timeout().isEmpty)
  }

  @Test func `one that asks for another view is not followed, two are`() {
    var replica = ByzantineNode.replica(n1)
    #expect(replica.receive(.viewChange(word(7)), from: n3).isEmpty)
    #expect(replica.receive(.viewChange(word(9)), from: n3).isEmpty)
    let followed = replica.receive(.viewChange(word(8)), from: n2)
    #expect(followed.messages == [.viewChange(word(8))])
    #expect(replica.view == 8)
  }

  @Test func `a view begins with three words and no fewer`() {
    var replica = waiting(n1)
    _ = replica.timeout()
    #expect(replica.receive(.viewChange(word(1)), from: n2).isEmpty)
    #expect(replica.receive(.viewChange(word(1)), from: n2).isEmpty)
    #expect(replica.isChangingView)
    let begun = replica.receive(.viewChange(word(1)), from: n0)
    let words = Dictionary(uniqueKeysWithValues: [n0, n1, n2].map { ($0, word(1)) })
    #expect(begun.messages.first == .newView(.init(view: 1, viewChanges: words)))
    #expect(!replica.isChangingView)
    // It says so again, also to one that asks for the view late.
    let again = Message.newView(.init(view: 1, viewChanges: words))
    #expect(replica.retransmit().messages.first == again)
    #expect(replica.receive(.viewChange(word(1)), from: n3) == [.send(again, to: n3)])
  }

  @Test func `a new view is taken from its primary only, and only as it follows from three words`()
  {
    let words = Dictionary(uniqueKeysWithValues: [n0, n1, n3].map { ($0, word(1)) })
    var right = Replica.NewView(view: 1, viewChanges: words)
    right.viewChanges[n3] = word(1, [certificate("a", signers: [n2, n3])])
    right.requests = ["a"]
    func refuses(_ newView: Replica.NewView, from sender: NodeID = n1) -> Bool {
      var replica = waiting(n2)
      return replica.receive(.newView(newView), from: sender).isEmpty && replica.view == 0
    }
    #expect(!refuses(right))
    #expect(refuses(right, from: n3))
    for requests in [[], ["b"], [nil], ["a", "b"]] as [[String?]] {
      var wrong = right
      wrong.requests = requests
      #expect(refuses(wrong), "\(requests)")
    }
    var unproven = right
    unproven.viewChanges[n3] = word(1, [certificate("a", signers: [n3])])
    #expect(refuses(unproven), "a word with a false certificate")
    var few = right
    few.viewChanges[n0] = nil
    #expect(refuses(few))
    few.viewChanges[NodeID(9)] = word(1)
    #expect(refuses(few), "a stranger")
    var other = right
    other.viewChanges[n0] = word(2)
    #expect(refuses(other), "a word for another view")
    var zero = Replica.NewView(view: 0, viewChanges: words.mapValues { _ in word(0) })
    #expect(refuses(zero, from: n0))
    zero.view = 4
    #expect(refuses(zero, from: n0))
  }

  @Test func `a word with a false certificate does not count`() {
    let low = Replica.Checkpoint(sequence: 2, digest: [], signers: [n0, n1, n2])
    let wrong: [(String, Replica.ViewChange)] = [
      ("too few prepares", word(1, [certificate("x", signers: [n2])])),
      ("the primary's prepare", word(1, [certificate("x", signers: [n0, n2])])),
      ("a stranger's prepare", word(1, [certificate("x", signers: [n2, NodeID(9)])])),
      ("a view to come", word(1, [certificate("x", view: 1, signers: [n0, n2])])),
      ("a view before all", word(1, [certificate("x", view: -1)])),
      ("number 0", word(1, [certificate("x", sequence: 0)])),
      ("above the marks", word(1, [certificate("x", sequence: 5)])),
      ("below the mark", word(1, [certificate("x", sequence: 2)], at: low)),
      ("a number twice", word(1, [certificate("x"), certificate("y")])),
      ("an order", word(1, [certificate("x", sequence: 2), certificate("y")])),
      ("two signers", word(1, at: .init(sequence: 2, digest: [], signers: [n0, n1]))),
      ("a stranger", word(1, at: .init(sequence: 2, digest: [], signers: [n0, n1, NodeID(9)]))),
      ("no checkpoint", word(1, at: .init(sequence: 3, digest: [], signers: [n0, n1, n2]))),
      (
        "a start with a state", word(1, at: .init(sequence: 0, digest: [1], signers: [n0, n1, n2]))
      ),
    ]
    func begins(with words: Replica.ViewChange) -> Bool {
      var replica = waiting(n1)
      _ = replica.timeout()
      _ = replica.receive(.viewChange(word(1)), from: n2)
      _ = replica.receive(.viewChange(words), from: n3)
      return !replica.isChangingView
    }
    for (name, wrong) in wrong { #expect(!begins(with: wrong), "\(name)") }
    #expect(begins(with: word(1, [certificate("x"), certificate("y", sequence: 4)])))
    #expect(begins(with: word(1, [certificate("x", sequence: 6)], at: low)))
  }

  @Test func `who has left a view says nothing more in it`() {
    var replica = waiting(n1)
    _ = replica.timeout()
    let before = replica.stored
    #expect(replica.receive(.prePrepare(sequence: 2, request: "b"), from: n0).isEmpty)
    for other in [n2, n3] {
      #expect(replica.receive(.prepare(sequence: 1, request: "a"), from: other).isEmpty)
      #expect(replica.receive(.commit(sequence: 1, request: "a"), from: other).isEmpty)
    }
    // Nor in the next one before it has begun.
    let number = Message.prePrepare(view: 1, sequence: 1, request: "b")
    var backup = waiting(n2)
    _ = backup.timeout()
    #expect(backup.view == 1)
    #expect(backup.receive(number, from: n1).isEmpty)
    for other in [n0, n3] {
      _ = replica.receive(.prepare(view: 1, sequence: 1, request: "b"), from: other)
      _ = replica.receive(.commit(view: 1, sequence: 1, request: "b"), from: other)
    }
    #expect(replica.stored == before)
  }

  @Test func `nothing is executed that is not prepared here in this view`() {
    var replica = waiting(n2)
    for other in [n1, n3] {
      _ = replica.receive(.prepare(sequence: 1, request: "a"), from: other)
    }
    let words = [n0: word(1), n1: word(1, [certificate("a")]), n3: word(1)]
    _ = replica.receive(.newView(.init(view: 1, viewChanges: words)), from: n1)
    for other in [n0, n1, n3] {
      _ = replica.receive(.commit(view: 1, sequence: 1, request: "a"), from: other)
    }
    #expect(replica.executed.isEmpty)
    let outputs = replica.receive(.prepare(view: 1, sequence: 1, request: "a"), from: n3)
    #expect(outputs.contains(.execute(sequence: 1, request: "a")))
  }

  @Test func `commits count for the request they name`() {
    var replica = waiting(n1)
    for other in [n2, n3] {
      _ = replica.receive(.prepare(sequence: 1, request: "a"), from: other)
    }
    _ = replica.receive(.commit(sequence: 1, request: "a"), from: n0)
    _ = replica.receive(.commit(sequence: 1, request: "b"), from: n3)
    #expect(replica.executed.isEmpty)
    _ = replica.receive(.commit(sequence: 1, request: "a"), from: n2)
    #expect(replica.executed == ["a"])
  }

  @Test func `after a view change only the new primary gives numbers`() {
    var replica = waiting(n2)
    let words = Dictionary(uniqueKeysWithValues: [n0, n1, n3].map { ($0, word(1)) })
    _ = replica.receive(.newView(.init(view: 1, viewChanges: words)), from: n1)
    #expect(replica.view == 1)
    for sender in [n0, n3] {
      let number = Message.prePrepare(view: 1, sequence: 1, request: "lie")
      #expect(replica.receive(number, from: sender).isEmpty)
    }
    #expect(replica.receive(.prePrepare(sequence: 1, request: "old"), from: n0).isEmpty)
    #expect(replica.receive(.prePrepare(view: 5, sequence: 1, request: "x"), from: n1).isEmpty)
    let outputs = replica.receive(.prePrepare(view: 1, sequence: 1, request: "b"), from: n1)
    #expect(outputs.messages == [.prepare(view: 1, sequence: 1, request: "b")])
    // Nor does a view begin twice.
    var other = words
    other[n3] = word(1, [certificate("a")])
    #expect(replica.receive(.newView(.init(view: 1, viewChanges: other)), from: n1).isEmpty)
    #expect(replica.receive(.newView(.init(view: 1, viewChanges: words)), from: n1).isEmpty)
    #expect(replica.receive(.prePrepare(view: 1, sequence: 1, request: "c"), from: n1).isEmpty)
  }

  @Test func `a request that two views give two numbers is executed once`() {
    var replica = waiting(n2)
    let words = [n0: word(1), n1: word(1), n3: word(1, [certificate(nil, sequence: 1)])]
    _ = replica.receive(.newView(.init(view: 1, viewChanges: words)), from: n1)
    var executed: [Replica.Output] = []
    for (sequence, request) in [(1, nil), (2, "a"), (3, "a"), (4, "b")] as [(Int, String?)] {
      var messages: [(NodeID, Message)] = [
        (n1, .prePrepare(view: 1, sequence: sequence, request: request)),
        (n3, .prepare(view: 1, sequence: sequence, request: request)),
      ]
      messages += [n1, n3].map { ($0, .commit(view: 1, sequence: sequence, request: request)) }
      for (sender, message) in messages { executed += replica.receive(message, from: sender) }
    }
    #expect(replica.executed == ["a", "b"])
    #expect(executed.contains(.execute(sequence: 2, request: "a")))
    #expect(executed.contains(.execute(sequence: 4, request: "b")))
  }

  @Test func `numbers of any size stop nobody`() {
    for view in [Int.min, -1, 0, 1, .max - 1, .max] {
      for sequence in [Int.min, -1, 0, 1, .max - 1, .max] {
        let all = Replica.Checkpoint(sequence: sequence, digest: [], signers: Set(members))
        let words = word(
          view, [certificate("x", view: view, sequence: sequence, signers: Set(members))], at: all)
        let messages: [Message] = [
          .prePrepare(view: view, sequence: sequence, request: "x"),
          .prepare(view: view, sequence: sequence, request: "x"),
          .commit(view: view, sequence: sequence, request: "x"),
          .checkpoint(sequence: sequence, digest: []), .stable(all), .fetch(after: sequence),
          .state(all, executed: ["x"]), .viewChange(words),
          .newView(.init(view: view, viewChanges: [n0: words], requests: [nil])),
          .newView(
            .init(
              view: view, viewChanges: Dictionary(uniqueKeysWithValues: members.map { ($0, words) })
            )),
        ]
        var replica = waiting(n1)
        for sender in members + [NodeID(9)] {
          for message in messages { _ = replica.receive(message, from: sender) }
        }
        _ = replica.timeout()
        _ = replica.retransmit()
        _ = replica.propose("y")
        for message in messages { _ = replica.quotes(in: message) }
      }
    }
  }
}
