/// What the small exercise `age-of-a-copy` asks for: how old a copy may be.
///
/// Source: Cristian 1989, section 3: a reply bounds a reading from both sides.
public protocol CopyAge: SmallFunction {
  /// The most milliseconds that may have passed since the server read the value.
  static func oldest(sent: Int, received: Int, now: Int) -> Int
}

extension CopyAge {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .number(oldest(sent: numbers[0], received: numbers[1], now: numbers[2]))
  }
}
