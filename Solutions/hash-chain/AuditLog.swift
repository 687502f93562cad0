public import Digests
public import ExerciseKit

extension SHA256: DigestFunction {}

/// A hash chain with a hash function that nobody knows how to break.
public typealias AuditLog = HashChain<SHA256>
