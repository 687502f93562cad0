import ExerciseKit
import Wire

/// Talks to a map of many versions.
enum MultiVersionDialect<Map: MultiVersionMap<String, Int>>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Map

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Map { Map() }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Map
  ) throws(WireError) -> Words.Answer {
    do {
      switch operation {
      case 0:
        let (name, version) = (try numbers.name("k"), try numbers.next(as: UInt64.self))
        let found = try value.value(of: name, at: version)
        return Words.Answer(0, found.map { [Int128($0)] } ?? [])
      // One write, one removal, two writes, a removal between two writes, and five writes; or as many as are told.
      case 1...5, 8:
        let snapshot = try numbers.next(as: UInt64.self)
        if operation == 8 { _ = try numbers.next(as: UInt16.self) }
        var writes: [(key: String, value: Int?)] = []
        while !numbers.isEmpty {
          let name = try numbers.name("k")
          let isRemoval = operation == 2 || operation == 4 && writes.count == 1
          writes.append((name, isRemoval ? nil : try numbers.next(as: Int.self)))
        }
        return Words.Answer(1, [Int128(try value.commit(writes, after: snapshot))])
      case 6:
        value.compact(before: try numbers.next())
        return Words.Answer(2, [Int128(value.version)])
      case 7: return Words.Answer(6, [Int128(value.version)])
      default: throw WireError.unknown(operation: operation)
      }
    } catch let refusal as SnapshotRefusal<String> {
      switch refusal {
      case .conflict(let key, let version):
        return Words.Answer(3, [NumberList.number(of: key, "k"), Int128(version)])
      case .compacted(let version): return Words.Answer(4, [Int128(version)])
      case .future(let version): return Words.Answer(5, [Int128(version)])
      }
    } catch let error as WireError {
      throw error
    } catch {
      throw .malformed("an error of no kind that is known")
    }
  }
}

/// The dialect of `mvcc-map`.
func multiVersionDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: MultiVersionMap<String, Int>>(_: T.Type) -> any Dialect.Type {
    MultiVersionDialect<T>.self
  }
  return (types.first as? any MultiVersionMap<String, Int>.Type).map { dialect($0) }
}
