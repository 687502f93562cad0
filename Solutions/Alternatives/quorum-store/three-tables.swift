import ExerciseKit

// A table for each phase, and how many are still missing instead of how many there are.
struct QuorumStore: QuorumCoordinator {
  private let group: [NodeID]
  private let reads: Int
  private let writes: Int
  private let repair: ReadRepair
  private var writing: [Int: Set<NodeID>] = [:]
  private var fetching: [Int: [NodeID: StoredVersion?]] = [:]
  private var restoring: [Int: (version: StoredVersion, missing: Set<NodeID>)] = [:]

  init(replicas: [NodeID], readQuorum: Int, writeQuorum: Int, repair: ReadRepair) {
    group = replicas
    reads = readQuorum
    writes = writeQuorum
    self.repair = repair
  }

  mutating func write(op: Int, _ version: StoredVersion) -> [QuorumMessage] {
    writing[op] = Set(group)
    return group.reversed().map { QuorumMessage(to: $0, request: .store(op: op, version)) }
  }

  mutating func read(op: Int) -> [QuorumMessage] {
    fetching[op] = [:]
    return group.map { QuorumMessage(to: $0, request: .fetch(op: op)) }
  }

  mutating func handle(_ reply: QuorumReply) -> (send: [QuorumMessage], done: QuorumOutcome?) {
    switch reply {
    case .stored(let op, let sender):
      if var missing = writing[op] {
        missing.remove(sender)
        writing[op] = missing
        if group.count - missing.count >= writes {
          writing[op] = nil
          return ([], .wrote(op: op))
        }
      } else if var back = restoring[op] {
        back.missing.remove(sender)
        restoring[op] = back
        if group.count - back.missing.count >= writes {
          restoring[op] = nil
          return ([], .read(op: op, back.version))
        }
      }
      return ([], nil)
    case .fetched(let op, let sender, let version):
      guard group.contains(sender), var answers = fetching[op] else { return ([], nil) }
      let before = answers[sender] ?? nil
      answers.updateValue(
        [before, version].compactMap { $0 }.max { $0.tag < $1.tag }, forKey: sender)
      fetching[op] = answers
      return answers.count == reads ? conclude(op, answers) : ([], nil)
    }
  }

  private mutating func conclude(
    _ op: Int, _ answers: [NodeID: StoredVersion?]
  ) -> ([QuorumMessage], QuorumOutcome?) {
    fetching[op] = nil
    guard let best = answers.values.compactMap({ $0 }).max(by: { $0.tag < $1.tag }) else {
      return ([], .read(op: op, nil))
    }
    let order = QuorumRequest.store(op: op, best)
    switch repair {
    case .none: return ([], .read(op: op, best))
    case .afterAnswer:
      let behind = answers.filter { $0.value != best }.map(\.key)
      return (behind.map { QuorumMessage(to: $0, request: order) }, .read(op: op, best))
    case .beforeAnswer:
      restoring[op] = (best, Set(group))
      return (group.map { QuorumMessage(to: $0, request: order) }, nil)
    }
  }

  mutating func giveUp(op: Int) -> QuorumOutcome? {
    if let missing = writing.removeValue(forKey: op) {
      return .unknown(op: op, acknowledgements: group.count - missing.count)
    }
    let wasFetching = fetching.removeValue(forKey: op) != nil
    let wasRestoring = restoring.removeValue(forKey: op) != nil
    return wasFetching || wasRestoring ? .unreadable(op: op) : nil
  }
}
