public import ExerciseKit

/// The only component that reads or writes the object store; everybody else goes through it.
///
/// Guarantee: it holds no state of its own besides the store, so another instance over the same store
/// answers alike; and it keeps an account of who called, from which the picture of a cluster can be
/// drawn (E-63).
///
/// Deviation: a real server answers many reads from a watch cache that may be stale (E-76); this one
/// reads the store each time.
public struct APIServer: Sendable {
  /// A call as it was made and answered.
  public struct Call: Hashable, Sendable {
    /// Who called.
    public let caller: String
    /// What was asked.
    public let request: Controller.Request
    /// The version the change took, or the conflict it met.
    public let result: Result<UInt64, VersionConflict>
  }

  /// What is stored.
  public private(set) var store = ObjectStore<ClusterObject>()
  /// Every write that was asked for, in order.
  public private(set) var calls: [Call] = []

  /// A server over an empty store.
  public init() {}

  /// Does what `caller` asks for, unless somebody came between.
  @discardableResult
  public mutating func handle(
    _ request: Controller.Request, from caller: String
  ) -> Result<UInt64, VersionConflict> {
    let result: Result<UInt64, VersionConflict>
    if let value = request.value {
      result = store.update(request.key, value, expecting: request.expecting)
    } else if let expected = request.expecting {
      result = store.delete(request.key, expecting: expected)
    } else {
      result = .failure(VersionConflict(current: store.get(request.key)?.version))
    }
    calls.append(Call(caller: caller, request: request, result: result))
    return result
  }

  /// Stores a desired state as a user would who has just read the object.
  @discardableResult
  public mutating func apply(
    _ key: String, _ value: ClusterObject, from caller: String
  ) -> Result<UInt64, VersionConflict> {
    let expected = store.get(key)?.version
    return handle(Controller.Request(key: key, value: value, expecting: expected), from: caller)
  }

  /// Forgets changes up to `version`.
  public mutating func compact(upTo version: UInt64) {
    store.compact(upTo: version)
  }
}
