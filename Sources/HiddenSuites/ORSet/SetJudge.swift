import ExerciseKit

/// Compares a submission's answers with what the events demand.
struct SetJudge {
  let oracle: SetOracle
  /// An answer for each of the oracle's events.
  let answers: [SetAnswer]
  /// The elements `contains` was asked about.
  let probes: SetProbes

  /// The first fault of one of these kinds at an event; nil when there is none.
  func fault(at event: Int, among kinds: Set<SetFault.Kind>) -> SetFault? {
    if let fault = dotFault(at: event), kinds.contains(fault.kind) { return fault }
    if let fault = removalFault(at: event), kinds.contains(fault.kind) { return fault }
    guard let shown = answers[event].observation, !kinds.isDisjoint(with: .presence) else {
      return nil
    }
    let probed = probes.after(event) ?? []
    let present = oracle.knowledge[event].present
    if isRight(shown, present, probed) { return nil }
    for element in inOrder(present.union(shown.elements), probed) {
      let fault = presenceFault(of: element, at: event, shown, isProbed: probed.contains(element))
      if let fault, kinds.contains(fault.kind) { return fault }
    }
    if shown.hasStranger, kinds.contains(.phantom) {
      return SetFault(
        kind: .phantom, sentence: "\(replica(event)) shows an element that nobody has added",
        events: [event])
    }
    return nil
  }

  private func isRight(
    _ shown: SetObservation, _ present: SetElements, _ probed: [SetElement]
  ) -> Bool {
    !shown.hasStranger && shown.elements == present
      && probed.allSatisfy { shown.contained.contains($0) == present.contains($0) }
  }

  /// Those asked about in the order in which they were, then the others in the order of their names.
  private func inOrder(_ elements: SetElements, _ probed: [SetElement]) -> [SetElement] {
    probed + elements.subtracting(probed).sorted { $0.text < $1.text }
  }

  /// How a state shows something else later than at its own event, though nothing has been done to it
  /// since; nil when it does not.
  func laterFault(at event: Int) -> SetFault? {
    guard let shown = answers[event].observation, let later = answers[event].later, later != shown
    else { return nil }
    let state = "the state of \(replica(event)) after event \(event + 1)"
    let told = inOrder(shown.contained.union(later.contained), []).first {
      shown.contained.contains($0) != later.contained.contains($0)
    }
    let (before, after) =
      later.elements == shown.elements && later.hasStranger == shown.hasStranger
      ? (
        "answered contains(\(told?.text ?? "")) with \(!later.contained.contains(told ?? .milk))",
        "answers \(later.contained.contains(told ?? .milk))"
      ) : ("showed \(shown.text)", "shows \(later.text)")
    return SetFault(
      kind: .changedLater,
      sentence: "\(state) \(before); looked at again after all events, it \(after), though nothing "
        + "was done to it",
      events: Array(Set([event, answers.count - 1])).sorted())
  }

  private func replica(_ event: Int) -> String {
    name(of: oracle.events[event].node)
  }

  private func dotText(_ add: Int) -> String {
    answers[add].dot?.description ?? "?"
  }

  // MARK: Dots

  private func dotFault(at event: Int) -> SetFault? {
    guard let dot = answers[event].dot, let element = oracle.element(of: event) else { return nil }
    let replica = identifier(of: oracle.events[event].node)
    if dot.replica != replica {
      return SetFault(
        kind: .foreignDot,
        sentence: "\(replica)'s add of \(element.text) returned the dot \(dot), which names "
          + "another replica",
        events: [event])
    }
    // Whoever counts right has used no dot before, unless an earlier add was counted wrong.
    let right = oracle.ownAdds(before: event) + 1
    if dot.sequence == right { return nil }
    let earlier = ownAdds(before: event).first { answers[$0].dot == dot }
    guard let earlier, let former = oracle.element(of: earlier) else {
      return miscount(dot, of: element, at: event, mustBe: right)
    }
    return SetFault(
      kind: .reusedDot,
      sentence: former == element
        ? "\(replica) used the dot \(dot) for two adds of \(element.text)"
        : "\(replica) used the dot \(dot) for an add of \(former.text) and one of "
          + "\(element.text)",
      events: [earlier, event])
  }

  private func miscount(
    _ dot: Dot, of element: SetElement, at event: Int, mustBe right: UInt64
  ) -> SetFault {
    let adds = ownAdds(before: event)
    guard let last = adds.first else {
      return SetFault(
        kind: .miscountedDot,
        sentence: "\(dot.replica)'s first dot is \(dot); dots are counted from 1", events: [event])
    }
    let next = Dot(replica: dot.replica, sequence: right)
    return SetFault(
      kind: .miscountedDot,
      sentence:
        "\(dot.replica)'s add of \(element.text) returned the dot \(dot); the last dot of its "
        + "own that it knows of is \(dotText(last)), so the next is \(next)",
      events: [last, event])
  }

  /// All earlier adds of the event's replica, of former lives too, the last one first.
  private func ownAdds(before event: Int) -> [Int] {
    var adds: [Int] = []
    var next = oracle.events[event].previous
    while let earlier = next {
      if case .perform(.add) = oracle.events[earlier].action { adds.append(earlier) }
      next = oracle.events[earlier].previous
    }
    return adds
  }

  // MARK: What remove returns

  private func removalFault(at event: Int) -> SetFault? {
    guard case .perform(.remove(let element)) = oracle.events[event].action else { return nil }
    let removed = answers[event].removed
    let count = answers[event].removedCount
    let known = oracle.knowledge(before: event)
    func fault(_ rest: String, _ events: [Int]) -> SetFault {
      SetFault(
        kind: .wrongRemoval,
        sentence:
          "\(replica(event)).remove(\(element.text)) returned \(text(removed)), \(rest)",
        events: events + [event])
    }
    if count > SetAnswer.listLimit {
      return fault("\(count) dots in all, but it has seen \(known.adds.count) adds", [])
    }
    for dot in removed {
      let named = known.adds.filter { answers[$0].dot == dot }
      guard let add = named.first else {
        return fault("but it has seen no add with the dot \(dot)", [])
      }
      let same = named.filter { oracle.element(of: $0) == element }
      guard !same.isEmpty else {
        let other = oracle.element(of: add)?.text ?? ""
        return fault("but \(dot) is an add of \(other)", [add])
      }
      guard same.contains(where: { !known.removed.contains($0) }) else {
        return fault("but \(dot) had been removed before", [add])
      }
    }
    for add in oracle.newest(element, in: known)
    where answers[add].dot.map(removed.contains) != true {
      return fault("which lacks the live dot \(dotText(add))", [add])
    }
    return nil
  }

  private func text(_ dots: [Dot]) -> String {
    dots.isEmpty
      ? "nothing" : "{\(dots.prefix(8).map(\.description).joined(separator: ", "))}"
  }

  // MARK: Which elements are there

  private func presenceFault(
    of element: SetElement, at event: Int, _ shown: SetObservation, isProbed: Bool
  ) -> SetFault? {
    let isShown = shown.elements.contains(element)
    let known = oracle.knowledge[event]
    let live = oracle.live(element, in: known)
    if isProbed, shown.contained.contains(element) != isShown {
      return SetFault(
        kind: .disagreement,
        sentence:
          "\(replica(event)).contains(\(element.text)) is \(!isShown), but its elements "
          + "are \(shown.text)",
        events: [event])
    }
    if isShown == !live.isEmpty { return nil }
    return isShown
      ? presentFault(of: element, at: event, known)
      : absentFault(of: element, at: event, known, live)
  }

  private func presentFault(
    of element: SetElement, at event: Int, _ known: SetOracle.Knowledge
  ) -> SetFault {
    let (who, what) = (replica(event), element.text)
    let adds = known.adds.filter { oracle.element(of: $0) == element }
    let removes = known.removes.filter { oracle.element(of: $0) == element }
    guard let add = adds.last, let remove = removes.last else {
      return SetFault(
        kind: .phantom, sentence: "\(who) shows \(what), which nobody it has heard from has added",
        events: [event])
    }
    let before = oracle.knowledge(before: event)
    let knewAdds = before.adds.contains { oracle.element(of: $0) == element }
    let wasAbsent = knewAdds && oracle.live(element, in: before).isEmpty
    if remove == event {
      return SetFault(
        kind: .removeIneffective, sentence: "\(who) still shows \(what) after removing it",
        events: [add, event])
    }
    if wasAbsent {
      return SetFault(
        kind: .cameBack,
        sentence: "\(what) is back at \(who), though every add of it that \(who) knows of has been "
          + "removed",
        events: [remove, event])
    }
    return SetFault(
      kind: .removeNotLearnt,
      sentence:
        "\(who) shows \(what), though the states it has merged say that every add of it was "
        + "removed",
      events: [remove, event])
  }

  private func absentFault(
    of element: SetElement, at event: Int, _ known: SetOracle.Knowledge, _ live: [Int]
  ) -> SetFault {
    let (who, what) = (replica(event), element.text)
    let removes = known.removes.filter { oracle.element(of: $0) == element }
    let add = live.last ?? event
    let added = "\(replica(add))'s add under \(dotText(add))"
    for remove in removes where !oracle.knowledge[add].removes.contains(remove) {
      let seen = oracle.knowledge(before: remove).adds.contains {
        oracle.element(of: $0) == element
      }
      let whose = "\(replica(remove))'s remove"
      return SetFault(
        kind: seen ? .lostToConcurrentRemove : .lostToBlindRemove,
        sentence: seen
          ? "\(who) lacks \(what): \(whose) had not seen \(added), so that add must stay"
          : "\(who) lacks \(what): \(whose) had seen no add of \(what), so it removes nothing and "
            + "\(added) must stay",
        events: [add, remove, event].sorted())
    }
    if let remove = removes.last {
      let twin = known.removed.first {
        answers[$0].dot == answers[add].dot && oracle.element(of: $0) == element
      }
      if let twin {
        return SetFault(
          kind: .lostReAdd,
          sentence:
            "\(who) lacks \(what): \(added) bears the dot of an add that was removed before",
          events: [twin, remove, add, event])
      }
      return SetFault(
        kind: .lostReAdd,
        sentence: "\(who) lacks \(what): \(added) came after every remove of \(what)",
        events: [remove, add, event])
    }
    let bystander = known.removes.first
    let isOwn = oracle.events[add].node == oracle.events[event].node
    return SetFault(
      kind: bystander == nil ? .lostAdd : .lostBystander,
      sentence: isOwn
        ? "\(who) lacks \(what), which it added under \(dotText(add)) and nobody has removed"
        : "\(who) lacks \(what): \(added) has reached it, and nobody has removed \(what)",
      events: [add] + (bystander.map { [$0] } ?? []) + [event])
  }
}
