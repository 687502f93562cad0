import Dialects

/// What a node must hold: of each node the newest write of each key, by rising version.
struct GossipShadow {
  let name: Int128
  var held: [Int128: [(version: Int128, key: Int128, value: Int128)]] = [:]

  var digest: [Int128: Int128] { held.compactMapValues { $0.last?.version } }

  /// What somebody with such a digest lacks.
  func entries(after digest: [Int128: Int128]) -> [[Int128]] {
    held.sorted { $0.key < $1.key }.flatMap { origin, entries in
      entries.filter { $0.version > digest[origin, default: 0] }
        .map { [origin, $0.version, $0.key, $0.value] }
    }
  }

  mutating func take(_ entry: [Int128]) {
    held[entry[0], default: []].removeAll { $0.key == entry[2] }
    held[entry[0], default: []].append((entry[1], entry[2], entry[3]))
  }

  mutating func receive(_ entries: [[Int128]], answering asked: [Int128: Int128]) {
    let known = digest
    for entry in entries {
      let own = known[entry[0], default: 0]
      if own >= asked[entry[0], default: 0], entry[1] > own { take(entry) }
    }
  }

  var reading: SequentialObject<GossipShadows>.Right {
    (.init(1, entries(after: [:]).flatMap { $0 }), "this is what came without a hole")
  }
}

enum GossipPost {
  case digest([Int128: Int128])
  case answer([[Int128]], to: [Int128: Int128])

  var isDigest: Bool { if case .digest = self { true } else { false } }
}

typealias GossipShadows = ClusterShadow<GossipShadow, GossipPost>

private func numbers(_ digest: [Int128: Int128]) -> [Int128] {
  digest.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
}

private func told(
  _ entries: [[Int128]], _ digest: [Int128: Int128]
) -> SequentialObject<GossipShadows>.Right {
  (
    .init(5, [Int128(digest.count)] + numbers(digest) + entries.flatMap { $0 }),
    "these are the oldest that the digest lacks, by origin and version"
  )
}

/// The numbers of what was saved that is, or is not, a digest.
private func saved(_ state: GossipShadows, digests: Bool) -> [Int128] {
  state.saved.indices.filter { state.saved[$0].isDigest == digests }.map { Int128($0) + 1 }
}

/// Who could hear an answer that holds what it does not know, with a hole before it or not, and which.
private let news: @Sendable (GossipShadows) -> [[Int128]] = { state in
  state.saved.indices.suffix(24).flatMap { place -> [[Int128]] in
    guard case .answer(let entries, _) = state.saved[place] else { return [] }
    return state.names.filter { name in
      entries.contains { entry in
        entry[1] > (state[name].held[entry[0]]?.last?.version ?? 0)
      }
    }.map { [$0, Int128(place) + 1] }
  }
}

private let key = NumberDomain(namesWith: "k")
private let value = NumberDomain(-(1 << 63)...(1 << 63 - 1))
private let limit = NumberDomain(0...(1 << 63 - 1))
private let keys: @Sendable (GossipShadows) -> [Int128] = { state in
  Set(state.all.flatMap { $0.held.values.joined().map(\.key) }).sorted()
}

private let shared = SequentialObject<GossipShadows>.basics(
  "stored", reading: \GossipShadow.reading)

private let own: [SequentialObject<GossipShadows>.Operation] = [
  .own("write(#, #)", [key, value], weight: 5, near: { [keys($0)] }) {
    (numbers, node: inout GossipShadow) in
    let version = node.digest[node.name, default: 0] + 1
    node.take([node.name, version] + numbers)
    return (.init(2, [version]), "it is the next write of this node")
  },
  .own(
    "value(of: #, from: n#)", [key, .node], weight: 2, near: { [keys($0), $0.names] }
  ) { (numbers, node: inout GossipShadow) in
    let entry = node.held[numbers[1]]?.first { $0.key == numbers[0] }
    return (.init(3, entry.map { [$0.value] } ?? []), "it is the newest that has come here")
  },
  .init(
    NumberForm("digest n#", [.node]), weight: 2, chosen: 1, keeps: true,
    isAllowed: { $1.names.contains($0[0]) }, near: { [$0.names] }
  ) { place, state in
    let digest = state[place[0]].digest
    state.saved.append(.digest(digest))
    return (
      .init(4, [Int128(state.saved.count)] + numbers(digest)),
      "of each origin it names the newest version that came"
    )
  },
  .init(
    NumberForm("n#.answer(saved #, limit: #)", [.node, .kept, limit]), weight: 3, chosen: 2,
    keeps: true,
    isAllowed: { $1.names.contains($0[0]) && saved($1, digests: true).contains($0[1]) },
    near: { [$0.names, saved($0, digests: true), [1, 1, 2, 3, 9, 50]] }
  ) { place, state in
    guard case .digest(let digest) = state.saved[Int(place[1]) - 1] else {
      return (.init(6), "it answers a digest")
    }
    let entries = Array(state[place[0]].entries(after: digest).prefix(Int(place[2])))
    state.saved.append(.answer(entries, to: digest))
    let (answer, reason) = told(entries, digest)
    return (.init(6, [Int128(state.saved.count)] + answer.numbers), reason)
  },
  .init(
    NumberForm("n#.receive(saved #)", [.node, .kept]), weight: 4, chosen: 2,
    isAllowed: { $1.names.contains($0[0]) && saved($1, digests: false).contains($0[1]) },
    near: { [$0.names, saved($0, digests: false)] }, fitting: news
  ) { place, state in
    if case .answer(let entries, let digest) = state.saved[Int(place[1]) - 1] {
      state[place[0]].receive(entries, answering: digest)
    }
    return state[place[0]].reading
  },
  .init(
    NumberForm("n#.pull(n#, limit: #)", [.node, .node, limit]), weight: 4, chosen: 2,
    isAllowed: { $0.prefix(2).allSatisfy($1.names.contains) },
    near: { [$0.names, $0.names, [1, 1, 2, 3, 9, 50]] }
  ) { place, state in
    let digest = state[place[0]].digest
    let entries = Array(state[place[1]].entries(after: digest).prefix(Int(place[2])))
    state[place[0]].receive(entries, answering: digest)
    return told(entries, digest)
  },
]

let gossipNodes = SequentialObject<GossipShadows>(
  subject: "nodes",
  setting: ClusterForm(
    words: "# writes before, none by the last", plain: [0],
    odd: [0, 254, 255, 65_534, 1 << 31 - 2, 1 << 32 - 2, 1 << 53 - 1, 1 << 62]),
  start: {
    GossipShadows($0) { name, count in
      GossipShadow(name: name, held: count > 0 ? [name: [(count, 0, 0)]] : [:])
    }
  },
  operations: shared + own,
  text: { answer in
    let numbers = answer.numbers
    func digest(_ numbers: ArraySlice<Int128>) -> String {
      let pairs = stride(from: numbers.startIndex, to: numbers.endIndex, by: 2).map {
        "n\(numbers[$0]) \(numbers[$0 + 1])"
      }
      return "[" + pairs.joined(separator: ", ") + "]"
    }
    func entries(_ numbers: ArraySlice<Int128>) -> String {
      let entries = stride(from: numbers.startIndex, to: numbers.endIndex, by: 4).map {
        "n\(numbers[$0]):\(numbers[$0 + 1]) \(key.text(numbers[$0 + 2])) = \(numbers[$0 + 3])"
      }
      return "[" + entries.joined(separator: ", ") + "]"
    }
    switch answer.kind {
    case 1 where numbers.count % 4 == 0: return entries(numbers[...])
    case 2 where numbers.count == 1: return "version \(numbers[0])"
    case 3: return numbers.first.map(String.init) ?? "nil"
    case 4 where numbers.count % 2 == 1:
      return "\(digest(numbers.dropFirst())), saved as \(numbers[0])"
    case 5, 6:
      // An answer that is kept begins with its number.
      let rest = numbers.dropFirst(Int(answer.kind) - 5)
      let pairs = Int(clamping: rest.first ?? -1)
      guard pairs >= 0, pairs <= (rest.count - 1) / 2 else { break }
      let count = 2 * pairs
      guard (rest.count - 1 - count) % 4 == 0 else { break }
      let (asked, told) = (rest.dropFirst().prefix(count), rest.dropFirst(1 + count))
      return "to \(digest(asked)): \(entries(told))"
        + (answer.kind == 6 ? ", saved as \(numbers[0])" : "")
    default: break
    }
    return "no answer of this kind"
  },
  isTelling: { $0.kind == 2 && $0.numbers.first ?? 0 > 1 }, longest: 600)
