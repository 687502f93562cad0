import Simulation

// Runs for whatever goes wrong only after many operations, with many elements, dots, removed dots or
// merges, or between a large state and a small one.

extension SetRun {
  /// A run of two busy replicas and one that hardly says anything: first many merges of small states,
  /// then some hundred adds and removes with few merges. Most of the operations are cheap for any
  /// set, removes of what was never there, since it is their number that counts.
  static func long(eventCount: Int, random: inout RandomSource) -> SetRun {
    let elements = SetWords.many(24, random: &random) + SetWords.alike(4, random: &random)
    let never = SetWords.many(1, random: &random)[0]
    var history = SetHistory(nodes: [0, 1, 2])
    history.append(.perform(.add(elements[0])), at: 2)
    for index in 0..<112 {
      if index % 7 == 0 {
        let element = elements[random.index(below: 3)]
        history.append(
          .perform(random.chance(2, in: 3) ? .add(element) : .remove(element)), at: 1)
      }
      history.append(.receive(history.latest(of: 1) ?? 0), at: 0)
      if index % 5 == 3 {
        let element = elements[random.index(below: 4)]
        history.append(
          .perform(random.chance(1, in: 2) ? .add(element) : .remove(element)), at: 0)
      }
    }
    // Some states arrive much later.
    var old = [history.events.count - 1]
    while history.events.count < eventCount {
      history.bustle(with: elements, andNever: never, old: &old, random: &random)
    }
    // What the third replica has to say is little, and new to the others.
    history.append(.perform(.add(elements[1])), at: 2)
    history.append(.perform(.remove(elements[0])), at: 2)
    history.meet()
    history.append(.perform(.remove(elements[1])), at: 0)
    history.append(.perform(.add(elements[2])), at: 1)
    return SetRun(history, looksAfter: history.now(andThen: 800, last: 2))
  }

  /// A run of more elements than a set may be expected to hold, many of them alike.
  static func crowded(_ count: Int, random: inout RandomSource) -> SetRun {
    let words = SetWords.lookalikes(random: &random) + SetWords.many(count, random: &random)
    var history = SetHistory(nodes: [0, 10])
    for word in words { history.append(.perform(.add(word)), at: 0) }
    history.meet()
    let full = history.events.count - 1
    for word in words.prefix(3) { history.append(.perform(.add(word)), at: 10) }
    for word in words where random.chance(1, in: 4) {
      history.append(.perform(.remove(word)), at: 10)
    }
    for word in words.suffix(12) + words.prefix(12) {
      history.append(.perform(random.chance(1, in: 2) ? .add(word) : .remove(word)), at: 0)
    }
    for _ in 0..<80 { history.append(.perform(.add(words[0])), at: 0) }
    history.meet()
    // The last receipt but one is n1's, which has heard of every remove.
    return SetRun(history, looksAfter: [full, history.events.count - 2])
  }

  /// A run of one replica that has done more than a thousand things and removed more than 256 dots when
  /// it hears of a state from its beginnings. No element has many dots, and only that small state is
  /// merged, so that a set that looks through all it knows has time for it.
  static func aged(random: inout RandomSource) -> SetRun {
    var words = SetWords.many(281, random: &random)
    let never = words.removeLast()
    var history = SetHistory(nodes: [0, 10])
    for word in words.prefix(4) { history.append(.perform(.add(word)), at: 0) }
    if let young = history.latest(of: 0) { history.append(.receive(young), at: 10) }
    for _ in 0..<1_000 { history.append(.perform(.remove(never)), at: 0) }
    for word in words {
      history.append(.perform(.add(word)), at: 0)
      history.append(.perform(.remove(word)), at: 0)
    }
    if let young = history.latest(of: 10) { history.append(.receive(young), at: 0) }
    for word in words.prefix(4) { history.append(.perform(.remove(word)), at: 0) }
    return SetRun(history, looksAfter: [history.events.count - 5, history.events.count - 1])
  }

  /// A run in which elements are added and removed again and again, at one replica or at two, and are
  /// looked at after each add.
  static func fickle(random: inout RandomSource) -> SetRun {
    let words = SetWords.many(3, random: &random)
    var history = SetHistory(nodes: [0, 10])
    var looks: Set<Int> = []
    func add(_ word: SetElement, at node: Int) {
      history.append(.perform(.add(word)), at: node)
      looks.insert(history.events.count - 1)
    }
    for _ in 0..<40 {
      add(words[0], at: 0)
      history.append(.perform(.remove(words[0])), at: 0)
    }
    for round in 0..<80 {
      let (here, there) = round % 2 == 0 ? (0, 10) : (10, 0)
      add(words[1], at: here)
      if let news = history.latest(of: here) { history.append(.receive(news), at: there) }
      history.append(.perform(.remove(words[1])), at: there)
    }
    for word in words { add(word, at: 10) }
    history.meet()
    for word in words { add(word, at: 0) }
    looks.insert(history.events.count - 4)
    return SetRun(history, looksAfter: looks)
  }

  /// A run of a replica that is made anew and hears a hundred times of one that knows nothing of it, and
  /// only then of one that knows the dots it gave out before.
  static func late(random: inout RandomSource) -> SetRun {
    let words = SetWords.many(4, random: &random)
    var history = SetHistory(nodes: [0, 1, 10])
    for word in words.prefix(3) { history.append(.perform(.add(word)), at: 10) }
    if let known = history.latest(of: 10) { history.append(.receive(known), at: 0) }
    history.append(.perform(.add(words[3])), at: 1)
    history.append(.perform(.startAnew), at: 10)
    for _ in 0..<100 {
      if let news = history.latest(of: 1) { history.append(.receive(news), at: 10) }
    }
    if let known = history.latest(of: 0) { history.append(.receive(known), at: 10) }
    for word in words { history.append(.perform(.add(word)), at: 10) }
    history.meet()
    return SetRun(history, looksAfter: [history.events.count - 1])
  }
}

extension SetHistory {
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
    case 0:
      if let news = latest(of: 1 - node) { append(.receive(news), at: node) }
    case 1:
      append(.receive(old[random.index(below: old.count)]), at: node)
    case 2:
      if let own = latest(of: node) { append(.receive(own), at: node) }
    case 3:
      for _ in 0..<44 { append(.perform(.add(element)), at: node) }
      append(.perform(.remove(element)), at: node)
    case 4, 5: old.append(latest(of: node) ?? 0)
    case 6..<50: append(.perform(.add(element)), at: node)
    case 50..<150: append(.perform(.remove(element)), at: node)
    default: append(.perform(.remove(never)), at: node)
    }
  }

  /// Everybody merges what everybody knows, one after the other.
  fileprivate mutating func meet() {
    for node in nodes.dropFirst() {
      if let news = latest(of: node) { append(.receive(news), at: nodes[0]) }
    }
    for node in nodes.dropFirst() {
      if let news = latest(of: nodes[0]) { append(.receive(news), at: node) }
    }
  }

  /// Every so many events, and the last few.
  fileprivate func now(andThen interval: Int, last: Int) -> Set<Int> {
    Set(events.indices.filter { $0 % interval == interval - 1 || $0 + last >= events.count })
  }
}
