/// That a replica has prepared something, with the proof: the word of a quorum of its view, each signed. Nobody can
/// forge it, so of one view and number there are never two with different requests.
public struct PreparedCertificate: Hashable, Sendable {
  /// The view in which it was prepared.
  public var view: Int
  /// Its number.
  public var sequence: Int
  /// The request; nil for none, which is executed without doing anything.
  public var request: String?

  /// Describes what was prepared.
  public init(view: Int, sequence: Int, request: String?) {
    self.view = view
    self.sequence = sequence
    self.request = request
  }
}

/// A replica's word that it has left all earlier views, with what the next one must know. It is signed: nobody else
/// can have said it, but anybody who has it can show it.
public struct ViewChange: Hashable, Sendable {
  /// Who says so.
  public var replica: NodeID
  /// The view that it asks for.
  public var view: Int
  /// What it has prepared, by rising number, each in the latest view in which it was.
  public var prepared: [PreparedCertificate]

  /// Describes what a replica asks for.
  public init(replica: NodeID, view: Int, prepared: [PreparedCertificate]) {
    self.replica = replica
    self.view = view
    self.prepared = prepared
  }
}

/// What replicas say to each other. In prepares and commits the request stands for its digest.
public enum AgreementMessage: Hashable, Sendable {
  /// The primary gives a request its number.
  case prePrepare(view: Int, sequence: Int, request: String)
  /// "The primary of this view told me so."
  case prepare(view: Int, sequence: Int, request: String?)
  /// "A quorum of this view was told so."
  case commit(view: Int, sequence: Int, request: String?)
  /// "The primary is silent or lies."
  case viewChange(ViewChange)
  /// The primary of a view begins it, and shows who has asked for it. In place of a pre-prepare for each of the
  /// numbers from 1 on stand `requests`; nil is none.
  case newView(view: Int, viewChanges: [ViewChange], requests: [String?])
}

/// What a replica wants done.
public enum AgreementEffect: Hashable, Sendable {
  /// Send this to every other replica.
  case broadcast(AgreementMessage)
  /// Execute the request that has this number.
  case execute(sequence: Int, request: String)
}

/// What the exercise `pbft` asks for: one replica of Practical Byzantine Fault Tolerance without checkpoints
/// (Castro and Liskov 1999, sections 4.2 and 4.4).
public protocol ByzantineReplicating: Sendable {
  /// A replica in view 0.
  /// - Parameters:
  ///   - id: its own name.
  ///   - replicas: all of them in any order, this one among them, none twice.
  ///   - window: the largest number that a request can have; 1 or more.
  init(id: NodeID, replicas: [NodeID], window: Int)

  /// The view it is in, or asks for.
  var view: Int { get }

  /// Whether its timer has to run.
  var isWaiting: Bool { get }

  /// A client asks for something. Whoever is correct tells every replica.
  mutating func request(_ request: String) -> [AgreementEffect]

  /// A message arrives.
  /// - Parameter sender: who has sent it; nobody can lie about that.
  mutating func receive(
    _ message: AgreementMessage, from sender: NodeID
  ) -> [AgreementEffect]

  /// The timer has run out.
  mutating func timeout() -> [AgreementEffect]
}
