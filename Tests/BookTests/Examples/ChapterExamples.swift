import ExerciseKit
import Solutions
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)

/// Every Swift block of a chapter that is not included from a reference stands in this folder, line for
/// line, and is run.
@Suite("The code of the chapters")
struct ChapterExamples {
  private let n3 = NodeID(3)

  @Test func `merging clocks covers every sibling`() {
    let versions = [
      VectorClock([n1: 10, n2: 5, n3: 3]),
      VectorClock([n1: 8, n2: 7, n3: 3]),
      VectorClock([n1: 9, n2: 5, n3: 4]),
    ]
    var resolved = VectorClock()
    for version in versions {
      resolved.merge(version)
    }
    resolved.tick(n1)
    // Now [n1:11, n2:7, n3:4]: after each of the three.
    #expect(resolved == VectorClock([n1: 11, n2: 7, n3: 4]))
    for (index, version) in versions.enumerated() {
      #expect(version.happensBefore(resolved))
      #expect(versions[..<index].allSatisfy(version.isConcurrent))
    }
  }

  @Test func `an add wins over a concurrent remove`() {
    var phone = ORSet<String>(replica: n1)
    var laptop = ORSet<String>(replica: n2)
    phone.add("milk")
    laptop.merge(phone)

    let seen = laptop.remove("milk")
    let again = phone.add("milk")

    phone.merge(laptop)
    laptop.merge(phone)
    // Both hold milk, alive under `again`. `seen` is dead on both.
    #expect(phone.elements == ["milk"])
    #expect(laptop.elements == ["milk"])
    #expect(seen == [Dot(replica: n1, sequence: 1)])
    #expect(phone.remove("milk") == [again])
    #expect(laptop.remove("milk") == [again])
  }

  @Test func `a restored replica goes on after its last dot`() {
    var laptop = ORSet<String>(replica: n2)
    laptop.add("bread")
    laptop.remove("bread")
    var phone = ORSet<String>(replica: n1)
    phone.merge(laptop)

    var restored = ORSet<String>(replica: n2)
    restored.merge(phone)
    let eggs = restored.add("eggs")
    // `eggs` is n2:2, not n2:1, which is dead.
    #expect(eggs == Dot(replica: n2, sequence: 2))
    #expect(restored.contains("eggs"))
  }
}
