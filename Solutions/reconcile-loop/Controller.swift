/// One control loop: compares what should be with what is, and asks for the difference.
///
/// Guarantee: level-triggered. The requests follow from the state that was seen, not from which events
/// led there, so a missed, repeated or compacted event changes nothing once the loop has synced again.
/// A request names the version it was decided on; when somebody came between it is refused, and the
/// next round decides anew. Source: Kubernetes documentation, Controllers, and Burns et al. 2016, Borg,
/// Omega, and Kubernetes.
///
/// Deviation: three roles stand for dozens of controllers, and nothing here is removed from a machine
/// gracefully.
public struct Controller: Sendable {
  /// What a loop looks after.
  public enum Role: Hashable, Sendable {
    /// Makes or deletes pods until each deployment has as many as it wants.
    case replication
    /// Gives each pod without a machine the machine with the fewest pods.
    case scheduling(machines: [String])
    /// Starts the pods that were given to this machine.
    case running(machine: String)
  }

  /// A change that the loop asks for.
  public struct Request: Hashable, Sendable {
    /// The object's key.
    public let key: String
    /// What to store; nil to delete.
    public let value: ClusterObject?
    /// The version the decision rests on; nil to create.
    public let expecting: UInt64?

    /// Describes a change.
    public init(key: String, value: ClusterObject?, expecting: UInt64?) {
      self.key = key
      self.value = value
      self.expecting = expecting
    }
  }

  /// What it looks after.
  public let role: Role
  /// Its copy of the store.
  public private(set) var informer = Informer<ClusterObject>()

  /// A loop that has seen nothing.
  public init(_ role: Role) {
    self.role = role
  }

  /// Sees what changed in the store.
  @discardableResult
  public mutating func sync(
    with store: ObjectStore<ClusterObject>
  ) -> Informer<ClusterObject>.Sync {
    informer.sync(with: store)
  }

  /// What would bring the state that was seen to the desired one; empty when nothing is to be done.
  public func requests() -> [Request] {
    switch role {
    case .replication: replicationRequests()
    case .scheduling(let machines): schedulingRequests(machines)
    case .running(let machine): runningRequests(on: machine)
    }
  }

  private var seen: [(key: String, object: Informer<ClusterObject>.Seen)] {
    informer.objects.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func replicationRequests() -> [Request] {
    seen.flatMap { key, object -> [Request] in
      guard case .deployment(let wanted) = object.value else { return [] }
      let pods = seen.filter { pod in
        if case .pod(key, _, _) = pod.object.value { true } else { false }
      }
      let surplus = pods.dropFirst(wanted).map {
        Request(key: $0.key, value: nil, expecting: $0.object.version)
      }
      let names = (1...).lazy.map { "\(key)-\($0)" }.filter { informer.objects[$0] == nil }
      let missing = names.prefix(max(0, wanted - pods.count)).map {
        Request(
          key: $0, value: .pod(owner: key, machine: nil, isRunning: false), expecting: nil)
      }
      return surplus + missing
    }
  }

  private func schedulingRequests(_ machines: [String]) -> [Request] {
    var load: [String: Int] = [:]
    for case .pod(_, let machine?, _) in informer.objects.values.map(\.value) {
      load[machine, default: 0] += 1
    }
    var requests: [Request] = []
    for (key, object) in seen {
      guard case .pod(let owner, nil, _) = object.value else { continue }
      let free = machines.min { (load[$0, default: 0], $0) < (load[$1, default: 0], $1) }
      guard let free else { return [] }
      load[free, default: 0] += 1
      requests.append(
        Request(
          key: key, value: .pod(owner: owner, machine: free, isRunning: false),
          expecting: object.version))
    }
    return requests
  }

  private func runningRequests(on machine: String) -> [Request] {
    seen.compactMap { key, object in
      guard case .pod(let owner, machine, false) = object.value else { return nil }
      return Request(
        key: key, value: .pod(owner: owner, machine: machine, isRunning: true),
        expecting: object.version)
    }
  }
}
