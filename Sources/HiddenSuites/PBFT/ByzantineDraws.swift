import Dialects
import Simulation

// What may well come to a replica, whatever it has been told.

extension ByzantineShadow {
  private var random: RandomSource { RandomSource(seed: UInt64(steps)) }

  private var others: [Int128] { replicas.filter { $0 != id } }

  /// Requests that are known, and a new one.
  var requests: [Int128] {
    let known =
      waiting.suffix(3) + proposed.values.map(\.request).filter { $0 >= 0 }.sorted().prefix(4)
    return Array(known) + [Int128(1 + steps % 40), 1, 2]
  }

  /// The next ones first.
  var numbers: [Int128] {
    [lastExecuted + 1, lastExecuted + 1, lastExecuted + 2, lastExecuted, window, window + 1]
  }

  var views: [Int128] {
    [view, view, view, view, view + 1, max(0, view - 1), view + Int128(size)]
      .filter { $0 <= Int128(Int.max) }
  }

  /// Pre-prepares of the next numbers, by the primary.
  var proposals: [[Int128]] {
    let free = (lastExecuted + 1..<lastExecuted + 5).filter { proposed[$0]?.view != view }
    let request = requests
    return free.enumerated().map { place, number in
      [primary(of: view), request[(place + steps) % request.count], number, view]
    } + [[primary(of: view), request[0], lastExecuted + 1, view]]
  }

  /// Words on what is proposed: those that are missing, and some on other things.
  func votes(isCommit: Bool, isNone: Bool) -> [[Int128]] {
    var random = random
    let open = proposed.filter { $0.value.view == view && $0.key > lastExecuted - 2 }
      .sorted { $0.key < $1.key }.prefix(4)
    var votes: [[Int128]] = []
    for (number, word) in open where (word.request == Self.none) == isNone {
      for sender in random.shuffled(others).prefix(8) {
        let request = random.chance(1, in: 10) ? requests[0] : word.request
        votes.append([sender] + (isNone ? [] : [request]) + [number, word.view])
      }
    }
    for sender in random.shuffled(others).prefix(1) {
      votes.append([sender] + (isNone ? [] : [requests[0]]) + [lastExecuted + 1, view + 1])
    }
    return votes.filter { $0.allSatisfy { $0 <= Int128(Int.max) } }
  }

  // MARK: Other views

  /// What somebody may have prepared before a view, mostly by rising numbers.
  private func certificates(before next: Int128, _ random: inout RandomSource) -> [[Int128]] {
    guard next > 0, !random.chance(1, in: 4) else { return [] }
    var certificates: [[Int128]] = []
    for sequence in 1...min(window, max(3, min(lastExecuted + 3, 12)))
    where random.chance(3, in: 5) {
      let before = max(0, next - 1 - Int128(random.index(below: 3)))
      let request =
        shown[[before, sequence]]
        ?? (prepared[sequence]?.view == before ? prepared[sequence]?.request : nil)
        ?? (random.chance(1, in: 6) ? Self.none : Int128(1 + random.index(below: 9)))
      certificates.append([request, sequence, before])
    }
    guard let place = random.element(of: certificates.indices), random.chance(1, in: 8) else {
      return certificates
    }
    switch random.index(below: 5) {
    case 0: certificates[place][2] = next + Int128(random.index(below: 2))
    case 1: certificates[place][1] = random.chance(1, in: 2) ? 0 : window + 1
    case 2: certificates.append(certificates[place])
    case 3: certificates.swapAt(0, place)
    default: certificates[place][2] = 0
    }
    return certificates
  }

  private func change(
    of replica: Int128, for next: Int128, _ random: inout RandomSource
  ) -> Change {
    // Now and then the same as others say.
    Change(replica: replica, view: next, prepared: certificates(before: next, &random))
  }

  private func nextView(_ random: inout RandomSource) -> Int128 {
    let steps: [Int128] = [
      0, 0, 0, 0, 1, 1, 2, Int128(size), Int128(1) << Int128(random.index(below: 62)),
    ]
    // Now and then the view that is on.
    let isSame = isChanging || random.chance(1, in: 12)
    let next = view + steps[random.index(below: steps.count)] + (isSame ? 0 : 1)
    return min(next, Int128(Int.max))
  }

  var viewChanges: [[Int128]] {
    var random = random
    let next = nextView(&random)
    return random.shuffled(others).prefix(6).map { sender in
      let replica = random.chance(1, in: 16) ? others[0] : sender
      return ByzantineLines.viewChange(change(of: replica, for: next, &random), from: sender)
    }
  }

  /// Beginnings of views: as they must be, and with one thing wrong.
  var newViews: [[Int128]] {
    var random = random
    return (0..<3).compactMap { attempt in
      var next = nextView(&random)
      // One whose primary is another.
      if primary(of: next) == id, next < Int128(Int.max) { next += 1 }
      var asking = random.shuffled(replicas).prefix(quorum).map {
        change(of: $0, for: next, &random)
      }
      if random.chance(1, in: 6),
        let other = replicas.first(where: { name in
          !asking.contains { $0.replica == name }
        })
      {
        asking.append(change(of: other, for: next, &random))
      }
      var requests = Self.following(from: asking)
      var sender = primary(of: next)
      if attempt > 0 {
        spoil(&asking, &requests, &sender, &random)
      }
      return ByzantineLines.newView(next, asking, requests, from: sender)
    }
  }

  private func spoil(
    _ asking: inout [Change], _ requests: inout [Int128], _ sender: inout Int128,
    _ random: inout RandomSource
  ) {
    let place = random.index(below: asking.count)
    let change = asking[place]
    switch random.index(below: 9) {
    case 0: asking.remove(at: place)
    case 1: asking[place] = asking[0]
    case 2:
      asking[place] = Change(
        replica: replicas[0] > 0 ? replicas[0] - 1 : replicas[size - 1] + 1, view: change.view,
        prepared: change.prepared)
    case 3:
      asking[place] = Change(
        replica: change.replica, view: change.view - 1, prepared: change.prepared)
    case 4: if !requests.isEmpty { requests.removeLast() }
    case 5: requests.append(random.chance(1, in: 2) ? Self.none : 1)
    case 6: if !requests.isEmpty { requests[requests.count / 2] = Self.none }
    case 7: sender = others.first ?? id
    default: asking.append(change)
    }
  }
}
