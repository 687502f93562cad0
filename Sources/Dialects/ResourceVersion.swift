import ExerciseKit
import Wire

/// Talks to a store of objects under one counter of versions.
enum VersionDialect<Store: VersionedObjects<Int>>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Store

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Store { Store() }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Store
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0:
      guard let object = value.get(try numbers.name("k")) else { return Words.Answer(0) }
      return Words.Answer(1, [Int128(object.value), Int128(object.version)])
    case 1:
      return answer(
        value.update(
          try numbers.name("k"), try numbers.next(),
          expecting: try numbers.next(as: UInt64.self)))
    case 2:
      return answer(value.update(try numbers.name("k"), try numbers.next(), expecting: nil))
    case 3: return answer(value.delete(try numbers.name("k"), expecting: try numbers.next()))
    case 4:
      let start = try numbers.next(as: UInt64.self)
      do {
        var told: [Int128] = []
        for change in try value.watch(from: start) {
          told += [
            NumberList.number(of: change.key, "k"), Int128(change.version),
            change.isDeletion ? 1 : 0,
          ]
        }
        return Words.Answer(4, told)
      } catch {
        switch error {
        case .compacted(let version): return Words.Answer(5, [Int128(version)])
        case .future(let version): return Words.Answer(6, [Int128(version)])
        }
      }
    case 5:
      value.compact(upTo: try numbers.next())
      return Words.Answer(7, [Int128(value.version)])
    case 6: return Words.Answer(8, [Int128(value.version)])
    default: throw .unknown(operation: operation)
    }
  }

  private static func answer(_ result: Result<UInt64, VersionConflict>) -> Words.Answer {
    switch result {
    case .success(let version): Words.Answer(2, [Int128(version)])
    case .failure(let conflict): Words.Answer(3, conflict.current.map { [Int128($0)] } ?? [])
    }
  }
}

/// The dialect of `resource-version`.
func versionDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: VersionedObjects<Int>>(_: T.Type) -> any Dialect.Type { VersionDialect<T>.self }
  return (types.first as? any VersionedObjects<Int>.Type).map { dialect($0) }
}
