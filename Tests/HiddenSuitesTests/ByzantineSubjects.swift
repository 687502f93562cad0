import ExerciseKit
import Solutions

// Replicas of PBFT that do nothing, and some that are wrong.

struct IdleReplica: ByzantineReplicating {
  let view = 0
  let isWaiting = false
  init(id: NodeID, replicas: [NodeID], window: Int) {}
  mutating func request(_ request: String) -> [AgreementEffect] { [] }
  mutating func receive(_ message: AgreementMessage, from sender: NodeID) -> [AgreementEffect] {
    []
  }
  mutating func timeout() -> [AgreementEffect] { [] }
}

/// Does not hear of other views.
struct DeafReplica: ByzantineReplicating {
  private var base: PBFTReplica
  var view: Int { base.view }
  var isWaiting: Bool { base.isWaiting }
  init(id: NodeID, replicas: [NodeID], window: Int) {
    base = PBFTReplica(id: id, replicas: replicas, window: window)
  }
  mutating func request(_ request: String) -> [AgreementEffect] { base.request(request) }
  mutating func receive(_ message: AgreementMessage, from sender: NodeID) -> [AgreementEffect] {
    switch message {
    case .viewChange, .newView: []
    case .prePrepare, .prepare, .commit: base.receive(message, from: sender)
    }
  }
  mutating func timeout() -> [AgreementEffect] { base.timeout() }
}

/// Executes what a quorum is only prepared for.
struct ImpatientReplica: ByzantineReplicating {
  private var base: PBFTReplica
  private var executed: Set<Int> = []
  var view: Int { base.view }
  var isWaiting: Bool { base.isWaiting }
  init(id: NodeID, replicas: [NodeID], window: Int) {
    base = PBFTReplica(id: id, replicas: replicas, window: window)
  }
  private mutating func hurried(_ effects: [AgreementEffect]) -> [AgreementEffect] {
    effects.flatMap { effect -> [AgreementEffect] in
      switch effect {
      case .broadcast(.commit(_, let sequence, let request?)):
        executed.insert(sequence).inserted
          ? [effect, .execute(sequence: sequence, request: request)] : [effect]
      case .broadcast: [effect]
      case .execute(let sequence, _): executed.insert(sequence).inserted ? [effect] : []
      }
    }
  }
  mutating func request(_ request: String) -> [AgreementEffect] {
    hurried(base.request(request))
  }
  mutating func receive(_ message: AgreementMessage, from sender: NodeID) -> [AgreementEffect] {
    hurried(base.receive(message, from: sender))
  }
  mutating func timeout() -> [AgreementEffect] { hurried(base.timeout()) }
}
