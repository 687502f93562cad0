import Glibc

/// Where a command writes.
public enum StandardStream: Hashable, Sendable {
  /// Results.
  case output
  /// Progress and diagnostics.
  case error

  private var descriptor: Int32 {
    switch self {
    case .output: STDOUT_FILENO
    case .error: STDERR_FILENO
    }
  }

  /// True when the stream is a terminal.
  public var isTerminal: Bool {
    isatty(descriptor) == 1
  }

  /// The columns to lay text out for: the terminal's, else what `COLUMNS` says, else 80.
  ///
  /// - Parameter environment: the process's environment variables.
  public func columns(environment: [String: String]) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    if let text = environment["COLUMNS"], let columns = Int(text), columns > 0 {
      return min(columns, Int(UInt16.max))
    }
    return 80
  }

  /// What the stream may be sent besides text.
  ///
  /// - Parameters:
  ///   - choice: what the user asked for.
  ///   - environment: the process's environment variables.
  public func colorMode(
    _ choice: ColorMode.Choice, environment: [String: String]
  ) -> ColorMode {
    ColorMode.resolve(choice, environment: environment, isTerminal: isTerminal)
  }
}
