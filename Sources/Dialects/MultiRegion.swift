import ExerciseKit
import Wire

/// Talks to functions about data centres in regions.
enum RegionDialect<Planner: RegionPlanning>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Nothing

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Nothing {
    Nothing()
  }

  /// A concern, a leader's place, some data centres with numbers, and the map. Where a place is none of the map's
  /// there is nobody to ask about.
  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Nothing
  ) throws(WireError) -> Words.Answer {
    let chosen = try numbers.next(as: Int.self)
    guard WriteConcern.allCases.indices.contains(chosen) else { throw .malformed("a concern") }
    let concern = WriteConcern.allCases[chosen]
    let leader: Int = try numbers.next()
    var some: [(place: Int, number: Int)] = []
    for _ in 0..<(try numbers.next(as: UInt8.self)) {
      some.append((try numbers.next(), try numbers.next()))
    }
    let map = try map(&numbers)
    func centre(_ place: Int) throws(WireError) -> DataCentre {
      guard map.centres.indices.contains(place - 1) else { throw .malformed("place \(place)") }
      return map.centres[place - 1]
    }
    var centres: Set<DataCentre> = []
    var counts: [DataCentre: Int] = [:]
    for (place, number) in some {
      centres.insert(try centre(place))
      counts[try centre(place)] = number
    }
    switch operation {
    case 0:
      let isDone = Planner.isDone(
        concern, takenBy: try centre(leader), storedAt: centres, in: map)
      return Words.Answer(1, [isDone ? 1 : 0])
    case 1:
      return Words.Answer(
        2, [Int128(Planner.commitDistance(concern, from: try centre(leader), in: map))])
    case 2:
      let survives = Planner.survives(
        concern, takenBy: try centre(leader), losing: centres, in: map)
      return Words.Answer(1, [survives ? 1 : 0])
    case 3:
      let best = Planner.bestLeader(concern, for: counts, in: map)
      // Who is not on the map is at place 0.
      return Words.Answer(3, [Int128((map.centres.firstIndex(of: best) ?? -1) + 1)])
    default: throw .unknown(operation: operation)
    }
  }

  /// Regions and numbers of the data centres, the round trips that are given, by places, and all others.
  private static func map(_ numbers: inout NumberList) throws(WireError) -> RegionMap {
    var centres: [DataCentre] = []
    for _ in 0..<(try numbers.next(as: UInt8.self)) {
      centres.append(DataCentre(region: try numbers.next(), number: try numbers.next()))
    }
    var times: [Set<DataCentre>: Millis] = [:]
    for _ in 0..<(try numbers.next(as: UInt16.self)) {
      let one = centres[try numbers.index(in: centres.count)]
      let other = centres[try numbers.index(in: centres.count)]
      times[[one, other]] = try numbers.next()
    }
    return RegionMap(centres: centres, times: times, otherwise: try numbers.next())
  }
}

/// The dialect of `multi-region`.
func regionDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: RegionPlanning>(_: T.Type) -> any Dialect.Type { RegionDialect<T>.self }
  return (types.first as? any RegionPlanning.Type).map { dialect($0) }
}
