/// One replica of a set of registers: it answers its own client and exchanges messages with the
/// others. It knows no clock; what it does follows from what it is told, in order.
protocol ReplicatedRegisters: Sendable {
  /// What replicas say to each other.
  associatedtype Message: Sendable

  /// True when its messages must not be lost: a channel that repeats them until they arrive.
  static var needsReliableChannels: Bool { get }

  /// Makes replica number `index` of `count`, all registers at 0.
  init(index: Int, of count: Int)

  /// Takes a request of the own client.
  mutating func request(_ request: RegisterRequest) -> [RegisterEffect<Message>]

  /// Takes a message of another replica.
  mutating func receive(_ message: Message, from sender: Int) -> [RegisterEffect<Message>]

  /// Is called now and then, with another replica to talk to.
  mutating func exchange(with partner: Int) -> [RegisterEffect<Message>]

  /// The value of its copy of a register.
  func value(of register: Int) -> Int
}

/// What a replica wants done.
enum RegisterEffect<Message: Sendable>: Sendable {
  /// A message for another replica.
  case send(Message, to: Int)
  /// The client's request is finished: the value read, or written.
  case answer(request: Int, value: Int)
}
