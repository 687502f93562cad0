extension Calculator {
  /// Every calculator of the book, by its number.
  public static let all: [Calculator] = []

  /// The calculator called so; nil when there is none.
  public static func named(_ name: String) -> Calculator? {
    all.first { $0.name == name }
  }
}
