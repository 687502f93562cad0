import ExerciseKit

/// One search for everything: cards are taken from the front, and where every value is written once whole
/// groups of them.
enum LinearizabilityChecker: HistoryChecking {
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
    var search = CardSearch(history, initial: initial)
    return search.canGoOn(from: 0, holding: initial)
  }
}

private struct CardSearch {
  private struct Place: Hashable {
    var taken: UInt64
    var held: Int
  }

  private var cards: [TimedOperation]
  private var waitsFor: [UInt64]
  private var mustBeTaken: UInt64 = 0
  private var valuesDiffer: Bool
  private var deadEnds: Set<Place> = []

  init(_ history: [TimedOperation], initial: Int) {
    var written: Set<Int> = [initial]
    var seen: Set<Int> = []
    var differ = true
    for operation in history {
      switch operation.kind {
      case .write(let value):
        if !written.insert(value).inserted { differ = false }
      case .read(let value):
        if operation.returned != nil { seen.insert(value) }
      case .compareAndSet:
        differ = false
      }
    }
    let everyValueDiffers = differ
    cards = history.filter { operation in
      if operation.returned != nil { return true }
      switch operation.kind {
      case .read: return false
      case .write(let value): return !everyValueDiffers || seen.contains(value)
      case .compareAndSet: return true
      }
    }
    valuesDiffer = everyValueDiffers
    waitsFor = []
    for card in cards {
      var before: UInt64 = 0
      for (index, other) in cards.enumerated() {
        if let end = other.returned, end < card.invoked { before |= 1 << UInt64(index) }
      }
      waitsFor.append(before)
    }
    for (index, card) in cards.enumerated() where card.returned != nil {
      mustBeTaken |= 1 << UInt64(index)
    }
  }

  private func isFree(_ index: Int, _ taken: UInt64) -> Bool {
    taken >> UInt64(index) & 1 == 0 && waitsFor[index] & ~taken == 0
  }

  private func isLook(_ index: Int, _ held: Int) -> Bool {
    switch cards[index].kind {
    case .read(let value): value == held
    case .write: false
    case .compareAndSet(let expected, _, let succeeded):
      !succeeded && cards[index].returned != nil && expected != held
    }
  }

  private func sees(_ index: Int, _ value: Int) -> Bool { cards[index].kind == .read(value) }

  mutating func canGoOn(from start: UInt64, holding held: Int) -> Bool {
    var taken = start
    while let index = cards.indices.first(where: { isFree($0, taken) && isLook($0, held) }) {
      taken |= 1 << UInt64(index)
    }
    if taken & mustBeTaken == mustBeTaken { return true }
    return valuesDiffer ? canTakeGroup(taken, held) : canTakeCard(taken, held)
  }

  /// Takes a write all of whose readers can follow at once. There is nothing to choose.
  private mutating func canTakeGroup(_ taken: UInt64, _ held: Int) -> Bool {
    let left = cards.indices.filter { taken >> UInt64($0) & 1 == 0 }
    if left.contains(where: { sees($0, held) }) { return false }
    for index in left where isFree(index, taken) {
      guard case .write(let value) = cards[index].kind else { continue }
      let after = taken | 1 << UInt64(index)
      let readers = left.filter { sees($0, value) }
      let group = readers.reduce(after) { $0 | 1 << UInt64($1) }
      if readers.allSatisfy({ waitsFor[$0] & ~group == 0 }) {
        return canGoOn(from: group, holding: value)
      }
    }
    return false
  }

  private mutating func canTakeCard(_ taken: UInt64, _ held: Int) -> Bool {
    let place = Place(taken: taken, held: held)
    if deadEnds.contains(place) { return false }
    for index in cards.indices where isFree(index, taken) {
      let next: Int
      switch cards[index].kind {
      case .write(let value): next = value
      case .read: continue
      case .compareAndSet(let expected, let new, let succeeded):
        guard expected == held, succeeded || cards[index].returned == nil else { continue }
        next = new
      }
      if canGoOn(from: taken | 1 << UInt64(index), holding: next) { return true }
    }
    deadEnds.insert(place)
    return false
  }
}
