import Clusters
import ExerciseKit
import Simulation
import Solutions

/// A replica of PBFT in a run: a correct one, one without the commit phase, or one that lies.
enum ByzantineNode: Restartable, Hashable {
  typealias Stored = ByzantineReplica.Stored
  typealias Message = ByzantineReplica.Message
  typealias Effect = FaultyRun<ByzantineNode>.Effect

  enum Input: Hashable { case propose(String), timeout, retransmit, lie }

  /// A request that was executed, under its number.
  struct Sight: Hashable {
    let sequence: Int
    let request: String
  }

  case correct(ByzantineReplica)
  case hasty(ByzantineReplica)
  case liar(ByzantineLiar)

  static let members = (0...3).map { NodeID($0) }

  static func replica(
    _ id: NodeID, interval: Int = 2, _ stored: Stored? = nil
  ) -> ByzantineReplica {
    ByzantineReplica(
      id: id, members: members, primary: members[0], interval: interval,
      stored: stored ?? Stored())
  }

  /// The replica, when it is a correct one.
  var replica: ByzantineReplica? {
    switch self {
    case .correct(let replica), .hasty(let replica): replica
    case .liar: nil
    }
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .propose(let request): step { $0.propose(request) }
    case .timeout: step { $0.timeout() }
    case .retransmit: step { $0.retransmit() }
    case .lie: lie { $0.lie() }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    step { $0.receive(message, from: sender) }
  }

  private mutating func step(
    _ change: (inout ByzantineReplica) -> [ByzantineReplica.Output]
  ) -> [Effect] {
    switch self {
    case .correct(var replica):
      let outputs = change(&replica)
      self = .correct(replica)
      return outputs.flatMap { Self.effects($0, of: replica.id) }
    case .hasty(var replica):
      let outputs = Self.committing(change(&replica), at: &replica)
      self = .hasty(replica)
      return outputs.flatMap { Self.effects($0, of: replica.id) }
    case .liar: return lie { $0.step(change) }
    }
  }

  private mutating func lie(_ change: (inout ByzantineLiar) -> [Effect]) -> [Effect] {
    guard case .liar(var liar) = self else { return [] }
    let effects = change(&liar)
    self = .liar(liar)
    return effects
  }

  /// The protocol without its last phase: what is prepared is executed, as if all had committed it.
  private static func committing(
    _ outputs: [ByzantineReplica.Output], at replica: inout ByzantineReplica
  ) -> [ByzantineReplica.Output] {
    var all = outputs
    for case .broadcast(let commit) in outputs {
      guard case .commit = commit else { continue }
      for other in members where other != replica.id {
        all += committing(replica.receive(commit, from: other), at: &replica)
      }
    }
    return all
  }

  static func effects(_ output: ByzantineReplica.Output, of id: NodeID) -> [Effect] {
    switch output {
    case .persist(let stored): [.persist(stored)]
    case .broadcast(let message):
      members.filter { $0 != id }.map { .send(message, to: $0) }
    case .send(let message, let receiver): [.send(message, to: receiver)]
    case .execute(let sequence, let request):
      [.show(Sight(sequence: sequence, request: request))]
    case .install, .setTimer, .stopTimer: []
    }
  }
}

/// A replica that lies: it is two at once, tells either story to whom it likes, and makes up more. What it
/// says in others' names they have said.
struct ByzantineLiar: Sendable, Hashable {
  private let id: NodeID
  private var faces: [ByzantineReplica]
  private var seed: UInt64

  init(id: NodeID, seed: UInt64) {
    self.id = id
    self.seed = seed
    faces = [ByzantineNode.replica(id), ByzantineNode.replica(id)]
  }

  /// Chance that goes on from here.
  private var random: RandomSource {
    get { RandomSource(seed: seed) }
    set {
      var next = newValue
      seed = next.next()
    }
  }

  /// Both faces learn of it, and either says what it wants to some of the others.
  mutating func step(
    _ change: (inout ByzantineReplica) -> [ByzantineReplica.Output]
  ) -> [ByzantineNode.Effect] {
    var effects: [ByzantineNode.Effect] = []
    for face in faces.indices where random.chance(4, in: 5) {
      for output in change(&faces[face]) {
        guard case .broadcast(let message) = output else { continue }
        effects += tellSome(message)
      }
    }
    return effects
  }

  mutating func lie() -> [ByzantineNode.Effect] {
    let (view, sequence) = (random.index(below: 4), 1 + random.index(below: 6))
    let request = random.element(of: ["a", "b", "c", "lie", nil]) ?? nil
    switch random.index(below: 8) {
    case 0, 1:
      return step { $0.propose(request ?? "d") } + step { $0.timeout() }
    case 2: return tellSome(.prePrepare(view: view, sequence: sequence, request: request))
    case 3: return tellSome(.prepare(view: view, sequence: sequence, request: request))
    case 4: return tellSome(.commit(view: view, sequence: sequence, request: request))
    case 5: return tellSome(.checkpoint(sequence: 2 * sequence, digest: [1]))
    case 6:
      // It has prepared nothing, or so it says.
      return tellSome(.viewChange(.init(view: view, checkpoint: .start, prepared: [])))
    default:
      return step { $0.retransmit() }
        + tellSome(
          .newView(.init(view: view, viewChanges: [:], requests: [request])))
    }
  }

  private mutating func tellSome(_ message: ByzantineNode.Message) -> [ByzantineNode.Effect] {
    ByzantineNode.members.filter { $0 != id && random.chance(1, in: 2) }.map {
      .send(message, to: $0)
    }
  }
}
