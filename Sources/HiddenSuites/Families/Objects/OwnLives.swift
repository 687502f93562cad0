import Simulation

// Lives of an object that are drawn for one thing that chance comes past too seldom.

extension ObjectTalk {
  /// Two or three replicas that do everything again and again with one thing, and never restart: a fault may need
  /// that a value remembers how often.
  func narrowSettings(random: inout RandomSource) -> [Setting] {
    guard object.setting.hasWideLives, hasNames else { return [] }
    return (0..<8).map { _ in
      var numbers: [Int128]
      repeat {
        numbers = object.setting.draw(isOdd: false, random: &random)
      } while numbers.count > ClusterForm.sizes.lowerBound + 2
      return Setting(
        numbers: numbers, description: object.setting.text(numbers),
        weights: object.operations.map { $0.isOptional ? 0 : $0.weight }, names: [1],
        namesInFour: 4)
    }
  }

  /// Around zero, little and much below it, and where a narrower number ends.
  private static var origins: [Int128] {
    [0, -1, -2, -3, -5, -8, -13, -20, -30, -80, -300, 1 << 31, -(1 << 31), 1 << 53, -(1 << 60)]
  }

  /// Lives about some moments, several for each.
  func momentSettings(random: inout RandomSource) -> [Setting] {
    guard object.moments != nil else { return [] }
    return Self.origins.flatMap { origin in
      (0..<5).map { _ in
        let numbers = object.setting.draw(isOdd: false, random: &random)
        return Setting(
          numbers: numbers, description: object.setting.text(numbers),
          weights: object.operations.map(\.weight), origin: origin)
      }
    }
  }

  /// A moment near another: often the same as one told just before, or one at which an answer turns.
  func drawMoment(
    about origin: Int128, _ turning: [Int128], after told: [Int128], random: inout RandomSource
  ) -> Int128 {
    if let other = random.element(of: told), random.chance(1, in: 3) {
      return other + Int128(random.index(below: 4))
    }
    if let turn = random.element(of: turning), random.chance(1, in: 2) {
      return turn + (random.chance(1, in: 2) ? 0 : Int128(random.index(below: 3)) - 1)
    }
    if origin.magnitude < 100, random.chance(1, in: 5) { return 0 }
    return origin + Int128(random.index(below: 9)) - 4
  }
}
