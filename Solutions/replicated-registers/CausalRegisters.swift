import ExerciseKit

/// Causally consistent registers that converge: a request is answered from the own copy at once, and
/// writes reach the others by causal broadcast.
///
/// Guarantees: every history is causal; nothing ever waits for another replica; and once all writes have
/// arrived everywhere, all copies are equal, since of concurrent writes to one register the one with the
/// larger Lamport stamp wins. It holds while no replica stops and channels repeat what they lose; they may
/// deliver it twice. Source: Ahamad et al. 1995, section 4; convergence as in Lloyd et al. 2011 (causal+).
///
/// Cost: one message to each other replica for a write, with a counter for each replica; none for a read.
struct CausalRegisters: ReplicatedRegisters {
  /// A write as it is broadcast.
  struct Write: Sendable {
    let register: Int
    let copy: LWWRegister<Int, LamportStamp>
  }

  private let index: Int
  private let count: Int
  private var clock: LamportClock
  private var broadcast: CausalBroadcast<Write>
  private var copies: [Int: LWWRegister<Int, LamportStamp>] = [:]

  static var needsReliableChannels: Bool { true }

  init(index: Int, of count: Int) {
    self.index = index
    self.count = count
    let node = NodeID(UInt32(index + 1))
    clock = LamportClock(node: node)
    broadcast = CausalBroadcast(node: node)
  }

  mutating func request(
    _ request: RegisterRequest
  ) -> [RegisterEffect<CausalBroadcast<Write>.Message>] {
    guard request.kind == .write else {
      return [.answer(request: request.id, value: value(of: request.register))]
    }
    copies[request.register, default: LWWRegister()].write(request.written, at: clock.tick())
    let copy = copies[request.register, default: LWWRegister()]
    let message = broadcast.broadcast(Write(register: request.register, copy: copy))
    return (0..<count).filter { $0 != index }.map { .send(message, to: $0) }
      + [.answer(request: request.id, value: request.written)]
  }

  mutating func receive(
    _ message: CausalBroadcast<Write>.Message, from sender: Int
  ) -> [RegisterEffect<CausalBroadcast<Write>.Message>] {
    for delivery in broadcast.receive(message) {
      copies[delivery.payload.register, default: LWWRegister()].merge(delivery.payload.copy)
      if let stamp = delivery.payload.copy.stamp { clock.receive(stamp) }
    }
    return []
  }

  mutating func exchange(
    with partner: Int
  ) -> [RegisterEffect<CausalBroadcast<Write>.Message>] { [] }

  func value(of register: Int) -> Int {
    copies[register]?.value ?? 0
  }
}
