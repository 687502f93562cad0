/// The quorum store as printed (E-05, E-06, E-07, E-69): it walks over the replicas in one fixed order,
/// stops at the W-th that took a write and at the R-th that answered a read, and takes the largest
/// version for the newest.
public struct EarlyReturnStore: Sendable {
  /// One replica.
  public struct Replica: Hashable, Sendable {
    /// False while it cannot be reached.
    public var isUp = true
    /// True when what it says gets lost after it did as asked.
    public var losesAnswers = false
    /// What it holds.
    public fileprivate(set) var value: String?
    /// The version of what it holds; 0 for nothing.
    public fileprivate(set) var version = 0
  }

  /// Fewer answers than the quorum. The write is reported as failed.
  public struct QuorumFailure: Error, Hashable {
    /// How many there were.
    public var answers: Int
  }

  /// The replicas, in the order in which both loops walk over them.
  public var replicas: [Replica]
  private let writeQuorum: Int
  private let readQuorum: Int

  /// Makes a store whose replicas are empty and up.
  public init(replicas: Int, writeQuorum: Int, readQuorum: Int) {
    self.replicas = Array(repeating: Replica(), count: replicas)
    self.writeQuorum = writeQuorum
    self.readQuorum = readQuorum
  }

  /// What the constructor prints.
  public var claim: String {
    readQuorum + writeQuorum > replicas.count
      ? "Strong consistency guaranteed" : "Only eventual consistency"
  }

  /// Writes until W replicas have taken it; the rest is never asked.
  /// - Returns: how many took it.
  public mutating func write(_ value: String, version: Int) throws(QuorumFailure) -> Int {
    var successes = 0
    for index in replicas.indices where replicas[index].isUp {
      replicas[index].value = value
      replicas[index].version = version
      if replicas[index].losesAnswers { continue }
      successes += 1
      if successes >= writeQuorum { return successes }
    }
    throw QuorumFailure(answers: successes)
  }

  /// Reads until R replicas have answered, then repairs those that did.
  public mutating func read() throws(QuorumFailure) -> String? {
    var asked: [Int] = []
    for index in replicas.indices where replicas[index].isUp && !replicas[index].losesAnswers {
      asked.append(index)
      if asked.count >= readQuorum { break }
    }
    guard var latest = asked.first, asked.count >= readQuorum else {
      throw QuorumFailure(answers: asked.count)
    }
    // As Python's max: the first of equal versions.
    for index in asked where replicas[index].version > replicas[latest].version { latest = index }
    for index in asked {
      replicas[index].value = replicas[latest].value
      replicas[index].version = replicas[latest].version
    }
    return replicas[latest].value
  }
}
