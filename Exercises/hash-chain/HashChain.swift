import ExerciseKit

/// A log in which every entry's digest covers all entries before it.
struct HashChain<Hash: DigestFunction>: TamperEvidentLog {
  /// The log as it is stored.
  var links: [LogLink]

  /// A log as it was found in storage.
  init(links: [LogLink]) {
    self.links = links
  }

  /// The head to publish now.
  var head: LogHead {
    // TODO: How long is the log, and what is stored beside the last entry?
    LogHead(count: 0, digest: [])
  }

  /// Adds an entry after the last one, and returns the head that covers it.
  mutating func append(_ entry: String) -> LogHead {
    // TODO: What does its digest cover?
    head
  }

  /// The first thing wrong; nil when every digest fits and every published head is that of a prefix.
  func firstFinding(published: [LogHead]) -> LogFinding? {
    // TODO: Do the digests fit? Is the log as long as it was? Is it the same history?
    nil
  }
}
