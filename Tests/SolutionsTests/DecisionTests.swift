import Solutions
import Testing

@Suite("The decision")
struct DecisionTests {
  @Test func `every mechanism is the answer to something and every path ends`() {
    #expect(Set(Decision.all.map(\.mechanism)) == Set(Mechanism.allCases))
    #expect(Decision.all.count == Mechanism.allCases.count)
    #expect(Decision.all.allSatisfy { $0.reasons.count <= 7 })
  }

  @Test func `all ways together are the decision for every set of requirements`() {
    let criteria = Criterion.allCases
    for mask in 0..<(1 << criteria.count) {
      let needs = Set(criteria.indices.filter { mask >> $0 & 1 == 1 }.map { criteria[$0] })
      let decision = Decision(for: needs)
      #expect(Decision.all.contains(decision))
      #expect(decision.reasons.allSatisfy { needs.contains($0.criterion) == $0.answer })
    }
  }

  @Test func `each way asks what still matters, in this order, and ends in this`() {
    let ways = Decision.all.map { decision in
      decision.reasons.map { ($0.answer ? "" : "not ") + "\($0.criterion)" }.joined(separator: ", ")
        + ": \(decision.mechanism)"
    }
    let unchecked = "not isHistoryChecked, "
    let single = unchecked + "not spansObjects, not needsNewestValue, "
    #expect(
      ways == [
        "isHistoryChecked, areWritersHostile, isMembershipOpen: openLedger",
        "isHistoryChecked, areWritersHostile, not isMembershipOpen: byzantineLog",
        "isHistoryChecked, not areWritersHostile: hashChain",
        unchecked + "spansObjects, needsRealTimeOrder: externalConsistency",
        unchecked + "spansObjects, not needsRealTimeOrder: transactions",
        unchecked + "not spansObjects, needsNewestValue: consensus",
        single + "mustAcceptWhenCutOff, needsCausalOrder: causalStore",
        single + "mustAcceptWhenCutOff, not needsCausalOrder, hasMergeRule: mergeableType",
        single + "mustAcceptWhenCutOff, not needsCausalOrder, not hasMergeRule, canSomebodyDecide: "
          + "siblings",
        single + "mustAcceptWhenCutOff, not needsCausalOrder, not hasMergeRule, "
          + "not canSomebodyDecide: lastWriteWins",
        single + "not mustAcceptWhenCutOff: quorumRegister",
      ])
  }

  @Test func `no question is asked twice`() {
    for decision in Decision.all {
      #expect(Set(decision.reasons.map(\.criterion)).count == decision.reasons.count)
    }
  }
}
