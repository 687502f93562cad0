import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("A lieutenant of OM(m)")
struct LieutenantTests {
  /// What an army of lieutenants decides, where traitors say what `lie` says, or what they were told.
  private func decisions(
    of generals: Int, rounds: Int, order: OralMessages.Order,
    lie: (_ path: [Int], _ from: Int, _ to: Int) -> OralMessages.Order?
  ) -> [Int: OralMessages.Order] {
    let ids = (0..<generals).map { NodeID(UInt32($0)) }
    var army = (1..<generals).map {
      Lieutenant(
        lieutenant: ids[$0], commander: ids[0], generals: ids, traitors: rounds, fallback: "retreat"
      )
    }
    var sent = (1..<generals).map { (RelayedOrder(path: [ids[0]], order: order.rawValue), to: $0) }
    for _ in 0...rounds {
      for (message, receiver) in sent {
        let path = message.path.map { Int($0.number) }
        var message = message
        if let said = lie(path, path[path.count - 1], receiver) { message.order = said.rawValue }
        let counts = army[receiver - 1].receive(message, from: ids[path[path.count - 1]])
        #expect(counts)
      }
      sent = army.indices.flatMap { place in
        army[place].endRound().map { effect in
          switch effect {
          case .send(let message, let to): (message, Int(to.number))
          }
        }
      }
    }
    #expect(sent.isEmpty)
    return Dictionary(
      uniqueKeysWithValues: army.enumerated().compactMap { place, lieutenant in
        lieutenant.decision.flatMap(OralMessages.Order.init).map { (place + 1, $0) }
      })
  }

  @Test func `an army of lieutenants decides as the algorithm does, whoever lies`() {
    var random = RandomSource(seed: 3)
    for (generals, rounds) in [(3, 1), (4, 1), (4, 2), (7, 2), (2, 0)] {
      for _ in 0..<40 {
        var lies: [[Int]: OralMessages.Order] = [:]
        let traitors = [random.index(below: generals), random.index(below: generals)]
        let seed = random.next()
        func lie(_ path: [Int], _ from: Int, _ to: Int) -> OralMessages.Order? {
          guard traitors.contains(from) else { return nil }
          if let known = lies[path + [to]] { return known }
          var own = RandomSource(seed: seed ^ UInt64((path + [to]).reduce(1) { 10 * $0 + $1 }))
          let said: OralMessages.Order = own.chance(1, in: 2) ? .attack : .retreat
          lies[path + [to]] = said
          return said
        }
        let army = OralMessages(generals: generals, rounds: rounds)
        #expect(
          decisions(of: generals, rounds: rounds, order: .attack, lie: lie)
            == army.run(commander: 0, order: .attack, lie: lie))
      }
    }
  }

  @Test func `silence is relayed as the fallback, and counts as one voice`() {
    let ids = (1...4).map { NodeID($0) }
    var node = Lieutenant(
      lieutenant: ids[1], commander: ids[0], generals: ids, traitors: 1, fallback: "wait")
    let relayed = RelayedOrder(path: [ids[0], ids[1]], order: "wait")
    #expect(Set(node.endRound()) == [.send(relayed, to: ids[2]), .send(relayed, to: ids[3])])
    let isTaken = node.receive(
      RelayedOrder(path: [ids[0], ids[2]], order: "attack"), from: ids[2])
    #expect(isTaken)
    #expect(node.decision == nil)
    #expect(node.endRound().isEmpty)
    #expect(node.decision == "wait")
    let isTakenLate = node.receive(RelayedOrder(path: [ids[0]], order: "attack"), from: ids[0])
    #expect(!isTakenLate)
  }

  @Test func `what cannot have come like that does not count, and takes nobody's place`() {
    let ids = (1...5).map { NodeID($0) }
    var node = Lieutenant(
      lieutenant: ids[1], commander: ids[0], generals: ids, traitors: 2, fallback: "wait")
    func receive(_ path: [Int], from sender: Int) -> Bool {
      node.receive(
        RelayedOrder(path: path.map { NodeID(UInt32($0)) }, order: "attack"),
        from: NodeID(UInt32(sender)))
    }
    #expect(!receive([], from: 1))
    #expect(!receive([1], from: 3))
    #expect(!receive([3], from: 3))
    #expect(!receive([1, 3], from: 3))
    #expect(receive([1], from: 1))
    #expect(!receive([1], from: 1))
    _ = node.endRound()
    for path in [[1, 2], [1, 1], [1, 9], [3, 4], [1]] {
      #expect(!receive(path, from: path[path.count - 1]), "\(path)")
    }
    #expect(receive([1, 4], from: 4))
    _ = node.endRound()
    for path in [[1, 3, 3], [1, 3, 1], [1, 2, 3], [1, 9, 3], [1, 4]] {
      #expect(!receive(path, from: path[path.count - 1]), "\(path)")
    }
    #expect(receive([1, 4, 3], from: 3))
  }
}
