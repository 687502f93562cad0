import ExerciseKit
import Solutions

/// What the log of a `StoreCluster` makes of the store, to be compared with what servers tell.
struct StoreLedger: Sendable {
  var invariants = ClusterInvariants<StoreMachine>()
  /// The first thing that broke, as a sentence without a full stop.
  private(set) var violation: String?
  private var machine: StoreMachine
  private var replayed = 0
  /// Every change, by revision from 1.
  private(set) var changes: [StoreChange] = []
  private var values: Set<String> = []

  init(maxSessions: Int) {
    machine = StoreMachine(maxSessions: maxSessions)
  }

  mutating func require(_ holds: Bool, _ sentence: @autoclosure () -> String) {
    if !holds, violation == nil { violation = sentence() }
  }

  mutating func observe(_ effect: ReplicatedStore.Server.Output, at id: NodeID, in term: Term) {
    invariants.observe(effect, at: id, in: term)
    while let entry = invariants.entry(at: replayed + 1) {
      replayed += 1
      if case .command(let command) = entry.content { replay(command) }
    }
    if violation == nil, let broken = invariants.violation { violation = broken }
  }

  private mutating func replay(_ command: StoreCommand) {
    let before = machine.revision
    _ = machine.apply(command)
    guard machine.revision > before else { return }
    for change in machine.changes(after: before) ?? [] {
      changes.append(change)
      // No two writes of the clients write the same.
      guard let value = change.value else { continue }
      require(values.insert(value).inserted, "Exactly Once: \(value) is written twice")
    }
  }

  /// The change that made a revision; nil when there is none.
  func change(_ revision: UInt64) -> StoreChange? {
    revision > 0 && revision <= UInt64(changes.count) ? changes[Int(revision) - 1] : nil
  }

  /// What is under a key as of a revision.
  func value(of key: String, at revision: UInt64) -> String? {
    changes.prefix(Int(revision)).last { $0.key == key }?.value
  }

  /// A watch is given changes, of which `next` is the first it lacks.
  mutating func checkChanges(_ given: ArraySlice<StoreChange>, from next: UInt64, at id: NodeID) {
    var expected = next
    for change in given {
      require(
        change.revision == expected,
        "Watch: \(id) gives revision \(change.revision) where \(expected) is next")
      require(
        change == self.change(change.revision),
        "Watch: \(id) gives \(change), which is not what was committed")
      expected = change.revision + 1
    }
  }
}
