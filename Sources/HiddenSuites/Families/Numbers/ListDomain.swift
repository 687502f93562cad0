import Simulation

/// A list as one argument: its items are written alike, and no two begin with the same number, as the keys of
/// a dictionary do.
///
/// Or they are written in several ways, as `ItemForm` says; then the first number is the way, and may be repeated.
///
/// Among the numbers of a call it stands as how many items there are, and their numbers.
struct ListDomain: Hashable, Sendable {
  /// How an item is written, `#` for each number: `n#: #`.
  let pattern: String
  /// The ways in which an item is written; none where there is one for all, which has a key.
  let forms: [ItemForm]
  /// What its numbers may be; the first is its key, or its form.
  let columns: [NumberDomain]
  /// The most items.
  let longest: Int
  /// What stands between the numbers of an item; worked out once, since lists of hundreds are read.
  private let pieces: [Substring]

  private var width: Int { columns.count }

  init(pattern: String, columns: [NumberDomain], longest: Int) {
    self.pattern = pattern
    forms = []
    self.columns = columns
    self.longest = longest
    pieces = pattern.split(separator: "#", omittingEmptySubsequences: false)
  }

  init(forms: [ItemForm], columns: [NumberDomain], longest: Int) {
    pattern = ""
    self.forms = forms
    self.columns = [NumberDomain(0...Int128(forms.count - 1))] + columns
    self.longest = longest
    pieces = []
  }

  func items(of part: [Int128]) -> [[Int128]] {
    stride(from: 0, to: part.count, by: width).map { Array(part[$0..<min($0 + width, part.count)]) }
  }

  /// Whether these are numbers of items that may stand in one list.
  func contains(_ part: [Int128]) -> Bool {
    guard part.count % width == 0, part.count / width <= longest else { return false }
    let items = items(of: part)
    return (!forms.isEmpty || Set(items.map { $0[0] }).count == items.count)
      && items.allSatisfy { zip(columns, $0).allSatisfy { $0.range.contains($1) } }
      && items.allSatisfy { forms.isEmpty || forms[Int($0[0])].fits($0) }
  }

  // MARK: As text

  /// The items in brackets, with commas between. Those with neighbouring keys and the same numbers otherwise are written as
  /// one: `n1...n65: 1`.
  func text(_ part: [Int128]) -> String {
    if !forms.isEmpty {
      let items = items(of: part).map { forms[Int($0[0])].text($0, columns) }
      return "[\(items.joined(separator: ", "))]"
    }
    var texts: [String] = []
    var rest = items(of: part)[...]
    while let first = rest.popFirst() {
      var last = first[0]
      while let next = rest.first, next[0] == last + 1, next.dropFirst() == first.dropFirst() {
        last += 1
        rest.removeFirst()
      }
      // Two are written as two.
      if last == first[0] + 1 {
        rest = [[last] + first.dropFirst()] + rest
        last = first[0]
      }
      texts.append(text(of: first, upTo: last))
    }
    return "[\(texts.joined(separator: ", "))]"
  }

  private func text(of item: [Int128], upTo last: Int128) -> String {
    let key = columns[0]
    var text = pieces[0] + key.text(item[0])
    if last > item[0] { text += "..." + pieces[0] + key.text(last) }
    for (place, number) in item.enumerated().dropFirst() {
      text += pieces[place] + columns[place].text(number)
    }
    return String(text + pieces[width])
  }

  /// Takes from a text's beginning the list that `text` writes; nil for numbers that may not stand together.
  func read(from rest: inout Substring) -> [Int128]? {
    guard rest.take("[") else { return nil }
    if rest.take("]") { return [] }
    var part: [Int128] = []
    repeat {
      guard let items = self.items(from: &rest), part.count <= longest * width else { return nil }
      part += items
    } while rest.take(", ")
    return rest.take("]") && contains(part) ? part : nil
  }

  private func items(from rest: inout Substring) -> [Int128]? {
    if !forms.isEmpty {
      for (number, form) in forms.enumerated() {
        if let item = form.item(number, from: &rest, columns) { return item }
      }
      return nil
    }
    guard rest.take(pieces[0]), let first = columns[0].takeNumber(from: &rest) else { return nil }
    var last = first
    if rest.take("..." + pieces[0]) {
      guard let end = columns[0].takeNumber(from: &rest), end > first, end - first < Int128(longest)
      else { return nil }
      last = end
    }
    var others: [Int128] = []
    for place in columns.indices.dropFirst() {
      guard rest.take(pieces[place]), let number = columns[place].takeNumber(from: &rest)
      else { return nil }
      others.append(number)
    }
    guard rest.take(pieces[width]) else { return nil }
    return (first...last).flatMap { [$0] + others }
  }

  // MARK: Which lists are tried

  /// The plainest lists, at most so many: of keys from 1 on, the shortest first.
  func small(_ count: Int) -> [[Int128]] {
    precondition(forms.isEmpty, "a suite draws such lists itself")
    let keys = [1, 2].filter(columns[0].range.contains)
    let others = columns.dropFirst().reduce([[]]) { starts, column in
      starts.flatMap { start in column.small(3).map { start + [$0] } }
    }
    var lists: [[[Int128]]] = [[]]
    for key in keys {
      lists += lists.flatMap { list in others.map { list + [[key] + $0] } }
    }
    return Array(lists.sorted { $0.count < $1.count }.prefix(count).map { Array($0.joined()) })
  }

  /// Lists of one item in which one number is at a boundary.
  var boundaries: [[Int128]] {
    precondition(forms.isEmpty, "a suite draws such lists itself")
    return columns.indices.flatMap { place in
      columns[place].boundaries.map { boundary in
        columns.indices.map { $0 == place ? boundary : columns[$0].clamped(1) }
      }
    }
  }

  /// A list: for the most part one that differs in a little from an earlier one, or in nothing but how it is
  /// written.
  func draw(after earlier: [[Int128]], random: inout RandomSource) -> [Int128] {
    // Items of several forms a suite draws itself, as what fits.
    guard forms.isEmpty else { return [] }
    guard let other = random.element(of: earlier), random.chance(4, in: 5) else {
      return fresh(random: &random)
    }
    return Array(changed(items(of: other), random: &random).joined())
  }

  private func fresh(random: inout RandomSource) -> [Int128] {
    let sizes =
      random.chance(1, in: 32)
      ? [63, 64, 65, 100, 128, 257, 500] : [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 8, 12, 16, 24]
    let size = min(longest, sizes[random.index(below: sizes.count)])
    // Now and then those that a table of so many places would hold, or just not.
    let isPlain = random.chance(1, in: 3)
    var keys: Set<Int128> = []
    var part: [Int128] = []
    while keys.count < size {
      let key =
        isPlain ? columns[0].clamped(Int128(keys.count) + 1) : columns[0].odd(random: &random)
      guard keys.insert(key).inserted || isPlain else { continue }
      part += item(key, random: &random)
    }
    return part
  }

  private func item(_ key: Int128, random: inout RandomSource) -> [Int128] {
    [key]
      + columns.dropFirst().map { column in
        random.chance(1, in: 4)
          ? column.odd(random: &random) : column.clamped(Int128(random.index(below: 6)))
      }
  }

  private func changed(_ items: [[Int128]], random: inout RandomSource) -> [[Int128]] {
    var changed = items
    func add(_ amount: Int128, at place: Int) {
      guard let column = columns.indices.last, column > 0 else { return }
      changed[place][column] = columns[column].clamped(changed[place][column] + amount)
    }
    let fresh = item(columns[0].odd(random: &random), random: &random)
    let isNew = items.count < longest && !items.contains { $0[0] == fresh[0] }
    guard let place = random.element(of: items.indices) else { return isNew ? [fresh] : [] }
    switch random.index(below: 10) {
    case 0:
      changed = random.shuffled(items)
      if isNew, width > 1 { changed.append([fresh[0]] + columns.dropFirst().map { $0.clamped(0) }) }
    case 1: add(1, at: place)
    case 2: add(1 << 64, at: place)
    case 3: add(1 << 33, at: place)
    case 4: changed.remove(at: place)
    case 5:
      add(Int128(1 + random.index(below: 9)), at: place)
      let other = random.index(below: items.count)
      if other != place { add(-1, at: other) }
    case 6:
      let steps: [Int128] = [1, 8, 64, 256, 65_536, 1 << 31]
      let key = columns[0].clamped(items[place][0] + steps[random.index(below: steps.count)])
      if !items.contains(where: { $0[0] == key }) { changed[place][0] = key }
    case 7: for index in items.indices { add(1, at: index) }
    case 8: for index in items.indices { add(index == place ? -1 : 1, at: index) }
    default: if isNew { changed.append(fresh) }
    }
    return changed
  }

  /// Simpler lists of the same kind, the simplest first.
  func simpler(than part: [Int128]) -> [[Int128]] {
    let items = items(of: part)
    var lists: [[[Int128]]] = []
    for removed in items.indices.stretches {
      lists.append(Array(items[..<removed.lowerBound] + items[removed.upperBound...]))
    }
    if !forms.isEmpty { lists.append(ranked(items)) }
    for (place, column) in columns.enumerated().dropFirst() {
      // All at once, and of few each by itself.
      lists.append(
        items.map { item in
          var item = item
          item[place] = min(item[place], column.clamped(1))
          return item
        })
      for index in items.indices where items.count <= 6 {
        for number in column.simpler(than: items[index][place]) {
          var changed = items
          changed[index][place] = number
          lists.append(changed)
        }
      }
    }
    return lists.filter { $0 != items }.map { Array($0.joined()) }
  }
}

extension Range<Int> {
  /// The stretches that something may be shortened by: all of it, halves, quarters and so on. Of what is long,
  /// long ones only, for as it is shortened they become finer.
  var stretches: [Range<Int>] {
    var all: [Range<Int>] = []
    var length = count
    while length > 0, 32 * length >= count {
      for start in stride(from: lowerBound, to: upperBound, by: length) {
        all.append(start..<Swift.min(start + length, upperBound))
      }
      length /= 2
    }
    return all
  }
}

extension NumberDomain {
  /// The number of the range that is nearest.
  func clamped(_ number: Int128) -> Int128 {
    min(max(number, range.lowerBound), range.upperBound)
  }

  /// A number of any magnitude, often beside a power of two.
  fileprivate func odd(random: inout RandomSource) -> Int128 {
    let isAtBoundary = random.chance(1, in: 2)
    let exponent = random.index(below: 65)
    let power = Int128(1) << Int128(exponent) + Int128(random.index(below: 3)) - 1
    guard range.contains(power), isAtBoundary else {
      let width = (range.upperBound - range.lowerBound + 1).magnitude
      return range.lowerBound
        + Int128(UInt128(random.next() >> UInt64(random.index(below: 64))) % width)
    }
    return power
  }

  /// Takes from a text's beginning a number as it is written.
  func takeNumber(from rest: inout Substring) -> Int128? {
    let text = written(in: rest)
    guard let number = number(in: String(text)) else { return nil }
    rest = rest.dropFirst(text.count)
    return number
  }
}

extension Substring {
  /// Takes these characters from the beginning.
  /// - Returns: whether they stood there.
  mutating func take(_ start: some StringProtocol) -> Bool {
    guard hasPrefix(start) else { return false }
    removeFirst(start.count)
    return true
  }
}
