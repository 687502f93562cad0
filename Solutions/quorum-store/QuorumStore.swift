public import ExerciseKit

/// The coordinator of a Dynamo-style store: asks all N replicas, waits for W acknowledgements of a
/// write and R answers to a read.
///
/// Guarantee: when R + W > N and all coordinators use the same N replicas, a read asked after a
/// write was reported as done answers with that write or a newer one. With `Repair.beforeAnswer` and
/// tags that follow the order of the writes, the history of one writer and any number of readers is
/// linearizable. Otherwise it need not be. Source: DeCandia et al. 2007, section 4.5; the blocking
/// repair is the write-back of Attiya, Bar-Noy and Dolev 1995.
///
/// It holds with messages lost, repeated and reordered, and with replicas and coordinators that stop and
/// start again, as long as no disk forgets.
///
/// Nothing must be stored: a coordinator that starts again has given up what was under way, and takes
/// numbers of operations that it never used. Cost: 2N messages for a write, as many for a read, and as
/// many again for one that writes back.
///
/// Deviations: one key; versions are ordered by a tag and the larger wins, where Dynamo keeps
/// conflicting versions side by side; the replicas are fixed, so no hinted handoff; and who was
/// silent is told by calling `giveUp`, since no clock is read.
public struct QuorumStore: QuorumCoordinator {
  /// What a read does about replicas that answered with something old.
  public typealias Repair = ReadRepair
  /// What goes to a replica.
  public typealias Request = QuorumRequest
  /// A request and where it goes.
  public typealias Message = QuorumMessage
  /// What a replica says.
  public typealias Reply = QuorumReply
  /// How an operation ended.
  public typealias Outcome = QuorumOutcome

  private enum Phase {
    case writing(acknowledged: Set<NodeID>)
    case fetching(answers: [NodeID: StoredVersion?])
    case writingBack(StoredVersion, acknowledged: Set<NodeID>)
  }

  private let replicas: [NodeID]
  private let readQuorum: Int
  private let writeQuorum: Int
  private let repair: Repair
  private var operations: [Int: Phase] = [:]

  /// Makes a coordinator.
  /// - Parameters:
  ///   - replicas: the N replicas of the key.
  ///   - readQuorum: R, from 1 to N.
  ///   - writeQuorum: W, from 1 to N.
  public init(replicas: [NodeID], readQuorum: Int, writeQuorum: Int, repair: Repair) {
    precondition((1...replicas.count).contains(readQuorum), "R is from 1 to N")
    precondition((1...replicas.count).contains(writeQuorum), "W is from 1 to N")
    self.replicas = replicas
    self.readQuorum = readQuorum
    self.writeQuorum = writeQuorum
    self.repair = repair
  }

  /// Starts to write.
  /// - Parameters:
  ///   - op: a number never used before.
  ///   - version: the value, with a tag larger than that of every write it is to replace.
  public mutating func write(op: Int, _ version: StoredVersion) -> [Message] {
    operations[op] = .writing(acknowledged: [])
    return toAll(.store(op: op, version))
  }

  /// Starts to read.
  /// - Parameter op: a number never used before.
  public mutating func read(op: Int) -> [Message] {
    operations[op] = .fetching(answers: [:])
    return toAll(.fetch(op: op))
  }

  /// Takes in a reply. Replies to operations that are over and those of strangers change nothing.
  /// - Returns: what to send, and how the operation ended if it did.
  public mutating func handle(_ reply: Reply) -> (send: [Message], done: Outcome?) {
    switch reply {
    case .stored(let op, let sender) where replicas.contains(sender):
      return ([], acknowledge(op, sender))
    case .fetched(let op, let sender, let version) where replicas.contains(sender):
      return answer(op, sender, version)
    default:
      return ([], nil)
    }
  }

  /// Ends an operation that has waited long enough.
  /// - Returns: how it ended; nil for one that is over already.
  public mutating func giveUp(op: Int) -> Outcome? {
    switch operations.removeValue(forKey: op) {
    case .writing(let acknowledged):
      .unknown(op: op, acknowledgements: acknowledged.count)
    case .fetching, .writingBack:
      .unreadable(op: op)
    case nil:
      nil
    }
  }

  private mutating func acknowledge(_ op: Int, _ sender: NodeID) -> Outcome? {
    switch operations[op] {
    case .writing(var acknowledged):
      acknowledged.insert(sender)
      operations[op] = .writing(acknowledged: acknowledged)
      return acknowledged.count < writeQuorum ? nil : finish(op, .wrote(op: op))
    case .writingBack(let version, var acknowledged):
      acknowledged.insert(sender)
      operations[op] = .writingBack(version, acknowledged: acknowledged)
      return acknowledged.count < writeQuorum ? nil : finish(op, .read(op: op, version))
    case .fetching, nil:
      return nil
    }
  }

  private mutating func answer(
    _ op: Int, _ sender: NodeID, _ version: StoredVersion?
  ) -> ([Message], Outcome?) {
    guard case .fetching(var answers) = operations[op] else { return ([], nil) }
    // A replica that was asked twice may have learned something in between; what it said before may come
    // after that, and takes nothing back.
    if let known = answers[sender], let known, version.map({ known.tag >= $0.tag }) ?? true {
      return ([], nil)
    }
    answers.updateValue(version, forKey: sender)
    operations[op] = .fetching(answers: answers)
    guard answers.count >= readQuorum else { return ([], nil) }
    let versions = answers.values.compactMap { $0 }
    guard let newest = versions.max(by: { $0.tag < $1.tag }) else {
      return ([], finish(op, .read(op: op, nil)))
    }
    switch repair {
    case .none:
      return ([], finish(op, .read(op: op, newest)))
    case .afterAnswer:
      let stale = replicas.filter { replica in
        answers[replica].map { $0.map { newest.tag > $0.tag } ?? true } ?? false
      }
      return (
        stale.map { Message(to: $0, request: .store(op: op, newest)) },
        finish(op, .read(op: op, newest))
      )
    case .beforeAnswer:
      operations[op] = .writingBack(newest, acknowledged: [])
      return (toAll(.store(op: op, newest)), nil)
    }
  }

  private mutating func finish(_ op: Int, _ outcome: Outcome) -> Outcome {
    operations[op] = nil
    return outcome
  }

  private func toAll(_ request: Request) -> [Message] {
    replicas.map { Message(to: $0, request: request) }
  }
}
