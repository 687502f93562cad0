/// What happened to a text from each put on, as far as reads tell: which writes followed each other, and who read
/// how much of them.
///
/// Where several writes write the same, the one that a read saw is found by real time: it had not returned before
/// the put that the text begins with was called, and was called before those that saw it had returned.
struct TextEras {
  /// An operation: a write of a class, or a read with the classes that its text can be made of.
  struct View {
    let place: Int
    let called: Int
    let returned: Int
    let written: Int?
    let isPut: Bool
    let afterPut: [Int]?
    let added: [Int]?
  }

  /// The writes that are known to have followed each other, and for each number of them who saw so many.
  struct Era {
    /// True for the text of the beginning, to which something was added before anything was put.
    let isFirst: Bool
    var writes: [Int] = []
    var readers: [[Int]] = []
  }

  /// One era while its writes are being found.
  private struct Chain {
    var classes: [Int] = []
    /// Where each class stands.
    var places: [Int: [Int]] = [:]
    var found: [View?] = []
    /// For each length the reads, and when the first that saw more than so many writes had returned.
    var readers: [[Int]] = []
    var limits: [Int] = []
  }

  private(set) var eras: [Era] = []
  /// True when two reads cannot both be, or nobody can have written what one saw.
  private(set) var isContradictory = false
  /// True when of several writes of the same one was taken that may not be the one.
  private(set) var isGuessed = false

  /// Finds the eras of some operations; nil when a text may begin with a put or not, or with one of two.
  init?(_ views: [View]) {
    var writes: [Int: [View]] = [:]
    for view in views {
      if let written = view.written { writes[written, default: []].append(view) }
    }
    let firstPut = views.filter(\.isPut).map(\.returned).min() ?? .max
    var texts: [(view: View, classes: [Int], start: Int)] = []
    for view in views where view.written == nil {
      // Once something was put, what a text begins with was put too, if that is possible.
      if let classes = view.afterPut, view.added == nil || firstPut < view.called {
        guard let start = classes.first, writes[start]?.count == 1 else { return nil }
        texts.append((view, classes, start))
      } else if let classes = view.added, view.afterPut == nil {
        texts.append((view, classes, -1))
      } else {
        return nil
      }
    }
    var chains: [Int: Chain] = [:]
    for text in texts where text.classes.count >= chains[text.start]?.classes.count ?? 0 {
      chains[text.start, default: Chain()].classes = text.classes
    }
    for (start, chain) in chains {
      for (place, kind) in chain.classes.enumerated() {
        chains[start]?.places[kind, default: []].append(place)
      }
      chains[start]?.found = Array(repeating: nil, count: chain.classes.count)
      chains[start]?.limits = Array(repeating: .max, count: chain.classes.count)
      chains[start]?.readers = Array(repeating: [], count: chain.classes.count + 1)
    }
    for text in texts {
      guard var chain = chains[text.start], chain.classes.starts(with: text.classes) else {
        isContradictory = true
        return
      }
      chain.readers[text.classes.count].append(text.view.place)
      for place in text.classes.indices {
        chain.limits[place] = min(chain.limits[place], text.view.returned)
      }
      chains[text.start] = chain
    }
    guard find(&chains, writes, firstPut) else { return nil }
    guard !isContradictory else { return }
    eras = chains.sorted { $0.key < $1.key }.map { start, chain in
      Era(
        isFirst: start == -1, writes: chain.found.compactMap { $0?.place }, readers: chain.readers)
    }
  }

  /// Finds the writes of all chains: first those of which there is no other, then what these leave.
  /// - Returns: false when a guess has led nowhere.
  private mutating func find(
    _ chains: inout [Int: Chain], _ writes: [Int: [View]], _ firstPut: Int
  ) -> Bool {
    var used: Set<Int> = []
    var mayGuess = false
    while true {
      var (isProgress, isWhole) = (false, true)
      for start in chains.keys.sorted() {
        guard var chain = chains[start] else { continue }
        for (kind, places) in chain.places.sorted(by: { $0.value[0] < $1.value[0] })
        where chain.found[places[0]] == nil {
          let all = (writes[kind] ?? []).filter { !used.contains($0.place) }
          let candidates =
            all.count <= places.count
            ? all : all.filter { Self.isPossible($0, at: places, in: chain, start, firstPut) }
          guard candidates.count >= places.count else {
            isContradictory = !isGuessed
            return !isGuessed
          }
          guard candidates.count == places.count || mayGuess else {
            isWhole = false
            continue
          }
          let ordered = candidates.sorted { $0.called < $1.called }
          let isSure = zip(ordered, ordered.dropFirst()).allSatisfy { $0.returned < $1.called }
          if candidates.count > places.count || !isSure { isGuessed = true }
          for (place, view) in zip(places, ordered) {
            chain.found[place] = view
            used.insert(view.place)
          }
          (mayGuess, isProgress) = (false, true)
        }
        chains[start] = chain
      }
      if isWhole { return true }
      if !isProgress { mayGuess = true }
    }
  }

  /// Whether a write can be one of several of the same in a chain, by real time alone.
  private static func isPossible(
    _ view: View, at places: [Int], in chain: Chain, _ start: Int, _ firstPut: Int
  ) -> Bool {
    guard let first = places.first, let last = places.last else { return false }
    // Whoever saw it had not returned before it was called.
    if view.called > chain.limits[last] { return false }
    // What was put first covers all that was added to the text of the beginning.
    if start == -1, firstPut < view.called { return false }
    return chain.found[..<first].allSatisfy { $0.map { view.returned >= $0.called } ?? true }
      && chain.found[(last + 1)...].allSatisfy { $0.map { $0.returned >= view.called } ?? true }
  }
}

/// Finds out of which classes of writes a text was made.
struct TextReader {
  /// The classes one after the other; nil where it cannot be.
  struct Writes {
    /// With a put first.
    var afterPut: [Int]?
    /// With additions alone.
    var added: [Int]?

    func contains(anyOf classes: Set<Int>) -> Bool {
      !classes.isDisjoint(with: afterPut ?? []) || !classes.isDisjoint(with: added ?? [])
    }
  }

  private var puts: [ArraySlice<UInt8>: Int] = [:]
  private var additions: [ArraySlice<UInt8>: Int] = [:]
  private var lengths: Set<Int> = []
  private var count = 0

  /// The class of a write.
  mutating func add(_ text: String, isPut: Bool) -> Int {
    let bytes = ArraySlice(Array(text.utf8))
    lengths.insert(bytes.count)
    if let known = isPut ? puts[bytes] : additions[bytes] { return known }
    if isPut { puts[bytes] = count } else { additions[bytes] = count }
    count += 1
    return count - 1
  }

  /// The classes whose texts, one after the other, are this text; nil when there is more than one way with a put
  /// first, or without one.
  func writes(of text: String) -> Writes? {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return Writes(added: []) }
    let lengths = lengths.sorted()
    /// In how many ways the rest from a byte on can be added, two standing for more, and by which class first.
    var ways = Array(repeating: 0, count: bytes.count + 1)
    var next = Array(repeating: (class: 0, length: 0), count: bytes.count + 1)
    ways[bytes.count] = 1
    var (putFirst, putWays) = ((class: 0, length: 0), 0)
    for start in bytes.indices.reversed() {
      for length in lengths where start + length <= bytes.count && ways[start + length] > 0 {
        let piece = bytes[start..<start + length]
        if let found = additions[piece] {
          ways[start] = min(2, ways[start] + ways[start + length])
          next[start] = (found, length)
        }
        if start == 0, let found = puts[piece] {
          putWays += ways[length]
          putFirst = (found, length)
        }
      }
    }
    guard putWays <= 1, ways[0] <= 1 else { return nil }
    func classes(from start: Int) -> [Int] {
      var classes: [Int] = []
      var start = start
      while start < bytes.count {
        classes.append(next[start].class)
        start += next[start].length
      }
      return classes
    }
    return Writes(
      afterPut: putWays == 1 ? [putFirst.class] + classes(from: putFirst.length) : nil,
      added: ways[0] == 1 ? classes(from: 0) : nil)
  }
}
