import Simulation

/// How many nodes a cluster has, what they are called, and what chance does.
struct ClusterSetting: Hashable, Sendable, SpacedNaming {
  let size: Int
  var firstName: Int128 = 1
  var nameStep: Int128 = 1
  let seed: UInt64

  func name(_ node: Int) -> Int128 { firstName + Int128(node) * nameStep }

  private static let form = NumberForm(
    "# nodes from n# in steps of #, chance #",
    [NumberDomain(3...7), .node, .node, .unsigned()])

  var text: String { Self.form.text([Int128(size), firstName, nameStep, Int128(seed)]) }

  init?(_ text: String) {
    guard let numbers = Self.form.numbers(in: text), SpacedNodes.exist(numbers.prefix(3)) else {
      return nil
    }
    self.init(size: Int(numbers[0]), seed: UInt64(numbers[3]))
    (firstName, nameStep) = (numbers[1], numbers[2])
  }

  private init(size: Int, seed: UInt64) { (self.size, self.seed) = (size, seed) }

  /// One of a size, with plain names or odd ones.
  init(size: Int, isOdd: Bool, _ random: inout RandomSource) {
    self.init(size: size, seed: random.next() >> 20)
    if isOdd { drawOddNames(&random) }
  }
}
