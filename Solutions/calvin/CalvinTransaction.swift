public import ExerciseKit

/// A transaction as it stands in the log: which keys it looks at, and what it writes because of them.
///
/// It is data and nothing else, so that whoever runs it on the same values comes to the same end. Its keys are
/// known before it runs, because locks are asked for then. Who learns only from the data which keys it
/// needs looks first, without a lock, and hands in a transaction with the condition that what it saw
/// `equals` what is there; if not, it is aborted and the client looks again (section 3.2.1).
public struct CalvinTransaction: Hashable, Sendable {
  /// What must hold, or nothing is written.
  public struct Condition: Hashable, Sendable {
    /// How a value is compared.
    public enum Comparison: Hashable, Sendable { case atLeast, equals }
    /// Whose value.
    public var key: String
    /// How.
    public var comparison: Comparison
    /// With what.
    public var bound: Int

    /// Describes a condition.
    public init(_ key: String, _ comparison: Comparison, _ bound: Int) {
      self.key = key
      self.comparison = comparison
      self.bound = bound
    }
  }

  /// Writes a sum under a key.
  public struct Assignment: Hashable, Sendable {
    /// What is written.
    public var key: String
    /// The keys whose values are added, as they were before the transaction.
    public var terms: [String]
    /// What is added to them.
    public var constant: Int

    /// Describes an assignment.
    public init(_ key: String, sumOf terms: [String], and constant: Int = 0) {
      self.key = key
      self.terms = terms
      self.constant = constant
    }
  }

  /// All must hold.
  public var conditions: [Condition]
  /// All are done then.
  public var assignments: [Assignment]

  /// Describes a transaction.
  public init(conditions: [Condition] = [], assignments: [Assignment]) {
    self.conditions = conditions
    self.assignments = assignments
  }

  /// The keys it looks at.
  public var readSet: Set<String> {
    Set(conditions.map(\.key)).union(assignments.flatMap(\.terms))
  }

  /// The keys it writes.
  public var writeSet: Set<String> { Set(assignments.map(\.key)) }

  /// What is written, given the values of the keys that are read; nil when a condition does not hold. A key
  /// without a value is 0, and a sum ends at the largest and the smallest number.
  public func writes(given values: [String: Int]) -> [String: Int]? {
    let holds = conditions.allSatisfy { condition in
      let value = values[condition.key, default: 0]
      return condition.comparison == .atLeast ? value >= condition.bound : value == condition.bound
    }
    guard holds else { return nil }
    var writes: [String: Int] = [:]
    for assignment in assignments {
      writes[assignment.key] = assignment.terms.reduce(assignment.constant) { sum, term in
        let (next, isTooFar) = sum.addingReportingOverflow(values[term, default: 0])
        return isTooFar ? (sum < 0 ? .min : .max) : next
      }
    }
    return writes
  }
}

/// A transaction's place in the global order: by epoch, in an epoch by sequencer, and then as its
/// sequencer took it in.
public struct CalvinPosition: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The epoch, from 1.
  public var epoch: Int
  /// Who took it in.
  public var sequencer: NodeID
  /// Its place in the batch, from 0.
  public var index: Int

  /// Describes a place.
  public init(epoch: Int, sequencer: NodeID, index: Int) {
    self.epoch = epoch
    self.sequencer = sequencer
    self.index = index
  }

  /// As `3.n1.0`.
  public var description: String { "\(epoch).\(sequencer).\(index)" }

  /// The global order.
  public static func < (left: CalvinPosition, right: CalvinPosition) -> Bool {
    (left.epoch, left.sequencer, left.index) < (right.epoch, right.sequencer, right.index)
  }
}

/// What a sequencer has taken in during an epoch, in its order.
public struct CalvinBatch: Hashable, Sendable {
  /// The epoch, from 1.
  public var epoch: Int
  /// Whose batch it is.
  public var sequencer: NodeID
  /// What was asked; often nothing.
  public var transactions: [CalvinTransaction]

  /// Describes a batch.
  public init(epoch: Int, sequencer: NodeID, transactions: [CalvinTransaction]) {
    self.epoch = epoch
    self.sequencer = sequencer
    self.transactions = transactions
  }
}

/// What a transaction came to.
public struct CalvinOutcome: Hashable, Sendable {
  /// False when a condition did not hold.
  public var isCommitted: Bool
  /// The values it looked at.
  public var read: [String: Int]

  /// Describes an outcome.
  public init(isCommitted: Bool, read: [String: Int]) {
    self.isCommitted = isCommitted
    self.read = read
  }
}

/// A message between sequencers and partitions.
public enum CalvinMessage: Hashable, Sendable {
  /// A sequencer's batch.
  case batch(CalvinBatch)
  /// "Say again what came after this epoch."
  case askBatches(after: Int)
  /// What a partition has read for a transaction.
  case reads(CalvinPosition, [String: Int])
  /// "Say again what you have read for it."
  case askReads(CalvinPosition)
  /// "What I need is on my disk up to the end of this epoch."
  case saved(epoch: Int)
}
