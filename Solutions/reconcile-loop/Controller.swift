import ExerciseKit

/// One control loop: compares what should be with what is, and asks for the difference.
///
/// Guarantee: level-triggered. The requests follow from the state that was seen, not from which events
/// led there, so a missed, repeated or compacted event changes nothing once the loop has synced again.
/// A request names the version it was decided on; when somebody came between it is refused, and the
/// next round decides anew. Once nothing else changes and every loop has had its turns, each deployment
/// has as many pods as it wants, on machines that are there, and there are no others. Source: Kubernetes
/// documentation, Controllers, and Burns et al. 2016, Borg, Omega, and Kubernetes.
///
/// It holds with events missed, repeated and compacted, with loops that stop and start again, and with
/// machines that are gone once the scheduler is told.
///
/// Nothing must be stored: a loop that starts again lists. Cost: a round asks for at most `burst` pods
/// more and `burst` fewer of a deployment, so that a wish that is a mistake does not fill the store at
/// once.
///
/// Deviations: three roles stand for dozens of controllers, and nothing here is removed from a machine
/// gracefully. That a machine is gone is told to the scheduler, where Kubernetes has a loop of its own
/// for it. A wish below zero is zero.
public struct Controller: Sendable {
  /// What a loop looks after.
  public enum Role: Hashable, Sendable {
    /// Makes or deletes pods until each deployment has as many as it wants, and deletes those whose
    /// deployment is gone.
    case replication
    /// Gives each pod without a machine the machine with the fewest pods, and deletes the pods of
    /// machines that are gone: what runs there can neither be asked nor moved, so others are made.
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

  /// How many pods of one deployment a round makes or deletes at most, as in Kubernetes.
  public static let burst = 500

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
      switch object.value {
      case .deployment(let wanted):
        return requests(for: key, wanting: max(0, wanted))
      case .pod(let owner, _, _):
        if case .deployment? = informer.objects[owner]?.value { return [] }
        return [deletion(of: key, object)]
      }
    }
  }

  private func requests(for deployment: String, wanting wanted: Int) -> [Request] {
    let pods = seen.filter { pod in
      if case .pod(deployment, _, _) = pod.object.value { true } else { false }
    }
    let surplus = pods.dropFirst(wanted).prefix(Self.burst).map { deletion(of: $0.key, $0.object) }
    let names = (1...).lazy.map { "\(deployment)-\($0)" }
      .filter { informer.objects[$0] == nil }
    let missing = names.prefix(min(Self.burst, max(0, wanted - pods.count))).map {
      Request(
        key: $0, value: .pod(owner: deployment, machine: nil, isRunning: false), expecting: nil)
    }
    return surplus + missing
  }

  private func deletion(of key: String, _ object: Informer<ClusterObject>.Seen) -> Request {
    Request(key: key, value: nil, expecting: object.version)
  }

  private func schedulingRequests(_ machines: [String]) -> [Request] {
    var load: [String: Int] = [:]
    for case .pod(_, let machine?, _) in informer.objects.values.map(\.value) {
      load[machine, default: 0] += 1
    }
    var requests: [Request] = []
    for (key, object) in seen {
      guard case .pod(let owner, let machine, _) = object.value else { continue }
      if let machine {
        if !machines.contains(machine) { requests.append(deletion(of: key, object)) }
        continue
      }
      let free = machines.min { (load[$0, default: 0], $0) < (load[$1, default: 0], $1) }
      guard let free else { continue }
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
