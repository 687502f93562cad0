import ExerciseKit
import Wire

/// Talks to a replica of PBFT.
enum ByzantineDialect<Replica: ByzantineReplicating>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Replica

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Replica {
    let place = try numbers.next(as: UInt32.self)
    let count = try numbers.next(as: UInt32.self)
    let first = try numbers.next(as: UInt32.self)
    let step = try numbers.next(as: UInt32.self)
    func name(_ place: UInt32) -> NodeID { NodeID(first &+ (place &- 1) &* step) }
    // Names stand in a list in any order.
    let places = (0..<count).map { count % 2 == 0 ? count - $0 : $0 * 2 % count + 1 }
    return Replica(id: name(place), replicas: places.map(name), window: try numbers.next())
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Replica
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0: return told(value.request(try numbers.name("r")), value)
    case 1: return told(value.timeout(), value)
    default: break
    }
    let sender = try numbers.node()
    let message: AgreementMessage
    switch operation {
    case 2:
      let request = try numbers.name("r")
      let sequence = try numbers.next(as: Int.self)
      message = .prePrepare(view: try numbers.next(), sequence: sequence, request: request)
    case 3...6:
      let request = operation % 2 == 0 ? nil : try numbers.name("r")
      let sequence = try numbers.next(as: Int.self)
      let view = try numbers.next(as: Int.self)
      message =
        operation < 5
        ? .prepare(view: view, sequence: sequence, request: request)
        : .commit(view: view, sequence: sequence, request: request)
    case 7: message = .viewChange(try viewChange(&numbers))
    case 8: message = try newView(&numbers)
    default: throw .unknown(operation: operation)
    }
    return told(value.receive(message, from: sender), value)
  }

  // MARK: Taking messages

  /// A request of a list: whether there is none, and its name.
  private static func listed(
    isNone: Int128, _ numbers: inout NumberList
  ) throws(WireError) -> String? {
    let request = try numbers.name("r")
    return isNone == 1 ? nil : request
  }

  private static func certificate(
    isNone: Int128, _ numbers: inout NumberList
  ) throws(WireError) -> PreparedCertificate {
    let request = try listed(isNone: isNone, &numbers)
    let sequence = try numbers.next(as: Int.self)
    return PreparedCertificate(view: try numbers.next(), sequence: sequence, request: request)
  }

  private static func viewChange(_ numbers: inout NumberList) throws(WireError) -> ViewChange {
    var change = ViewChange(replica: try numbers.node(), view: try numbers.next(), prepared: [])
    for _ in 0..<(try numbers.next(as: UInt16.self)) {
      change.prepared.append(try certificate(isNone: try numbers.next(), &numbers))
    }
    return change
  }

  /// Who has asked, what each of them has prepared, and what follows: three lists.
  private static func newView(_ numbers: inout NumberList) throws(WireError) -> AgreementMessage {
    let view = try numbers.next(as: Int.self)
    var changes: [ViewChange] = []
    for _ in 0..<(try numbers.next(as: UInt16.self)) {
      _ = try numbers.next(as: UInt8.self)
      changes.append(
        ViewChange(replica: try numbers.node(), view: try numbers.next(), prepared: []))
    }
    for _ in 0..<(try numbers.next(as: UInt16.self)) {
      let isNone = try numbers.next(as: Int128.self)
      let place = try numbers.next(as: Int.self)
      let certificate = try certificate(isNone: isNone, &numbers)
      if changes.indices.contains(place - 1) { changes[place - 1].prepared.append(certificate) }
    }
    var requests: [String?] = []
    for _ in 0..<(try numbers.next(as: UInt16.self)) {
      requests.append(try listed(isNone: try numbers.next(), &numbers))
    }
    return .newView(view: view, viewChanges: changes, requests: requests)
  }

  // MARK: Telling effects

  /// What is executed in its order, and what is sent in an order of its own, for the task lays none down.
  private static func told(_ effects: [AgreementEffect], _ value: Replica) -> Words.Answer {
    var executed: [Int128] = []
    var sent: [[Int128]] = []
    for effect in effects {
      switch effect {
      case .execute(let sequence, let request):
        executed += [Int128(sequence), number(of: request)]
      case .broadcast(let message): sent.append(self.numbers(of: message))
      }
    }
    return Words.Answer(
      0,
      [Int128(value.view), value.isWaiting ? 1 : 0, Int128(executed.count / 2)] + executed
        + sent.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 })
  }

  /// -2 where there is none.
  private static func number(of request: String?) -> Int128 {
    request.map { NumberList.number(of: $0, "r") } ?? -2
  }

  private static func numbers(of message: AgreementMessage) -> [Int128] {
    switch message {
    case .prePrepare(let view, let sequence, let request):
      [0, Int128(view), Int128(sequence), number(of: request)]
    case .prepare(let view, let sequence, let request):
      [1, Int128(view), Int128(sequence), number(of: request)]
    case .commit(let view, let sequence, let request):
      [2, Int128(view), Int128(sequence), number(of: request)]
    case .viewChange(let change): [3] + numbers(of: change)
    case .newView(let view, let changes, let requests):
      [4, Int128(view), Int128(changes.count)] + changes.flatMap(numbers)
        + [Int128(requests.count)] + requests.map(number)
    }
  }

  private static func numbers(of change: ViewChange) -> [Int128] {
    [Int128(change.replica.number), Int128(change.view), Int128(change.prepared.count)]
      + change.prepared.flatMap { [number(of: $0.request), Int128($0.sequence), Int128($0.view)] }
  }
}

/// The dialect of `pbft`.
func byzantineDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: ByzantineReplicating>(_: T.Type) -> any Dialect.Type {
    ByzantineDialect<T>.self
  }
  return (types.first as? any ByzantineReplicating.Type).map { dialect($0) }
}
