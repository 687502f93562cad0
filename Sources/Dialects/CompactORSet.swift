import ExerciseKit
import Wire

/// Talks to observed-remove sets without tombstones.
enum CompactSetDialect<Items: CompactObservedRemoveSet<String>>: MergingDialect {
  typealias Replica = Items
  typealias Saved = Items

  /// It has added that often, and removed all of it again.
  static func past(of name: NodeID, count: UInt64) -> CompactSetRecord<String>? {
    CompactSetRecord(seen: [name: count])
  }

  static func reading(_ replica: Items) -> ObjectWords.Answer {
    Words.Answer(1, replica.elements.map { NumberList.number(of: $0, "e") }.sorted())
  }

  static func act(
    _ operation: UInt8, _ numbers: inout NumberList, on replica: inout Items
  ) throws(WireError) -> ObjectWords.Answer {
    switch operation {
    case 5: return Words.Answer(2, Self.numbers(of: [replica.add(try numbers.name("e"))]))
    case 6: return Words.Answer(3, Self.numbers(of: replica.remove(try numbers.name("e")).sorted()))
    case 7:
      let stored = replica.stored
      var told = [Int128(stored.dots.count)]
      for (dot, element) in stored.dots.sorted(by: { $0.key < $1.key }) {
        told += Self.numbers(of: [dot]) + [NumberList.number(of: element, "e")]
      }
      for (name, count) in stored.seen.sorted(by: { $0.key < $1.key }) {
        told += [Int128(name.number), Int128(count)]
      }
      return Words.Answer(4, told)
    default: throw .unknown(operation: operation)
    }
  }

  private static func numbers(of dots: [Dot]) -> [Int128] {
    dots.flatMap { [Int128($0.replica.number), Int128($0.sequence)] }
  }
}

/// The dialect of `compact-or-set`.
func compactSetDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: CompactObservedRemoveSet<String>>(_: T.Type) -> any Dialect.Type {
    CompactSetDialect<T>.self
  }
  return (types.first as? any CompactObservedRemoveSet<String>.Type).map { dialect($0) }
}
