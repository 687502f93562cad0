import ExerciseKit
import Solutions
import Testing

private let names = [NodeID(1), NodeID(2), NodeID(3), NodeID(4)]

/// Four replicas of which some are cut off; what is sent arrives in the order in which it was sent.
private struct Four {
  var replicas = names.map { PBFTReplica(id: $0, replicas: names, window: 50) }
  /// Places of those who hear nothing and are not heard.
  var cutOff: Set<Int> = []
  var executed: [[String]] = Array(repeating: [], count: 4)
  var isCommitLost = false
  private var mail: [(message: AgreementMessage, from: Int, to: Int)] = []

  mutating func take(_ effects: [AgreementEffect], from place: Int) {
    for effect in effects {
      switch effect {
      case .execute(_, let request): executed[place].append(request)
      case .broadcast(let message):
        if case .commit = message, isCommitLost, place != 3 { continue }
        mail += names.indices.filter { $0 != place }.map { (message, place, $0) }
      }
    }
  }

  mutating func deliver() {
    while !mail.isEmpty {
      let (message, sender, receiver) = mail.removeFirst()
      if cutOff.contains(sender) || cutOff.contains(receiver) { continue }
      take(replicas[receiver].receive(message, from: names[sender]), from: receiver)
    }
  }

  mutating func ask(_ request: String) {
    for place in names.indices where !cutOff.contains(place) {
      take(replicas[place].request(request), from: place)
    }
    deliver()
  }

  mutating func timeouts() {
    for place in names.indices where !cutOff.contains(place) {
      take(replicas[place].timeout(), from: place)
    }
    deliver()
  }
}

@Suite("A replica of PBFT, as the exercise has it")
struct PBFTReplicaTests {
  @Test func `all execute what a client asks in one order`() {
    var four = Four()
    four.ask("a")
    four.ask("b")
    four.ask("a")
    #expect(four.executed == Array(repeating: ["a", "b"], count: 4))
    #expect(four.replicas.map(\.isWaiting) == Array(repeating: false, count: 4))
  }

  @Test func `one that is cut off does not stop the others`() {
    var four = Four()
    four.cutOff = [2]
    four.ask("a")
    #expect(four.executed == [["a"], ["a"], [], ["a"]])
  }

  @Test func `a silent primary is replaced`() {
    var four = Four()
    four.cutOff = [0]
    four.ask("a")
    #expect(four.executed == Array(repeating: [], count: 4))
    four.timeouts()
    #expect(four.replicas.map(\.view) == [0, 1, 1, 1])
    #expect(four.executed == [[], ["a"], ["a"], ["a"]])
  }

  @Test func `what was prepared is executed in the next view`() {
    var four = Four()
    four.isCommitLost = true
    four.ask("a")
    #expect(four.executed == Array(repeating: [], count: 4))
    four.isCommitLost = false
    four.timeouts()
    #expect(four.executed == Array(repeating: ["a"], count: 4))
  }

  @Test func `one that was cut off learns everything when a view begins`() {
    var four = Four()
    four.cutOff = [3]
    four.ask("a")
    four.cutOff = [0]
    four.ask("b")
    four.timeouts()
    #expect(four.executed == [["a"], ["a", "b"], ["a", "b"], ["a", "b"]])
  }

  @Test func `a primary cannot begin a view that nobody asks for`() {
    var replica = PBFTReplica(id: names[3], replicas: names, window: 50)
    let own = ViewChange(replica: names[1], view: 1, prepared: [])
    let start = AgreementMessage.newView(
      view: 1, viewChanges: [own, own, own], requests: [])
    #expect(replica.receive(start, from: names[1]).isEmpty)
    #expect(replica.view == 0)
  }

  @Test func `negative numbers and views from the network are nothing`() {
    var replica = PBFTReplica(id: names[1], replicas: names, window: 50)
    for message: AgreementMessage in [
      .prePrepare(view: -1, sequence: 1, request: "a"),
      .prepare(view: .min, sequence: .min, request: nil),
      .commit(view: 0, sequence: .min, request: nil),
      .viewChange(ViewChange(replica: names[0], view: .min, prepared: [])),
      .newView(view: -3, viewChanges: [], requests: []),
    ] {
      #expect(replica.receive(message, from: names[0]).isEmpty)
    }
    #expect(replica.view == 0)
  }

  @Test func `the first word of a replica in a view is the one that counts`() {
    var replica = PBFTReplica(id: names[1], replicas: names, window: 50)
    let proposal = AgreementMessage.prePrepare(view: 0, sequence: 1, request: "a")
    #expect(replica.receive(.prepare(view: 0, sequence: 1, request: "b"), from: names[2]).isEmpty)
    #expect(replica.receive(.prepare(view: 0, sequence: 1, request: "a"), from: names[2]).isEmpty)
    #expect(
      replica.receive(proposal, from: names[0])
        == [.broadcast(.prepare(view: 0, sequence: 1, request: "a"))])
    #expect(
      replica.receive(.prepare(view: 0, sequence: 1, request: "a"), from: names[3])
        == [.broadcast(.commit(view: 0, sequence: 1, request: "a"))])
  }

  @Test func `two others of four who have left take one along, to the earlier of their views`() {
    var replica = PBFTReplica(id: names[3], replicas: names, window: 50)
    func leave(_ place: Int, for view: Int) -> [AgreementEffect] {
      let change = ViewChange(replica: names[place], view: view, prepared: [])
      return replica.receive(.viewChange(change), from: names[place])
    }
    #expect(leave(0, for: 6).isEmpty)
    let own = ViewChange(replica: names[3], view: 5, prepared: [])
    #expect(leave(2, for: 5) == [.broadcast(.viewChange(own))])
    #expect(replica.view == 5)
  }
}
