/// Locks that are granted strictly in the order in which they are asked for.
///
/// Guarantee: of two owners that want the same key, at least one to write it, the one that asked first has it
/// first. Whoever asks for all its keys at once, in one order that all keep, waits only for those before
/// it, so nobody waits in a circle. Source: Thomson et al. 2012, section 3.2.
///
/// Must be stored: nothing; who starts again asks again, in the same order. Cost: one entry for each key and
/// owner that holds or waits.
public struct OrderedLocks<Owner: Hashable & Sendable>: Hashable, Sendable {
  private struct Request: Hashable {
    let owner: Owner
    let isExclusive: Bool
  }

  /// Of each key who holds it and who waits, in order.
  private var queues: [String: [Request]] = [:]
  private var keys: [Owner: Set<String>] = [:]

  /// Nobody holds anything.
  public init() {}

  /// Asks for keys, after everybody who has asked before.
  public mutating func request(_ owner: Owner, shared: Set<String>, exclusive: Set<String>) {
    keys[owner] = shared.union(exclusive)
    for key in shared.union(exclusive) {
      queues[key, default: []].append(
        Request(owner: owner, isExclusive: exclusive.contains(key)))
    }
  }

  /// True when an owner has all it has asked for: nobody before it stands in its way.
  public func hasAll(_ owner: Owner) -> Bool {
    guard let keys = keys[owner] else { return false }
    return keys.allSatisfy { key in
      let queue = queues[key] ?? []
      guard let place = queue.firstIndex(where: { $0.owner == owner }) else { return false }
      return place == 0 || !queue[...place].contains(where: \.isExclusive)
    }
  }

  /// Gives everything back.
  public mutating func release(_ owner: Owner) {
    for key in keys.removeValue(forKey: owner) ?? [] {
      queues[key]?.removeAll { $0.owner == owner }
      if queues[key]?.isEmpty == true { queues[key] = nil }
    }
  }
}
