import Testing
import Wire

@Suite("Surroundings")
struct SurroundingsTests {
  @Test func `what is written on a page is read from it`() {
    for number: UInt64 in [0, 1, 255, 256, 1 << 63, .max] {
      let surroundings = Surroundings(seed: number, instant: 5)
      #expect(surroundings.bytes.count == Surroundings.size)
      #expect(Surroundings(surroundings.bytes) == surroundings)
      #expect(Surroundings(Surroundings(seed: 5, instant: number).bytes).instant == number)
    }
    #expect(Surroundings(seed: 0x0102, instant: 3).bytes.prefix(9) == [2, 1, 0, 0, 0, 0, 0, 0, 3])
  }

  @Test func `an empty page holds the usual ones`() {
    #expect(Surroundings([UInt8](repeating: 0, count: Surroundings.size)) == .usual)
  }
}
