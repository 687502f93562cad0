import Simulation

// Runs for whatever goes wrong only after many operations, with many elements, dots, removed dots or
// merges, or between a large state and a small one.

extension SetModel {
  func runs(_ random: inout RandomSource) -> [LongRun<SetChange>] {
    [
      firsts(&random), long(eventCount: 900, &random), crowded(270, &random), aged(&random),
      lateRun(random: &random), fickle(&random), neighbours(&random), packed(&random), nameless(),
    ] + renewedRuns(random: &random)
  }

  /// A run of two busy replicas and one that hardly says anything: first many merges of small states,
  /// then some hundred adds and removes with few merges. Most of the operations are cheap for any
  /// set, removes of what was never there, since it is their number that counts.
  private func long(eventCount: Int, _ random: inout RandomSource) -> LongRun<SetChange> {
    let elements = SetWords.many(24, random: &random) + SetWords.alike(4, random: &random)
    let never = SetWords.many(1, random: &random)[0]
    var history = History(nodes: [0, 1, 2])
    history.add(elements[0], at: 2)
    for index in 0..<112 {
      if index % 7 == 0 {
        history.change(elements[random.index(below: 3)], at: 1, random.chance(2, in: 3))
      }
      history.append(.receive(history.latest(of: 1) ?? 0), at: 0)
      if index % 5 == 3 {
        history.change(elements[random.index(below: 4)], at: 0, random.chance(1, in: 2))
      }
    }
    for _ in 0..<44 { history.add(elements[3], at: 0) }
    history.remove(elements[3], at: 0)
    // Some states arrive much later.
    var old = [history.events.count - 1]
    while history.events.count < eventCount {
      history.bustle(with: elements, andNever: never, old: &old, random: &random)
    }
    // What the third replica has to say is little, and new to the others.
    history.add(elements[1], at: 2)
    history.remove(elements[0], at: 2)
    history.converge()
    history.remove(elements[1], at: 0)
    history.add(elements[2], at: 1)
    let count = history.events.count
    return LongRun(history, looksAfter: [799, count - 2, count - 1])
  }

  /// A run of more elements than a set may be expected to hold, many of them alike.
  private func crowded(_ count: Int, _ random: inout RandomSource) -> LongRun<SetChange> {
    let words = SetWords.lookalikes(random: &random) + SetWords.many(count, random: &random)
    var history = History(nodes: [0, 10])
    for word in words { history.add(word, at: 0) }
    history.converge()
    let full = history.events.count - 1
    for word in words.prefix(3) { history.add(word, at: 10) }
    for word in words where random.chance(1, in: 4) { history.remove(word, at: 10) }
    for word in words.suffix(12) + words.prefix(12) {
      history.change(word, at: 0, random.chance(1, in: 2))
    }
    for _ in 0..<80 { history.add(words[0], at: 0) }
    history.converge()
    // The last receipt but one is n1's, which has heard of every remove.
    return LongRun(history, looksAfter: [full, history.events.count - 2])
  }

  /// A run of one replica that has done more than a thousand things and removed more than 256 dots when
  /// it hears of a state from its beginnings. No element has many dots, and only that small state is
  /// merged, so that a set that looks through all it knows has time for it.
  private func aged(_ random: inout RandomSource) -> LongRun<SetChange> {
    var words = SetWords.many(281, random: &random)
    let never = words.removeLast()
    var history = History(nodes: [0, 10])
    for word in words.prefix(4) { history.add(word, at: 0) }
    history.send(0, to: 10)
    for _ in 0..<1_000 { history.remove(never, at: 0) }
    for word in words {
      history.add(word, at: 0)
      history.remove(word, at: 0)
    }
    history.send(10, to: 0)
    for word in words.prefix(4) { history.remove(word, at: 0) }
    let count = history.events.count
    return LongRun(history, looksAfter: [count - 5, count - 1])
  }

  /// A run of one replica that adds more than a thousand times, most of it one word that its neighbour has
  /// added once, and then removes everything; the neighbour has added a few words of its own. A dot that is
  /// kept as `replica · 1000 + sequence` is the neighbour's, and a list of the newest so many dots has let the
  /// first one go.
  private func neighbours(_ random: inout RandomSource) -> LongRun<SetChange> {
    let words = SetWords.many(10, random: &random)
    var history = History(nodes: [0, 1])
    history.add(words[0], at: 1)
    history.send(1, to: 0)
    history.add(words[1], at: 0)
    let first = history.events.count - 1
    // The neighbour knows of the first few of these, and of no other until they are removed.
    for _ in 0..<3 { history.add(words[0], at: 0) }
    history.send(0, to: 1)
    // A thousand dots are the most that are read of one answer.
    for _ in 0..<930 { history.add(words[0], at: 0) }
    for _ in 0..<100 { history.add(words[2], at: 0) }
    for word in words.prefix(3) { history.remove(word, at: 0) }
    for word in words.suffix(7) { history.add(word, at: 1) }
    history.append(.receive(first), at: 0)
    history.send(1, to: 0)
    // It is looked at once, and the neighbour hears of none of it: a set that keeps a log looks a million times
    // through it for either.
    return LongRun(history, looksAfter: [history.events.count - 1])
  }

  /// A run of many replicas whose numbers lie as far apart as a sequence number may be multiplied by or
  /// shifted, so that two dots that are kept as one number each are the same. One of them has removed all it
  /// added when it hears of the others, each of which has added words of its own.
  private func packed(_ random: inout RandomSource) -> LongRun<SetChange> {
    var words = SetWords.many(4 + 2 * Self.distances.count, random: &random)
    var history = History(nodes: [0] + Self.distances)
    for word in words.prefix(4) + words.prefix(4) { history.add(word, at: 0) }
    for word in words.prefix(4) { history.remove(word, at: 0) }
    for node in Self.distances {
      for _ in 0..<2 { history.add(words.removeLast(), at: node) }
    }
    for node in Self.distances { history.send(node, to: 0) }
    history.send(0, to: Self.distances[0])
    let count = history.events.count
    return LongRun(history, looksAfter: [count - 2, count - 1])
  }

  /// What a sequence number may be multiplied by.
  private static let distances: [Int] =
    [
      3, 5, 7, 8, 10, 12, 16, 20, 24, 31, 32, 37, 40, 48, 50, 60, 64, 96, 99, 100, 101, 128, 255,
      256,
    ]
    + [257, 500, 512, 997, 1_000, 1_024, 4_096, 9_973, 10_000, 65_535, 65_536, 100_000, 1_000_000]
    + [1_000_003, 1 << 20, 1 << 24, 1_000_000_000, 1 << 30]

  /// A run of many sets that each add a little of their own, all of which is looked at: what several sets of a
  /// process share shows in one of them. It is the first that a process is asked.
  private func firsts(_ random: inout RandomSource) -> LongRun<SetChange> {
    let pairs = 150
    var words = SetWords.many(4 * pairs, random: &random)
    var history = History(nodes: Array(0..<2 * pairs))
    var looks: Set<Int> = []
    for pair in 0..<pairs {
      let (one, other) = (2 * pair, 2 * pair + 1)
      for node in [one, other, one, other] { history.add(words.removeLast(), at: node) }
      history.send(one, to: other)
      history.send(other, to: one)
      looks.formUnion(history.events.count - 2..<history.events.count)
    }
    return LongRun(history, looksAfter: looks)
  }

  /// A run about the empty word alone.
  private func nameless() -> LongRun<SetChange> {
    var history = History(nodes: [0, 10])
    for _ in 0..<3 { history.add(SetElement(""), at: 0) }
    history.send(0, to: 10)
    history.append(.perform(.startAnew), at: 0)
    history.send(10, to: 0)
    history.add(.milk, at: 0)
    history.send(0, to: 10)
    let count = history.events.count
    return LongRun(history, looksAfter: [count - 3, count - 1])
  }

  /// A run in which elements are added and removed again and again, at one replica or at two, and are
  /// looked at after each add.
  private func fickle(_ random: inout RandomSource) -> LongRun<SetChange> {
    let words = SetWords.many(3, random: &random)
    var history = History(nodes: [0, 10])
    for _ in 0..<40 {
      history.add(words[0], at: 0)
      history.remove(words[0], at: 0)
    }
    for round in 0..<80 {
      let (here, there) = round % 2 == 0 ? (0, 10) : (10, 0)
      history.add(words[1], at: here)
      history.send(here, to: there)
      history.remove(words[1], at: there)
    }
    for word in words { history.add(word, at: 10) }
    history.converge()
    let met = history.events.count - 1
    for word in words { history.add(word, at: 0) }
    let adds = history.events.indices.filter {
      history.events[$0].operation().map(isDeed) == true
    }
    return LongRun(history, looksAfter: Set(adds + [met]))
  }
}

extension ReplicaHistory<SetChange> {
  fileprivate mutating func add(_ element: SetElement, at node: Int) {
    append(.perform(.act(.add(element))), at: node)
  }

  fileprivate mutating func remove(_ element: SetElement, at node: Int) {
    append(.perform(.act(.remove(element))), at: node)
  }

  fileprivate mutating func change(_ element: SetElement, at node: Int, _ isAdd: Bool) {
    if isAdd { add(element, at: node) } else { remove(element, at: node) }
  }

  /// One of the things that happen in a busy time.
  fileprivate mutating func bustle(
    with elements: [SetElement], andNever never: SetElement, old: inout [Int],
    random: inout RandomSource
  ) {
    let node = random.chance(3, in: 4) ? 0 : 1
    let element = elements[random.index(below: elements.count)]
    // Two large states are seldom merged: a set that keeps a log and looks through all of it for each
    // entry is right, and takes the square of its length.
    switch random.index(below: 800) {
    case 0: send(1 - node, to: node)
    case 1: append(.receive(old[random.index(below: old.count)]), at: node)
    case 2: send(node, to: node)
    case 3:
      for _ in 0..<44 { add(element, at: node) }
      remove(element, at: node)
    case 4, 5: old.append(latest(of: node) ?? 0)
    case 6..<50: add(element, at: node)
    case 50..<150: remove(element, at: node)
    default: remove(never, at: node)
    }
  }
}
