import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("A map of versions")
struct MVCCMapTests {
  private typealias Map = MVCCMap<String, Int>

  @Test func `a snapshot sees one moment, and the second of two writers is refused`() throws {
    var map = Map()
    let first = try map.commit([("a", 1), ("b", 1)], after: 0)
    try map.commit([("a", 2)], after: first)
    #expect(try map.value(of: "a", at: first) == 1)
    #expect(try map.value(of: "a", at: map.version) == 2)
    #expect(try map.value(of: "a", at: 0) == nil)
    #expect(throws: Map.Refusal.conflict(key: "a", version: 2)) {
      try map.commit([("b", 3), ("a", 3)], after: first)
    }
    #expect(try map.value(of: "b", at: map.version) == 1)
    try map.commit([("b", nil)], after: map.version)
    map.compact(before: map.version)
    #expect(try map.value(of: "b", at: map.version) == nil)
    #expect(try map.value(of: "a", at: map.version) == 2)
    #expect(map.oldestVersion == 3)
  }

  @Test func `compaction does not make a lost update of a conflict`() throws {
    var map = Map()
    try map.commit([("x", 1)], after: 0)
    try map.commit([("x", nil)], after: 1)
    #expect(throws: Map.Refusal.conflict(key: "x", version: 2)) {
      try map.commit([("x", 2)], after: 1)
    }
    map.compact(before: 2)
    #expect(throws: Map.Refusal.compacted(oldest: 2)) { try map.commit([("x", 2)], after: 1) }
    #expect(throws: Map.Refusal.compacted(oldest: 2)) { try map.value(of: "x", at: 1) }
    #expect(try map.commit([("x", 3)], after: 2) == 3)
  }

  @Test func `what has not happened yet is not answered`() throws {
    var map = Map()
    try map.commit([("x", 1)], after: 0)
    #expect(throws: Map.Refusal.future(newest: 1)) { try map.value(of: "x", at: 2) }
    #expect(throws: Map.Refusal.future(newest: 1)) { try map.commit([("x", 2)], after: .max) }
    #expect(throws: Map.Refusal.future(newest: 1)) { try map.commit([], after: 2) }
    #expect(map.version == 1)
  }

  @Test func `compaction forgets what nobody can see, and no more`() throws {
    var map = Map()
    for number in 1...10 {
      try map.commit([("x", number), ("k\(number)", number)], after: map.version)
    }
    try map.commit([("k3", nil)], after: map.version)
    #expect(map.entryCount == 21)
    map.compact(before: 6)
    // Of x the versions 6 to 10; of k1 to k10 the only one; and the removal of k3.
    #expect(map.entryCount == 16)
    for version in UInt64(6)...10 {
      #expect(try map.value(of: "x", at: version) == Int(version))
      #expect(try map.value(of: "k3", at: version) == 3)
    }
    #expect(try map.value(of: "k3", at: 11) == nil)
    map.compact(before: .max)
    #expect(map.oldestVersion == 11)
    #expect(map.entryCount == 10, "x, and the ten others but for k3")
    #expect(try map.value(of: "x", at: 11) == 10)
  }

  @Test func `compaction goes as far as it is told, also by a single version`() throws {
    var map = Map()
    for number in 1...3 { try map.commit([("x", number)], after: map.version) }
    for version in UInt64(1)...3 {
      map.compact(before: version)
      #expect(map.oldestVersion == version && map.entryCount == 4 - Int(version))
      #expect(throws: Map.Refusal.compacted(oldest: version)) {
        try map.value(of: "x", at: version - 1)
      }
    }
  }

  @Test func `of two writes to one key in one commit the last counts, once`() throws {
    var map = Map()
    try map.commit([("x", 1), ("x", 2)], after: 0)
    #expect(try map.value(of: "x", at: 1) == 2)
    #expect(map.entryCount == 1)
  }

  @Test func `a compacted map answers as the whole one, or refuses`() throws {
    for seed in UInt64(1)...100 {
      var random = RandomSource(seed: seed)
      var whole = Map()
      var compacted = Map()
      for step in 0..<60 {
        let key = "k\(random.index(below: 3))"
        if random.chance(1, in: 8) {
          compacted.compact(before: UInt64(random.index(below: Int(whole.version) + 2)))
        }
        let snapshot = UInt64(random.index(below: Int(whole.version) + 1))
        let write = [(key: key, value: random.chance(1, in: 3) ? nil : step)]
        if snapshot < compacted.oldestVersion {
          #expect(throws: Map.Refusal.compacted(oldest: compacted.oldestVersion)) {
            try compacted.commit(write, after: snapshot)
          }
          continue
        }
        #expect(
          try whole.value(of: key, at: snapshot) == compacted.value(of: key, at: snapshot))
        let expected = Result { () throws(Map.Refusal) in try whole.commit(write, after: snapshot) }
        let found = Result { () throws(Map.Refusal) in
          try compacted.commit(write, after: snapshot)
        }
        #expect(expected == found, "seed \(seed)")
      }
      #expect(compacted.entryCount <= whole.entryCount)
    }
  }
}
