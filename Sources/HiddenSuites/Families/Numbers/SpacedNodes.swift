import Simulation

/// Nodes that an operation or a setting names by three numbers: how many there are, from which one on, in which
/// steps.
enum SpacedNodes {
  /// The nodes.
  static func set(_ numbers: some Collection<Int128>) -> Set<Int128> {
    let numbers = Array(numbers)
    return Set((0..<numbers[0]).map { numbers[1] + $0 * numbers[2] })
  }

  /// Whether they are apart, and no name is beyond the largest.
  static func exist(_ numbers: some Collection<Int128>) -> Bool {
    let numbers = Array(numbers)
    return numbers[2] > 0 && numbers[1] + (numbers[0] - 1) * numbers[2] <= Int128(UInt32.max)
  }
}

/// What names its nodes in steps from one on.
protocol SpacedNaming {
  var firstName: Int128 { get set }
  var nameStep: Int128 { get set }
}

extension SpacedNaming {
  /// Names at which something narrower than 32 bits, or a table of fixed size, goes wrong.
  mutating func drawOddNames(_ random: inout RandomSource) {
    let steps: [Int128] = [1, 64, 256, 65_536, 1 << 28]
    nameStep = steps[random.index(below: steps.count)]
    firstName = Int128(random.index(below: 1 << 30))
  }
}
