import ExerciseKit

// Delivers at once what has nothing to wait for, and keeps a log of all that was delivered.
struct CausalBroadcast<Payload: Sendable>: CausalBroadcasting {
  private let node: NodeID
  private(set) var stored: CausalRecord<Payload>
  private var log: [String] = []

  init(node: NodeID, stored: CausalRecord<Payload>) {
    self.node = node
    self.stored = stored
  }

  mutating func broadcast(_ payload: Payload) -> CausalMessage<Payload> {
    let number = (stored.delivered[node] ?? 0) + 1
    stored.delivered.updateValue(number, forKey: node)
    log.append("sent \(number)")
    return CausalMessage(sender: node, clock: stored.delivered, payload: payload)
  }

  private func missing(_ message: CausalMessage<Payload>) -> UInt64 {
    message.clock.reduce(0) { sum, entry in
      let target = entry.key == message.sender ? entry.value - 1 : entry.value
      let here = stored.delivered[entry.key] ?? 0
      return sum + (target > here ? target - here : 0)
    }
  }

  mutating func receive(_ message: CausalMessage<Payload>) -> [CausalMessage<Payload>] {
    let number = message.clock[message.sender] ?? 0
    if message.sender == node || number <= stored.delivered[message.sender] ?? 0 { return [] }
    for other in stored.waiting
    where other.sender == message.sender && other.clock[other.sender] == number {
      return []
    }
    guard missing(message) == 0 else {
      stored.waiting.append(message)
      return []
    }
    var deliveries = [message]
    stored.delivered[message.sender] = number
    var place = 0
    while place < stored.waiting.count {
      let next = stored.waiting[place]
      if missing(next) == 0 {
        stored.delivered[next.sender] = next.clock[next.sender]
        deliveries.append(next)
        stored.waiting.remove(at: place)
        place = 0
      } else {
        place += 1
      }
    }
    log.append("delivered \(deliveries.count)")
    return deliveries
  }
}
