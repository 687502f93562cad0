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
/// Where several writes write the same, it tells them apart by when they were called and had returned; where that
/// is not enough, it gives no answer.
///
/// It takes time n·log n for n operations, and what it takes to read their texts.
struct AppendOrder {
  /// A write, or a read with what it saw. Writes of one kind that write the same are one class.
  private struct Member {
    let index: Int
    let called: Int
    let returned: Int
    /// The class of a write; nil for a read.
    var written: Int?
    var isPut = false
    /// The classes that a text is made of, if it begins with a put, and if all of it was added.
    var seen = TextReader.Writes()

    /// Whether somebody had it back.
    var isAnswered: Bool { returned != .max }
  }

  private struct Block {
    var members: [Int] = []
    /// The earliest return and the latest call.
    var ended = Int.max
    var called = Int.min
  }

  /// What some of the operations come to.
  private enum Outcome: Equatable {
    case order([Int]), impossible, unknown
  }

  private var members: [Member] = []
  /// A read of something that nobody has written.
  private var unwritten: Int?

  /// Reads the texts of one key's operations.
  /// - Returns: nil when a text could be made in more than one way, and reads do not tell what they saw.
  init?<Key>(_ history: [AppendStore<Key>.Operation], part: [Int]) {
    var reader = TextReader()
    var texts: [(place: Int, text: String)] = []
    for index in part {
      let operation = history[index]
      var member = Member(index: index, called: operation.called, returned: operation.returned)
      switch (operation.input, operation.answer?.output) {
      case (.get, .text(let text)?): texts.append((members.count, text))
      // Whoever had no answer has seen nothing.
      case (.get, nil): continue
      case (.put(_, let text), .done?), (.put(_, let text), nil):
        member.isPut = true
        member.written = reader.add(text, isPut: true)
        if text.isEmpty { return nil }
      case (.append(_, let text), .done?), (.append(_, let text), nil):
        member.written = reader.add(text, isPut: false)
        if text.isEmpty { return nil }
      default: return nil
      }
      members.append(member)
    }
    for (place, text) in texts {
      guard let writes = reader.writes(of: text) else { return nil }
      members[place].seen = writes
      if writes.afterPut == nil, writes.added == nil { unwritten = unwritten ?? place }
    }
  }

  /// An order of the operations, as indices into the history, or a part that no order explains; nil when writes
  /// of the same cannot be told apart.
  /// - Parameter isExplained: whether the part is to be made as small as it can be.
  func decision(isExplained: Bool) -> PartDecision? {
    if let unwritten { return .impossible([members[unwritten].index]) }
    let all = Array(members.indices)
    switch outcome(of: all) {
    case .order(let order): return .order(order.map { members[$0].index })
    case .impossible:
      return .impossible((isExplained ? smallest(all) : all).map { members[$0].index })
    case .unknown: return nil
    }
  }

  // MARK: The decision

  private func outcome(of places: [Int]) -> Outcome {
    guard let texts = TextEras(places.map(view)) else { return .unknown }
    guard !texts.isContradictory else { return .impossible }
    guard let blocks = blocks(of: texts, places) else {
      return texts.isGuessed ? .unknown : .impossible
    }
    guard blocks.others.allSatisfy({ $0.ended >= blocks.first.called }),
      let rest = Self.sequence(blocks.others)
    else { return texts.isGuessed ? .unknown : .impossible }
    return .order(blocks.first.members + rest.flatMap { blocks.others[$0].members })
  }

  private func view(_ place: Int) -> TextEras.View {
    let member = members[place]
    return TextEras.View(
      place: place, called: member.called, returned: member.returned, written: member.written,
      isPut: member.isPut, afterPut: member.seen.afterPut, added: member.seen.added)
  }

  /// What is known to have followed each other: first what saw the text as it was at the beginning, and then
  /// everything else. Nil when a block does not fit into real time.
  private func blocks(
    of texts: TextEras, _ places: [Int]
  ) -> (first: Block, others: [Block])? {
    var isSeen: Set<Int> = []
    var first = Block()
    var others: [Block] = []
    for era in texts.eras {
      var order: [Int] = []
      for length in 0...era.writes.count {
        if length > 0 {
          order.append(era.writes[length - 1])
          guard isSeen.insert(era.writes[length - 1]).inserted else { return nil }
        }
        order += era.readers[length].sorted { members[$0].called < members[$1].called }
      }
      guard let block = block(order) else { return nil }
      if era.isFirst { first = block } else { others.append(block) }
    }
    for place in places where members[place].written != nil && !isSeen.contains(place) {
      // What nobody saw and nobody had back can as well never have happened.
      if members[place].isAnswered, let block = block([place]) { others.append(block) }
    }
    return (first, others)
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
  /// write leaves out the reads that may have seen it: a history that is possible stays so.
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
        let writes = Set(out.compactMap { members[$0].written })
        let rest = part.filter { place in
          !out.contains(place) && !members[place].seen.contains(anyOf: writes)
        }
        guard !rest.isEmpty, outcome(of: rest) == .impossible else { continue }
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
