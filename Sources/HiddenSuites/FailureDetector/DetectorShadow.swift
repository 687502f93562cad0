import Dialects

/// What a failure detector must hold.
struct DetectorShadow {
  typealias Right = SequentialObject<DetectorShadow>.Right

  struct Sign: Hashable, Comparable {
    var life: Int128
    var number: Int128

    static func < (left: Self, right: Self) -> Bool {
      (left.life, left.number) < (right.life, right.number)
    }
  }

  struct Peer: Hashable {
    var timeout: Int128
    var lastHeard: Int128
    var newest: Sign?
  }

  let node: Int128
  let step: Int128
  private(set) var now: Int128
  private(set) var peers: [Int128: Peer] = [:]
  private var suspects: Set<Int128> = []

  init(_ numbers: [Int128]) {
    node = numbers[0]
    step = numbers[5]
    now = numbers[6]
    for peer in SpacedNodes.set(numbers[1...3]) {
      peers[peer] = Peer(timeout: numbers[4], lastHeard: now)
    }
  }

  mutating func check(_ time: Int128) -> Right {
    now = time
    let silent = peers.filter { time - $0.value.lastHeard > $0.value.timeout }.keys
    let new = Set(silent).subtracting(suspects)
    suspects.formUnion(new)
    return told(
      0, [Int128(new.count)] + new.sorted(),
      new.isEmpty
        ? "nobody's silence has newly become longer than its timeout"
        : new.sorted().prefix(3).map {
          "n\($0) has been silent for \(time - (peers[$0]?.lastHeard ?? 0)), its timeout is "
            + "\(peers[$0]?.timeout ?? 0)"
        }.joined(separator: ", "))
  }

  mutating func heard(_ sign: Sign, from sender: Int128, at time: Int128) -> Right {
    now = time
    guard var peer = peers[sender] else { return told(1, [], "n\(sender) is no peer") }
    if let newest = peer.newest, sign <= newest {
      return told(1, [], "a heartbeat that is as new or newer has come before")
    }
    let isOfThisLife = peer.newest.map { $0.life == sign.life } ?? true
    let wasSuspected = suspects.remove(sender) != nil
    peer.newest = sign
    peer.lastHeard = time
    if wasSuspected, isOfThisLife { peer.timeout = min(Int128(Int.max), peer.timeout + step) }
    peers[sender] = peer
    return told(
      wasSuspected && isOfThisLife ? 2 : 1, [],
      !wasSuspected
        ? "n\(sender) was not suspected"
        : isOfThisLife ? "n\(sender) was alive all the time" : "n\(sender) has started again")
  }

  func timeout(of peer: Int128) -> Right {
    guard let peer = peers[peer] else { return told(3, [0], "n\(peer) is no peer") }
    return told(3, [1, peer.timeout], "each mistake makes it longer by \(step)")
  }

  private func told(_ kind: UInt8, _ numbers: [Int128], _ reason: String) -> Right {
    let leader = peers.keys.reduce(node) { suspects.contains($1) ? $0 : min($0, $1) }
    return (
      .init(kind, numbers + [leader, Int128(suspects.count)] + suspects.sorted()), reason
    )
  }

  // MARK: What may well come

  /// Times at which a silence becomes too long, and those beside them.
  var times: [Int128] {
    peers.sorted { $0.key < $1.key }.prefix(4).flatMap {
      [$0.value.lastHeard + $0.value.timeout, $0.value.lastHeard + $0.value.timeout + 1]
    } + [now, now, now + 1]
  }

  /// Heartbeats that may come next, or have been overtaken.
  var heartbeats: [[Int128]] {
    peers.sorted { $0.key < $1.key }.flatMap { name, peer -> [[Int128]] in
      let last = peer.newest ?? Sign(life: 1, number: 0)
      return [
        [last.life, last.number + 1], [last.life, last.number + 1], [last.life, last.number],
        [last.life, max(0, last.number - 1)], [last.life + 1, 1], [last.life + 1, last.number],
        [max(0, last.life - 1), last.number + 5],
      ].map { $0 + [name, now] }
    }
  }
}

private let millis = NumberDomain(0...Int128(Int.max))

let failureDetector = SequentialObject<DetectorShadow>(
  subject: "detector",
  setting: NumberForm(
    "n# with # peers from n# in steps of #, timeout # and step #, from time #",
    [
      .node, NumberDomain(1...100, drawnTo: 9), .node, .node, millis,
      NumberDomain(1...Int128(Int.max)), millis,
    ]
  ) {
    SpacedNodes.exist($0[1...3])
      && !SpacedNodes.set($0[1...3]).contains($0[0])
  },
  start: { DetectorShadow($0) },
  operations: [
    .init(
      NumberForm("check at #", [millis]), weight: 6, isAllowed: { $0[0] >= $1.now },
      near: { [$0.times] }, fitting: { state in state.times.map { [$0] } }
    ) { $1.check($0[0]) },
    .init(
      NumberForm("heartbeat #/# from n# at #", [.unsigned(), .unsigned(), .node, millis]),
      weight: 8, isAllowed: { $0[3] >= $1.now },
      near: { state in [[], [], state.peers.keys.sorted(), state.times] },
      fitting: \.heartbeats
    ) { $1.heard(.init(life: $0[0], number: $0[1]), from: $0[2], at: $0[3]) },
    .init(
      NumberForm("timeout of n#", [.node]), weight: 2, near: { [$0.peers.keys.sorted()] }
    ) { $1.timeout(of: $0[0]) },
  ],
  text: detectorText,
  // Who suspects nobody has nothing to say.
  isTelling: { $0.kind == 2 || $0.kind == 0 && $0.numbers.first != 0 })

/// An answer as a learner sees it.
@Sendable private func detectorText(_ answer: ObjectWords.Answer) -> String {
  var rest = answer.numbers[...]
  func names() -> String {
    let count = max(0, min(Int(clamping: rest.popFirst() ?? 0), rest.count))
    let names = rest.prefix(count).map { "n\($0)" }
    rest = rest.dropFirst(count)
    return names.isEmpty ? "nobody" : names.joined(separator: " ")
  }
  let said: String
  switch answer.kind {
  case 0: said = "newly suspects \(names())"
  case 1: said = "no mistake"
  case 2: said = "a mistake"
  default: said = rest.popFirst() == 1 ? "timeout \(rest.popFirst() ?? 0)" : "no timeout"
  }
  let leader = rest.popFirst() ?? -1
  return "\(said); suspects \(names()), follows n\(leader)"
}
