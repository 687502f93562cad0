/// Values that occur again and again, each kept once and named by its place.
struct Table<Value: Hashable> {
  /// Each value once, in the order in which they came.
  private(set) var all: [Value] = []
  private var places: [Value: Int32] = [:]

  subscript(place: Int32) -> Value { all[Int(place)] }

  /// Where a value is, from now on if it is new.
  mutating func place(of value: Value) -> Int32 {
    if let known = places[value] { return known }
    let place = Int32(all.count)
    all.append(value)
    places[value] = place
    return place
  }

  /// The same as an index of `all`.
  mutating func index(of value: Value) -> Int { Int(place(of: value)) }
}

extension Table: Sendable where Value: Sendable {}
