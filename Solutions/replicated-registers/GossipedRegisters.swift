import ExerciseKit

/// Eventually consistent registers: a request is answered from the own copy at once, a write is sent
/// to the others once, and now and then a replica sends all its copies to another.
///
/// Guarantee: if writes stop and exchanges go on between all replicas, all copies become equal. Until
/// then a read may return anything that was written, also an effect before its cause. Source: Demers
/// et al. 1987, sections 1.2 (direct mail) and 1.3 (anti-entropy).
///
/// It holds with messages lost, repeated and reordered, while no replica stops. Cost: one message to each
/// other replica for a write, none for a read; all copies in each exchange.
struct GossipedRegisters: ReplicatedRegisters {
  /// Copies of registers, by register.
  typealias Message = [Int: LWWRegister<Int, LamportStamp>]

  private let index: Int
  private let count: Int
  private var clock: LamportClock
  private var copies: Message = [:]

  static var needsReliableChannels: Bool { false }

  init(index: Int, of count: Int) {
    self.index = index
    self.count = count
    clock = LamportClock(node: NodeID(UInt32(index + 1)))
  }

  mutating func request(_ request: RegisterRequest) -> [RegisterEffect<Message>] {
    guard request.kind == .write else {
      return [.answer(request: request.id, value: value(of: request.register))]
    }
    copies[request.register, default: LWWRegister()].write(request.written, at: clock.tick())
    let news = copies.filter { $0.key == request.register }
    return (0..<count).filter { $0 != index }.map { .send(news, to: $0) }
      + [.answer(request: request.id, value: request.written)]
  }

  mutating func receive(
    _ message: Message, from sender: Int
  ) -> [RegisterEffect<Message>] {
    for (register, copy) in message {
      copies[register, default: LWWRegister()].merge(copy)
      if let stamp = copy.stamp { clock.receive(stamp) }
    }
    return []
  }

  mutating func exchange(with partner: Int) -> [RegisterEffect<Message>] {
    copies.isEmpty ? [] : [.send(copies, to: partner)]
  }

  func value(of register: Int) -> Int {
    copies[register]?.value ?? 0
  }
}
