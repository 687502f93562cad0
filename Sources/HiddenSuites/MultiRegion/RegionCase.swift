import Dialects
import ExerciseKit

/// What a function of `multi-region` is asked, and the right answers by their definitions: nothing is sorted, and
/// no formula used.
struct RegionCase {
  /// What a function is asked for beside the concern and the map.
  enum Asked: Int, CaseIterable, Sendable { case done, distance, survival, leader }

  private static let milliseconds = NumberDomain(0...1_000_000_000)
  private static let places = NumberDomain(1...40)
  private static let integers = NumberDomain(Int128(Int.min)...Int128(Int.max))
  private static let some = NumberDomain(listOf: [ItemForm("#", [1])], [places], upTo: 40)
  private static let clients = NumberDomain(
    listOf: [ItemForm("#: #", [1, 2])], [places, NumberDomain(0...1_000_000)], upTo: 40)
  private static let map = [
    NumberDomain(listOf: [ItemForm("r#/c#", [1, 2])], [integers, integers], upTo: 40),
    NumberDomain(
      listOf: [ItemForm("# to #: #", [1, 2, 3])], [places, places, milliseconds], upTo: 1_000),
    milliseconds,
  ]

  /// The concern, then the leader's place unless leaders are asked for, then data centres unless a distance is, then
  /// the map.
  static func domains(_ asked: Asked) -> [NumberDomain] {
    let concern = NumberDomain(words: WriteConcern.allCases.map(\.rawValue))
    return switch asked {
    case .done, .survival: [concern, places, some] + map
    case .distance: [concern, places] + map
    case .leader: [concern, clients] + map
    }
  }

  var concern = WriteConcern.local
  /// The place of the leader in the map's list, from 1.
  var leader = 1
  /// Data centres by their places, and how many clients are at each.
  var some: [(place: Int, number: Int)] = []
  var centres: [DataCentre] = []
  var times: [(one: Int, other: Int, time: Int)] = []
  var otherwise = 0

  init() {}

  /// Reads what `numbers` writes; nil for what the task does not speak of.
  init?(_ numbers: [Int128], _ asked: Asked) {
    let domains = Self.domains(asked)
    let space = NumberSpace(domains: domains) { _ in true }
    guard let all = space.parts(of: numbers) else { return nil }
    let parts = zip(domains, all).map { domain, part in
      (domain.list?.items(of: part) ?? [part]).map { $0.map { Int(clamping: $0) } }
    }
    concern = WriteConcern.allCases[parts[0][0][0]]
    if asked != .leader { leader = parts[1][0][0] }
    if asked != .distance {
      some = parts[asked == .leader ? 1 : 2].map { ($0[1], $0.count > 2 ? $0[2] : 0) }
    }
    centres = parts[parts.count - 3].map { DataCentre(region: $0[1], number: $0[2]) }
    times = parts[parts.count - 2].map { ($0[1], $0[2], $0[3]) }
    otherwise = parts[parts.count - 1][0][0]
    guard isAskedFor else { return nil }
  }

  private var isAskedFor: Bool {
    centres.indices.contains(leader - 1) && Set(centres).count == centres.count
      && some.allSatisfy { centres.indices.contains($0.place - 1) }
      && Set(some.map(\.place)).count == some.count
      && times.allSatisfy { $0.one < $0.other && $0.other <= centres.count }
      && Set(times.map { [$0.one, $0.other] }).count == times.count
  }

  func numbers(_ asked: Asked) -> [Int128] {
    func list(_ items: [[Int]]) -> [Int128] {
      [Int128(items.count)] + items.flatMap { [0] + $0.map { Int128($0) } }
    }
    let concern = Int128(WriteConcern.allCases.firstIndex(of: concern) ?? 0)
    let own: [Int128] =
      switch asked {
      case .done, .survival: [Int128(leader)] + list(some.map { [$0.place] })
      case .distance: [Int128(leader)]
      case .leader: list(some.map { [$0.place, $0.number] })
      }
    return [concern] + own + list(centres.map { [$0.region, $0.number] })
      + list(times.map { [$0.one, $0.other, $0.time] }) + [Int128(otherwise)]
  }

  func call(_ asked: Asked) -> ObjectWords.Call {
    let concern = WriteConcern.allCases.firstIndex(of: concern) ?? 0
    var numbers = [concern, leader, some.count]
    for (place, number) in some { numbers += [place, number] }
    numbers.append(centres.count)
    for centre in centres { numbers += [centre.region, centre.number] }
    numbers.append(times.count)
    for (one, other, time) in times { numbers += [one, other, time] }
    numbers.append(otherwise)
    return .init(operation: UInt8(asked.rawValue), numbers: numbers.map { Int128($0) })
  }

  // MARK: What is right

  /// How many milliseconds there are between a place and each, in their order.
  private func times(from place: Int) -> [Int] {
    var all = Array(repeating: otherwise, count: centres.count)
    for (one, other, time) in times {
      if one == place { all[other - 1] = time }
      if other == place { all[one - 1] = time }
    }
    all[place - 1] = 0
    return all
  }

  /// How many regions, and how many of them have a copy in more than half of their data centres.
  private func regions(storedAt copies: Set<Int>) -> (all: Set<Int>, satisfied: Set<Int>) {
    let all = Set(centres.map(\.region))
    let satisfied = all.filter { region in
      let own = centres.indices.filter { centres[$0].region == region }
      return 2 * own.count { copies.contains($0 + 1) } > own.count
    }
    return (all, satisfied)
  }

  private func isDone(storedAt copies: Set<Int>) -> Bool {
    let regions = regions(storedAt: copies)
    return switch concern {
    case .local: copies.contains(leader)
    case .regional: regions.satisfied.contains(centres[leader - 1].region)
    case .global: 2 * regions.satisfied.count > regions.all.count
    }
  }

  /// The first moment at which the write is done by what has been answered until then.
  private func distance(from leader: Int) -> Int {
    var own = self
    own.leader = leader
    let times = times(from: leader)
    return Set(times).sorted().first { moment in
      own.isDone(storedAt: Set(times.indices.filter { times[$0] <= moment }.map { $0 + 1 }))
    } ?? 0
  }

  private func wait(for leader: Int) -> Int {
    let (commit, times) = (distance(from: leader), times(from: leader))
    return some.reduce(0) { $0 + $1.number * (times[$1.place - 1] + commit) }
  }

  private var best: Int {
    let waits = centres.indices.map { wait(for: $0 + 1) }
    let place = centres.indices.min { (waits[$0], centres[$0]) < (waits[$1], centres[$1]) }
    return (place ?? 0) + 1
  }

  func expected(_ asked: Asked) -> ObjectWords.Answer {
    let copies = Set(some.map(\.place))
    return switch asked {
    case .done: .init(1, [isDone(storedAt: copies) ? 1 : 0])
    case .distance: .init(2, [Int128(distance(from: leader))])
    // A write of which all copies are among the lost may have been done exactly if they are enough for it.
    case .survival: .init(1, [isDone(storedAt: copies) ? 0 : 1])
    case .leader: .init(3, [Int128(best)])
    }
  }

  func reason(_ asked: Asked) -> String {
    let copies = Set(some.map(\.place))
    let regions = regions(storedAt: copies)
    let have =
      switch concern {
      case .local: "its own data centre is \(copies.contains(leader) ? "" : "not ")among them"
      case .regional:
        "they are \(isDone(storedAt: copies) ? "" : "not ")a majority of region "
          + "\(centres[leader - 1].region)"
      case .global:
        "they are a majority in \(regions.satisfied.count) of \(regions.all.count) regions"
      }
    return switch asked {
    case .done, .survival: have
    case .distance: "before that too few have answered"
    case .leader: "clients wait \(wait(for: best)) ms in all"
    }
  }
}
