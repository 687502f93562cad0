import ExerciseKit
import Solutions
import Testing

@Suite("Write concerns over regions")
struct RegionStoreTests {
  private static let regions = ["AP", "E", "EU"]

  /// Lets copies of one write arrive at every subset of two data centres per region and loses either
  /// one data centre or one region; true when an acknowledged write was lost in some case.
  private func canBeLost(_ concern: WriteConcern, withRegion: Bool) -> Bool {
    let store = RegionStore(regions: Self.regions, sitesPerRegion: 3)
    for mask in 0..<(1 << store.sites.count) {
      var before = store
      let write = before.write(at: store.sites[3], concern: concern)
      for (bit, site) in store.sites.enumerated() where mask >> bit & 1 == 1 {
        before.store(write, at: site)
      }
      guard before.isAcknowledged(write) else { continue }
      for site in store.sites {
        var after = before
        if withRegion { after.lose(region: site.region) } else { after.lose(site) }
        if after.lostWrites == [write] { return true }
      }
    }
    return false
  }

  @Test(arguments: [
    (WriteConcern.local, true, true), (.regional, false, true), (.global, false, false),
  ])
  func `what a concern promises survives every order of copying`(
    concern: WriteConcern, lostWithSite: Bool, lostWithRegion: Bool
  ) {
    #expect(canBeLost(concern, withRegion: false) == lostWithSite)
    #expect(canBeLost(concern, withRegion: true) == lostWithRegion)
  }

  @Test func `a global write waits for a majority of regions`() {
    var store = RegionStore(regions: Self.regions, sitesPerRegion: 3)
    let sites = store.sites
    let write = store.write(at: sites[3], concern: .global)
    for site in sites where site.region == "E" { store.store(write, at: site) }
    #expect(!store.isAcknowledged(write))
    store.store(write, at: sites[0])
    #expect(!store.isAcknowledged(write))
    store.store(write, at: sites[1])
    #expect(store.isAcknowledged(write))
    #expect(store.copies(of: write).count == 5)
  }

  @Test func `of five regions three are a majority, of two both, and one data centre is its own`() {
    for (regions, needed) in [(["A"], 1), (["A", "B"], 2), (["A", "B", "C", "D", "E"], 3)] {
      for perRegion in [0, 1] {
        var store = RegionStore(regions: regions, sitesPerRegion: perRegion)
        let sites = store.sites
        #expect(sites.map(\.description) == regions.map { "\($0)-1" }, "one at least")
        let write = store.write(at: sites[0], concern: .global)
        let copied = (0..<sites.count).first { place in
          store.store(write, at: sites[place])
          return store.isAcknowledged(write)
        }
        #expect(copied == needed - 1)
        #expect(sites.allSatisfy { !($0 < $0) })
      }
    }
  }

  @Test func `a lost data centre stores nothing more`() {
    var store = RegionStore(regions: ["E"], sitesPerRegion: 3)
    let write = store.write(at: store.sites[0], concern: .regional)
    store.lose(store.sites[1])
    store.store(write, at: store.sites[1])
    #expect(!store.isAcknowledged(write))
    #expect(store.copies(of: write) == [store.sites[0]])
  }
}
