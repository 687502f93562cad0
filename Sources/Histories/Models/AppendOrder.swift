/// The history of one text of which every read tells, by what it saw, which writes there had been, and in which
/// order: nothing needs to be searched for.
///
/// A text that was read is what somebody put and then additions, one after the other. So what happened to the
/// text from that put to the last of these additions is known, and nothing else came between: it is a block of
/// operations in a fixed order. Writes that nobody saw are blocks of their own. The history is linearizable
/// exactly when each block fits into real time, and the blocks can follow each other: a block must come before
/// another when one of its operations had returned before one of the other's was called. That is the decision of
/// Gibbons and Korach (1997, section 4) with blocks in place of a write and its reads.
///
/// It takes time n·log n for n operations, and what it takes to read their texts.
struct AppendOrder {
  /// A write, or a read with the writes that it saw, by their places.
  private struct Member {
    let index: Int
    let called: Int
    let returned: Int
    /// Nil for a write.
    var seen: [Int]?
    var isPut = false
    /// A put because of which the read can have seen no other writes.
    var restsOn: Int?

    /// Whether somebody had it back.
    var isAnswered: Bool { returned != .max }
  }

  private struct Block {
    var members: [Int] = []
    /// The earliest return and the latest call.
    var ended = Int.max
    var called = Int.min
  }

  private var members: [Member] = []
  /// A read of something that nobody has written.
  private var unwritten: Int?

  /// Reads the texts of one key's operations.
  /// - Returns: nil when a text could be made in more than one way, and reads do not tell which writes they saw.
  init?<Key>(_ history: [AppendStore<Key>.Operation], part: [Int]) {
    var reader = TextReader()
    var texts: [(place: Int, text: String)] = []
    /// When something had been put for the first time.
    var firstPut: (returned: Int, place: Int)?
    for index in part {
      let operation = history[index]
      var member = Member(
        index: index, called: operation.called, returned: operation.returned)
      switch (operation.input, operation.answer?.output) {
      case (.get, .text(let text)?): texts.append((members.count, text))
      // Whoever had no answer has seen nothing.
      case (.get, nil): continue
      case (.put(_, let text), .done?), (.put(_, let text), nil):
        member.isPut = true
        if operation.returned < firstPut?.returned ?? .max {
          firstPut = (operation.returned, members.count)
        }
        guard reader.add(text, members.count, isPut: true) else { return nil }
      case (.append(_, let text), .done?), (.append(_, let text), nil):
        guard reader.add(text, members.count, isPut: false) else { return nil }
      default: return nil
      }
      members.append(member)
    }
    for (place, text) in texts {
      let followsPut = (firstPut?.returned ?? .max) < members[place].called
      switch reader.writes(of: text, followsPut: followsPut) {
      case .one(let writes, let restsOnPut):
        members[place].seen = writes
        if restsOnPut { members[place].restsOn = firstPut?.place }
      case .none: unwritten = unwritten ?? place
      case .several: return nil
      }
    }
  }

  /// An order of the operations, as indices into the history, or a part that no order explains.
  /// - Parameter isExplained: whether the part is to be made as small as it can be.
  func decision(isExplained: Bool) -> PartDecision {
    if let unwritten { return .impossible([members[unwritten].index]) }
    let all = Array(members.indices)
    if let order = order(of: all) { return .order(order.map { members[$0].index }) }
    let part = isExplained ? smallest(all) : all
    return .impossible(part.map { members[$0].index })
  }

  // MARK: The decision

  private func order(of places: [Int]) -> [Int]? {
    guard let blocks = blocks(of: places) else { return nil }
    let first = blocks.first
    var ordered: [Int] = first.members
    guard blocks.others.allSatisfy({ $0.ended >= first.called }),
      let rest = Self.sequence(blocks.others)
    else { return nil }
    for block in rest { ordered += blocks.others[block].members }
    return ordered
  }

  /// What is known to have followed each other: first what saw the text as it was at the beginning, and then
  /// everything else. Nil when reads contradict each other, or a block does not fit into real time.
  private func blocks(of places: [Int]) -> (first: Block, others: [Block])? {
    /// The longest text of each put, and of the beginning under -1.
    var chains: [Int: [Int]] = [:]
    for place in places {
      guard let seen = members[place].seen else { continue }
      let start = start(of: seen)
      if seen.count >= chains[start, default: []].count { chains[start] = seen }
    }
    var readers: [Int: [[Int]]] = chains.mapValues { Array(repeating: [], count: $0.count + 1) }
    for place in places {
      guard let seen = members[place].seen else { continue }
      let start = start(of: seen)
      guard let chain = chains[start], chain.starts(with: seen) else { return nil }
      readers[start]?[seen.count].append(place)
    }
    var isSeen: Set<Int> = []
    var blocks: [Int: Block] = [:]
    for (start, chain) in chains {
      guard let readers = readers[start] else { continue }
      var order: [Int] = []
      for length in 0...chain.count {
        if length > 0 {
          order.append(chain[length - 1])
          guard isSeen.insert(chain[length - 1]).inserted else { return nil }
        }
        order += readers[length].sorted { members[$0].called < members[$1].called }
      }
      guard let block = block(order) else { return nil }
      blocks[start] = block
    }
    let first = blocks.removeValue(forKey: -1) ?? Block()
    var others = blocks.sorted { $0.key < $1.key }.map(\.value)
    for place in places where members[place].seen == nil && !isSeen.contains(place) {
      // What nobody saw and nobody had back can as well never have happened.
      if members[place].isAnswered, let block = block([place]) { others.append(block) }
    }
    return (first, others)
  }

  /// The put that a text begins with; -1 for one that was added to the text of the beginning.
  private func start(of seen: [Int]) -> Int {
    seen.first.flatMap { members[$0].isPut ? $0 : nil } ?? -1
  }

  /// Nil when one had returned before another that comes earlier in the block was called.
  private func block(_ order: [Int]) -> Block? {
    var block = Block(members: order)
    for place in order {
      guard members[place].returned >= block.called else { return nil }
      block.called = max(block.called, members[place].called)
      block.ended = min(block.ended, members[place].returned)
    }
    return block
  }

  /// An order of blocks in which none comes after one that must follow it. If any block can come next, then the
  /// one that is called first or the one that ends first can.
  private static func sequence(_ blocks: [Block]) -> [Int]? {
    let byCall = blocks.indices.sorted { blocks[$0].called < blocks[$1].called }
    let byEnd = blocks.indices.sorted { blocks[$0].ended < blocks[$1].ended }
    var isPlaced = Array(repeating: false, count: blocks.count)
    var (call, end) = (0, 0)
    var sequence: [Int] = []
    while sequence.count < blocks.count {
      while isPlaced[byCall[call]] { call += 1 }
      while isPlaced[byEnd[end]] { end += 1 }
      let (called, ended) = (byCall[call], byEnd[end])
      let second = byEnd[(end + 1)...].first { !isPlaced[$0] }.map { blocks[$0].ended } ?? .max
      let next: Int
      if called == ended || blocks[ended].ended >= blocks[called].called {
        next = called == ended && second < blocks[called].called ? -1 : called
      } else {
        next = second >= blocks[ended].called ? ended : -1
      }
      guard next >= 0 else { return nil }
      isPlaced[next] = true
      sequence.append(next)
    }
    return sequence
  }

  // MARK: The smallest part

  /// Leaves out stretches, shorter and shorter ones, as long as what remains is impossible. Who leaves out a
  /// write leaves out the reads that saw it or are understood by it: a history that is possible stays so.
  private func smallest(_ places: [Int]) -> [Int] {
    var part = places
    var length = max(1, part.count / 2)
    while length >= 1 {
      var end = part.count
      var isSmaller = false
      while end > 0 {
        let stretch = max(0, end - length)..<end
        end = stretch.lowerBound
        let out = Set(part[stretch])
        let rest = part.filter { place in
          !out.contains(place) && out.isDisjoint(with: members[place].seen ?? [])
            && !(members[place].restsOn.map(out.contains) ?? false)
        }
        guard !rest.isEmpty, order(of: rest) == nil else { continue }
        part = rest
        isSmaller = true
        end = min(end, part.count)
      }
      if length == 1, isSmaller { continue }
      length /= 2
    }
    return part
  }
}

/// Finds out of which writes a text was made.
private struct TextReader {
  enum Writes {
    /// One way only, perhaps because something had been put before.
    case none, one([Int], restsOnPut: Bool), several
  }

  /// The places of puts and of additions, by what they write.
  private var puts: [ArraySlice<UInt8>: Int] = [:]
  private var additions: [ArraySlice<UInt8>: Int] = [:]
  private var lengths: Set<Int> = []

  /// False for a text that is empty or was written before in the same way: no read could tell who wrote it.
  mutating func add(_ text: String, _ place: Int, isPut: Bool) -> Bool {
    let bytes = ArraySlice(Array(text.utf8))
    guard !bytes.isEmpty else { return false }
    lengths.insert(bytes.count)
    let known =
      isPut ? puts.updateValue(place, forKey: bytes) : additions.updateValue(place, forKey: bytes)
    return known == nil
  }

  /// The writes whose texts, one after the other, are this text; what replaces a text can only be the first.
  /// - Parameter followsPut: true when something had been put before the text was asked for, so that what it
  ///   begins with was put as well, if that is possible.
  func writes(of text: String, followsPut: Bool) -> Writes {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return .one([], restsOnPut: false) }
    let lengths = lengths.sorted()
    /// In how many ways the rest from a byte on can be added, two standing for more, and by which addition first.
    var ways = Array(repeating: 0, count: bytes.count + 1)
    var next = Array(repeating: (place: 0, length: 0), count: bytes.count + 1)
    ways[bytes.count] = 1
    var (putFirst, putWays) = ((place: 0, length: 0), 0)
    for start in bytes.indices.reversed() {
      for length in lengths where start + length <= bytes.count && ways[start + length] > 0 {
        let piece = bytes[start..<start + length]
        if let place = additions[piece] {
          ways[start] = min(2, ways[start] + ways[start + length])
          next[start] = (place, length)
        }
        if start == 0, let place = puts[piece] {
          putWays += ways[length]
          putFirst = (place, length)
        }
      }
    }
    let isPut = putWays > 0 && (followsPut || ways[0] == 0)
    guard putWays + ways[0] > 0 else { return .none }
    guard isPut ? putWays == 1 : ways[0] == 1 && putWays == 0 else { return .several }
    let restsOnPut = isPut && ways[0] > 0
    if isPut { next[0] = putFirst }
    var writes: [Int] = []
    var start = 0
    while start < bytes.count {
      writes.append(next[start].place)
      start += next[start].length
    }
    return .one(writes, restsOnPut: restsOnPut)
  }
}
