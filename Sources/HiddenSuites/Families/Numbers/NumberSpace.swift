import Simulation

/// The numbers of several arguments that go together.
///
/// They stand one after the other; a list among them as how many items it has, and the items' numbers.
struct NumberSpace: Sendable {
  let domains: [NumberDomain]
  /// Whether numbers, each in its domain, are ones the task speaks of together.
  let isAllowed: @Sendable ([Int128]) -> Bool

  /// The numbers of each argument: one, or those of a list's items; nil for what does not come out even.
  func parts(of numbers: [Int128]) -> [[Int128]]? {
    var rest = numbers[...]
    var parts: [[Int128]] = []
    for domain in domains {
      guard let first = rest.popFirst() else { return nil }
      guard let list = domain.list else {
        parts.append([first])
        continue
      }
      guard domain.range.contains(first) else { return nil }
      let count = Int(first) * list.columns.count
      guard rest.count >= count else { return nil }
      parts.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return rest.isEmpty ? parts : nil
  }

  private func numbers(of parts: [[Int128]]) -> [Int128] {
    zip(domains, parts).flatMap { $0.numbers(of: $1) }
  }

  /// How many items the lists among the arguments have.
  func itemCount(of numbers: [Int128]) -> Int {
    guard domains.contains(where: { $0.list != nil }) else { return 0 }
    return zip(domains, parts(of: numbers) ?? []).reduce(0) { count, argument in
      count + (argument.0.list.map { argument.1.count / $0.columns.count } ?? 0)
    }
  }

  /// The keys of all lists among the arguments, in their order.
  func keys(of numbers: [Int128]) -> [Int128] {
    zip(domains, parts(of: numbers) ?? []).flatMap { domain, part in
      domain.keyedList?.items(of: part).map { $0[0] } ?? []
    }
  }

  /// The same arguments, in each list the items that have these keys left out.
  func without(_ keys: Set<Int128>, in numbers: [Int128]) -> [Int128] {
    self.numbers(
      of: changedKeys(of: parts(of: numbers) ?? []) { keys.contains($0) ? nil : $0 })
  }

  /// The same arguments, each key of a list changed; nil leaves its item out.
  private func changedKeys(
    of parts: [[Int128]], _ change: (Int128) -> Int128?
  ) -> [[Int128]] {
    zip(domains, parts).map { domain, part in
      guard let list = domain.keyedList else { return part }
      return list.items(of: part).flatMap { item in
        change(item[0]).map { [$0] + item.dropFirst() } ?? []
      }
    }
  }

  /// Whether any of the numbers stands for a name.
  var hasNames: Bool { domains.contains(where: \.isOfNames) }

  /// True for numbers that the task speaks of.
  func contains(_ numbers: [Int128]) -> Bool {
    guard let parts = parts(of: numbers) else { return false }
    return zip(domains, parts).allSatisfy { $0.contains($1) } && isAllowed(numbers)
  }

  /// All combinations of small numbers, at most about so many.
  func small(_ count: Int) -> [[Int128]] {
    var side = 1
    while power(side + 1) <= count { side += 1 }
    var all: [[Int128]] = [[]]
    for domain in domains {
      let parts = domain.smallParts(side).map(domain.numbers)
      all = all.flatMap { start in parts.map { start + $0 } }
    }
    return all.filter(isAllowed)
  }

  private func power(_ side: Int) -> Int {
    var power = 1
    for _ in domains where power < 1 << 20 { power *= side }
    return domains.isEmpty ? .max : power
  }

  /// Each argument as its domain writes it.
  func texts(_ numbers: [Int128]) -> [String] {
    zip(domains, parts(of: numbers) ?? []).map { $0.text($1) }
  }

  /// Reads what `texts` writes, with commas between.
  func numbers(in text: Substring) -> [Int128]? {
    var (numbers, rest): ([Int128], Substring) = ([], text)
    for (place, domain) in domains.enumerated() {
      if place > 0 {
        guard rest.hasPrefix(", ") else { return nil }
        rest.removeFirst(2)
      }
      guard let part = domain.take(from: &rest) else { return nil }
      numbers += domain.numbers(of: part)
    }
    return rest.isEmpty && contains(numbers) ? numbers : nil
  }

  /// The same arguments, each number in them changed.
  func changed(
    _ numbers: [Int128], by change: (Int128, NumberDomain) -> Int128
  ) -> [Int128] {
    let changed = zip(domains, parts(of: numbers) ?? []).map { domain, part in
      let columns = domain.list?.columns ?? [domain]
      return part.enumerated().map { change($0.element, columns[$0.offset % columns.count]) }
    }
    return self.numbers(of: changed)
  }

  /// Numbers at boundaries: all of them for one argument, each with drawn companions for several.
  func atBoundaries(random: inout RandomSource) -> [[Int128]] {
    if domains.count == 1 {
      return domains[0].boundaryParts.map(domains[0].numbers).filter(isAllowed)
    }
    var all: [[Int128]] = []
    for (place, domain) in domains.enumerated() {
      for boundary in domain.boundaryParts {
        if let numbers = draw(random: &random, fixed: (place, boundary)) { all.append(numbers) }
      }
    }
    return all
  }

  /// So many combinations at random.
  func draw(_ count: Int, random: inout RandomSource) -> [[Int128]] {
    (0..<count).compactMap { _ in draw(random: &random, fixed: nil) }
  }

  private func draw(
    random: inout RandomSource, fixed: (place: Int, part: [Int128])?
  ) -> [Int128]? {
    for _ in 0..<12 {
      var parts: [[Int128]] = []
      for (place, domain) in domains.enumerated() {
        let alike = zip(domains, parts).filter { $0.0.isLike(domain) }.map(\.1)
        parts.append(
          fixed.map { $0.place == place } == true
            ? fixed?.part ?? [] : domain.drawPart(after: alike, random: &random))
      }
      let numbers = numbers(of: parts)
      if contains(numbers) { return numbers }
    }
    return nil
  }

  /// Simpler combinations: one argument less at a time, and of lists what they have in common.
  func simpler(than numbers: [Int128]) -> [[Int128]] {
    guard let parts = parts(of: numbers) else { return [] }
    let alone = domains.indices.flatMap { place in
      domains[place].simplerParts(than: parts[place]).map { part in
        var simpler = parts
        simpler[place] = part
        return simpler
      }
    }
    return (simplerLists(than: parts) + alone).map(self.numbers).filter(contains)
  }

  /// The lists without some of the keys, and with plainer ones, the same in all.
  private func simplerLists(than parts: [[Int128]]) -> [[[Int128]]] {
    var places: [Int128: Int] = [:]
    var keys: [Int128] = []
    for key in self.keys(of: numbers(of: parts)) where places[key] == nil {
      places[key] = keys.count
      keys.append(key)
    }
    var lists: [[[Int128]]] = []
    // What one list alone can lose, it loses by itself.
    if domains.count(where: { $0.keyedList != nil }) > 1 {
      for stretch in keys.indices.stretches {
        let removed = Set(keys[stretch])
        lists.append(changedKeys(of: parts) { removed.contains($0) ? nil : $0 })
      }
    }
    lists.append(changedKeys(of: parts) { key in places[key].map { Int128($0) + 1 } })
    return lists.filter { $0 != parts }
  }
}

// An argument of whichever kind: its part is one number, or the numbers of a list's items.
extension NumberDomain {
  /// A part as it stands among all numbers.
  func numbers(of part: [Int128]) -> [Int128] {
    list.map { [Int128(part.count / $0.columns.count)] + part } ?? part
  }

  /// The list that stands here and whose items have keys.
  fileprivate var keyedList: ListDomain? { list.flatMap { $0.forms.isEmpty ? $0 : nil } }

  fileprivate func contains(_ part: [Int128]) -> Bool {
    list?.contains(part) ?? (part.count == 1 && range.contains(part[0]))
  }

  func text(_ part: [Int128]) -> String { list?.text(part) ?? text(part[0]) }

  /// Takes a part from a text's beginning, as it is written.
  func take(from rest: inout Substring) -> [Int128]? {
    if let list { return list.read(from: &rest) }
    let text = written(in: rest)
    guard let number = number(in: String(text)) else { return nil }
    rest = rest.dropFirst(text.count)
    return [number]
  }

  fileprivate func smallParts(_ count: Int) -> [[Int128]] {
    list?.small(count) ?? small(count).map { [$0] }
  }

  fileprivate var boundaryParts: [[Int128]] { list?.boundaries ?? boundaries.map { [$0] } }

  /// Whether an earlier argument of this domain may decide what is drawn for the other.
  fileprivate func isLike(_ other: NumberDomain) -> Bool {
    list == other.list && decimals == other.decimals
  }

  fileprivate func drawPart(after earlier: [[Int128]], random: inout RandomSource) -> [Int128] {
    list?.draw(after: earlier, random: &random)
      ?? [draw(after: earlier.map { $0[0] }, random: &random)]
  }

  fileprivate func simplerParts(than part: [Int128]) -> [[Int128]] {
    list?.simpler(than: part) ?? simpler(than: part[0]).map { [$0] }
  }
}
