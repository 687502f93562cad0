// Keeps every reply to its last request in a list and looks through all of it each time.
import ExerciseKit

struct RegisterClient: MajorityClient {
  private let id: NodeID
  private let replicas: [NodeID]
  private var op: Int?
  private var write: String?
  private var request: ReplicaRequest?
  private var log: [ReplicaReply] = []
  private var used: [WriteTag] = []

  init(id: NodeID, replicas: [NodeID]) {
    self.id = id
    self.replicas = replicas
  }

  mutating func startWrite(op: Int, _ value: String) -> ReplicaRequest { start(op, value) }
  mutating func startRead(op: Int) -> ReplicaRequest { start(op, nil) }

  private mutating func start(_ op: Int, _ value: String?) -> ReplicaRequest {
    (self.op, write, log) = (op, value, [])
    request = .query(op: op)
    return .query(op: op)
  }

  mutating func handle(_ reply: ReplicaReply) -> (next: ReplicaRequest?, done: RegisterOutcome?) {
    guard let op, let request else { return (nil, nil) }
    let before = voters(on: request)
    log.append(reply)
    let after = voters(on: request)
    guard after.count > before.count, after.count == replicas.count / 2 + 1 else {
      return (nil, nil)
    }
    guard case .query = request else {
      guard case .store(_, _, let value) = request else { return (nil, nil) }
      let isWrite = write != nil
      (self.op, self.request, log) = (nil, nil, [])
      return (nil, isWrite ? .wrote(op: op) : .read(op: op, value))
    }
    let held = log.compactMap { reply -> (tag: WriteTag, value: String?)? in
      guard case .state(op, let sender, let tag, let value) = reply, replicas.contains(sender)
      else {
        return nil
      }
      return (tag, value)
    }.sorted { $0.tag < $1.tag }
    guard let newest = held.last else { return (nil, nil) }
    var next = ReplicaRequest.store(op: op, newest.tag, newest.value)
    if let write {
      let counter = max(newest.tag.counter, used.last?.counter ?? 0)
      used.append(WriteTag(counter: counter + 1, writer: id))
      next = .store(op: op, used[used.count - 1], write)
    }
    (self.request, log) = (next, [])
    return (next, nil)
  }

  private func voters(on request: ReplicaRequest) -> [NodeID] {
    replicas.filter { replica in
      log.contains { reply in
        switch (request, reply) {
        case (.query(let op), .state(let number, let sender, _, _)):
          number == op && sender == replica
        case (.store(let op, _, _), .stored(let number, let sender)):
          number == op && sender == replica
        default: false
        }
      }
    }
  }
}
