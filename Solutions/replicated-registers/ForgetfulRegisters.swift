/// Registers without any promise: a request is answered from the own copy, a write is sent to the
/// others once, what arrives overwrites what is there, and nothing is repaired.
///
/// Guarantee: none. A lost message is lost; two that cross leave the copies different for good. It
/// is enough where the next value makes the last one irrelevant, as with samples and metrics.
///
/// Cost: one message to each other replica for a write, none for a read.
struct ForgetfulRegisters: ReplicatedRegisters {
  /// A value as it is sent.
  struct Message: Sendable {
    let register: Int
    let value: Int
  }

  private let index: Int
  private let count: Int
  private var values: [Int: Int] = [:]

  static var needsReliableChannels: Bool { false }

  init(index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  mutating func request(_ request: RegisterRequest) -> [RegisterEffect<Message>] {
    guard request.kind == .write else {
      return [.answer(request: request.id, value: value(of: request.register))]
    }
    values[request.register] = request.written
    let message = Message(register: request.register, value: request.written)
    return (0..<count).filter { $0 != index }.map { .send(message, to: $0) }
      + [.answer(request: request.id, value: request.written)]
  }

  mutating func receive(
    _ message: Message, from sender: Int
  ) -> [RegisterEffect<Message>] {
    values[message.register] = message.value
    return []
  }

  mutating func exchange(with partner: Int) -> [RegisterEffect<Message>] { [] }

  func value(of register: Int) -> Int {
    values[register, default: 0]
  }
}
