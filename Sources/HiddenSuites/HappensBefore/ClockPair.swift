import ExerciseKit
import Wire

/// Two clocks to compare, and what a submission said of them.
struct ClockPair: Hashable, Sendable {
  var left: SparseClock
  var right: SparseClock

  init(_ left: SparseClock, _ right: SparseClock) {
    self.left = left
    self.right = right
  }

  /// A pair from counters of n1, n2, …; nil leaves the entry out.
  init(_ left: [UInt64?], _ right: [UInt64?]) {
    self.init(SparseClock(counts: left), SparseClock(counts: right))
  }

  var mirrored: ClockPair { ClockPair(right, left) }

  /// How much there is to read.
  var size: UInt64 { left.size + right.size }

  /// Everything a submission says of these pairs, in one exchange.
  static func relations(
    of pairs: [ClockPair], from subject: any Subject
  ) throws(Stop) -> [ClockRelation] {
    var program = Program()
    for pair in pairs {
      program.make(0) { pair.left.write(to: &$0) }
      program.make(1) { pair.right.write(to: &$0) }
      program.call(0) { ClockRequest.relate(slot: 1).write(to: &$0) }
    }
    var relations: [ClockRelation] = []
    for answer in try subject.run(program) {
      relations.append(
        try read(answer) { (reader) throws(WireError) in try ClockRelation(from: &reader) })
    }
    return relations
  }

  /// What is wrong with how a submission orders the pair; nil when it is right.
  func orderFault(_ relation: ClockRelation) -> String? {
    let right = left.relation(to: self.right)
    if relation.causality != right {
      return
        "compare(\(left), \(self.right)) answered \(relation.causality); "
        + "\(left.reason(for: self.right)), so it must be \(right)"
    }
    return inconsistency(relation)
  }

  /// How a pair's two directions, or its three comparisons, contradict each other; nil when they do
  /// not.
  func mirrorFault(_ relation: ClockRelation, back: Causality) -> String? {
    guard relation.causality != back.mirrored else { return inconsistency(relation) }
    return "compare(\(left), \(right)) is \(relation.causality), but the other way round it is "
      + "\(back), not \(relation.causality.mirrored)"
  }

  /// How `happensBefore` and `isConcurrent` contradict `compare`; nil when they do not.
  func inconsistency(_ relation: ClockRelation) -> String? {
    if relation.happensBefore != (relation.causality == .before) {
      return "\(left).happensBefore(\(right)) is \(relation.happensBefore), but "
        + "compare says \(relation.causality)"
    }
    if relation.isConcurrent != (relation.causality == .concurrent) {
      return "\(left).isConcurrent(with: \(right)) is \(relation.isConcurrent), "
        + "but compare says \(relation.causality)"
    }
    return nil
  }

  /// What is wrong with `==` or the hash; nil when both are right.
  func equalityFault(_ relation: ClockRelation) -> String? {
    let isEqual = left.relation(to: right) == .equal
    if relation.isEqual != isEqual {
      return "\(left) == \(right) is \(relation.isEqual), but \(left.reason(for: right))"
    }
    if isEqual && !relation.hashesAgree {
      return "\(left) and \(right) are equal clocks with different hash values"
    }
    return nil
  }
}
