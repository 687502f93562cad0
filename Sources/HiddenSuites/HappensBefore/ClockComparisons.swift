import ExerciseKit
import Wire

/// What a submission says of every ordered pair of some clocks, each compared with itself too.
struct ClockComparisons {
  private let clocks: [SparseClock]
  private let relations: [ClockRelation]

  /// Asks about every pair, in one exchange.
  init(of clocks: [SparseClock], from subject: any Subject) throws(Stop) {
    self.clocks = clocks
    var program = Program()
    for (index, clock) in clocks.enumerated() {
      program.make(index) { clock.write(to: &$0) }
      program.make(clocks.count + index) { clock.write(to: &$0) }
    }
    for left in clocks.indices {
      for right in clocks.indices {
        program.call(left) { ClockRequest.relate(slot: clocks.count + right).write(to: &$0) }
      }
    }
    var relations: [ClockRelation] = []
    for answer in try subject.run(program) {
      relations.append(
        try read(answer) { (reader) throws(WireError) in try ClockRelation(from: &reader) })
    }
    self.relations = relations
  }

  var pairCount: Int { relations.count }

  /// The clearest pair that `compare` orders against the definition.
  var orderFault: String? {
    clearest { $0.orderFault($1) }
  }

  /// The clearest pair of equal or different clocks that `==` or the hash gets wrong.
  var equalityFault: String? {
    clearest { $0.equalityFault($1) }
  }

  /// The clearest pair whose two directions, or whose three comparisons, contradict each other.
  var mirrorFault: String? {
    var best: (size: UInt64, fault: String)?
    for left in clocks.indices {
      for right in clocks.indices {
        let pair = ClockPair(clocks[left], clocks[right])
        guard best.map({ pair.size < $0.size }) ?? true else { continue }
        let (forth, back) = (relation(left, right), relation(right, left))
        if forth.causality != back.causality.mirrored {
          best = (
            pair.size,
            "compare(\(pair.left), \(pair.right)) is \(forth.causality), but the other way round "
              + "it is \(back.causality), not \(forth.causality.mirrored)"
          )
        } else if let fault = pair.inconsistency(forth) {
          best = (pair.size, fault)
        }
      }
    }
    return best?.fault
  }

  /// True when `compare` answered before for any pair.
  var hasOrdered: Bool { relations.contains { $0.causality == .before } }

  /// The first clocks for which before is not a strict partial order.
  var lawFault: String? {
    for first in clocks.indices {
      if isBefore(first, first) { return "\(clocks[first]) is before itself" }
      for second in clocks.indices where isBefore(first, second) {
        let (one, other) = (clocks[first], clocks[second])
        if isBefore(second, first) { return "\(one) and \(other) are before each other" }
        for third in clocks.indices where isBefore(second, third) && !isBefore(first, third) {
          return "\(one) is before \(other) and that before \(clocks[third]), but "
            + "compare(\(one), \(clocks[third])) answered \(relation(first, third).causality)"
        }
      }
    }
    return nil
  }

  private func relation(_ left: Int, _ right: Int) -> ClockRelation {
    relations[left * clocks.count + right]
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    relation(left, right).causality == .before
  }

  private func clearest(_ fault: (ClockPair, ClockRelation) -> String?) -> String? {
    var best: (size: UInt64, fault: String)?
    for left in clocks.indices {
      for right in clocks.indices {
        let pair = ClockPair(clocks[left], clocks[right])
        guard best.map({ pair.size < $0.size }) ?? true,
          let found = fault(pair, relation(left, right))
        else { continue }
        best = (pair.size, found)
      }
    }
    return best?.fault
  }
}
