/// One way in which an item of a list is written, and which of its numbers stand in it: `write(#) #...#`.
///
/// What a form leaves out is 0.
struct ItemForm: Hashable, Sendable {
  /// What stands between the numbers.
  private let pieces: [Substring]
  /// The places of the numbers among those of the item, of which the first is the form itself.
  private let places: [Int]
  /// Those of its numbers that only count by their order in the list, such as times.
  fileprivate let ranks: [Int]

  /// Describes a form.
  /// - Parameters:
  ///   - pattern: how the item is written, `#` for each number.
  ///   - places: which numbers these are.
  ///   - ranks: which of them only count by their order.
  init(_ pattern: String, _ places: [Int], ranks: [Int] = []) {
    pieces = pattern.split(separator: "#", omittingEmptySubsequences: false)
    precondition(pieces.count == places.count + 1, "a place for each number: \(pattern)")
    self.places = places
    self.ranks = ranks
  }

  /// Whether what the form leaves out is 0.
  func fits(_ item: [Int128]) -> Bool {
    item.indices.dropFirst().allSatisfy { places.contains($0) || item[$0] == 0 }
  }

  func text(_ item: [Int128], _ columns: [NumberDomain]) -> String {
    var text = String(pieces[0])
    for (place, piece) in zip(places, pieces.dropFirst()) {
      text += columns[place].text(item[place]) + piece
    }
    return text
  }

  /// Takes an item from a text's beginning; nil, and nothing taken, for what is of another form.
  func item(
    _ number: Int, from rest: inout Substring, _ columns: [NumberDomain]
  ) -> [Int128]? {
    var left = rest
    var item = [Int128](repeating: 0, count: columns.count)
    item[0] = Int128(number)
    guard left.take(pieces[0]) else { return nil }
    for (place, piece) in zip(places, pieces.dropFirst()) {
      guard let number = columns[place].takeNumber(from: &left), left.take(piece) else {
        return nil
      }
      item[place] = number
    }
    rest = left
    return item
  }
}

extension ListDomain {
  /// The same items, those of their numbers that only count by their order counted from 0.
  func ranked(_ items: [[Int128]]) -> [[Int128]] {
    func ranks(of item: [Int128]) -> [Int] { forms[Int(item[0])].ranks }
    let known = Set(items.flatMap { item in ranks(of: item).map { item[$0] } }).sorted()
    let numbers = Dictionary(
      uniqueKeysWithValues: known.enumerated().map { ($0.element, Int128($0.offset)) })
    return items.map { item in
      var item = item
      for place in ranks(of: item) { item[place] = numbers[item[place]] ?? 0 }
      return item
    }
  }
}

extension NumberDomain {
  /// A list of items that are written in several ways.
  /// - Parameters:
  ///   - forms: the ways; an item's first number says which it is.
  ///   - columns: what its other numbers may be.
  ///   - longest: the most items.
  init(listOf forms: [ItemForm], _ columns: [NumberDomain], upTo longest: Int) {
    self.init(listed: ListDomain(forms: forms, columns: columns, longest: longest))
  }
}
