import ExerciseKit
import Wire

/// Talks to a server of a store, and keeps its snapshots where they outlast it.
enum StoreDialect<Server: StoreServing>: Dialect {
  typealias Words = ObjectWords

  /// A server and what it has stored.
  struct Host {
    var server = Server(restoring: nil)
    var snapshots: [Server.Snapshot] = []
  }

  typealias Value = Host

  static func make(_ arguments: Words.Arguments) throws(WireError) -> Host { Host() }

  static func perform(
    _ call: Words.Call, on value: inout Host, other: (Int) throws(WireError) -> Host
  ) throws(WireError) -> Words.Answer {
    var numbers = NumberList(call.numbers)
    switch call.operation {
    case 0: return told(value.server.becomes(.leader, in: try numbers.next()))
    case 1:
      let leader = try numbers.node()
      return told(value.server.becomes(.follower(of: leader), in: try numbers.next()))
    case 2: return told(value.server.becomes(.follower(of: nil), in: try numbers.next()))
    case 3...6: return told(value.server.receive(try request(call.operation - 3, &numbers)))
    case 7:
      let read = try numbers.next(as: UInt64.self)
      return told(value.server.receive(read: read, of: try numbers.name("k")))
    case 8:
      let read = try numbers.next(as: UInt64.self)
      return told(value.server.confirmed(read: read, in: try numbers.next()))
    case 9: value.server.committed(upTo: try numbers.next(), term: try numbers.next())
    case 10: return told(value.server.apply(.nothing, at: try numbers.next()))
    case 11...14:
      let index = try numbers.next(as: UInt64.self)
      let request = try request(call.operation - 11, &numbers)
      return told(value.server.apply(.write(request), at: index))
    case 15: value.snapshots.append(value.server.snapshot())
    case 16: value.server = Server(restoring: try snapshot(&numbers, of: value))
    case 17: value.server = Server(restoring: nil)
    case 18: value.server.restore(try snapshot(&numbers, of: value))
    case 19:
      let sender = try other(try numbers.next())
      value.server.restore(try snapshot(&numbers, of: sender))
    default: throw .unknown(operation: call.operation)
    }
    return told([])
  }

  private static func snapshot(
    _ numbers: inout NumberList, of host: Host
  ) throws(WireError) -> Server.Snapshot {
    host.snapshots[try numbers.index(in: host.snapshots.count)]
  }

  /// Session, serial, key, and what else a write of this kind has.
  private static func request(
    _ kind: UInt8, _ numbers: inout NumberList
  ) throws(WireError) -> WriteRequest {
    let (session, serial) = (try numbers.next(as: UInt64.self), try numbers.next(as: UInt64.self))
    let key = try numbers.name("k")
    let write: KeyWrite
    switch kind {
    case 0: write = .put(key: key, value: try numbers.name("v"))
    case 1: write = .remove(key: key)
    case 2:
      let expected = try numbers.name("v")
      write = .compareAndSet(key: key, expected: expected, new: try numbers.name("v"))
    default: write = .compareAndSet(key: key, expected: nil, new: try numbers.name("v"))
    }
    return WriteRequest(session: session, serial: serial, write: write)
  }

  /// The effects, in an order of their own, for the task lays none down.
  private static func told(_ effects: [ServerEffect]) -> Words.Answer {
    let numbers = effects.map(words)
    return Words.Answer(0, numbers.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 })
  }

  private static func words(_ effect: ServerEffect) -> [Int128] {
    switch effect {
    case .propose(.nothing): [0]
    case .propose(.write(let request)):
      [1, Int128(request.session), Int128(request.serial)] + words(request.write)
    case .confirm(let read): [2, Int128(read)]
    case .answer(let session, let serial, let outcome):
      [3, Int128(session), Int128(serial)] + words(outcome)
    case .serve(let read, let value, let revision):
      [4, Int128(read)] + (value.map { [1, word($0)] } ?? [0, 0]) + [Int128(revision)]
    case .redirectWrite(let session, let serial, let leader):
      [5, Int128(session), Int128(serial)] + words(leader)
    case .redirectRead(let read, let leader): [6, Int128(read)] + words(leader)
    }
  }

  private static func words(_ write: KeyWrite) -> [Int128] {
    func name(_ key: String) -> Int128 { NumberList.number(of: key, "k") }
    return switch write {
    case .put(let key, let value): [0, name(key), word(value)]
    case .remove(let key): [1, name(key)]
    case .compareAndSet(let key, let expected?, let new):
      [2, name(key), word(expected), word(new)]
    case .compareAndSet(let key, nil, let new): [3, name(key), word(new)]
    }
  }

  private static func words(_ outcome: WriteOutcome) -> [Int128] {
    switch outcome {
    case .written(let revision): [0, Int128(revision)]
    case .unchanged(let revision): [1, Int128(revision)]
    case .superseded(let serial): [2, Int128(serial)]
    }
  }

  private static func words(_ node: NodeID?) -> [Int128] {
    node.map { [1, Int128($0.number)] } ?? [0, 0]
  }

  private static func word(_ value: String) -> Int128 { NumberList.number(of: value, "v") }
}

/// The dialect of `replicated-store`.
func storeDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: StoreServing>(_: T.Type) -> any Dialect.Type { StoreDialect<T>.self }
  return (types.first as? any StoreServing.Type).map { dialect($0) }
}
