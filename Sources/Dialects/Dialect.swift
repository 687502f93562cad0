public import Wire

/// The worker's half of an exercise: makes calls of the learner's types out of words.
///
/// One file per exercise holds its vocabulary and its dialect, and both ends share it, so they cannot
/// disagree. A dialect decides nothing: it holds no expected value and compares nothing of its own
/// accord.
public protocol Dialect {
  /// What the grader says and what it is answered.
  associatedtype Words: Vocabulary
  /// What a slot keeps: a value of the learner's type. For static functions, which have no value, it is
  /// an empty struct; for several types, an enum with a case for each.
  associatedtype Value

  /// Makes a value.
  /// - Throws: `WireError` for arguments that the types cannot take.
  static func make(_ arguments: Words.Arguments) throws(WireError) -> Value

  /// Performs one call.
  /// - Parameters:
  ///   - value: the value that is called, which is in no slot meanwhile.
  ///   - other: the value in another slot.
  /// - Throws: `WireError` for a call that the value cannot take, such as one of another type's.
  static func perform(
    _ call: Words.Call, on value: inout Value, other: (Int) throws(WireError) -> Value
  ) throws(WireError) -> Words.Answer
}

/// Finds the dialect for what a submission offers.
/// - Parameter types: its types, in the order in which the exercise lists them.
/// - Returns: nil when they conform to no protocol that a dialect here is for.
public func dialect(for types: [Any.Type]) -> (any Dialect.Type)? {
  for open in dialects {
    if let dialect = open(types) { return dialect }
  }
  return nil
}

/// Each exercise's own, which knows its types by the kit's protocols.
private let dialects: [@Sendable ([Any.Type]) -> (any Dialect.Type)?] = [
  clusterDialect,
  smallDialect,
  logicalClockDialect,
  counterDialect,
  majorityClientDialect,
  replicationDialect,
  leaseDialect,
  sessionDialect,
  hybridClockDialect,
  commitDialect,
  versionDialect,
  forkChoiceDialect,
  multiVersionDialect,
  hashChainDialect,
  quorumStoreDialect,
  causalDialect,
  lastWriterDialect,
  compactSetDialect,
  shoppingCartDialect,
  gossipDialect,
  quorumDialDialect,
  finalityDialect,
  happensBeforeDialect,
  twoPhaseCommitDialect,
  readIndexDialect,
  siblingDialect,
  paxosDialect,
  failureDetectorDialect,
  historyDialect,
  regionDialect,
  oralMessagesDialect,
  preVoteDialect,
  byzantineDialect,
  membershipDialect,
  storeDialect,
]
