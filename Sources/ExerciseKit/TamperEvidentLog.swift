/// A hash function: bytes in, so many bytes out, the same for the same.
public protocol DigestFunction: Sendable {
  /// The digest of a message. All digests have one length.
  static func digest(of message: [UInt8]) -> [UInt8]
}

/// A hash function of 8 bytes (FNV-1a with the last steps of SplitMix64): quick and short enough to be
/// read, and easily forged. Real logs use SHA-256 or better.
public enum ShortHash: DigestFunction {
  /// The digest of a message, 8 bytes.
  public static func digest(of message: [UInt8]) -> [UInt8] {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in message { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    state = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    state = (state ^ state >> 27) &* 0x94D0_49BB_1331_11EB
    state ^= state >> 31
    return (0..<8).map { UInt8(truncatingIfNeeded: state >> UInt64(56 - 8 * $0)) }
  }
}

/// What is published of a log: how long it was, and the digest that covers all of it.
public struct LogHead: Hashable, Sendable {
  /// The number of entries covered, not negative.
  public let count: Int
  /// The digest beside the last of them; the digest of nothing in an empty log.
  public let digest: [UInt8]

  /// Describes a head, right or wrong.
  public init(count: Int, digest: [UInt8]) {
    self.count = count
    self.digest = digest
  }
}

/// An entry, and the digest that covers it and everything before.
public struct LogLink: Hashable, Sendable {
  /// What was logged.
  public var entry: String
  /// The digest stored beside it.
  public var digest: [UInt8]

  /// Describes a link, right or wrong.
  public init(entry: String, digest: [UInt8]) {
    self.entry = entry
    self.digest = digest
  }
}

/// What is wrong with a log.
public enum LogFinding: Hashable, Sendable {
  /// The digest beside this entry, counted from 1, does not cover the entries up to it.
  case wrongDigest(entry: Int)
  /// The log is shorter than a published head says.
  case truncated(publishedCount: Int)
  /// All digests fit, but the history up to this published length is another one.
  case rewritten(publishedCount: Int)
}

/// What the exercise `hash-chain` asks for: a log in which every entry's digest covers all entries before
/// it (Haber and Stornetta 1991).
///
/// The digest of an entry is that of the digest before it, followed by the entry's text in UTF-8. Before the
/// first entry stands the digest of no bytes.
public protocol TamperEvidentLog<Hash>: Sendable {
  associatedtype Hash: DigestFunction

  /// A log as it was found in storage. Anybody with access to it may have changed it.
  init(links: [LogLink])

  /// The log as it is stored.
  var links: [LogLink] { get }

  /// The head to publish now: what is stored beside the last entry.
  var head: LogHead { get }

  /// Adds an entry after the last one, and returns the head that covers it.
  mutating func append(_ entry: String) -> LogHead

  /// The first thing wrong; nil when every digest fits and every published head is that of a prefix.
  /// - Parameter published: heads that were published earlier, in any order.
  func firstFinding(published: [LogHead]) -> LogFinding?
}
