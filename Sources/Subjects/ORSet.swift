import ExerciseKit
import Wire

/// Talks to an observed-remove set of strings.
struct ORSetAdapter<Value: ObservedRemoveSet<String>>: Adapter {
  /// An adapter for this type.
  init(_: Value.Type) {}

  func make(from reader: inout ByteReader) throws(WireError) -> Value {
    Value(replica: try reader.node())
  }

  func call(
    _ value: inout Value, others: Slots<Value>, reader: inout ByteReader,
    writer: inout ByteWriter
  ) throws(WireError) {
    switch try SetRequest(from: &reader) {
    case .add(let element):
      writer.dot(value.add(element))
    case .remove(let element):
      let dots = value.remove(element).sorted()
      writer.count(dots.count)
      for dot in dots { writer.dot(dot) }
    case .merge(let slot):
      value.merge(try others.value(slot))
    case .observe(let probes):
      let elements = value.elements.sorted()
      writer.count(elements.count)
      for element in elements { writer.string(element) }
      for probe in probes { writer.bool(value.contains(probe)) }
    }
  }
}
