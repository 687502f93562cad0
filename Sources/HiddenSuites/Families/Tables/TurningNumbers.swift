import Simulation

extension NumberSpace {
  /// Neighbours between which an answer turns: numbers at random, one of which is moved until the answer is
  /// another, and then brought as near as can be.
  ///
  /// What is wrong by one shows there and nowhere else, and of large numbers that are drawn hardly any lie there.
  func turning<Answer: Equatable>(
    tries: Int, random: inout RandomSource, answer: ([Int128]) -> Answer
  ) -> [[Int128]] {
    draw(tries, random: &random).flatMap { numbers -> [[Int128]] in
      guard !domains.isEmpty else { return [] }
      let place = random.index(below: domains.count)
      let range = domains[place].range
      let ends = [
        range.lowerBound, range.upperBound, domains[place].draw(after: [], random: &random),
      ]
      var moved = numbers
      moved[place] = ends[random.index(below: ends.count)]
      return neighbours(numbers, moved, at: place, answer: answer)
    }
  }

  /// Two combinations that differ in one place by one, and in their answers; none where the answers are alike.
  private func neighbours<Answer: Equatable>(
    _ numbers: [Int128], _ moved: [Int128], at place: Int, answer: ([Int128]) -> Answer
  ) -> [[Int128]] {
    guard contains(moved) else { return [] }
    let own = answer(numbers)
    guard answer(moved) != own else { return [] }
    var (near, far) = (numbers, moved)
    while max(near[place], far[place]) - min(near[place], far[place]) > 1 {
      var middle = near
      middle[place] = (near[place] + far[place]) / 2
      guard contains(middle) else { return [] }
      if answer(middle) == own { near = middle } else { far = middle }
    }
    return [near, far]
  }
}
