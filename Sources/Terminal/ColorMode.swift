/// What may be sent to a stream besides text.
public enum ColorMode: Hashable, Sendable {
  /// Text only: not one escape sequence.
  case plain
  /// Bold, underline and the like, but no colour.
  case monochrome
  /// Attributes and the terminal's sixteen colours.
  case colors

  /// What the user asked for on the command line.
  public enum Choice: String, Hashable, Sendable, CaseIterable {
    /// Decide from the environment and the stream.
    case auto
    /// Colours, whatever the stream is.
    case always
    /// Text only.
    case never
  }

  /// Decides what a stream gets.
  ///
  /// An explicit choice wins. Otherwise a stream that is no terminal, or a dumb one (`TERM=dumb`),
  /// gets text only, unless `FORCE_COLOR` or `CLICOLOR_FORCE` is set to something other than `0`;
  /// and `NO_COLOR` (when not empty, as no-color.org asks), `CLICOLOR=0` or `FORCE_COLOR=0` take
  /// the colours away and leave the attributes.
  ///
  /// - Parameters:
  ///   - choice: what the user asked for.
  ///   - environment: the process's environment variables.
  ///   - isTerminal: true when the stream is a terminal.
  public static func resolve(
    _ choice: Choice, environment: [String: String], isTerminal: Bool
  ) -> ColorMode {
    switch choice {
    case .always: return .colors
    case .never: return .plain
    case .auto: break
    }
    let force = environment["FORCE_COLOR"] ?? ""
    let isForceOff = force == "0" || force == "false"
    let clicolorForce = environment["CLICOLOR_FORCE"] ?? ""
    let isForced =
      (!force.isEmpty && !isForceOff) || (!clicolorForce.isEmpty && clicolorForce != "0")
    guard isForced || (isTerminal && environment["TERM"] != "dumb") else { return .plain }
    if !(environment["NO_COLOR"] ?? "").isEmpty || isForceOff { return .monochrome }
    return environment["CLICOLOR"] == "0" && !isForced ? .monochrome : .colors
  }
}
