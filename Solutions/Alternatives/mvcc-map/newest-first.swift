import ExerciseKit

struct MVCCMap<Key: Hashable & Sendable, Value: Sendable>: MultiVersionMap {
  private enum Mark: Sendable {
    case value(Value)
    case removed
  }

  private var histories: [Key: [(at: UInt64, mark: Mark)]] = [:]
  private var bounds: ClosedRange<UInt64> = 0...0

  init() {}

  var version: UInt64 { bounds.upperBound }

  private func refusal(_ version: UInt64) -> SnapshotRefusal<Key>? {
    switch version {
    case bounds: nil
    case ..<bounds.lowerBound: .compacted(oldest: bounds.lowerBound)
    default: .future(newest: bounds.upperBound)
    }
  }

  func value(of key: Key, at version: UInt64) throws(SnapshotRefusal<Key>) -> Value? {
    if let refusal = refusal(version) { throw refusal }
    guard let found = histories[key]?.first(where: { $0.at <= version }) else { return nil }
    if case .value(let value) = found.mark { return value }
    return nil
  }

  mutating func commit(
    _ writes: [(key: Key, value: Value?)], after snapshot: UInt64
  ) throws(SnapshotRefusal<Key>) -> UInt64 {
    if let refusal = refusal(snapshot) { throw refusal }
    if let clash = writes.first(where: {
      histories[$0.key]?.first.map { $0.at > snapshot } ?? false
    }) {
      throw .conflict(key: clash.key, version: histories[clash.key]?.first?.at ?? 0)
    }
    let next = bounds.upperBound + 1
    bounds = bounds.lowerBound...next
    for write in writes {
      let mark = write.value.map { Mark.value($0) } ?? .removed
      histories[write.key, default: []].insert((next, mark), at: 0)
    }
    return next
  }

  mutating func compact(before version: UInt64) {
    let oldest = max(bounds.lowerBound, min(version, bounds.upperBound))
    bounds = oldest...bounds.upperBound
    for (key, history) in histories {
      if let visible = history.firstIndex(where: { $0.at <= oldest }) {
        histories[key] = Array(history.prefix(through: visible))
      }
    }
  }
}
