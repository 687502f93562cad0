// Keeps its state in an object that is copied when it is shared.
import ExerciseKit

struct RegisterClient: MajorityClient {
  private final class State: @unchecked Sendable {
    var op: Int?
    var write: String?
    var isStoring = false
    var answered: Set<NodeID> = []
    var tag = WriteTag(counter: 0, writer: NodeID(0))
    var value: String?
    var counter: UInt64 = 0

    func copy() -> State {
      let copy = State()
      (copy.op, copy.write, copy.isStoring, copy.answered) = (op, write, isStoring, answered)
      (copy.tag, copy.value, copy.counter) = (tag, value, counter)
      return copy
    }
  }

  private let id: NodeID
  private let replicas: Set<NodeID>
  private var state = State()

  init(id: NodeID, replicas: [NodeID]) {
    self.id = id
    self.replicas = Set(replicas)
  }

  private mutating func own() -> State {
    if !isKnownUniquelyReferenced(&state) { state = state.copy() }
    return state
  }

  mutating func startWrite(op: Int, _ value: String) -> ReplicaRequest { start(op, value) }
  mutating func startRead(op: Int) -> ReplicaRequest { start(op, nil) }

  private mutating func start(_ op: Int, _ write: String?) -> ReplicaRequest {
    let state = own()
    (state.op, state.write, state.isStoring, state.answered) = (op, write, false, [])
    (state.tag, state.value) = (WriteTag(counter: 0, writer: NodeID(0)), nil)
    return .query(op: op)
  }

  mutating func handle(_ reply: ReplicaReply) -> (next: ReplicaRequest?, done: RegisterOutcome?) {
    let state = own()
    guard let op = state.op else { return (nil, nil) }
    switch reply {
    case .state(op, let sender, let tag, let value)
    where !state.isStoring && replicas.contains(sender):
      state.answered.insert(sender)
      if tag > state.tag { (state.tag, state.value) = (tag, value) }
      guard state.answered.count > replicas.count / 2 else { return (nil, nil) }
      (state.isStoring, state.answered) = (true, [])
      if let write = state.write {
        state.counter = max(state.counter, state.tag.counter) + 1
        (state.tag, state.value) = (WriteTag(counter: state.counter, writer: id), write)
      }
      return (.store(op: op, state.tag, state.value), nil)
    case .stored(op, let sender) where state.isStoring && replicas.contains(sender):
      state.answered.insert(sender)
      guard state.answered.count > replicas.count / 2 else { return (nil, nil) }
      state.op = nil
      return (nil, state.write == nil ? .read(op: op, state.value) : .wrote(op: op))
    default: return (nil, nil)
    }
  }
}
