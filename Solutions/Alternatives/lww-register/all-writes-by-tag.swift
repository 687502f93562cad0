import ExerciseKit

/// Keeps every write it has met, and looks for the largest tag.
struct StampingRegister<Value: Sendable>: LastWriterRegister {
  private let me: NodeID
  private var writes: [WriteTag: Value?] = [:]

  init(replica: NodeID, stored: TaggedRecord<Value>?) {
    me = replica
    if let stored, let tag = stored.tag { writes.updateValue(stored.value, forKey: tag) }
  }

  var stored: TaggedRecord<Value> {
    guard let newest = writes.keys.max() else { return TaggedRecord() }
    return TaggedRecord(value: value, tag: newest)
  }

  var value: Value? { writes.keys.max().flatMap { writes[$0] ?? nil } }

  mutating func write(_ value: Value?, clock: UInt64) -> WriteTag? {
    let counters = writes.keys.map(\.counter)
    let (next, isFull) = (counters.max() ?? 0).addingReportingOverflow(1)
    if isFull { return nil }
    let tag = WriteTag(counter: clock < next ? next : clock, writer: me)
    writes.updateValue(value, forKey: tag)
    return tag
  }

  mutating func merge(_ other: StampingRegister) {
    writes.merge(other.writes) { mine, _ in mine }
  }
}
