import ExerciseKit

/// Whatever comes, its own writes too, comes in by one door.
struct StampingRegister<Value: Sendable>: LastWriterRegister {
  private enum State: Sendable {
    case empty
    case removed(WriteTag)
    case holding(WriteTag, Value)

    var tag: WriteTag? {
      switch self {
      case .empty: nil
      case .removed(let tag), .holding(let tag, _): tag
      }
    }
  }

  private let replica: NodeID
  private var state = State.empty
  private var merges = 0

  init(replica: NodeID, stored: TaggedRecord<Value>?) {
    self.replica = replica
    if let tag = stored?.tag { take(tag, stored?.value) }
  }

  var value: Value? {
    guard case .holding(_, let value) = state else { return nil }
    return value
  }

  var stored: TaggedRecord<Value> { TaggedRecord(value: value, tag: state.tag) }

  private mutating func take(_ tag: WriteTag, _ value: Value?) {
    merges += 1
    let known = state.tag ?? WriteTag(counter: 0, writer: NodeID(0))
    guard known < tag else { return }
    state = value.map { .holding(tag, $0) } ?? .removed(tag)
  }

  mutating func write(_ value: Value?, clock: UInt64) -> WriteTag? {
    let seen = state.tag?.counter ?? 0
    if seen == UInt64.max { return nil }
    let tag = WriteTag(counter: clock > seen ? clock : seen + 1, writer: replica)
    take(tag, value)
    return tag
  }

  mutating func merge(_ other: StampingRegister) {
    if let tag = other.state.tag { take(tag, other.value) }
  }
}
