public import ExerciseKit

/// A log in which every entry's hash covers all entries before it, so that no entry can be changed,
/// removed or put in between without some hash changing.
///
/// Guarantee: tamper evidence, not tamper proofness. Whoever holds a head published earlier can tell
/// whether the log still has the history that head stands for, as long as nobody finds two messages
/// with one digest. Without a published head nothing is proven: whoever owns the log can write
/// it anew with hashes that fit. No mining and no second writer are needed. Source: Haber and Stornetta
/// 1991, How to Time-Stamp a Digital Document.
///
/// It holds whatever is done to the storage, and by whomever.
///
/// Must be stored: the links, and each published head with somebody else than the log's owner. Cost: one
/// digest for each entry, 32 bytes with SHA-256.
///
/// Deviation: to check one entry the chain is read from its start; a Merkle tree (Crosby and Wallach
/// 2009) needs a logarithm of that.
public struct HashChain<Hash: DigestFunction>: TamperEvidentLog, Hashable {
  /// What is published: how long the log was and the hash of all of it.
  public typealias Head = LogHead
  /// One entry and the hash that covers it and everything before.
  public typealias Link = LogLink
  /// What is wrong with a log.
  public typealias Finding = LogFinding

  /// The log as it is stored. Anybody with access to the storage may have changed it.
  public var links: [Link]

  /// An empty log, or one as it was found in storage.
  public init(links: [Link] = []) {
    self.links = links
  }

  /// The head to publish now.
  public var head: Head {
    Head(count: links.count, digest: links.last?.digest ?? Self.emptyDigest)
  }

  /// Adds an entry and returns the head that covers it.
  @discardableResult
  public mutating func append(_ entry: String) -> Head {
    links.append(Link(entry: entry, digest: Self.digest(of: entry, after: head.digest)))
    return head
  }

  /// The first thing wrong, read from the start; nil when every hash fits and every published head is
  /// the head of a prefix.
  public func firstFinding(published: [Head] = []) -> Finding? {
    var digest = Self.emptyDigest
    var digests = [digest]
    for (index, link) in links.enumerated() {
      digest = Self.digest(of: link.entry, after: digest)
      guard digest == link.digest else { return .wrongDigest(entry: index + 1) }
      digests.append(digest)
    }
    for head in published.sorted(by: { $0.count < $1.count }) {
      guard head.count < digests.count else { return .truncated(publishedCount: head.count) }
      guard head.count >= 0, digests[head.count] == head.digest else {
        return .rewritten(publishedCount: head.count)
      }
    }
    return nil
  }

  /// The hash of an entry that follows what `previous` is the hash of. The previous hash has a fixed
  /// length, so no other pair of hash and entry is spelt alike.
  public static func digest(of entry: String, after previous: [UInt8]) -> [UInt8] {
    Hash.digest(of: previous + Array(entry.utf8))
  }

  private static var emptyDigest: [UInt8] { Hash.digest(of: []) }
}
