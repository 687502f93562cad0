import ExerciseKit
import Simulation

extension RegionCase {
  /// A map of a few regions of a few data centres, in any order, with any names, and what is asked about it.
  static func drawn(_ asked: Asked, _ random: inout RandomSource) -> [Int128] {
    var drawn = RegionCase()
    drawn.centres = centres(&random)
    drawn.concern = random.element(of: WriteConcern.allCases) ?? .global
    drawn.leader = 1 + random.index(below: drawn.centres.count)
    let places = random.shuffled(Array(1...drawn.centres.count))
    // For the most part about half of them, where answers turn.
    let isAny = random.chance(1, in: 4)
    let count =
      isAny
      ? random.index(below: places.count + 1)
      : min(places.count, places.count / 2 + random.index(below: 3))
    drawn.some = places.prefix(count).map { ($0, 0) }
    if asked == .leader {
      let most = [2, 10, 1_000_001][random.index(below: 3)]
      drawn.some = places.prefix(random.index(below: 5)).map { ($0, random.index(below: most)) }
    }
    let isNarrow = random.chance(1, in: 3)
    let scale = [1, 10, 3_000_000][random.index(below: 3)]
    drawn.otherwise = scale * random.index(below: 100)
    for one in places {
      for other in places where one < other && random.chance(9, in: 10) {
        let isNear = drawn.centres[one - 1].region == drawn.centres[other - 1].region
        let time = random.index(below: isNarrow ? 4 : isNear ? 10 : 300)
        drawn.times.append((one, other, scale * time))
      }
    }
    return drawn.numbers(asked)
  }

  private static func centres(_ random: inout RandomSource) -> [DataCentre] {
    var centres: [DataCentre] = []
    let sizes = (0..<1 + random.index(below: 5)).map { _ in 1 + random.index(below: 5) }
    let names = [[1, 2, 3, 4, 5], [-3, 0, 3, 300, 556], [.max, .min, -1, 1, 0]][
      random.index(below: 3)]
    let first = random.index(below: 3) - 1
    for (region, size) in sizes.enumerated() {
      for number in 0..<size {
        centres.append(DataCentre(region: names[region], number: first + 3 * number))
      }
    }
    return random.shuffled(centres)
  }
}
