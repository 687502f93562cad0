/// A sign of life: a node counts its starts, and its heartbeats in each life.
public struct Heartbeat: Hashable, Comparable, Sendable {
  /// How often the sender has started; it must store that, and nothing else of all this.
  public var life: UInt64
  /// Counts the heartbeats of that life.
  public var number: UInt64

  /// Describes a heartbeat.
  public init(life: UInt64, number: UInt64) {
    self.life = life
    self.number = number
  }

  /// By life, and within a life by number.
  public static func < (left: Heartbeat, right: Heartbeat) -> Bool {
    (left.life, left.number) < (right.life, right.number)
  }
}

/// What the exercise `failure-detector` asks for: a node's guess who has stopped, which is wrong less and less
/// often (Chandra and Toueg 1996, figure 10), and the leader that follows from it (Chandra, Hadzilacos and Toueg
/// 1996, section 3).
public protocol FailureDetecting: Sendable {
  /// Begins to watch.
  /// - Parameters:
  ///   - node: its own name.
  ///   - peers: all other nodes, none twice; this node is not among them.
  ///   - timeout: how long a silence may last at first, in milliseconds; not negative.
  ///   - step: how much longer it may last after each mistake; positive.
  ///   - now: the time of its own steady clock, not negative.
  init(node: NodeID, peers: [NodeID], timeout: Millis, step: Millis, now: Millis)

  /// Who is suspected.
  var suspects: Set<NodeID> { get }

  /// The smallest name of those that are not suspected, this node among them.
  var leader: NodeID { get }

  /// How long a silence of this peer may last before it is suspected; nil for whoever is no peer.
  func timeout(of peer: NodeID) -> Millis?

  /// Looks who has been silent for too long.
  /// - Returns: who is suspected now and was not before.
  mutating func check(now: Millis) -> Set<NodeID>

  /// A heartbeat arrives, perhaps late or not for the first time.
  /// - Returns: whether its sender was suspected by mistake.
  mutating func heard(_ heartbeat: Heartbeat, from peer: NodeID, now: Millis) -> Bool
}
