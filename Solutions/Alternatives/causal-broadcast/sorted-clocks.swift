import ExerciseKit

// Keeps its counts as a sorted list of pairs, and leaves its own place in a number of its own.
struct CausalBroadcast<Payload: Sendable>: CausalBroadcasting {
  private typealias Message = CausalMessage<Payload>

  private let name: NodeID
  private var own: UInt64
  private var others: [(node: NodeID, count: UInt64)]
  private var inbox: [Message]
  private var steps = 0

  init(node: NodeID, stored: CausalRecord<Payload>) {
    name = node
    own = stored.delivered[node, default: 0]
    others = stored.delivered.filter { $0.key != node }.map { ($0.key, $0.value) }
      .sorted { $0.0 < $1.0 }
    inbox = stored.waiting
  }

  var stored: CausalRecord<Payload> {
    CausalRecord(delivered: clock, waiting: inbox)
  }

  private var clock: [NodeID: UInt64] {
    var clock = Dictionary(uniqueKeysWithValues: others.map { ($0.node, $0.count) })
    clock[name] = own
    return clock
  }

  private func count(_ node: NodeID) -> UInt64 {
    node == name ? own : others.first { $0.node == node }?.count ?? 0
  }

  mutating func broadcast(_ payload: Payload) -> CausalMessage<Payload> {
    steps += 1
    own += 1
    return CausalMessage(sender: name, clock: clock, payload: payload)
  }

  mutating func receive(_ message: CausalMessage<Payload>) -> [CausalMessage<Payload>] {
    steps += 1
    let number = message.clock[message.sender, default: 0]
    let isOld = number <= count(message.sender)
    let isHere = inbox.contains {
      ($0.sender, $0.clock[$0.sender]) == (message.sender, number)
    }
    if isOld || isHere { return [] }
    inbox.append(message)
    var done: [CausalMessage<Payload>] = []
    var isMoving = true
    while isMoving {
      isMoving = false
      for (place, candidate) in inbox.enumerated() {
        let isReady = candidate.clock.allSatisfy { node, needed in
          needed <= count(node) + (node == candidate.sender ? 1 : 0)
        }
        guard isReady else { continue }
        inbox.remove(at: place)
        advance(candidate.sender)
        done.append(candidate)
        isMoving = true
        break
      }
    }
    return done
  }

  private mutating func advance(_ node: NodeID) {
    if let place = others.firstIndex(where: { $0.node == node }) {
      others[place].count += 1
    } else {
      others.append((node, 1))
      others.sort { $0.node < $1.node }
    }
  }
}
