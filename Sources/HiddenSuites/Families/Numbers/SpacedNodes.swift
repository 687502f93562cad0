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
