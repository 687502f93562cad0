import Dialects

/// What the part of a node must hold that knows who is in the cluster.
struct MembershipShadow {
  typealias Right = SequentialObject<MembershipShadow>.Right
  enum Role { case follower, candidate, leader }

  /// A configuration and the index at which it stands.
  struct Configuration {
    let index: Int128
    let members: [Int128]
  }

  let id: Int128
  let base: Int128
  private(set) var role = Role.follower
  private(set) var term: Int128
  private(set) var last: Int128
  private(set) var commit: Int128
  /// Set from when it is told to step down until it has.
  private(set) var isOut = false
  /// The newest comes last; the first is the snapshot's.
  private var configurations: [Configuration]
  /// Where entries of a term begin.
  private var terms: [(start: Int128, term: Int128)]
  private var held: [Int128: Int128] = [:]

  /// Its name, how many members there are and which, and the term and index after which its log begins.
  init(_ numbers: [Int128]) {
    id = numbers[0]
    let members = Array(numbers.dropFirst(2).dropLast(2))
    term = numbers[numbers.count - 2]
    base = numbers[numbers.count - 1]
    (last, commit) = (base, base)
    configurations = [Configuration(index: base, members: members)]
    terms = [(base, term)]
  }

  var configuration: Configuration { configurations[configurations.count - 1] }
  var members: [Int128] { configuration.members }
  var lastTerm: Int128 { terms[terms.count - 1].term }
  private var isMember: Bool { members.contains(id) }
  private var isSettled: Bool { configuration.index <= commit }

  private func term(at index: Int128) -> Int128 {
    terms.last { $0.start <= index }?.term ?? 0
  }

  private func told(
    _ reason: String, kind: UInt8 = 0, _ numbers: [Int128] = [], _ effects: [[Int128]] = []
  ) -> Right {
    (
      .init(
        kind, numbers + [Int128(members.count)] + members.sorted() + effects.flatMap { $0 }), reason
    )
  }

  // MARK: The log

  private var counting: String {
    "the configuration at index \(configuration.index) counts"
  }

  mutating func becomes(_ next: Role, in nextTerm: Int128) -> Right {
    (role, term, held, isOut) = (next, nextTerm, [:], false)
    return told("that is only noted, and \(counting)")
  }

  private mutating func add(_ entryTerm: Int128, _ members: [Int128]? = nil) {
    last += 1
    if entryTerm != lastTerm { terms.append((last, entryTerm)) }
    if let members { configurations.append(Configuration(index: last, members: members)) }
  }

  mutating func appends(_ entryTerm: Int128, _ members: [Int128]? = nil) -> Right {
    add(entryTerm, members)
    let (effects, reason) = committed()
    return told(reason, [], effects)
  }

  mutating func appends(_ count: Int128, of entryTerm: Int128) -> Right {
    add(entryTerm)
    last += count - 1
    return told(counting)
  }

  mutating func cut(after index: Int128) -> Right {
    configurations.removeAll { $0.index > index }
    terms.removeAll { $0.start > index }
    last = index
    return told(counting)
  }

  mutating func learns(_ index: Int128) -> Right {
    commit = max(commit, index)
    return told("that is only noted, and \(counting)")
  }

  mutating func restarts() -> Right {
    (role, commit, held, isOut) = (.follower, base, [:], false)
    return told(counting)
  }

  // MARK: Majorities

  mutating func holds(_ server: Int128, upTo index: Int128) -> Right {
    guard role == .leader else { return told("only a leader counts") }
    held[server] = max(held[server] ?? 0, index)
    let (effects, reason) = committed()
    return told(reason, [], effects)
  }

  private mutating func committed() -> ([[Int128]], String) {
    guard role == .leader else { return ([], counting) }
    let indices = members.map { $0 == id ? last : held[$0] ?? 0 }.sorted(by: >)
    let index = indices[indices.count / 2]
    let count = indices.count { $0 >= index }
    guard index > commit else {
      return ([], "no more than before is held by a majority of the \(members.count) members")
    }
    guard term(at: index) == term else {
      return ([], "entry \(index) is of an earlier term, and is not committed by counting")
    }
    commit = index
    isOut = isSettled && !isMember
    let reason = "\(count) of \(members.count) members hold entry \(index)"
    return ([[0, index]] + (isOut ? [[1]] : []), reason)
  }

  // MARK: Changes

  private func refusal(of server: Int128, adds: Bool) -> (place: UInt8, reason: String)? {
    if role != .leader { return (0, "it does not lead") }
    if term(at: commit) != term {
      return (1, "it has committed up to index \(commit), and no entry of its own term \(term)")
    }
    if !isSettled {
      return (2, "the configuration at index \(configuration.index) is not committed")
    }
    if adds { return members.contains(server) ? (3, "n\(server) is there") : nil }
    if !members.contains(server) { return (4, "n\(server) is not there") }
    return members.count == 1 ? (5, "nobody would be left") : nil
  }

  mutating func change(_ server: Int128, adds: Bool) -> Right {
    if let (place, reason) = refusal(of: server, adds: adds) {
      return told(reason, kind: 10 + place)
    }
    let next = adds ? members + [server] : members.filter { $0 != server }
    add(term, next)
    let (effects, reason) = committed()
    return told(
      "nothing speaks against it, and \(reason)", kind: 5,
      [term, Int128(next.count)] + next.sorted(), effects)
  }

  // MARK: Elections

  var mayStand: Bool { isMember || !isSettled }

  func timesOut() -> Right {
    let reason =
      isMember
      ? "it is a member"
      : isSettled
        ? "it is no member, and that is committed"
        : "it is no member, but that is not committed as far as it knows"
    return told(reason, kind: mayStand ? 1 : 2)
  }

  func votes(_ voters: [Int128]) -> Right {
    let count = members.count { voters.contains($0) }
    let isElected = 2 * count > members.count
    return told("\(count) of \(members.count) members vote for it", kind: isElected ? 3 : 4)
  }

  // MARK: What may well come

  /// Servers that are members, were, or are beside them.
  var servers: [Int128] {
    let known = configurations.suffix(4).flatMap(\.members)
    return (known + known + [id, 1, 2, 3]).filter { $0 <= Int128(UInt32.max) }
  }

  var indices: [Int128] {
    [last, last, configuration.index, configuration.index - 1, commit, commit + 1, last - 1, base]
  }

  /// Configurations that come of the newest with one server more or less, and others.
  var nextConfigurations: [[Int128]] {
    let fresh =
      servers.filter { !members.contains($0) }.prefix(3) + [members.max().map { $0 + 1 } ?? 1]
    let lists =
      members.indices.map { place in
        members.enumerated().filter { $0.offset != place }.map(\.element)
      }
      + fresh.filter { $0 <= Int128(UInt32.max) }.map { members + [$0] }
    return lists.map { [Int128($0.count)] + $0 + [max(lastTerm, term)] }
  }

  /// Voters who are just enough, and just not.
  var ballots: [[Int128]] {
    let enough = members.count / 2 + 1
    let others = servers.filter { !members.contains($0) }
    let lists: [[Int128]] = [
      Array(members.prefix(enough)), Array(members.suffix(enough)), members,
      members.prefix(enough - 1) + Set(others).sorted(), Array(members.suffix(enough - 1)),
    ]
    return lists.map { [Int128(Set($0).count)] + Set($0).sorted() }
  }

  /// Members that hold what matters.
  var holdings: [[Int128]] {
    members.filter { $0 != id }.flatMap { member in
      [[member, last], [member, last], [member, configuration.index], [member, commit + 1]]
    }
  }
}
