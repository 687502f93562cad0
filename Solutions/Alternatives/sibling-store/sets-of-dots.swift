import ExerciseKit

// One count for all keys, a context that is the set of dots that were met, and arrays that are searched.

struct SiblingMap<Value: Hashable & Sendable>: SiblingKeeping {
  struct Version: Sendable {
    let dot: Dot
    let key: String
    let value: Value
  }

  struct Memory: Sendable {
    var versions: [Version] = []
    /// Which writes of each key were met, replaced or not.
    var met: [(key: String, dots: Set<Dot>)] = []
    var count: UInt64 = 0

    func met(_ key: String) -> Set<Dot> { met.first { $0.key == key }?.dots ?? [] }

    mutating func meet(_ key: String, _ dots: Set<Dot>) {
      guard let place = met.firstIndex(where: { $0.key == key }) else {
        met.append((key, dots))
        return
      }
      met[place].dots.formUnion(dots)
    }
  }

  private let node: NodeID
  private(set) var stored: Memory

  init(replica: NodeID, stored: Memory?) {
    node = replica
    self.stored = stored ?? Memory()
  }

  var keys: Set<String> { Set(stored.versions.map(\.key)) }

  func get(_ key: String) -> SiblingRead<Value, Set<Dot>> {
    SiblingRead(
      values: stored.versions.filter { $0.key == key }.map(\.value).reversed(),
      context: stored.met(key))
  }

  mutating func put(_ key: String, _ value: Value, replacing context: Set<Dot>?) {
    if let context {
      stored.versions.removeAll { context.contains($0.dot) }
      stored.meet(key, context)
    }
    stored.count += 1
    let dot = Dot(replica: node, sequence: stored.count)
    stored.meet(key, [dot])
    stored.versions.append(Version(dot: dot, key: key, value: value))
  }

  mutating func merge(_ other: SiblingMap) {
    let theirs = Set(other.stored.versions.map(\.dot))
    var kept: [Version] = []
    for version in stored.versions {
      let isKnown = other.stored.met(version.key).contains(version.dot)
      if !isKnown || theirs.contains(version.dot) { kept.append(version) }
    }
    for version in other.stored.versions {
      if !stored.met(version.key).contains(version.dot) { kept.append(version) }
    }
    for (key, dots) in other.stored.met { stored.meet(key, dots) }
    stored.versions = kept
  }
}
