import Solutions
import Testing

@Suite("Two-phase commit")
struct TwoPhaseCommitTests {
  private static let names = ["AP", "E", "EU"]

  /// What the participants have done when the coordinator is gone: every combination of having been
  /// asked (and voted yes or no) and having been told.
  private struct Crash {
    var coordinator: Coordinator
    var participants: [Participant]
  }

  private func crashes() -> [Crash] {
    var found: [Crash] = []
    for vote in 0..<27 {
      var coordinator = Coordinator(participants: Self.names)
      var participants = Self.names.map { _ in Participant() }
      var decision: Bool?
      for (index, name) in Self.names.enumerated() {
        let choice = [1, 3, 9].map { vote / $0 % 3 }[index]
        guard choice > 0 else { continue }
        let isYes = participants[index].prepare(canCommit: choice == 1)
        decision = coordinator.receive(vote: isYes, from: name) ?? decision
      }
      for told in 0..<(decision == nil ? 1 : 8) {
        var after = participants
        for index in after.indices where told >> index & 1 == 1 {
          after[index].learn(isCommit: decision == true)
        }
        found.append(Crash(coordinator: coordinator, participants: after))
      }
    }
    return found
  }

  @Test func `no two participants decide differently, whoever asks whom`() {
    for crash in crashes() {
      var participants = crash.participants
      for index in participants.indices {
        var others = participants
        var asking = others.remove(at: index)
        _ = asking.timeOut(asking: &others)
        others.insert(asking, at: index)
        participants = others
      }
      var coordinator = crash.coordinator
      let decision = coordinator.recover()
      for index in participants.indices { participants[index].learn(isCommit: decision) }
      let states = Set(participants.map(\.state))
      #expect(states.count == 1, "\(crash.participants.map(\.state)): \(states)")
    }
  }

  @Test func `a coordinator that crashes after all voted yes blocks everybody`() {
    var participants = Self.names.map { _ in Participant() }
    for index in participants.indices {
      _ = participants[index].prepare(canCommit: true)
    }
    for index in participants.indices {
      var others = participants
      var asking = others.remove(at: index)
      let isDecided = asking.timeOut(asking: &others)
      #expect(!isDecided)
      #expect(asking.state == .prepared)
    }
  }

  @Test func `one who never voted lets the others abort`() {
    var prepared = Participant()
    _ = prepared.prepare(canCommit: true)
    var others = [Participant()]
    let isDecided = prepared.timeOut(asking: &others)
    #expect(isDecided)
    #expect(prepared.state == .aborted)
    let lateVote = others[0].prepare(canCommit: true)
    #expect(!lateVote)
  }

  @Test func `a restarted coordinator repeats what is on its disk`() {
    var coordinator = Coordinator(participants: ["A", "B"])
    let decisions = ["A", "A", "stranger", "B"].map { coordinator.receive(vote: true, from: $0) }
    #expect(decisions == [nil, nil, nil, true])
    var restarted = Coordinator(participants: ["A", "B"], disk: coordinator.disk)
    let repeated = restarted.recover()
    #expect(repeated)
    var undecided = Coordinator(participants: ["A", "B"])
    let presumed = undecided.recover()
    #expect(!presumed)
    #expect(undecided.disk == false)
  }
}
