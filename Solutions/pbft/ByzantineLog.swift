import Digests
import ExerciseKit

extension ByzantineReplica {
  /// A request as it stands under a number: also the one that does nothing is something.
  struct Order: Hashable, Sendable {
    /// Nil for the request that does nothing.
    var request: String?
  }

  /// What is known of a number.
  struct Slot: Hashable, Sendable {
    /// What the view's primary said first; the only request this replica ever prepares in the view.
    var accepted: Order?
    /// Each member's first word of this view.
    var prepares: [NodeID: Order] = [:]
    /// Each member's first word of this view.
    var commits: [NodeID: Order] = [:]
    /// That it was prepared here, in the latest view in which it was. With it a commit was sent.
    var certificate: Certificate?

    /// Forgets what was said in an earlier view, and keeps what that came to.
    mutating func beginView() {
      self = Slot(certificate: certificate)
    }
  }

  /// What must survive a restart.
  public struct Stored: Hashable, Sendable {
    var view = 0
    /// True from leaving a view until the next one begins.
    var isChangingView = false
    var slots: [Int: Slot] = [:]
    /// The low water mark, with its proof.
    var stable = Checkpoint.start
    /// Who has said which digest for which checkpoint above the low water mark.
    var checkpoints: [Int: [NodeID: [UInt8]]] = [:]
    var lastExecuted = 0
    var executed: [String] = []
    var digest: [UInt8] = []
    /// How many requests were executed at each checkpoint of this replica's own, from the stable one on.
    var counts: [Int: Int] = [0: 0]
    /// Each member's word on the latest view it has asked for.
    var viewChanges: [NodeID: ViewChange] = [:]
    /// How the view began, at its primary.
    var newView: NewView?
    /// Clients' requests that wait.
    var pending: [String] = []

    /// What an empty disk holds.
    public init() {}

    /// Appends a request to the state.
    mutating func append(_ request: String) {
      executed.append(request)
      digest = ByzantineReplica.digest(of: digest, and: request)
    }
  }

  /// A digest of a state is one of the state before and of the request that was executed on it.
  static func digest(of state: [UInt8], and request: String) -> [UInt8] {
    SHA256.digest(of: state + Array(request.utf8))
  }
}
