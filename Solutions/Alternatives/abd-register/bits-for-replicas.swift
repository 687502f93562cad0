// A bit for each replica, and a set of bits that shrinks as they answer.
import ExerciseKit

struct RegisterClient: MajorityClient {
  private let id: NodeID
  private let places: [NodeID: Int]
  private var op = Int.min
  private var step = 0
  private var write: String?
  private var missing: UInt64 = 0
  private var tag = WriteTag(counter: 0, writer: NodeID(0))
  private var value: String?
  private var counter: UInt64 = 0

  init(id: NodeID, replicas: [NodeID]) {
    self.id = id
    places = Dictionary(uniqueKeysWithValues: replicas.enumerated().map { ($1, $0) })
  }

  private var everybody: UInt64 { places.count == 64 ? .max : 1 << UInt64(places.count) - 1 }

  mutating func startWrite(op: Int, _ value: String) -> ReplicaRequest {
    write = value
    return begin(op)
  }

  mutating func startRead(op: Int) -> ReplicaRequest {
    write = nil
    return begin(op)
  }

  private mutating func begin(_ op: Int) -> ReplicaRequest {
    (self.op, step, missing) = (op, 1, everybody)
    (tag, value) = (WriteTag(counter: 0, writer: NodeID(0)), nil)
    return .query(op: op)
  }

  private mutating func isComplete(_ sender: NodeID) -> Bool {
    guard let place = places[sender] else { return false }
    let before = missing
    missing &= ~(1 << UInt64(place))
    return missing != before && missing.nonzeroBitCount == (places.count - 1) / 2
  }

  mutating func handle(_ reply: ReplicaReply) -> (next: ReplicaRequest?, done: RegisterOutcome?) {
    switch reply {
    case .state(let number, let sender, let theirs, let held):
      guard number == op, step == 1, places[sender] != nil else { return (nil, nil) }
      if theirs > tag { (tag, value) = (theirs, held) }
      guard isComplete(sender) else { return (nil, nil) }
      (step, missing) = (2, everybody)
      if let write {
        counter = max(counter, tag.counter) + 1
        (tag, value) = (WriteTag(counter: counter, writer: id), write)
      }
      return (.store(op: op, tag, value), nil)
    case .stored(let number, let sender):
      guard number == op, step == 2, isComplete(sender) else { return (nil, nil) }
      step = 3
      return (nil, write == nil ? .read(op: op, value) : .wrote(op: op))
    }
  }
}
