import ExerciseKit

// A list of jobs under way, each with a place for every replica; ended jobs are remembered by number.
struct QuorumStore: QuorumCoordinator {
  private struct Job: Sendable {
    let op: Int
    var version: StoredVersion?
    var isRead: Bool
    var isStoring: Bool
    var hasAnswered: [Bool]
    var answers: [StoredVersion?]
  }

  private let replicas: [NodeID]
  private let quorums: (read: Int, write: Int)
  private let repair: ReadRepair
  private var jobs: [Job] = []
  private var ended: Set<Int> = []

  init(replicas: [NodeID], readQuorum: Int, writeQuorum: Int, repair: ReadRepair) {
    self.replicas = replicas
    quorums = (readQuorum, writeQuorum)
    self.repair = repair
  }

  private mutating func begin(_ op: Int, _ version: StoredVersion?) {
    jobs.append(
      Job(
        op: op, version: version, isRead: version == nil, isStoring: version != nil,
        hasAnswered: replicas.map { _ in false }, answers: replicas.map { _ in nil }))
  }

  private func everyone(_ request: QuorumRequest) -> [QuorumMessage] {
    replicas.map { QuorumMessage(to: $0, request: request) }
  }

  mutating func write(op: Int, _ version: StoredVersion) -> [QuorumMessage] {
    begin(op, version)
    return everyone(.store(op: op, version))
  }

  mutating func read(op: Int) -> [QuorumMessage] {
    begin(op, nil)
    return everyone(.fetch(op: op))
  }

  mutating func handle(_ reply: QuorumReply) -> (send: [QuorumMessage], done: QuorumOutcome?) {
    let op: Int
    let sender: NodeID
    let isAcknowledgement: Bool
    var version: StoredVersion?
    switch reply {
    case .stored(let o, let from): (op, sender, isAcknowledgement) = (o, from, true)
    case .fetched(let o, let from, let held):
      (op, sender, isAcknowledgement) = (o, from, false)
      version = held
    }
    guard !ended.contains(op), let place = jobs.firstIndex(where: { $0.op == op }),
      jobs[place].isStoring == isAcknowledgement, let replica = replicas.firstIndex(of: sender)
    else { return ([], nil) }
    jobs[place].hasAnswered[replica] = true
    if let version, jobs[place].answers[replica].map({ $0.tag < version.tag }) ?? true {
      jobs[place].answers[replica] = version
    }
    let count = jobs[place].hasAnswered.filter { $0 }.count
    guard count >= (isAcknowledgement ? quorums.write : quorums.read) else { return ([], nil) }
    if isAcknowledgement {
      let job = jobs.remove(at: place)
      ended.insert(op)
      return ([], job.isRead ? .read(op: op, job.version) : .wrote(op: op))
    }
    var newest: StoredVersion?
    for answer in jobs[place].answers {
      guard let answer else { continue }
      if newest.map({ $0.tag < answer.tag }) ?? true { newest = answer }
    }
    if let newest, repair == .beforeAnswer {
      jobs[place].version = newest
      jobs[place].isStoring = true
      jobs[place].hasAnswered = replicas.map { _ in false }
      return (everyone(.store(op: op, newest)), nil)
    }
    let job = jobs.remove(at: place)
    ended.insert(op)
    var send: [QuorumMessage] = []
    if let newest, repair == .afterAnswer {
      for (index, id) in replicas.enumerated() where job.hasAnswered[index] {
        if job.answers[index] != newest {
          send.append(QuorumMessage(to: id, request: .store(op: op, newest)))
        }
      }
    }
    return (send, .read(op: op, newest))
  }

  mutating func giveUp(op: Int) -> QuorumOutcome? {
    guard let place = jobs.firstIndex(where: { $0.op == op }) else { return nil }
    let job = jobs.remove(at: place)
    ended.insert(op)
    if job.isRead { return .unreadable(op: op) }
    return .unknown(op: op, acknowledgements: job.hasAnswered.filter { $0 }.count)
  }
}
