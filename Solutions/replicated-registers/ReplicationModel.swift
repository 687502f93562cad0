/// Five ways to keep copies of registers, one for each promise of the consistency spectrum.
public enum ReplicationModel: String, Hashable, Sendable, CaseIterable {
  /// `MajorityRegisters`: reads and writes each ask a majority, twice.
  case linearizable
  /// `SequencedRegisters`: writes are numbered by one replica, reads are answered from the own copy.
  case sequential
  /// `CausalRegisters`: everything is answered at once, writes are delivered in causal order.
  case causal
  /// `GossipedRegisters`: everything is answered at once, copies are exchanged now and then.
  case eventual
  /// `ForgetfulRegisters`: everything is answered at once, writes are sent once and not repaired.
  case none
}
