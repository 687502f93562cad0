/// What the small cluster of the reconcile loop keeps in its object store.
public enum ClusterObject: Hashable, Sendable {
  /// How many pods of this name there should be: desired state.
  case deployment(replicas: Int)
  /// A pod: the deployment it belongs to, the machine it was given (nil: none yet), and whether it
  /// runs there.
  case pod(owner: String, machine: String?, isRunning: Bool)
}
