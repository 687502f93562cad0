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
        let back = relation(right, left).causality
        if let fault = pair.mirrorFault(relation(left, right), back: back) {
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

/// What a submission says of some pairs of clocks.
struct PairComparisons {
  private let pairs: [(pair: ClockPair, relation: ClockRelation)]

  /// Asks about the pairs, in one exchange. The one of an even number is the mirror of the next.
  init(of pairs: [ClockPair], from subject: any Subject) throws(Stop) {
    let relations = try ClockPair.relations(of: pairs, from: subject)
    self.pairs = Array(zip(pairs, relations)).map { (pair: $0, relation: $1) }
  }

  var pairCount: Int { pairs.count }

  /// The clearest pair that `compare` orders against the definition.
  var orderFault: String? { clearest { $0.orderFault($1) } }

  /// The clearest pair of equal or different clocks that `==` or the hash gets wrong.
  var equalityFault: String? { clearest { $0.equalityFault($1) } }

  /// The clearest pair whose two directions, or whose three comparisons, contradict each other.
  var mirrorFault: String? {
    var best: (size: UInt64, fault: String)?
    for (index, (pair, relation)) in pairs.enumerated() {
      let back = pairs[index ^ 1].relation.causality
      guard best.map({ pair.size < $0.size }) ?? true,
        let fault = pair.mirrorFault(relation, back: back)
      else { continue }
      best = (pair.size, fault)
    }
    return best?.fault
  }

  private func clearest(_ fault: (ClockPair, ClockRelation) -> String?) -> String? {
    var best: (size: UInt64, fault: String)?
    for (pair, relation) in pairs {
      guard best.map({ pair.size < $0.size }) ?? true, let found = fault(pair, relation)
      else { continue }
      best = (pair.size, found)
    }
    return best?.fault
  }
}
