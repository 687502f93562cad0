import ExerciseKit

// Walks the log once and asks at each place for the heads that were published there.
struct HashChain<Hash: DigestFunction>: TamperEvidentLog {
  private var entries: [String] = []
  private var digests: [[UInt8]] = []

  init(links: [LogLink]) {
    for link in links {
      entries.append(link.entry)
      digests.append(link.digest)
    }
  }

  var links: [LogLink] {
    zip(entries, digests).map { LogLink(entry: $0, digest: $1) }
  }

  var head: LogHead {
    LogHead(count: entries.count, digest: digests.last ?? Hash.digest(of: []))
  }

  mutating func append(_ entry: String) -> LogHead {
    let digest = Hash.digest(of: head.digest + entry.utf8)
    entries.append(entry)
    digests.append(digest)
    return LogHead(count: entries.count, digest: digest)
  }

  func firstFinding(published: [LogHead]) -> LogFinding? {
    var known = Hash.digest(of: [])
    var expected = [known]
    for (place, entry) in entries.enumerated() {
      known = Hash.digest(of: known + entry.utf8)
      if known != digests[place] { return .wrongDigest(entry: place + 1) }
      expected.append(known)
    }
    let byCount = Dictionary(grouping: published, by: \.count)
    for count in byCount.keys.sorted() {
      if count >= expected.count { return .truncated(publishedCount: count) }
      let fits = byCount[count, default: []].allSatisfy { $0.digest == expected[count] }
      if !fits { return .rewritten(publishedCount: count) }
    }
    return nil
  }
}
