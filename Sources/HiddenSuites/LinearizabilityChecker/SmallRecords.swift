/// Every history of a few operations, each up to names and up to when exactly things happen: as many operations
/// as given, in every way in which they can come one before the other, and each of the kinds that are named.
///
/// Operations are intervals of places 0, 1 and so on. Any order of intervals can be written in one way so that
/// at each place one begins and one ends (Greenough 1976); so nothing is listed twice.
struct SmallRecords {
  /// An operation without its time.
  struct Letter: Hashable {
    var kind: RegisterRecord.Kind
    var value: Int128
    var other: Int128 = 0
    var isOpen = false
  }

  let letters: [Letter]
  /// Whether 1 and 2 may be exchanged, so that one history of two is enough.
  let isSymmetric: Bool

  /// Those of so many operations.
  func records(of count: Int) -> [RegisterRecord] {
    Self.shapes(of: count).flatMap { shape in
      var records: [[Int]] = [[]]
      for (place, interval) in shape.enumerated() {
        let isLast = interval.upperBound == shape.map(\.upperBound).max()
        records = records.flatMap { start in
          letters.indices.filter { letter in
            // Equal intervals in the order of their letters; what is open ends after everything.
            (!letters[letter].isOpen || isLast)
              && (place == 0 || shape[place - 1] != interval || start[place - 1] <= letter)
          }.map { start + [$0] }
        }
      }
      return records.filter { !isSymmetric || isFirstOfTwo($0) }.map { record(shape, $0) }
    }
  }

  /// All orders of so many intervals.
  private static func shapes(of count: Int) -> [[ClosedRange<Int>]] {
    guard count > 0 else { return [[]] }
    return (1...count).flatMap { width in
      let all = (0..<width).flatMap { first in (first..<width).map { first...$0 } }
      var shapes: [[Int]] = [[]]
      for _ in 0..<count {
        shapes = shapes.flatMap { start in
          ((start.last ?? 0)..<all.count).map { start + [$0] }
        }
      }
      return shapes.map { $0.map { all[$0] } }.filter { shape in
        Set(shape.map(\.lowerBound)).count == width && Set(shape.map(\.upperBound)).count == width
      }
    }
  }

  private func isFirstOfTwo(_ record: [Int]) -> Bool {
    record.map { letters[$0].value }.first { $0 > 0 } != 2
  }

  private func record(_ shape: [ClosedRange<Int>], _ chosen: [Int]) -> RegisterRecord {
    RegisterRecord(
      zip(shape, chosen).map { interval, chosen in
        let letter = letters[chosen]
        // Two numbers for a place: what touches would overlap as well.
        return .init(
          kind: letter.kind, value: letter.value, other: letter.other,
          invoked: 2 * Int128(interval.lowerBound),
          returned: letter.isOpen ? nil : 2 * Int128(interval.upperBound) + 1)
      })
  }
}
