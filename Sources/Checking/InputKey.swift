import Digests

/// What the random inputs of one grading are drawn from.
///
/// Every random check has two shares of inputs. The shown share is the same for every submission, so
/// that anybody can run it again, and what fails in it is told in full. The kept-back share depends on
/// the submission's own bytes and is told to nobody: a submission into which somebody has written
/// what an earlier one was asked has other bytes, and so is asked something else. Both depend on the
/// course's secret where there is one, without which nobody can compute either.
///
/// The same bytes and the same secret give the same inputs on every run and machine.
public struct InputKey: Hashable, Sendable {
  private let submission: [UInt8]
  private let secret: [UInt8]

  /// The key of a submission.
  /// - Parameter files: what each of its files holds. Their names and order do not count.
  public init(files: [[UInt8]], secret: CourseSecret? = nil) {
    let digests = files.map(SHA256.digest(of:)).sorted { $0.lexicographicallyPrecedes($1) }
    submission = SHA256.digest(of: Array(digests.joined()))
    self.secret = secret?.bytes ?? Self.publicSecret
  }

  /// The key of code that is no submission, such as a reference run in this process.
  public static let ofOwnCode = InputKey(files: [])

  /// Anybody may know this. It keeps these digests apart from others of the same bytes.
  private static let publicSecret = Array("truthbook: inputs without a secret".utf8)

  /// Where the random inputs start that may be told.
  /// - Parameter inputs: which inputs of which exercise; each name is a stream of its own.
  public func shownSeed(of inputs: String) -> UInt64 {
    seed([0] + Array(inputs.utf8))
  }

  /// Where the random inputs start that are kept back.
  /// - Parameter inputs: which inputs of which exercise; each name is a stream of its own.
  public func keptSeed(of inputs: String) -> UInt64 {
    seed([1] + submission + Array(inputs.utf8))
  }

  private func seed(_ message: [UInt8]) -> UInt64 {
    SHA256.authenticationCode(of: message, secret: secret).prefix(8)
      .reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// What a course keeps from its students, so that nobody can compute what a submission is asked.
public struct CourseSecret: Hashable, Sendable {
  /// How many bytes a secret may have.
  public static let sizes = 16...65_536

  fileprivate let bytes: [UInt8]

  /// A secret of these bytes; nil when there are fewer or more of them than `sizes` allows.
  public init?(_ bytes: [UInt8]) {
    guard Self.sizes.contains(bytes.count) else { return nil }
    self.bytes = bytes
  }

  /// What a report calls the secret: `sha256:` and the first 16 hexadecimal digits of its digest.
  public var name: String {
    "sha256:" + SHA256.hexadecimal(SHA256.digest(of: bytes)).prefix(16)
  }
}
