import ExerciseKit

// Reads the chain by recursion, and trusts the stored digest before each entry.
struct HashChain<Hash: DigestFunction>: TamperEvidentLog {
  private(set) var links: [LogLink]
  private var appended = 0

  init(links: [LogLink]) { self.links = links }

  private func stored(before index: Int) -> [UInt8] {
    index == 0 ? Hash.digest(of: []) : links[index - 1].digest
  }

  var head: LogHead { LogHead(count: links.count, digest: stored(before: links.count)) }

  mutating func append(_ entry: String) -> LogHead {
    appended += 1
    var message = head.digest
    message.append(contentsOf: entry.utf8)
    links += [LogLink(entry: entry, digest: Hash.digest(of: message))]
    return head
  }

  private func firstWrong(from index: Int) -> Int? {
    guard index < links.count else { return nil }
    let right = Hash.digest(of: stored(before: index) + Array(links[index].entry.utf8))
    return right == links[index].digest ? firstWrong(from: index + 1) : index
  }

  func firstFinding(published: [LogHead]) -> LogFinding? {
    if let wrong = firstWrong(from: 0) { return .wrongDigest(entry: wrong + 1) }
    var best: LogFinding?
    var least: Int?
    for head in published where least.map({ head.count < $0 }) ?? true {
      if head.count > links.count {
        (least, best) = (head.count, .truncated(publishedCount: head.count))
      } else if stored(before: head.count) != head.digest {
        (least, best) = (head.count, .rewritten(publishedCount: head.count))
      }
    }
    return best
  }
}
