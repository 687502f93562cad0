/// The signs by which a step is told: drawn ones, or words and ASCII for screen readers and logs.
public struct StepSigns: Hashable, Sendable {
  var kept: String
  var broken: String
  var untested: String
  var differs: String
  var becomes: String
  var arrow: String
  var dot: String

  /// Drawn signs.
  public static let drawn = StepSigns(
    kept: "✓", broken: "✗", untested: "·", differs: "≠", becomes: " → ", arrow: " → ", dot: " · ")

  /// ASCII alone.
  public static let plain = StepSigns(
    kept: "kept", broken: "BROKEN", untested: "untested", differs: "!=", becomes: " becomes ",
    arrow: " to ", dot: ", ")
}
