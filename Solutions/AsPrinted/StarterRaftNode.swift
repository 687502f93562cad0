/// The second document's starting point for an exercise (E-01, E-53): attributes that are used and
/// never set. Each is an optional here, and using one that is nil throws what Python would raise.
public struct StarterRaftNode: Sendable {
  /// What Python raises for an attribute that does not exist.
  public struct AttributeError: Error, Hashable {
    /// The attribute.
    public var name: String
  }

  /// The printed words.
  public private(set) var state = "FOLLOWER"
  /// The printed `term`.
  public private(set) var term = 0
  /// Never set, though the constructor is given it.
  private let id: Int?
  /// Never set, though the constructor is given it.
  private let peers: [Int]?

  /// `__init__`: takes both arguments and keeps neither.
  /// - Parameters:
  ///   - setsID: true to repair the first attribute, so that the second error can be seen.
  ///   - setsPeers: true to repair the second too, so that the test for a majority is reached.
  public init(nodeID: Int, peers: [Int], setsID: Bool = false, setsPeers: Bool = false) {
    id = setsID ? nodeID : nil
    self.peers = setsPeers ? peers : nil
  }

  /// `election_timeout`; `requestVotes` stands for a method that is not printed.
  public mutating func electionTimeout(requestVotes: () -> Int) throws(AttributeError) {
    state = "CANDIDATE"
    term += 1
    guard id != nil else { throw AttributeError(name: "id") }
    let votes = requestVotes()
    guard let peers else { throw AttributeError(name: "peers") }
    if 2 * votes > peers.count { state = "LEADER" }
  }
}
