import ExerciseKit
import Wire

/// Talks to the coordinator of a store.
enum QuorumStoreDialect<Coordinator: QuorumCoordinator>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Coordinator

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Coordinator {
    let count = try numbers.next(as: Int.self)
    let (first, step) = (try numbers.next(as: UInt32.self), try numbers.next(as: UInt32.self))
    let (r, w, repair) = (
      try numbers.next(as: Int.self), try numbers.next(as: Int.self), try numbers.next(as: Int.self)
    )
    let last = UInt64(first) + UInt64(step) * UInt64(max(0, count - 1))
    guard (1...128).contains(count), last <= UInt32.max, (1...count).contains(r),
      (1...count).contains(w)
    else { throw .malformed("\(count) replicas, \(r) and \(w)") }
    let repairs: [ReadRepair] = [.none, .afterAnswer, .beforeAnswer]
    guard repairs.indices.contains(repair) else { throw .malformed("repair \(repair)") }
    return Coordinator(
      replicas: (0..<UInt32(count)).map { NodeID(first + $0 * step) }, readQuorum: r,
      writeQuorum: w, repair: repairs[repair])
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Coordinator
  ) throws(WireError) -> Words.Answer {
    let op = try numbers.next(as: Int.self)
    switch operation {
    case 0: return answer(value.write(op: op, try version(&numbers)), nil)
    case 1: return answer(value.read(op: op), nil)
    case 2:
      let step = value.handle(.stored(op: op, from: try numbers.node()))
      return answer(step.send, step.done)
    case 3:
      let step = value.handle(
        .fetched(op: op, from: try numbers.node(), try version(&numbers)))
      return answer(step.send, step.done)
    case 4:
      let step = value.handle(.fetched(op: op, from: try numbers.node(), nil))
      return answer(step.send, step.done)
    case 5: return answer([], value.giveUp(op: op))
    default: throw .unknown(operation: operation)
    }
  }

  private static func version(_ numbers: inout NumberList) throws(WireError) -> StoredVersion {
    let tag = WriteTag(counter: try numbers.next(), writer: try numbers.node())
    return StoredVersion(tag, try numbers.name("v"))
  }

  /// How an operation ended in five numbers and a version, and then the messages in the order of the
  /// replicas.
  private static func answer(
    _ send: [QuorumMessage], _ done: QuorumOutcome?
  ) -> Words.Answer {
    var told: [Int128]
    switch done {
    case nil: told = [0, 0, 0] + numbers(nil)
    case .wrote(let op): told = [1, Int128(op), 0] + numbers(nil)
    case .unknown(let op, let count): told = [2, Int128(op), Int128(count)] + numbers(nil)
    case .read(let op, let version): told = [3, Int128(op), 0] + numbers(version)
    case .unreadable(let op): told = [4, Int128(op), 0] + numbers(nil)
    }
    var messages: [[Int128]] = []
    for message in send {
      let to = Int128(message.to.number)
      switch message.request {
      case .fetch(let op): messages.append([to, 0, Int128(op)] + numbers(nil))
      case .store(let op, let version): messages.append([to, 1, Int128(op)] + numbers(version))
      }
    }
    messages.sort { $0.lexicographicallyPrecedes($1) }
    told += messages.joined()
    return Words.Answer(0, told)
  }

  private static func numbers(_ version: StoredVersion?) -> [Int128] {
    guard let version else { return [0, 0, 0, 0] }
    return [
      1, Int128(version.tag.counter), Int128(version.tag.writer.number),
      NumberList.number(of: version.value, "v"),
    ]
  }
}

/// The dialect of `quorum-store`.
func quorumStoreDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: QuorumCoordinator>(_: T.Type) -> any Dialect.Type {
    QuorumStoreDialect<T>.self
  }
  return (types.first as? any QuorumCoordinator.Type).map { dialect($0) }
}
