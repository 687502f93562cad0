import Simulation
import Testing

@Suite("Random source")
struct RandomSourceTests {
  // The published SplitMix64 gives these; a seed must name the same run for ever.
  @Test(
    arguments: [
      (
        0,
        [
          0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f,
          0xf88b_b8a8_724c_81ec, 0x1b39_896a_51a8_749b,
        ]
      ),
      (
        1_234_567,
        [
          0x599e_d017_fb08_fc85, 0x2c73_f084_5854_0fa5, 0x883e_bce5_a3f2_7c77,
          0x3fbe_f740_e917_7b3f, 0xe3b8_3467_08cb_5ecd,
        ]
      ),
    ] as [(UInt64, [UInt64])])
  func `a seed names its stream for ever`(seed: UInt64, stream: [UInt64]) {
    var random = RandomSource(seed: seed)
    #expect((0..<stream.count).map { _ in random.next() } == stream)
  }

  @Test func `indices are pinned as well as bits`() {
    var random = RandomSource(seed: 42)
    #expect(
      (0..<12).map { _ in random.index(below: 100) } == [
        74, 15, 27, 34, 3, 86, 21, 80, 33, 61, 20, 49,
      ])
  }

  @Test func `a copy goes on where the original is`() {
    var random = RandomSource(seed: 7)
    _ = random.next()
    var copy = random
    #expect(copy.next() == random.next())
  }

  @Test(arguments: [1, 2, 3, 7, 100, Int.max])
  func `an index is below the count`(count: Int) {
    var random = RandomSource(seed: 3)
    for _ in 0..<1_000 {
      #expect((0..<count).contains(random.index(below: count)))
    }
  }

  @Test func `every index is as likely as any other`() {
    var random = RandomSource(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.index(below: 7)] += 1 }
    // The standard deviation of each count is 93.
    #expect(counts.allSatisfy { (9_500...10_500).contains($0) }, "\(counts)")
  }

  @Test func `a chance of one in four comes about once in four`() {
    var random = RandomSource(seed: 6)
    let hits = (0..<10_000).count { _ in random.chance(1, in: 4) }
    #expect((2_300...2_700).contains(hits))
    #expect((0..<100).allSatisfy { _ in random.chance(4, in: 4) })
    #expect((0..<100).allSatisfy { _ in !random.chance(0, in: 4) })
  }
}
