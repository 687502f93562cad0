/// The columns left of the lanes and of the list of steps: a bar beside the steps that contradict
/// each other, and the number.
enum StepMargin {
  /// Runs beside the contradicting steps and the sentence that says what they break.
  static let bar = "┃"

  /// How wide the margin of a run is.
  static func width(steps: Int) -> Int { 1 + digits(steps) + 2 }

  /// The number of a step, right-aligned in the margin between the bar and two blanks.
  static func number(_ step: Int, before width: Int) -> String {
    let number = String(step + 1)
    return String(repeating: " ", count: max(0, width - 3 - number.count)) + number
  }

  private static func digits(_ steps: Int) -> Int { max(2, String(steps).count) }
}
