import Glibc

/// The terminal could not be used as a screen.
public struct ScreenFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and what to do, in one sentence.
  public var description: String

  /// Describes a refusal of the system.
  init(_ what: String, code: Int32) {
    description = "\(what) (\(String(cString: strerror(code)))); --no-pager prints the text instead"
  }

  /// Describes a refusal of the system that has nothing to do with the screen.
  init(_ what: String, reason code: Int32) {
    description = "\(what) (\(String(cString: strerror(code))))"
  }
}
