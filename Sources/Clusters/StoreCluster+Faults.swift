public import ExerciseKit
import Simulation
import Solutions

extension StoreCluster {
  /// Tokens of the operator, for whose requests nobody waits.
  static let operatorToken: UInt64 = 1 << 60

  /// Something goes wrong, or is changed by the operator. The next follows so that all of them fall into
  /// the time in which clients are at work.
  mutating func cause() {
    guard report.incidents < faults.incidents else { return }
    let begun = report.history.count + report.snapshotReads
    let isDue = begun * faults.incidents >= report.incidents * setting.operations
    if isDue {
      report.incidents += 1
      let id = someServer()
      switch random.index(below: 13) {
      case ..<4: hosts[id]?.effectsLeft = random.index(below: 8)
      case ..<7: cut(around: id)
      case 7: hosts[id]?.pausedUntil = now + 50 + random.index(below: 700)
      case 8: stormUntil = now + 50 + random.index(below: 200)
      case 9, 10: changeMembers()
      case 11: for id in ids { hosts[id]?.effectsLeft = random.index(below: 6) }
      default: compact()
      }
    }
    queue.add(.incident, at: now + 5 + random.index(below: isDue ? 60 : 15))
  }

  /// The leader half of the time.
  private mutating func someServer() -> NodeID {
    if random.chance(1, in: 2), let leader { return leader }
    return ids[random.index(below: ids.count)]
  }

  /// The server that leads the highest term.
  public var leader: NodeID? {
    ids.filter { hosts[$0]?.store?.server.role == .leader }
      .max { (hosts[$0]?.store?.server.term ?? 0) < (hosts[$1]?.store?.server.term ?? 0) }
  }

  /// Some links carry nothing for a while: all of one server's, those in one direction, or those between
  /// two halves.
  private mutating func cut(around id: NodeID) {
    let kind = random.index(below: 4)
    var island: Set<NodeID> = [id]
    if kind == 3 { island = Set(ids.filter { _ in random.chance(1, in: 2) }) }
    var links: Set<Link> = []
    for from in ids {
      for to in ids where island.contains(from) != island.contains(to) {
        let isOutward = island.contains(from)
        if kind == 1 && isOutward || kind == 2 && !isOutward { continue }
        links.insert(Link(from: from, to: to))
      }
    }
    cutCount += 1
    cuts[cutCount] = links
    queue.add(.mend(cut: cutCount), at: now + 50 + random.index(below: 900))
  }

  private mutating func changeMembers() {
    guard let leader, let members = hosts[leader]?.store?.server.members else { return }
    let others = ids.filter { !members.contains($0) }
    let removes = others.isEmpty || (members.count > 2 && random.chance(1, in: 2))
    guard let id = random.element(of: removes ? members : others) else { return }
    let token = Self.operatorToken + UInt64(report.incidents)
    request(.raft(.change(removes ? .remove(id) : .add(id), token: token)), to: leader)
    // Another operator is as busy.
    guard random.chance(1, in: 3), let second = random.element(of: ids) else { return }
    let change: MemberChange = members.contains(second) ? .remove(second) : .add(second)
    request(.raft(.change(change, token: token)), to: leader)
  }

  private mutating func compact() {
    guard let leader, let revision = hosts[leader]?.store?.server.machine.revision else { return }
    let bound = revision - min(revision, UInt64(random.index(below: 12)))
    let token = Self.operatorToken + UInt64(report.incidents)
    request(.raft(.propose(.compact(before: bound), token: token)), to: leader)
  }

  /// Everything is well from here on.
  mutating func calmDown() {
    faults = .none
    cuts = [:]
    stormUntil = 0
    for id in ids {
      hosts[id]?.pausedUntil = 0
      hosts[id]?.effectsLeft = nil
    }
  }
}
