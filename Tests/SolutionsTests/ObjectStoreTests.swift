import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("The object store with versions and watches")
struct ObjectStoreTests {
  @Test func `a stale write is refused and told the current version`() throws {
    var store = ObjectStore<String>()
    let first = try store.update("web", "two", expecting: nil).get()
    let second = try store.update("web", "three", expecting: first).get()
    let stale = store.update("web", "four", expecting: first)
    #expect(stale == .failure(VersionConflict(current: second)))
    #expect(store.get("web")?.value == "three")
    #expect(store.version == second)
  }

  @Test func `an update that expects nothing does not replace an object`() throws {
    var store = ObjectStore<String>()
    let first = try store.update("web", "two", expecting: nil).get()
    let created = store.update("web", "three", expecting: nil)
    #expect(created == .failure(VersionConflict(current: first)))
    let updated = store.update("db", "one", expecting: first)
    #expect(updated == .failure(VersionConflict(current: nil)))
  }

  @Test func `no version is used again after a delete`() throws {
    var store = ObjectStore<String>()
    let first = try store.update("web", "two", expecting: nil).get()
    let deletion = try store.delete("web", expecting: first).get()
    let again = try store.update("web", "two", expecting: nil).get()
    #expect(first < deletion && deletion < again)
    let stale = store.update("web", "stale", expecting: first)
    #expect(stale == .failure(VersionConflict(current: again)))
  }

  @Test func `a compacted watch must list again and never skips`() throws {
    var store = ObjectStore<Int>()
    for number in 1...5 { _ = try store.update("k\(number)", number, expecting: nil).get() }
    store.compact(upTo: 3)
    #expect(throws: WatchRefusal.compacted(upTo: 3)) { try store.watch(from: 2) }
    #expect(try store.watch(from: 3).map(\.version) == [4, 5])
    #expect(try store.watch(from: 5) == [])
    #expect(store.keys.count == 5)
    store.compact(upTo: 99)
    #expect(store.compactedVersion == 5)
  }

  @Test func `a watch from a version that is not there yet is told so, and lists`() throws {
    var store = ObjectStore<Int>()
    for number in 1...3 { _ = try store.update("k\(number)", number, expecting: nil).get() }
    var informer = Informer<Int>()
    informer.sync(with: store)
    // The store was restored from an older copy.
    var restored = ObjectStore<Int>()
    _ = try restored.update("k1", 7, expecting: nil).get()
    #expect(throws: WatchRefusal.future(newest: 1)) { try restored.watch(from: 3) }
    #expect(informer.sync(with: restored) == .listedAgain)
    #expect(informer.objects.mapValues(\.value) == ["k1": 7])
    #expect(informer.version == 1)
  }

  @Test func `a watcher that syncs holds exactly what the store holds`() {
    var random = RandomSource(seed: 4)
    for _ in 1...200 {
      var store = ObjectStore<Int>()
      var informer = Informer<Int>()
      for step in 1...40 {
        let key = "k\(random.index(below: 4))"
        let version = store.get(key)?.version
        if let version, random.chance(1, in: 3) {
          _ = store.delete(key, expecting: version)
        } else {
          _ = store.update(key, step, expecting: version)
        }
        if random.chance(1, in: 8) { store.compact(upTo: store.version) }
        if random.chance(1, in: 4) {
          informer.sync(with: store)
          #expect(informer.objects.keys.sorted() == store.keys)
          #expect(informer.objects.mapValues(\.value) == values(of: store))
        }
      }
    }
  }

  private func values(of store: ObjectStore<Int>) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: store.keys.compactMap { key in
        store.get(key).map { (key, $0.value) }
      })
  }
}
