public import Solutions

/// The documents' tables that say which mechanism to use for what, as data, each row beside what
/// `Decision` answers for the same need (E-90).
public enum PrintedChoices {
  /// A printed table.
  public enum Table: String, Hashable, Sendable, CaseIterable {
    /// The first document's selection matrix, lines 537 to 550.
    case selectionMatrix = "selection matrix"
    /// The first document's hybrid system, lines 552 to 588.
    case hybridSystem = "hybrid system"
    /// The second document's decision matrix, lines 280 to 300.
    case decisionMatrix = "decision matrix"
    /// The second document's quick reference, lines 618 to 636.
    case quickReference = "quick reference"
  }

  /// A kind of data or need that a table names, with the criteria that hold for it in our reading.
  public enum UseCase: String, Hashable, Sendable, CaseIterable {
    case preferences, profiles, cart, money, likes, views, feed, configuration, audit
    case speed, conflictFree = "conflict-free", strong, tunable, global, other

    /// What holds for it.
    public var requirements: Set<Criterion> {
      switch self {
      case .preferences: [.mustAcceptWhenCutOff]
      case .cart, .likes, .views, .conflictFree: [.mustAcceptWhenCutOff, .hasMergeRule]
      case .money: [.spansObjects]
      case .feed: [.mustAcceptWhenCutOff, .needsCausalOrder]
      case .configuration, .strong: [.needsNewestValue]
      case .audit: [.isHistoryChecked]
      case .speed: [.mustAcceptWhenCutOff, .canSomebodyDecide]
      case .global: [.spansObjects, .needsRealTimeOrder]
      case .profiles, .tunable, .other: []
      }
    }

    /// What our decision answers for it.
    public var decision: Decision { Decision(for: requirements) }
  }

  /// One row of a printed table.
  public struct Row: Hashable, Sendable {
    /// The table.
    public let table: Table
    /// What the row is about.
    public let useCase: UseCase
    /// The answer, in short.
    public let answer: String
    /// The mechanisms the answer can be read as.
    public let readings: Set<Mechanism>
    /// Why our decision differs; nil where it agrees.
    public let difference: String?

    /// True when our decision is one of the readings.
    public var agrees: Bool { readings.contains(useCase.decision.mechanism) }
  }

  private static let eventual: Set<Mechanism> = [.lastWriteWins, .siblings]

  /// The rows of all tables, in the documents' order.
  public static let rows: [Row] = firstDocument + secondDocument

  /// The rows of one use case, in the documents' order.
  public static func rows(for useCase: UseCase) -> [Row] {
    rows.filter { $0.useCase == useCase }
  }

  private static let firstDocument: [Row] = [
    row(.selectionMatrix, .speed, "eventual consistency", eventual),
    row(.selectionMatrix, .conflictFree, "CRDTs", [.mergeableType]),
    row(.selectionMatrix, .strong, "consensus", [.consensus]),
    row(.selectionMatrix, .tunable, "quorum systems", [.quorumRegister]),
    row(
      .selectionMatrix, .audit, "blockchain", [.openLedger, .byzantineLog],
      but: "one writer needs a hash chain and published heads, no mining (E-74)"),
    row(.selectionMatrix, .global, "TrueTime", [.externalConsistency]),
    row(
      .hybridSystem, .money, "consensus", [.consensus],
      but: "a transfer changes two accounts and needs a transaction (E-49)"),
    row(.hybridSystem, .profiles, "quorum, two of three", [.quorumRegister]),
    row(.hybridSystem, .likes, "G-counter", [.mergeableType]),
    row(.hybridSystem, .cart, "OR-Set", [.mergeableType]),
    row(
      .hybridSystem, .views, "eventual", eventual,
      but: "eventual is the promise; a counter for each replica, added up later, keeps it"),
    row(
      .hybridSystem, .audit, "blockchain", [.openLedger, .byzantineLog],
      but: "one writer needs a hash chain and published heads, no mining (E-74)"),
  ]

  private static let secondDocument: [Row] = [
    row(.decisionMatrix, .preferences, "eventual consistency", eventual),
    row(
      .decisionMatrix, .money, "consensus", [.consensus],
      but: "a transfer changes two accounts and needs a transaction (E-49)"),
    row(.decisionMatrix, .global, "total order", [.externalConsistency]),
    row(.decisionMatrix, .conflictFree, "CRDTs", [.mergeableType]),
    row(
      .decisionMatrix, .audit, "blockchain", [.openLedger, .byzantineLog],
      but: "one writer needs a hash chain and published heads, no mining (E-74)"),
    row(
      .decisionMatrix, .other, "start with eventual", eventual,
      but: "without a need there is no answer; weak guarantees leak into data (E-87)"),
    row(.quickReference, .preferences, "eventual", eventual),
    row(.quickReference, .cart, "CRDT", [.mergeableType]),
    row(.quickReference, .feed, "causal", [.causalStore]),
    row(.quickReference, .configuration, "consensus", [.consensus]),
    row(
      .quickReference, .money, "total order", [.externalConsistency],
      but: "real-time order everywhere is needed only when regions compare notes"),
    row(
      .quickReference, .audit, "blockchain", [.openLedger, .byzantineLog],
      but: "one writer needs a hash chain and published heads, no mining (E-74)"),
  ]

  private static func row(
    _ table: Table, _ useCase: UseCase, _ answer: String, _ readings: Set<Mechanism>,
    but difference: String? = nil
  ) -> Row {
    Row(
      table: table, useCase: useCase, answer: answer, readings: readings, difference: difference)
  }
}
