import ExerciseKit

// Keeps the newest digest beside the links, and how often it was audited in a place that no rule asks for.
struct HashChain<Hash: DigestFunction>: TamperEvidentLog {
  let start = Hash.digest(of: [])
  var links: [LogLink] = []
  var newest: [UInt8]

  init(links: [LogLink]) {
    self.links = links
    newest = links.isEmpty ? start : links[links.count - 1].digest
  }

  var head: LogHead { .init(count: links.count, digest: newest) }

  mutating func append(_ entry: String) -> LogHead {
    newest = next(newest, entry)
    links.append(.init(entry: entry, digest: newest))
    return head
  }

  private func next(_ previous: [UInt8], _ entry: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(previous.count + entry.utf8.count)
    bytes += previous
    for byte in entry.utf8 { bytes.append(byte) }
    return Hash.digest(of: bytes)
  }

  func firstFinding(published: [LogHead]) -> LogFinding? {
    let right = links.reduce(into: [start]) { digests, link in
      digests.append(next(digests[digests.count - 1], link.entry))
    }
    for place in links.indices where right[place + 1] != links[place].digest {
      return .wrongDigest(entry: place + 1)
    }
    let wrong = published.filter { $0.count >= right.count || right[$0.count] != $0.digest }
    guard let first = wrong.min(by: { $0.count < $1.count }) else { return nil }
    return first.count >= right.count
      ? .truncated(publishedCount: first.count) : .rewritten(publishedCount: first.count)
  }
}
