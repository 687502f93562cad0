import Dialects

/// What a store must hold: every write it knows of, and every write that one of them had seen.
struct SiblingShadow {
  struct Key {
    var writes: [ShadowDot: Int128] = [:]
    var replaced: Set<ShadowDot> = []

    var values: [Int128] { writes.filter { !replaced.contains($0.key) }.map(\.value).sorted() }
  }

  let name: Int128
  private(set) var keys: [Int128: Key] = [:]
  private var count: Int128 = 0

  init(name: Int128) { self.name = name }

  /// All that a reader of a key has seen.
  func context(_ key: Int128) -> Set<ShadowDot> {
    keys[key].map { $0.replaced.union($0.writes.keys) } ?? []
  }

  func values(_ key: Int128) -> [Int128] {
    let values = keys[key]?.values ?? []
    return [Int128(values.count)] + values
  }

  mutating func put(_ key: Int128, _ value: Int128, replacing context: Set<ShadowDot>) {
    count += 1
    keys[key, default: Key()].replaced.formUnion(context)
    keys[key, default: Key()].writes[ShadowDot(replica: name, sequence: count)] = value
  }

  mutating func merge(_ other: SiblingShadow) {
    for (key, theirs) in other.keys {
      keys[key, default: Key()].writes.merge(theirs.writes) { own, _ in own }
      keys[key, default: Key()].replaced.formUnion(theirs.replaced)
    }
  }

  var shown: [Int128] {
    keys.filter { !$0.value.values.isEmpty }.sorted { $0.key < $1.key }
      .flatMap { [$0.key] + values($0.key) }
  }
}

/// What a store has let go of.
enum SavedShadow {
  case state(SiblingShadow)
  case context(key: Int128, Set<ShadowDot>)
}

typealias SiblingShadows = ClusterShadow<SiblingShadow, SavedShadow>

extension SiblingShadows {
  fileprivate func state(_ number: Int128) -> SiblingShadow? {
    guard number >= 1, number <= saved.count, case .state(let state) = saved[Int(number) - 1] else {
      return nil
    }
    return state
  }

  /// What a reader of a key has seen.
  fileprivate func context(_ number: Int128, of key: Int128) -> Set<ShadowDot>? {
    guard number >= 1, number <= saved.count,
      case .context(key, let seen) = saved[Int(number) - 1]
    else { return nil }
    return seen
  }

  fileprivate func reading(_ name: Int128) -> SequentialObject<SiblingShadows>.Right {
    SiblingShadows.reading(self[name])
  }

  fileprivate static func reading(
    _ store: SiblingShadow
  ) -> SequentialObject<SiblingShadows>.Right {
    (.init(1, store.shown), "of these it knows the write, and none that had seen it")
  }

  fileprivate var numbers: [Int128] { saved.indices.map { Int128($0) + 1 } }

  /// Writes with the latest contexts, at any store.
  fileprivate var replacing: [[Int128]] {
    saved.enumerated().suffix(6).flatMap { place, saved -> [[Int128]] in
      guard case .context(let key, _) = saved else { return [] }
      return names.map { [$0, key, Int128(place) % 5, Int128(place) + 1] }
    }
  }
}

private let key = NumberDomain(namesWith: "k")
private let value = NumberDomain(namesWith: "v")

private let exchanges: [SequentialObject<SiblingShadows>.Operation] = [
  .init(
    NumberForm("n#.merge(n#)", [.node, .node]), weight: 6, chosen: 2,
    isAllowed: { numbers, state in numbers.allSatisfy(state.names.contains) },
    near: { [$0.names, $0.names] }
  ) { numbers, state in
    let other = state[numbers[1]]
    state[numbers[0]].merge(other)
    return state.reading(numbers[0])
  },
  .init(
    NumberForm("n#.merge(saved #)", [.node, .kept]), weight: 2, chosen: 2,
    isAllowed: { $1.names.contains($0[0]) && $1.state($0[1]) != nil },
    near: { state in [state.names, state.numbers.filter { state.state($0) != nil }] }
  ) { numbers, state in
    if let other = state.state(numbers[1]) { state[numbers[0]].merge(other) }
    return state.reading(numbers[0])
  },
  .init(
    NumberForm("save n#", [.node]), chosen: 1, keeps: true, isAllowed: { $1.names.contains($0[0]) },
    near: { [$0.names] }
  ) { numbers, state in
    state.saved.append(.state(state[numbers[0]]))
    return (.init(0, [Int128(state.saved.count)]), "what is saved is numbered")
  },
]

private let own: [SequentialObject<SiblingShadows>.Operation] = [
  .init(
    NumberForm("n#.get(#)", [.node, key]), weight: 6, chosen: 1, keeps: true,
    isAllowed: { $1.names.contains($0[0]) }, near: { [$0.names, $0.plainKeys] }
  ) { numbers, state in
    let store = state[numbers[0]]
    state.saved.append(.context(key: numbers[1], store.context(numbers[1])))
    return (
      .init(2, [Int128(state.saved.count)] + store.values(numbers[1])),
      "of these it knows the write, and none that had seen it; the context is numbered"
    )
  },
  .init(
    NumberForm("n#.put(#, #)", [.node, key, value]), weight: 2, chosen: 1,
    isAllowed: { $1.names.contains($0[0]) }, near: { [$0.names, $0.plainKeys] }
  ) { numbers, state in
    state[numbers[0]].put(numbers[1], numbers[2], replacing: [])
    return state.reading(numbers[0])
  },
  .init(
    NumberForm("n#.put(#, #, seen: #)", [.node, key, value, .kept]), weight: 6, chosen: 1,
    isAllowed: { $1.names.contains($0[0]) && $1.context($0[3], of: $0[1]) != nil },
    near: { [$0.names, $0.plainKeys, [], $0.numbers] }, fitting: \.replacing
  ) { numbers, state in
    let seen = state.context(numbers[3], of: numbers[1]) ?? []
    state[numbers[0]].put(numbers[1], numbers[2], replacing: seen)
    return state.reading(numbers[0])
  },
  .init(
    NumberForm("n# loses its disk, and starts as n#", [.node, .node]), chosen: 1, isOptional: true,
    isAllowed: { numbers, state in
      state.names.contains(numbers[0]) && !state.names.contains(numbers[1])
        && !state.lostNames.contains(numbers[1])
    },
    near: { state in [state.names, [Int128(state.lostNames.count) + 7, state.names[0] ^ 256]] }
  ) { numbers, state in
    state.replace(numbers[0], by: numbers[1], SiblingShadow(name: numbers[1]))
    return (.init(1, []), "it knows nothing, and nobody has had its name")
  },
]

extension SiblingShadows {
  fileprivate var plainKeys: [Int128] { [1, 1, 1, 2, number] }
}

let siblingStores = SequentialObject<SiblingShadows>(
  subject: "stores",
  setting: ClusterForm(words: "keys to k#", plain: [1, 3], odd: [0, 9, 300]),
  start: { SiblingShadows($0) { name, _ in SiblingShadow(name: name) } },
  operations: SequentialObject<SiblingShadows>.basics("all", reading: SiblingShadows.reading)
    + exchanges + own,
  text: { answer in
    var rest = answer.numbers[...]
    func values() -> String {
      let count = max(0, min(Int(clamping: rest.popFirst() ?? 0), rest.count))
      let values = rest.prefix(count).map(value.text)
      rest = rest.dropFirst(count)
      return "[\(values.joined(separator: ", "))]"
    }
    switch answer.kind {
    case 0: return "saved as \(rest.popFirst() ?? 0)"
    case 2:
      let number = rest.popFirst() ?? 0
      return "\(values()), seen \(number)"
    default:
      var keys: [String] = []
      while let name = rest.popFirst() { keys.append("\(key.text(name)): \(values())") }
      return keys.isEmpty ? "nothing" : keys.joined(separator: ", ")
    }
  },
  isTelling: { $0.numbers.count > 2 }, longest: 300)
