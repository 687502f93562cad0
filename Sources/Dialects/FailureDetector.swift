import ExerciseKit
import Wire

/// Talks to a failure detector.
enum FailureDetectorDialect<Detector: FailureDetecting>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Detector

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Detector {
    let node = try numbers.node()
    let count = try numbers.next(as: UInt32.self)
    let first = try numbers.next(as: UInt32.self)
    let step = try numbers.next(as: UInt32.self)
    var peers = (0..<count).map { NodeID(first &+ $0 &* step) }
    // Names stand in a list in any order.
    if count % 2 == 0 { peers.reverse() }
    return Detector(
      node: node, peers: peers, timeout: try numbers.next(), step: try numbers.next(),
      now: try numbers.next())
  }

  /// Every answer ends with the leader and who is suspected.
  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Detector
  ) throws(WireError) -> Words.Answer {
    let kind: UInt8
    var told: [Int128] = []
    switch operation {
    case 0:
      kind = 0
      told = names(value.check(now: try numbers.next()))
    case 1:
      let heartbeat = Heartbeat(life: try numbers.next(), number: try numbers.next())
      let peer = try numbers.node()
      kind = value.heard(heartbeat, from: peer, now: try numbers.next()) ? 2 : 1
    case 2:
      kind = 3
      told = value.timeout(of: try numbers.node()).map { [1, Int128($0)] } ?? [0]
    default: throw .unknown(operation: operation)
    }
    return Words.Answer(
      kind, told + [Int128(value.leader.number)] + names(value.suspects))
  }

  private static func names(_ nodes: Set<NodeID>) -> [Int128] {
    [Int128(nodes.count)] + nodes.sorted().map { Int128($0.number) }
  }
}

/// The dialect of `failure-detector`.
func failureDetectorDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: FailureDetecting>(_: T.Type) -> any Dialect.Type {
    FailureDetectorDialect<T>.self
  }
  return (types.first as? any FailureDetecting.Type).map { dialect($0) }
}
