/// A history of reads and writes of registers in which no register is written the same value twice, so
/// that each read tells which write it has seen. A register that was never written holds nil.
///
/// Reads without an answer say nothing and are left out. A write without one may have happened.
public struct DistinctHistory: Sendable {
  /// Why a history is not one of these.
  public enum Unsuitable: Error, Hashable, Sendable, CustomStringConvertible {
    /// This operation is neither a read nor a write, or has an answer that is none to it.
    case neitherReadNorWrite(Int)
    /// These two write the same value to the same register.
    case sameValue(Int, Int)

    /// The reason as a sentence.
    public var description: String {
      switch self {
      case .neitherReadNorWrite(let index): "operation \(index) is neither a read nor a write"
      case .sameValue(let first, let second):
        "operations \(first) and \(second) write the same value to the same register"
      }
    }
  }

  /// What a read has seen.
  enum Source: Hashable {
    case nothingYet
    case write(Int)
    /// A value that nobody wrote.
    case nowhere
  }

  enum Kind: Hashable {
    case write
    case read(Source)
  }

  struct Event: Hashable {
    /// Its index in the history.
    let index: Int
    let kind: Kind
    let register: Int
    let isAnswered: Bool

    var isWrite: Bool { kind == .write }
  }

  /// The operations; a source is a place among them.
  let events: [Event]
  /// Each client's operations in the order it asked, as places among the events.
  let sessions: [[Int]]

  /// Takes a history in.
  /// - Throws: `Unsuitable` when it is not one of these.
  public init<Key, Value>(
    _ history: [KeyValueStore<Key, Value>.Operation]
  ) throws(Unsuitable) {
    var registers: [Key: Int] = [:]
    var writes: [KeyValueStore<Key, Value>.Token: Int] = [:]
    for (index, operation) in history.enumerated() {
      guard case .put(let key, let value) = operation.input else { continue }
      let token = KeyValueStore<Key, Value>.Token(key: key, value: value)
      if let first = writes[token] { throw .sameValue(first, index) }
      writes[token] = index
    }
    let kept = history.indices.filter { index in
      if case .get = history[index].input { history[index].answer != nil } else { true }
    }
    var places: [Int: Int] = [:]
    for (place, index) in kept.enumerated() { places[index] = place }
    var events: [Event] = []
    for index in kept {
      let operation = history[index]
      let key = operation.input.key
      let register = registers[key] ?? registers.count
      registers[key] = register
      let kind: Kind
      switch (operation.input, operation.answer?.output) {
      case (.put, .done), (.put, nil): kind = .write
      case (.get, .value(let value?)):
        let token = KeyValueStore<Key, Value>.Token(key: key, value: value)
        kind = .read(writes[token].flatMap { places[$0] }.map(Source.write) ?? .nowhere)
      case (.get, .value(nil)): kind = .read(.nothingYet)
      default: throw .neitherReadNorWrite(index)
      }
      events.append(
        Event(index: index, kind: kind, register: register, isAnswered: operation.answer != nil))
    }
    self.events = events
    sessions = Histories.sessions(kept.map { (history[$0].client, history[$0].called) })
  }

  private init(events: [Event], sessions: [[Int]]) {
    self.events = events
    self.sessions = sessions
  }

  /// The smallest part of this history that breaks a rule, as indices; nil when it keeps the rule.
  ///
  /// The rule must be one that a history keeps when a read, or a write with all reads that saw it, is
  /// left out.
  /// - Parameter isExplained: whether what breaks it is to be made smaller; all of it else.
  func smallestPart(
    isExplained: Bool = true, breaking isBroken: (DistinctHistory) -> Bool
  ) -> [Int]? {
    guard isBroken(self) else { return nil }
    guard isExplained else { return events.map(\.index) }
    var part = self
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for index in part.events.map(\.index).reversed() {
        guard let place = part.events.firstIndex(where: { $0.index == index }) else { continue }
        let rest = part.leavingOut(place)
        guard isBroken(rest) else { continue }
        part = rest
        isSmaller = true
      }
    }
    return part.events.map(\.index)
  }

  private func leavingOut(_ place: Int) -> DistinctHistory {
    let kept = events.indices.filter { other in
      other != place && events[other].kind != .read(.write(place))
    }
    var places: [Int: Int] = [:]
    for (new, old) in kept.enumerated() { places[old] = new }
    return DistinctHistory(
      events: kept.map { old in
        let event = events[old]
        guard case .read(.write(let source)) = event.kind, let moved = places[source] else {
          return event
        }
        return Event(
          index: event.index, kind: .read(.write(moved)), register: event.register,
          isAnswered: event.isAnswered)
      },
      sessions: sessions.map { $0.compactMap { places[$0] } })
  }
}
