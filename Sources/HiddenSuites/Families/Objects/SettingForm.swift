import Simulation

/// How what a value starts with is written and drawn.
protocol SettingForm: Sendable {
  /// The sentence with these numbers.
  func text(_ numbers: [Int128]) -> String
  /// Reads what `text` writes; nil for anything else.
  func numbers(in text: String) -> [Int128]?
  /// Draws numbers: plain ones, or any.
  func draw(isOdd: Bool, random: inout RandomSource) -> [Int128]
  /// Whether some lives have many names and others few.
  var hasWideLives: Bool { get }
}

extension NumberForm: SettingForm {
  var hasWideLives: Bool { false }

  func draw(isOdd: Bool, random: inout RandomSource) -> [Int128] {
    var drawn: [Int128]
    repeat {
      drawn = []
      for domain in space.domains.map(\.drawn) {
        let small = domain.small(random.chance(1, in: 5) ? 64 : 7)
        let ends = domain.ends
        drawn.append(
          !isOdd
            ? small[random.index(below: small.count)]
            : random.chance(1, in: 4)
              ? ends[random.index(below: ends.count)]
              : domain.draw(after: drawn, random: &random))
      }
      // Of what is drawn for the settings of our suites one in twenty is allowed.
    } while !space.contains(drawn)
    return drawn
  }
}

/// Two to six replicas with names of their own, and a number before them: `amounts to 9: n3, n1`. Examples may
/// have a crowd: `amounts to 9: n1...n120`.
struct ClusterForm: SettingForm {
  /// What the number is: `amounts to #`.
  let words: String
  /// Numbers for it that are easy to follow.
  let plain: [Int128]
  /// Numbers for it at which something narrow or signed goes wrong.
  let odd: [Int128]

  let hasWideLives = true

  static let sizes = 2...6

  private func form(_ size: Int) -> NumberForm {
    NumberForm(
      "\(words): " + Array(repeating: "n#", count: size).joined(separator: ", "),
      [.unsigned()] + Array(repeating: .node, count: size)
    ) {
      Set($0.dropFirst()).count == size
    }
  }

  /// More replicas, named in order.
  private var crowd: NumberForm {
    NumberForm(
      "\(words): n1...n#", [.unsigned(), NumberDomain(Int128(Self.sizes.upperBound) + 1...200)])
  }

  func text(_ numbers: [Int128]) -> String {
    let size = numbers.count - 1
    return Self.sizes.contains(size)
      ? form(size).text(numbers) : crowd.text([numbers[0], Int128(size)])
  }

  func numbers(in text: String) -> [Int128]? {
    if let numbers = crowd.numbers(in: text) { return [numbers[0]] + (1...numbers[1]) }
    for size in Self.sizes {
      if let numbers = form(size).numbers(in: text) { return numbers }
    }
    return nil
  }

  func draw(isOdd: Bool, random: inout RandomSource) -> [Int128] {
    let counts = isOdd ? odd + plain : plain
    let count = counts[random.index(below: counts.count)]
    // Large clusters often: a fault may need every one of six to have done something.
    let sizes = Array(Self.sizes) + [6, 6]
    let size = sizes[random.index(below: sizes.count)]
    guard isOdd else {
      let names = (1...Int128(size)).map { $0 }
      return [count] + (random.chance(1, in: 2) ? random.shuffled(names) : names)
    }
    var names: [Int128] = []
    while names.count < size {
      let name = Self.name(beside: names, random: &random)
      if NumberDomain.node.range.contains(name), !names.contains(name) { names.append(name) }
    }
    return [count] + names
  }

  /// A name at a boundary, any, or one that is like another but for what is cut off too soon.
  private static func name(beside names: [Int128], random: inout RandomSource) -> Int128 {
    if let other = names.last, random.chance(1, in: 3) {
      let steps: [Int128] = [-1, 1, 64, 256, 65_536, 1 << 31]
      return other + steps[random.index(below: steps.count)]
    }
    if random.chance(1, in: 4) { return Int128(random.next() >> 32) }
    let turns: [Int128] = [0, 1, 2, 3, 9, 10, 63, 64, 65, 128, 255, 256, 257, 65_535, 65_536]
    let ends: [Int128] = [1 << 31 - 1, 1 << 31, 1 << 31 + 1, 1 << 32 - 2, 1 << 32 - 1]
    return (turns + ends)[random.index(below: turns.count + ends.count)]
  }
}
