import ExerciseKit
import Simulation
import Solutions
import Testing

private typealias Replica = ByzantineReplica
private let members = ByzantineNode.members
private let (n0, n1, n2, n3) = (members[0], members[1], members[2], members[3])

@Suite("PBFT, checkpoints")
struct ByzantineCheckpointTests {
  /// The backup `n1` executes a request under a number.
  @discardableResult
  private func execute(_ sequence: Int, at replica: inout Replica) -> [Replica.Output] {
    let request = "r\(sequence)"
    return replica.receive(.prePrepare(sequence: sequence, request: request), from: n0)
      + replica.receive(.prepare(sequence: sequence, request: request), from: n2)
      + replica.receive(.commit(sequence: sequence, request: request), from: n2)
      + replica.receive(.commit(sequence: sequence, request: request), from: n0)
  }

  private func digest(_ outputs: [Replica.Output]) -> [UInt8]? {
    for case .checkpoint(_, let digest) in outputs.messages { return digest }
    return nil
  }

  @Test func `what all have executed is forgotten, however long it goes on`() {
    var cluster = ByzantineCluster(size: 4, interval: 3)
    for number in 1...40 {
      cluster.propose("r\(number)")
      while cluster.deliver(choosing: { _ in 0 }) {}
      #expect(cluster.replicas.allSatisfy { $0.slotCount <= 6 })
    }
    #expect(cluster.replicas.allSatisfy { $0.executed.count == 40 && $0.lowWaterMark == 39 })
    #expect(cluster.sent == 40 * 24 + 13 * 12, "a round more for each checkpoint")
  }

  @Test func `a checkpoint is stable with three equal digests`() throws {
    var replica = ByzantineNode.replica(n1)
    execute(1, at: &replica)
    let own = try #require(digest(execute(2, at: &replica)))
    let said = Replica.Message.checkpoint(sequence: 2, digest: own)
    #expect(replica.retransmit().messages.contains(said), "until it is stable")
    _ = replica.receive(.checkpoint(sequence: 2, digest: own), from: n2)
    _ = replica.receive(.checkpoint(sequence: 2, digest: own), from: n2)
    _ = replica.receive(.checkpoint(sequence: 2, digest: [1]), from: n0)
    // A second word does not replace the first.
    _ = replica.receive(.checkpoint(sequence: 2, digest: own), from: n0)
    #expect(replica.lowWaterMark == 0 && replica.slotCount == 2)
    _ = replica.receive(.checkpoint(sequence: 2, digest: own), from: n3)
    #expect(replica.lowWaterMark == 2 && replica.highWaterMark == 6 && replica.slotCount == 0)
    let proof = Replica.Checkpoint(sequence: 2, digest: own, signers: [n1, n2, n3])
    #expect(replica.retransmit().messages == [.stable(proof)], "nothing else is left to say")
  }

  @Test func `nothing is taken in outside the water marks`() {
    var replica = ByzantineNode.replica(n1)
    let before = replica.stored
    for sequence in [-1, 0, 5, 1_000] {
      for sender in [n0, n2, n3] {
        #expect(
          replica.receive(.prePrepare(sequence: sequence, request: "x"), from: sender).isEmpty)
        #expect(replica.receive(.prepare(sequence: sequence, request: "x"), from: sender).isEmpty)
        #expect(replica.receive(.commit(sequence: sequence, request: "x"), from: sender).isEmpty)
        #expect(replica.receive(.checkpoint(sequence: sequence, digest: []), from: sender).isEmpty)
      }
    }
    _ = replica.receive(.checkpoint(sequence: 3, digest: []), from: n2)
    #expect(replica.stored == before)
    #expect(!replica.receive(.prePrepare(sequence: 4, request: "x"), from: n0).isEmpty)
  }

  @Test func `a liar's second words leave nothing behind`() {
    var replica = ByzantineNode.replica(n1)
    func firstWords(_ request: String) {
      for sequence in 1...4 {
        for sender in [n0, n2, n3] {
          _ = replica.receive(.prePrepare(sequence: sequence, request: request), from: n0)
          _ = replica.receive(.prepare(sequence: sequence, request: request), from: sender)
          _ = replica.receive(.commit(sequence: sequence, request: request + "!"), from: sender)
          _ = replica.receive(
            .checkpoint(sequence: sequence, digest: Array(request.utf8)), from: n3)
        }
      }
    }
    firstWords("x")
    let before = replica.stored
    firstWords("y")
    #expect(replica.stored == before)
    // Of its words on views the latest alone is kept.
    var views = replica
    for view in 1...9 {
      _ = views.receive(.viewChange(.init(view: view, checkpoint: .start, prepared: [])), from: n3)
    }
    _ = replica.receive(.viewChange(.init(view: 9, checkpoint: .start, prepared: [])), from: n3)
    #expect(views.stored == replica.stored)
  }

  @Test func `no more requests wait than there are numbers`() {
    var replica = ByzantineNode.replica(n1)
    for number in 1...4 { #expect(!replica.propose("r\(number)").isEmpty) }
    let before = replica.stored
    #expect(replica.propose("r5").isEmpty)
    #expect(replica.stored == before)
    var primary = ByzantineNode.replica(n0)
    for number in 1...4 { _ = primary.receive(.request("r\(number)"), from: n3) }
    let full = primary.stored
    for number in 1...9 { _ = primary.receive(.request("r\(number)"), from: n3) }
    #expect(primary.slotCount == 4 && primary.stored == full)
    // One that is not the primary is asked by clients only.
    var backup = ByzantineNode.replica(n2)
    #expect(backup.receive(.request("r1"), from: n3).isEmpty && backup.stored == .init())
  }

  @Test func `the primary gives no number above the high water mark until it rises`() throws {
    var primary = ByzantineNode.replica(n0)
    var numbers: [Int] = []
    func note(_ outputs: [Replica.Output]) {
      for case .prePrepare(_, let sequence, _) in outputs.messages { numbers.append(sequence) }
    }
    for number in 1...4 { note(primary.propose("r\(number)")) }
    var own: [UInt8] = []
    for number in 1...2 {
      for phase in [Replica.Message.prepare, Replica.Message.commit] {
        for sender in [n1, n2] {
          let outputs = primary.receive(phase(0, number, "r\(number)"), from: sender)
          own = digest(outputs) ?? own
        }
      }
    }
    #expect(primary.executed == ["r1", "r2"])
    for number in 5...6 { note(primary.propose("r\(number)")) }
    #expect(numbers == [1, 2, 3, 4])
    _ = primary.receive(.checkpoint(sequence: 2, digest: own), from: n1)
    note(primary.receive(.checkpoint(sequence: 2, digest: own), from: n2))
    #expect(numbers == [1, 2, 3, 4, 5, 6])
  }

  @Test func `who has missed a checkpoint gets its state, and no other`() throws {
    var ahead = ByzantineNode.replica(n1)
    execute(1, at: &ahead)
    let own = try #require(digest(execute(2, at: &ahead)))
    for other in [n0, n2] { _ = ahead.receive(.checkpoint(sequence: 2, digest: own), from: other) }
    execute(3, at: &ahead)
    let stable = try #require(ahead.retransmit().messages.first)
    guard case .stable(let proof) = stable else { return }

    var behind = ByzantineNode.replica(n3)
    execute(1, at: &behind)
    #expect(behind.receive(stable, from: n1).messages == [.fetch(after: 1)])
    #expect(behind.lowWaterMark == 2 && behind.executed == ["r1"])
    #expect(behind.retransmit().messages.contains(.fetch(after: 1)))
    let answer = try #require(ahead.receive(.fetch(after: 1), from: n3).messages.first)
    #expect(answer == .state(proof, executed: ["r1", "r2"]), "as it was at the checkpoint")
    #expect(ahead.receive(.fetch(after: 2), from: n3).isEmpty)

    #expect(behind.receive(.state(proof, executed: ["r1", "lie"]), from: n1).isEmpty)
    #expect(behind.receive(.state(proof, executed: ["lie", "r2"]), from: n1).isEmpty)
    var unproven = proof
    unproven.signers = [n0, n1]
    #expect(behind.receive(.state(unproven, executed: ["r1", "r2"]), from: n1).isEmpty)
    _ = behind.propose("r2")
    #expect(behind.retransmit().messages.contains(.request("r2")))
    // What comes after it has come already.
    execute(3, at: &behind)
    let installed = behind.receive(answer, from: n2)
    #expect(installed.contains(.install(sequence: 2, executed: ["r1", "r2"])))
    #expect(installed.contains(.execute(sequence: 3, request: "r3")))
    #expect(behind.executed == ["r1", "r2", "r3"])
    #expect(!behind.retransmit().messages.contains(.request("r2")), "it waits no more")
    #expect(behind.receive(answer, from: n2).isEmpty)
  }

  @Test func `a proof with too few signers moves nothing`() {
    var replica = ByzantineNode.replica(n1)
    for signers in [[n0, n2], [n0, n2, NodeID(9)]] as [Set<NodeID>] {
      let proof = Replica.Checkpoint(sequence: 2, digest: [1], signers: signers)
      #expect(replica.receive(.stable(proof), from: n2).isEmpty)
    }
    #expect(replica.lowWaterMark == 0)
  }

  @Test func `a view begins at the latest checkpoint, also for who has missed it`() {
    let proof = Replica.Checkpoint(sequence: 2, digest: [1], signers: [n0, n1, n2])
    let words = [
      n0: Replica.ViewChange(view: 1, checkpoint: .start, prepared: []),
      n1: Replica.ViewChange(view: 1, checkpoint: proof, prepared: []),
      n2: Replica.ViewChange(
        view: 1, checkpoint: proof,
        prepared: [.init(view: 0, sequence: 4, request: "d", signers: [n1, n2])]),
    ]
    var replica = ByzantineNode.replica(n3)
    let outputs = replica.receive(.newView(.init(view: 1, viewChanges: words)), from: n1)
    #expect(replica.lowWaterMark == 2)
    #expect(
      outputs.messages == [
        .fetch(after: 0), .prepare(view: 1, sequence: 3, request: nil),
        .prepare(view: 1, sequence: 4, request: "d"),
      ])
    let again = replica.retransmit().messages
    #expect(again.contains(.prepare(view: 1, sequence: 3, request: nil)))
    #expect(again.contains(.prepare(view: 1, sequence: 4, request: "d")))
  }

  @Test func `a replica that starts again says nothing else than before`() {
    var count = 0
    for seed in UInt64(1)...40 {
      var random = RandomSource(seed: seed)
      var replica = ByzantineNode.replica(n1)
      var disk = Replica.Stored()
      var said: [Replica.Message: Replica.Message] = [:]
      for _ in 0..<60 {
        let message = word(&random)
        let outputs = replica.receive(message, from: members[random.index(below: 4)])
        // It stops before some effect: what is not on the disk by then is gone, like what was not sent.
        let kept = random.chance(1, in: 4) ? random.index(below: outputs.count + 1) : outputs.count
        for output in outputs.prefix(kept) {
          if case .persist(let stored) = output { disk = stored }
          guard case .broadcast(let message) = output, let number = number(message) else {
            continue
          }
          let known = said.updateValue(message, forKey: number)
          #expect(known == nil || known == message, "seed \(seed)")
        }
        if kept < outputs.count { replica = ByzantineNode.replica(n1, disk) }
      }
      count += said.count
    }
    #expect(count > 100)
  }

  /// What others may say to one replica.
  private func word(_ random: inout RandomSource) -> Replica.Message {
    let request = random.element(of: ["a", "b"])
    let sequence = 1 + random.index(below: 4)
    switch random.index(below: 40) {
    case 0: return .viewChange(.init(view: 1, checkpoint: .start, prepared: []))
    case ..<20: return .prePrepare(sequence: sequence, request: request)
    default: return .prepare(sequence: sequence, request: request)
    }
  }

  /// What a message is about, when only one thing may be said of it.
  private func number(_ message: Replica.Message) -> Replica.Message? {
    switch message {
    case .prepare(let view, let sequence, _):
      .prepare(view: view, sequence: sequence, request: nil)
    case .commit(let view, let sequence, _):
      .commit(view: view, sequence: sequence, request: nil)
    default: nil
    }
  }

  @Test func `everything that is quoted was said`() {
    for seed in UInt64(1)...6 {
      var random = RandomSource(seed: seed)
      var replicas = members.map { ByzantineNode.replica($0) }
      var said: [NodeID: Set<Replica.Message>] = [:]
      var network: [(message: Replica.Message, from: Int, to: Int)] = []
      var quotes = 0
      for step in 0..<500 {
        let place = random.index(below: 4)
        var (sender, outputs) = (place, [] as [Replica.Output])
        switch random.index(below: 12) {
        case 0: outputs = replicas[place].propose("r\(step % 9)")
        case 1: outputs = random.chance(1, in: 3) ? replicas[place].timeout() : []
        case 2: outputs = replicas[place].retransmit()
        default:
          guard !network.isEmpty else { continue }
          let letter = network.remove(at: random.index(below: network.count))
          sender = letter.to
          outputs = replicas[letter.to].receive(letter.message, from: members[letter.from])
        }
        for message in outputs.messages {
          said[members[sender], default: []].insert(message)
          if case .newView(let newView) = message {
            for (offset, request) in newView.requests.enumerated() {
              let sequence = newView.checkpoint.sequence + 1 + offset
              said[members[sender], default: []].insert(
                .prePrepare(view: newView.view, sequence: sequence, request: request))
            }
          }
          for quote in replicas[sender].quotes(in: message) {
            quotes += 1
            #expect(said[quote.signer]?.contains(quote.message) == true, "\(quote)")
          }
          for receiver in 0..<4 where receiver != sender {
            network.append((message, sender, receiver))
          }
        }
      }
      #expect(quotes > 50)
    }
  }
}
