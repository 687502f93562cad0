import ExerciseKit

// Section 4.3: what is forgotten, and how a replica that has missed it gets the state.

extension ByzantineReplica {
  /// Tells the others what the state is, and remembers how to give it to those who lack it.
  mutating func takeCheckpoint() -> [Output] {
    let sequence = stored.lastExecuted
    stored.counts[sequence] = executed.count
    let said = Message.checkpoint(sequence: sequence, digest: stored.digest)
    return [.broadcast(said)] + take(stored.digest, for: sequence, from: id)
  }

  /// The first word of a member on a checkpoint counts.
  mutating func take(_ digest: [UInt8], for sequence: Int, from sender: NodeID) -> [Output] {
    guard isWithinMarks(sequence), sequence % interval == 0,
      stored.checkpoints[sequence]?[sender] == nil
    else { return [] }
    stored.checkpoints[sequence, default: [:]][sender] = digest
    let signers = Set((stored.checkpoints[sequence] ?? [:]).filter { $0.value == digest }.keys)
    guard signers.count >= 2 * faults + 1 else { return [] }
    return advance(to: Checkpoint(sequence: sequence, digest: digest, signers: signers))
  }

  /// Moves the water marks, and forgets what lies below them.
  mutating func advance(to checkpoint: Checkpoint) -> [Output] {
    guard checkpoint.sequence > lowWaterMark else { return [] }
    stored.stable = checkpoint
    stored.slots = stored.slots.filter { $0.key > checkpoint.sequence }
    stored.checkpoints = stored.checkpoints.filter { $0.key > checkpoint.sequence }
    stored.counts = stored.counts.filter { $0.key >= checkpoint.sequence }
    return stored.lastExecuted < checkpoint.sequence ? [fetch] : []
  }

  /// Asks for the state that this replica lacks.
  var fetch: Output { .broadcast(.fetch(after: stored.lastExecuted)) }

  /// Gives the state of the last stable checkpoint to somebody who lacks it.
  func state(after sequence: Int, for replica: NodeID) -> [Output] {
    guard lowWaterMark > sequence, let count = stored.counts[lowWaterMark] else { return [] }
    return [.send(.state(stored.stable, executed: Array(executed.prefix(count))), to: replica)]
  }

  /// Takes a state for its own, whoever sent it, when 2f + 1 replicas have signed its digest.
  mutating func install(_ executed: [String], at checkpoint: Checkpoint) -> [Output] {
    guard checkpoint.sequence > stored.lastExecuted, isValid(checkpoint),
      executed.reduce([], Self.digest) == checkpoint.digest
    else { return [] }
    stored.executed = executed
    stored.digest = checkpoint.digest
    stored.lastExecuted = checkpoint.sequence
    stored.counts = [checkpoint.sequence: executed.count]
    stored.pending.removeAll { executed.contains($0) }
    (attempts, restartsTimer) = (0, true)
    _ = advance(to: checkpoint)
    return [.install(sequence: checkpoint.sequence, executed: executed)] + execute()
  }

  /// True for what 2f + 1 members have signed. Numbers near the largest are nobody's: sums with them end.
  func isValid(_ checkpoint: Checkpoint) -> Bool {
    guard checkpoint != .start else { return true }
    return checkpoint.sequence > 0 && checkpoint.sequence < .max - 2 * window
      && checkpoint.sequence % interval == 0
      && checkpoint.signers.isSubset(of: members)
      && checkpoint.signers.count >= 2 * faults + 1
  }
}
