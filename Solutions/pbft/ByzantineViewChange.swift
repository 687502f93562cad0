import ExerciseKit

// Sections 4.4 and 4.5: how a primary is replaced.

extension ByzantineReplica {
  /// Leaves the view it is in for good, and says what it had prepared there.
  mutating func changeView(to view: Int) -> [Output] {
    stored.view = view
    stored.isChangingView = true
    stored.newView = nil
    attempts += attempts < .max ? 1 : 0
    restartsTimer = true
    let prepared = stored.slots.sorted { $0.key < $1.key }.compactMap(\.value.certificate)
    let own = ViewChange(view: view, checkpoint: stored.stable, prepared: prepared)
    stored.viewChanges[id] = own
    return [.broadcast(.viewChange(own))] + beginViewIfAsked()
  }

  /// Keeps a member's word on the latest view it asks for. When f + 1 others have left for later views, one
  /// of them is correct, and this replica follows to the first of those views without waiting for its timer.
  mutating func take(_ viewChange: ViewChange, from sender: NodeID) -> [Output] {
    if let newView = stored.newView, viewChange.view <= view {
      return [.send(.newView(newView), to: sender)]
    }
    guard viewChange.view > view || (viewChange.view == view && isChangingView),
      isValid(viewChange)
    else { return [] }
    if stored.viewChanges[sender].map({ $0.view < viewChange.view }) ?? true {
      stored.viewChanges[sender] = viewChange
    }
    let later = stored.viewChanges.filter { $0.key != id && $0.value.view > view }
    guard later.count >= faults + 1, let first = later.values.map(\.view).min() else {
      return beginViewIfAsked()
    }
    return changeView(to: first)
  }

  /// The words of those who ask for the view that this replica is changing to.
  private var wordsForView: [NodeID: ViewChange] {
    stored.viewChanges.filter { $0.value.view == view }
  }

  /// True when 2f + 1 ask for the view that this replica is changing to.
  var hasQuorumForView: Bool { wordsForView.count >= 2 * faults + 1 }

  /// The primary of a view begins it when 2f + 1 have asked for it, itself included.
  private mutating func beginViewIfAsked() -> [Output] {
    guard isChangingView, isPrimary, hasQuorumForView else { return [] }
    let newView = NewView(view: view, viewChanges: wordsForView)
    return [.broadcast(.newView(newView))] + enter(newView)
  }

  /// Follows a primary that has begun its view as it must.
  mutating func take(_ newView: NewView, from sender: NodeID) -> [Output] {
    guard newView.view > view || (newView.view == view && isChangingView),
      sender == primary(of: newView.view), isValid(newView)
    else { return [] }
    return enter(newView)
  }

  private mutating func enter(_ newView: NewView) -> [Output] {
    stored.view = newView.view
    stored.isChangingView = false
    restartsTimer = true
    stored.newView = isPrimary ? newView : nil
    stored.viewChanges = stored.viewChanges.filter { $0.value.view > newView.view }
    var outputs = advance(to: newView.checkpoint)
    for sequence in stored.slots.keys { stored.slots[sequence]?.beginView() }
    for (offset, request) in newView.requests.enumerated() {
      let sequence = newView.checkpoint.sequence + 1 + offset
      guard isWithinMarks(sequence) else { continue }
      outputs += prepare(Order(request: request), sequence) + progress(sequence)
    }
    return outputs + relays
  }

  private func isValid(_ newView: NewView) -> Bool {
    newView.view > 0
      && newView.viewChanges.count >= 2 * faults + 1
      && newView.viewChanges.allSatisfy { signer, viewChange in
        members.contains(signer) && viewChange.view == newView.view && isValid(viewChange)
      }
      && newView == NewView(view: newView.view, viewChanges: newView.viewChanges)
  }

  private func isValid(_ viewChange: ViewChange) -> Bool {
    let low = viewChange.checkpoint.sequence
    let numbers = viewChange.prepared.map(\.sequence)
    return viewChange.view > 0 && isValid(viewChange.checkpoint)
      && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
      && viewChange.prepared.allSatisfy { certificate in
        let (view, signers) = (certificate.view, certificate.signers)
        return view >= 0 && view < viewChange.view
          && certificate.sequence > low && certificate.sequence <= low + window
          && signers.isSubset(of: members) && !signers.contains(primary(of: view))
          && signers.count >= 2 * faults
      }
  }
}
