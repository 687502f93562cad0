import ExerciseKit

// One dictionary by operation and replica; the phase follows from what is kept of the operation.
struct QuorumStore: QuorumCoordinator {
  private struct Key: Hashable {
    let op: Int
    let replica: NodeID
  }

  private enum Goal: Sendable {
    case write
    case read
    case writeBack(StoredVersion)
  }

  private let members: Set<NodeID>
  private let n: Int
  private let r: Int
  private let w: Int
  private let repair: ReadRepair
  private var goals: [Int: Goal] = [:]
  private var heard: [Key: StoredVersion?] = [:]
  private var handled = 0

  init(replicas: [NodeID], readQuorum: Int, writeQuorum: Int, repair: ReadRepair) {
    members = Set(replicas)
    n = replicas.count
    r = readQuorum
    w = writeQuorum
    self.repair = repair
  }

  mutating func write(op: Int, _ version: StoredVersion) -> [QuorumMessage] {
    goals[op] = .write
    return members.sorted().map { QuorumMessage(to: $0, request: .store(op: op, version)) }
  }

  mutating func read(op: Int) -> [QuorumMessage] {
    goals[op] = .read
    return members.sorted().map { QuorumMessage(to: $0, request: .fetch(op: op)) }
  }

  private func voters(_ op: Int) -> [NodeID] {
    members.filter { heard[Key(op: op, replica: $0)] != nil }
  }

  private mutating func forget(_ op: Int) {
    for member in members { heard.removeValue(forKey: Key(op: op, replica: member)) }
  }

  mutating func handle(_ reply: QuorumReply) -> (send: [QuorumMessage], done: QuorumOutcome?) {
    handled += 1
    switch reply {
    case .stored(let op, let from):
      guard members.contains(from), let goal = goals[op] else { return ([], nil) }
      if case .read = goal { return ([], nil) }
      heard.updateValue(nil, forKey: Key(op: op, replica: from))
      guard voters(op).count >= w else { return ([], nil) }
      goals[op] = nil
      forget(op)
      if case .writeBack(let version) = goal { return ([], .read(op: op, version)) }
      return ([], .wrote(op: op))
    case .fetched(let op, let from, let version):
      guard members.contains(from), case .read? = goals[op] else { return ([], nil) }
      let key = Key(op: op, replica: from)
      if let old = heard[key] ?? nil, let version {
        heard[key] = old.tag > version.tag ? old : version
      } else if (heard[key] ?? nil) == nil {
        heard.updateValue(version, forKey: key)
      }
      let answered = voters(op)
      guard answered.count >= r else { return ([], nil) }
      let known = answered.compactMap { heard[Key(op: op, replica: $0)] ?? nil }
      let best = known.sorted { $0.tag < $1.tag }.last
      let behind = answered.filter { (heard[Key(op: op, replica: $0)] ?? nil)?.tag != best?.tag }
      goals[op] = nil
      forget(op)
      guard let best else { return ([], .read(op: op, nil)) }
      if repair == .beforeAnswer {
        goals[op] = .writeBack(best)
        return (
          members.map { QuorumMessage(to: $0, request: .store(op: op, best)) }, nil
        )
      }
      let send =
        repair == .none
        ? [] : behind.map { QuorumMessage(to: $0, request: .store(op: op, best)) }
      return (send, .read(op: op, best))
    }
  }

  mutating func giveUp(op: Int) -> QuorumOutcome? {
    guard let goal = goals.removeValue(forKey: op) else { return nil }
    defer { forget(op) }
    if case .write = goal { return .unknown(op: op, acknowledgements: voters(op).count) }
    return .unreadable(op: op)
  }
}
