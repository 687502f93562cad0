import ExerciseKit

/// The ways in which a set is wrong.
enum SetFaultKind: Hashable, Sendable, CaseIterable {
  /// `contains` and `elements` say different things.
  case disagreement
  /// Present, though never added by anybody heard of.
  case phantom
  /// Absent, though added and never removed.
  case lostAdd
  /// Absent, though only some other element was removed.
  case lostBystander
  /// Absent, though added again after every remove.
  case lostReAdd
  /// Absent because of a remove that had seen another add of it, but not this one.
  case lostToConcurrentRemove
  /// Absent because of a remove that had seen no add of it at all.
  case lostToBlindRemove
  /// Present right after it was removed here.
  case removeIneffective
  /// Present after the replica merged a state that knew of the remove.
  case removeNotLearnt
  /// Present again, though every add of it was removed before.
  case cameBack
  /// `remove` returned what it may not, or withheld what it removed.
  case wrongRemoval
  /// A dot names two adds.
  case reusedDot
  /// A dot names another replica than the one that added.
  case foreignDot
  /// A dot's number is not the next of its replica's.
  case miscountedDot
}

extension Set<SetFaultKind> {
  /// Everything about the dots that adds return.
  static let dots: Self = [.reusedDot, .foreignDot, .miscountedDot]
  /// Everything about which elements are there, nothing about dots.
  static let presence = Set(SetFaultKind.allCases).subtracting(dots).subtracting([.wrongRemoval])
}

extension SetModel {
  func faults(
    at event: Int, among kinds: Set<SetFaultKind>, in record: ReplicaRecord<SetModel>
  ) -> [Fault] {
    SetJudge(record: record, event: event).faults(among: kinds)
  }

  /// How two sets differ that must be alike. Of dots, only those are compared that both must still hold: a set
  /// may let an add take the place of those it has seen, on one side earlier than on the other.
  func difference(
    between left: Int, and right: Int, in record: ReplicaRecord<SetModel>
  ) -> String? {
    if let one = record.sights[left].reading, let other = record.sights[right].reading,
      one != other
    {
      return "one shows \(one), the other \(other)"
    }
    guard case .dots(let one, _) = record.sights[left].returned,
      case .dots(let other, _) = record.sights[right].returned,
      let element = record.events[left].operation()?.element
    else { return nil }
    let known = SetPast(record.past(before: left), record)
    let newest = known.newest(element)
    let optional = known.live(element).filter { !newest.contains($0) }.compactMap(record.dot)
    let (here, there) = (
      one.filter { !optional.contains($0) }, other.filter { !optional.contains($0) }
    )
    guard Set(here) != Set(there) else { return nil }
    return
      "remove(\(element.text)) takes \(here.listed) from one and \(there.listed) from the other"
  }
}

/// What one replica knows of a record, as indices of events in order.
private struct SetPast {
  let record: ReplicaRecord<SetModel>
  private(set) var adds: [Int] = []
  private(set) var removes: [Int] = []

  init(_ past: CausalPast<SetChange>, _ record: ReplicaRecord<SetModel>) {
    self.record = record
    for event in past.members {
      switch record.events[event].operation() {
      case .add: adds.append(event)
      case .remove: removes.append(event)
      case nil: break
      }
    }
  }

  func adds(of element: SetElement) -> [Int] { adds.filter { record.element(of: $0) == element } }
  func removes(of element: SetElement) -> [Int] {
    removes.filter { record.element(of: $0) == element }
  }

  /// The adds of an element that no remove of it here had observed.
  func live(_ element: SetElement) -> [Int] {
    let adds = adds(of: element)
    let removed = Set(
      removes(of: element).flatMap { remove in
        let known = Set(record.past(before: remove).members)
        return adds.filter(known.contains)
      })
    return adds.filter { !removed.contains($0) }
  }

  /// The live adds of an element that no other live add of it has seen.
  func newest(_ element: SetElement) -> [Int] {
    let live = live(element)
    return live.filter { add in
      !live.contains { $0 != add && record.known[$0].contains(add) }
    }
  }
}

extension ReplicaRecord<SetModel> {
  fileprivate func element(of event: Int) -> SetElement? { events[event].operation()?.element }

  fileprivate func adds(_ element: SetElement, at event: Int) -> Bool {
    events[event].operation() == .add(element)
  }

  /// What the submission returned for an add.
  fileprivate func dot(of add: Int) -> Dot? {
    if case .dot(let dot) = sights[add].returned { dot } else { nil }
  }

  fileprivate func dotText(_ add: Int) -> String { dot(of: add)?.description ?? "?" }

  fileprivate func replica(_ event: Int) -> String { name(of: events[event].node) }
}

/// Says what is wrong at one event.
private struct SetJudge {
  let record: ReplicaRecord<SetModel>
  let event: Int

  private var before: SetPast { SetPast(record.past(before: event), record) }

  private var who: String { record.replica(event) }

  private func fault(
    _ kind: SetFaultKind, _ events: [Int], _ sentence: String
  ) -> SetModel.Fault {
    SetModel.Fault(kind: kind, sentence: sentence, events: (events + [event]).sorted())
  }

  /// Works out only what is asked for: in a long run much may be wrong.
  func faults(among kinds: Set<SetFaultKind>) -> [SetModel.Fault] {
    var faults: [SetModel.Fault] = []
    if !kinds.isDisjoint(with: .dots) { faults += [dotFault].compactMap(\.self) }
    if kinds.contains(.wrongRemoval) { faults += [removalFault].compactMap(\.self) }
    if !kinds.isDisjoint(with: .presence) { faults += presenceFaults }
    return faults.filter { $0.kind.map(kinds.contains) == true }
  }

  // MARK: Dots

  private var dotFault: SetModel.Fault? {
    guard let dot = record.dot(of: event), let element = record.element(of: event) else {
      return nil
    }
    if dot.replica != identifier(of: record.events[event].node) {
      return fault(
        .foreignDot, [],
        "\(who)'s add of \(element.text) returned the dot \(dot), which names another replica")
    }
    // Whoever counts right has used no dot before, unless an earlier add was counted wrong.
    let own = ownAdds
    let next = Dot(replica: dot.replica, sequence: UInt64(own.count + 1))
    if dot == next { return nil }
    if let earlier = own.first(where: { record.dot(of: $0) == dot }),
      let former = record.element(of: earlier)
    {
      return fault(
        .reusedDot, [earlier],
        former == element
          ? "\(who) used the dot \(dot) for two adds of \(element.text)"
          : "\(who) used the dot \(dot) for an add of \(former.text) and one of \(element.text)")
    }
    guard let last = own.first else {
      return fault(
        .miscountedDot, [], "\(who)'s first dot is \(dot); dots are counted from 1")
    }
    return fault(
      .miscountedDot, [last],
      "\(who)'s add of \(element.text) returned the dot \(dot); the last dot of its own that it knows "
        + "of is \(record.dotText(last)), so the next is \(next)")
  }

  /// All earlier adds of the event's replica, of former lives too, the last one first.
  private var ownAdds: [Int] {
    var adds: [Int] = []
    var next = record.events[event].previous
    while let earlier = next {
      if case .add = record.events[earlier].operation() { adds.append(earlier) }
      next = record.events[earlier].previous
    }
    return adds
  }

  // MARK: What remove returns

  private var removalFault: SetModel.Fault? {
    guard case .remove(let element) = record.events[event].operation(),
      case .dots(let dots, let count) = record.sights[event].returned
    else { return nil }
    let before = before
    func fault(_ rest: String, _ events: [Int]) -> SetModel.Fault {
      let returned = dots.isEmpty ? "nothing" : "{\(dots.listed)}"
      return self.fault(
        .wrongRemoval, events, "\(who).remove(\(element.text)) returned \(returned), \(rest)")
    }
    if count > SetModel.listLimit {
      return fault("\(count) dots in all, but it has seen \(before.adds.count) adds", [])
    }
    for dot in dots {
      let named = before.adds.filter { record.dot(of: $0) == dot }
      guard let add = named.first else {
        return fault("but it has seen no add with the dot \(dot)", [])
      }
      let same = named.filter { record.element(of: $0) == element }
      guard !same.isEmpty else {
        return fault("but \(dot) is an add of \(record.element(of: add)?.text ?? "")", [add])
      }
      guard same.contains(where: before.live(element).contains) else {
        return fault("but \(dot) had been removed before", [add])
      }
    }
    for add in before.newest(element) where record.dot(of: add).map(dots.contains) != true {
      return fault("which lacks the live dot \(record.dotText(add))", [add])
    }
    return nil
  }

  // MARK: Which elements are there

  /// What is wrong with the elements asked about, in the order in which they were, and then with the others.
  private var presenceFaults: [SetModel.Fault] {
    guard let shown = record.sights[event].reading else { return [] }
    let known = SetPast(record.past(of: event), record)
    let probed = record.attention.look.probes
    let others = shown.elements.union(known.adds.compactMap(record.element)).subtracting(probed)
    let faults = (probed + others.sorted { $0.text < $1.text })
      .compactMap { presenceFault(of: $0, shown, known) }
    guard shown.hasStranger else { return faults }
    return faults + [fault(.phantom, [], "\(who) shows an element that nobody has added")]
  }

  private func presenceFault(
    of element: SetElement, _ shown: SetReading, _ known: SetPast
  ) -> SetModel.Fault? {
    let isShown = shown.elements.contains(element)
    if shown.disagreements.contains(element) {
      let elements = shown.elements.text(withStrangers: shown.hasStranger)
      return fault(
        .disagreement, [],
        "\(who).contains(\(element.text)) is \(!isShown), but its elements are \(elements)")
    }
    let live = known.live(element)
    if isShown == !live.isEmpty { return nil }
    return isShown ? presentFault(of: element, known) : absentFault(of: element, live, known)
  }

  private func presentFault(of element: SetElement, _ known: SetPast) -> SetModel.Fault {
    let what = element.text
    guard let add = known.adds(of: element).last, let remove = known.removes(of: element).last
    else {
      return fault(.phantom, [], "\(who) shows \(what), which nobody it has heard from has added")
    }
    if remove == event {
      return fault(.removeIneffective, [add], "\(who) still shows \(what) after removing it")
    }
    if !before.adds(of: element).isEmpty, before.live(element).isEmpty {
      return fault(
        .cameBack, [remove],
        "\(what) is back at \(who), though every add of it that \(who) knows of has been removed")
    }
    return fault(
      .removeNotLearnt, [remove],
      "\(who) shows \(what), though the states it has merged say that every add of it was removed")
  }

  private func absentFault(
    of element: SetElement, _ live: [Int], _ known: SetPast
  ) -> SetModel.Fault {
    let what = element.text
    let add = live.last ?? event
    let added = "\(record.replica(add))'s add under \(record.dotText(add))"
    let removes = known.removes(of: element)
    if let remove = removes.first(where: { !record.known[add].contains($0) }) {
      let whose = "\(record.replica(remove))'s remove"
      let hadSeen = record.past(before: remove).members.contains { record.adds(element, at: $0) }
      return hadSeen
        ? fault(
          .lostToConcurrentRemove, [add, remove],
          "\(who) lacks \(what): \(whose) had not seen \(added), so that add must stay")
        : fault(
          .lostToBlindRemove, [add, remove],
          "\(who) lacks \(what): \(whose) had seen no add of \(what), so it removes nothing and "
            + "\(added) must stay")
    }
    if let remove = removes.last {
      let twin = known.adds(of: element).first {
        record.dot(of: $0) == record.dot(of: add) && !live.contains($0)
      }
      return fault(
        .lostReAdd, [twin, remove, add].compactMap(\.self),
        twin == nil
          ? "\(who) lacks \(what): \(added) came after every remove of \(what)"
          : "\(who) lacks \(what): \(added) bears the dot of an add that was removed before")
    }
    let bystander = known.removes.first
    return fault(
      bystander == nil ? .lostAdd : .lostBystander, [add] + [bystander].compactMap(\.self),
      record.events[add].node == record.events[event].node
        ? "\(who) lacks \(what), which it added under \(record.dotText(add)) and nobody has removed"
        : "\(who) lacks \(what): \(added) has reached it, and nobody has removed \(what)")
  }
}
