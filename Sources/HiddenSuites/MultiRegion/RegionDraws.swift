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
      let isFull = random.chance(1, in: 4)
      drawn.some = places.prefix(random.index(below: isFull ? places.count + 1 : 5)).map {
        ($0, isFull ? 1_000_000 - random.index(below: 2) : random.index(below: most))
      }
    }
    let isNarrow = random.chance(1, in: 3)
    let scale = [1, 10, 3_000_000][random.index(below: 3)]
    let isFar = random.chance(1, in: 8)
    func time(below limit: Int) -> Int {
      isFar ? 1_000_000_000 - random.index(below: 3) : scale * random.index(below: limit)
    }
    drawn.otherwise = time(below: 100)
    for one in places {
      for other in places where one < other && random.chance(9, in: 10) {
        let isNear = drawn.centres[one - 1].region == drawn.centres[other - 1].region
        drawn.times.append((one, other, time(below: isNarrow ? 4 : isNear ? 10 : 300)))
      }
    }
    return drawn.numbers(asked)
  }

  private static func centres(_ random: inout RandomSource) -> [DataCentre] {
    let sizes: [Int] =
      switch random.index(below: 16) {
      case 0: [random.index(below: 40) + 1]
      case 1: Array(repeating: 1, count: 1 + random.index(below: 40))
      case 2: Array(repeating: 2 + random.index(below: 3), count: 2 + random.index(below: 9))
      default: (0..<1 + random.index(below: 5)).map { _ in 1 + random.index(below: 5) }
      }
    let isPlain = random.chance(1, in: 2)
    let regions = isPlain ? [] : oddNames[random.index(below: oddNames.count)]
    let numbers = isPlain ? [] : oddNames[random.index(below: oddNames.count)]
    let (first, step) = (random.index(below: 3) - 1, random.chance(1, in: 2) ? 3 : 1)
    var centres: [DataCentre] = []
    for (region, size) in sizes.enumerated() {
      for number in 0..<size {
        centres.append(
          DataCentre(
            region: regions.indices.contains(region) ? regions[region] : region + 1,
            number: numbers.indices.contains(number) && size <= numbers.count
              ? numbers[number] : first + step * number))
      }
    }
    // Odd names and plain ones may be the same.
    return Set(centres).count == centres.count
      ? random.shuffled(centres) : [DataCentre(region: 1, number: 1)]
  }

  /// Names that a careless key takes for each other: written one behind the other, in some base, in fewer bits, as
  /// a fraction; and extreme ones.
  private static let oddNames: [[Int]] = [
    [-3, 0, 3, 300, 556], [.max, .min, -1, 1, 0], [.max - 1, .max, .min, .min + 1],
    [1, 11, 111, 12, 2, 21, 211], [1, 2, 12, 11, 21, 112], [0, 1, 32, 31, 2, 63, 1_001],
    [1, 257, 65_537, 1 << 32 + 1, 1 << 31 + 1], [1 << 53, 1 << 53 + 1, 1 << 53 + 2, 1 << 53 - 1],
    [1, -1, 2, -2, 1 << 62, -1 << 62],
  ]
}
