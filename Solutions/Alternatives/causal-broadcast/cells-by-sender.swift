import ExerciseKit

// What waits lies in a dictionary by sender and number, each with the place in which it came.
struct CausalBroadcast<Payload: Sendable>: CausalBroadcasting {
  private struct Name: Hashable {
    let sender: NodeID
    let number: UInt64
  }

  private let me: NodeID
  private var counts: [NodeID: UInt64]
  private var early: [Name: (arrival: Int, message: CausalMessage<Payload>)] = [:]
  private var arrivals = 0

  init(node: NodeID, stored: CausalRecord<Payload>) {
    me = node
    counts = stored.delivered
    for message in stored.waiting { keep(message) }
  }

  var stored: CausalRecord<Payload> {
    CausalRecord(
      delivered: counts,
      waiting: early.values.sorted { $0.arrival < $1.arrival }.map(\.message))
  }

  private func name(_ message: CausalMessage<Payload>) -> Name {
    Name(sender: message.sender, number: message.clock[message.sender] ?? 0)
  }

  private mutating func keep(_ message: CausalMessage<Payload>) {
    arrivals += 1
    early[name(message)] = (arrivals, message)
  }

  mutating func broadcast(_ payload: Payload) -> CausalMessage<Payload> {
    counts[me, default: 0] += 1
    return CausalMessage(sender: me, clock: counts, payload: payload)
  }

  private func isReady(_ message: CausalMessage<Payload>) -> Bool {
    var needed = message.clock
    needed[message.sender, default: 0] -= 1
    guard needed[message.sender] == counts[message.sender] ?? 0 else { return false }
    for (node, count) in needed where count > counts[node] ?? 0 { return false }
    return true
  }

  mutating func receive(_ message: CausalMessage<Payload>) -> [CausalMessage<Payload>] {
    let name = name(message)
    guard name.number > counts[name.sender] ?? 0, early[name] == nil else { return [] }
    keep(message)
    var released: [CausalMessage<Payload>] = []
    while true {
      let ready = early.filter { isReady($0.value.message) }
      guard let first = ready.min(by: { $0.value.arrival < $1.value.arrival }) else { break }
      early[first.key] = nil
      counts[first.key.sender] = first.key.number
      released.append(first.value.message)
    }
    return released
  }
}
