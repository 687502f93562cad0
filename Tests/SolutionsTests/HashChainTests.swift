import ExerciseKit
import Solutions
import Testing

@Suite("The hash chain")
struct HashChainTests {
  private func log(_ entries: String...) -> (chain: AuditLog, heads: [AuditLog.Head]) {
    var chain = AuditLog()
    let heads = entries.map { chain.append($0) }
    return (chain, heads)
  }

  @Test func `any edit in place breaks the hash of its entry`() {
    let (chain, _) = log("a pays b", "b pays c", "c pays d", "d pays e")
    for index in chain.links.indices {
      var edited = chain
      edited.links[index].entry += " more"
      #expect(edited.firstFinding() == .wrongDigest(entry: index + 1))
    }
  }

  @Test func `removing, swapping and inserting breaks a hash`() {
    let (chain, _) = log("one", "two", "three")
    var removed = chain
    removed.links.remove(at: 1)
    #expect(removed.firstFinding() == .wrongDigest(entry: 2))
    var swapped = chain
    swapped.links.swapAt(0, 1)
    #expect(swapped.firstFinding() == .wrongDigest(entry: 1))
    var inserted = chain
    inserted.links.insert(inserted.links[2], at: 1)
    #expect(inserted.firstFinding() == .wrongDigest(entry: 2))
  }

  @Test func `a log rewritten with fitting hashes is caught by a published head only`() {
    let (_, heads) = log("a pays b 10", "b pays c 5", "c pays d 1")
    let (forged, _) = log("a pays b 1", "b pays c 5", "c pays d 1")
    #expect(forged.firstFinding() == nil)
    #expect(forged.firstFinding(published: [heads[2]]) == .rewritten(publishedCount: 3))
    #expect(forged.firstFinding(published: heads) == .rewritten(publishedCount: 1))
  }

  @Test func `a shortened log is caught by a published head only`() {
    let (chain, heads) = log("one", "two", "three")
    let shortened = AuditLog(links: Array(chain.links.prefix(2)))
    #expect(shortened.firstFinding() == nil)
    #expect(shortened.firstFinding(published: [heads[1]]) == nil)
    #expect(shortened.firstFinding(published: [heads[2]]) == .truncated(publishedCount: 3))
  }

  @Test func `a head that can be of no log is found, and stops nobody`() {
    let (chain, heads) = log("one", "two")
    for count in [-1, Int.min] {
      let made = AuditLog.Head(count: count, digest: heads[0].digest)
      #expect(chain.firstFinding(published: heads + [made]) == .rewritten(publishedCount: count))
    }
    let far = AuditLog.Head(count: .max, digest: heads[0].digest)
    #expect(chain.firstFinding(published: [far]) == .truncated(publishedCount: .max))
  }

  @Test func `an honest log agrees with every head it published`() {
    let (chain, heads) = log("one", "two", "three")
    #expect(chain.firstFinding(published: heads + [AuditLog().head]) == nil)
  }
}
