public import ExerciseKit

extension ByzantineReplica {
  /// 2f + 1 replicas have said, each signed, that they have executed everything up to a number and hold
  /// the same state there. At least f + 1 of them are correct, so that state can be had, and what led
  /// to it can be forgotten.
  public struct Checkpoint: Hashable, Sendable {
    /// Everything up to this number is executed.
    public var sequence: Int
    /// The digest of the state there.
    public var digest: [UInt8]
    /// Whose signatures there are.
    public var signers: Set<NodeID>

    /// Describes a checkpoint.
    public init(sequence: Int, digest: [UInt8], signers: Set<NodeID>) {
      self.sequence = sequence
      self.digest = digest
      self.signers = signers
    }

    /// Where all begin: nothing is executed, which needs no proof.
    public static let start = Checkpoint(sequence: 0, digest: [], signers: [])
  }

  /// The proof that a request was prepared under a number: the pre-prepare of the view's primary and 2f
  /// matching prepares, each signed. No other request has such a proof for this number and view.
  public struct Certificate: Hashable, Sendable {
    /// The view it was prepared in.
    public var view: Int
    /// Its number.
    public var sequence: Int
    /// The request; nil for the one that does nothing.
    public var request: String?
    /// Whose prepares there are.
    public var signers: Set<NodeID>

    /// Describes a certificate.
    public init(view: Int, sequence: Int, request: String?, signers: Set<NodeID>) {
      self.view = view
      self.sequence = sequence
      self.request = request
      self.signers = signers
    }
  }

  /// "I take no more part in earlier views, and this is what the next one has to know."
  public struct ViewChange: Hashable, Sendable {
    /// The view that is asked for.
    public var view: Int
    /// The last stable checkpoint.
    public var checkpoint: Checkpoint
    /// What was prepared after it, by rising number, each in the latest view it was prepared in.
    public var prepared: [Certificate]

    /// Describes what a replica asks for.
    public init(view: Int, checkpoint: Checkpoint, prepared: [Certificate]) {
      self.view = view
      self.checkpoint = checkpoint
      self.prepared = prepared
    }
  }

  /// How a view begins: who asked for it, and what is pre-prepared in it because of that.
  public struct NewView: Hashable, Sendable {
    /// The view that begins.
    public var view: Int
    /// 2f + 1 replicas' words, each signed.
    public var viewChanges: [NodeID: ViewChange]
    /// What is pre-prepared under each number after the latest checkpoint among those words.
    public var requests: [String?]

    /// Describes the start of a view.
    public init(view: Int, viewChanges: [NodeID: ViewChange], requests: [String?]) {
      self.view = view
      self.viewChanges = viewChanges
      self.requests = requests
    }

    /// Works out what follows from the words (section 4.4): up to the highest number that somebody had
    /// prepared, each number keeps the request that was prepared in the latest view, and a number of which
    /// no certificate is left gets the request that does nothing.
    public init(view: Int, viewChanges: [NodeID: ViewChange]) {
      self.init(view: view, viewChanges: viewChanges, requests: [])
      var latest: [Int: Certificate] = [:]
      for certificate in viewChanges.values.flatMap(\.prepared)
      where certificate.sequence > checkpoint.sequence {
        let known = latest[certificate.sequence]
        if known.map({ $0.view < certificate.view }) ?? true {
          latest[certificate.sequence] = certificate
        }
      }
      guard let last = latest.keys.max() else { return }
      requests = (checkpoint.sequence + 1...last).map { latest[$0]?.request }
    }

    /// The latest checkpoint among the words, where the view begins.
    public var checkpoint: Checkpoint {
      viewChanges.sorted { $0.key < $1.key }.map(\.value.checkpoint).reduce(.start) {
        $0.sequence < $1.sequence ? $1 : $0
      }
    }
  }

  /// A message between replicas. Requests stand for their digests.
  public indirect enum Message: Hashable, Sendable {
    /// A client's request, passed on to the primary.
    case request(String)
    /// The primary gives a request its number.
    case prePrepare(view: Int = 0, sequence: Int, request: String?)
    /// "The primary told me so."
    case prepare(view: Int = 0, sequence: Int, request: String?)
    /// "A quorum was told so."
    case commit(view: Int = 0, sequence: Int, request: String?)
    /// "I have executed everything up to here, and this is the digest of my state."
    case checkpoint(sequence: Int, digest: [UInt8])
    /// "The primary is silent or lies."
    case viewChange(ViewChange)
    /// The primary of a view begins it.
    case newView(NewView)
    /// The proof of the last stable checkpoint, for those who have missed it.
    case stable(Checkpoint)
    /// "I lack the state of a later checkpoint than this."
    case fetch(after: Int)
    /// The state of a checkpoint.
    case state(Checkpoint, executed: [String])
  }

  /// Something that a message says in another's name, and that needs this one's signature.
  public struct Quote: Hashable, Sendable {
    /// Who must have signed.
    public let signer: NodeID
    /// What.
    public let message: Message
  }

  /// Everything that a message says in others' names. Whoever hands it in has checked their signatures.
  public func quotes(in message: Message) -> [Quote] {
    switch message {
    case .stable(let checkpoint), .state(let checkpoint, _): return quotes(in: checkpoint)
    case .viewChange(let viewChange): return quotes(in: viewChange)
    case .newView(let newView):
      return newView.viewChanges.sorted { $0.key < $1.key }.flatMap { signer, viewChange in
        [Quote(signer: signer, message: .viewChange(viewChange))] + quotes(in: viewChange)
      }
    default: return []
    }
  }

  private func quotes(in viewChange: ViewChange) -> [Quote] {
    quotes(in: viewChange.checkpoint)
      + viewChange.prepared.flatMap { prepared in
        let (view, sequence, request) = (prepared.view, prepared.sequence, prepared.request)
        return [
          Quote(
            signer: primary(of: view),
            message: .prePrepare(view: view, sequence: sequence, request: request))
        ]
          + prepared.signers.sorted().map {
            Quote(
              signer: $0, message: .prepare(view: view, sequence: sequence, request: request))
          }
      }
  }

  private func quotes(in checkpoint: Checkpoint) -> [Quote] {
    checkpoint.signers.sorted().map {
      Quote(
        signer: $0,
        message: .checkpoint(sequence: checkpoint.sequence, digest: checkpoint.digest))
    }
  }
}
