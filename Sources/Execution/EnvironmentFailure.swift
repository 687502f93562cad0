import Glibc

/// Something this machine or this installation lacks; never the submission's doing.
public struct EnvironmentFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence or two: what is wrong, where, and what to do.
  public let description: String

  /// Describes what is missing.
  public init(_ description: String) {
    self.description = description
  }

  /// Describes a failed system call by what it was for and what the system says of it.
  static func system(_ purpose: String, code: Int32) -> EnvironmentFailure {
    EnvironmentFailure("cannot \(purpose): \(systemMessage(code))")
  }
}

/// What the system says of an error number, in words.
func systemMessage(_ code: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
