import ExerciseKit
import Wire

/// Talks to a vector clock.
struct HappensBeforeAdapter<Clock: CausalClock>: Adapter {
  /// An adapter for this type.
  init(_: Clock.Type) {}

  func make(from reader: inout ByteReader) throws(WireError) -> Clock {
    var counters: [NodeID: UInt64] = [:]
    for _ in 0..<(try reader.itemCount()) {
      let node = try reader.node()
      counters[node] = try reader.unsigned()
    }
    return Clock(counters)
  }

  func call(
    _ value: inout Clock, others: Slots<Clock>, reader: inout ByteReader,
    writer: inout ByteWriter
  ) throws(WireError) {
    switch try ClockRequest(from: &reader) {
    case .tick(let node):
      value.tick(node)
    case .merge(let slot):
      value.merge(try others.value(slot))
    case .relate(let slot):
      let other = try others.value(slot)
      // What the clocks are is asked before what reads them could change it.
      let isEqual = value == other
      let hashesAgree = value.hashValue == other.hashValue
      ClockRelation(
        causality: value.compare(to: other), happensBefore: value.happensBefore(other),
        isConcurrent: value.isConcurrent(with: other), isEqual: isEqual, hashesAgree: hashesAgree
      ).write(to: &writer)
    case .counters(let nodes):
      for node in nodes { writer.unsigned(value[node]) }
    }
  }
}
