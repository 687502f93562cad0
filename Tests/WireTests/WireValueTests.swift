import ExerciseKit
import Testing
import Wire

@Suite("Values on the wire")
struct WireValueTests {
  private func bytes(_ value: some WireValue) -> [UInt8] {
    var writer = ByteWriter()
    value.write(to: &writer)
    return writer.bytes
  }

  private func read<Value: WireValue>(
    _: Value.Type, _ bytes: [UInt8]
  ) throws(WireError) -> Value {
    var reader = ByteReader(bytes)
    let value = try Value(from: &reader)
    try reader.expectEnd()
    return value
  }

  private func comesBack<Value: WireValue & Equatable>(_ value: Value) -> Bool {
    (try? read(Value.self, bytes(value))) == value
  }

  @Test func `what is written is read`() {
    #expect([Int.min, -1, 0, 1, .max].allSatisfy(comesBack))
    #expect([Int64.min, 0, .max].allSatisfy(comesBack))
    #expect([UInt64.min, 127, 128, .max].allSatisfy(comesBack))
    #expect([-0.0, 1.5, .infinity, Double.leastNonzeroMagnitude].allSatisfy(comesBack))
    #expect([true, false].allSatisfy(comesBack))
    #expect(["", "caf\u{E9}", String(repeating: "x", count: 400)].allSatisfy(comesBack))
    #expect([NodeID(0), NodeID(.max)].allSatisfy(comesBack))
    #expect([[1, 2], [], nil].allSatisfy { (value: [Int]?) in comesBack(value) })
    #expect(comesBack([["a"], [], ["b", "c"]]))
    #expect(comesBack(Nothing()))
  }

  @Test func `a number that is not one comes back as it was`() throws {
    let number = try read(Double.self, bytes(Double.nan))
    #expect(number.isNaN)
  }

  @Test func `a forged count reserves nothing and is refused`() {
    var writer = ByteWriter()
    writer.unsigned(.max)
    #expect(throws: WireError.self) { try read([Int].self, writer.bytes) }
    writer = ByteWriter()
    writer.count(1 << 40)
    writer.byte(0)
    #expect(throws: WireError.truncated) { try read([Bool].self, writer.bytes) }
  }

  @Test func `a list or a text that is too long is refused, though all of it was sent`() {
    let list = Array(repeating: true, count: WireLimit.items + 1)
    #expect(throws: WireError.self) { try read([Bool].self, bytes(list)) }
    #expect(throws: WireError.self) {
      try read([Nothing].self, bytes(Array(repeating: Nothing(), count: 3)))
    }
    let text = String(repeating: "x", count: WireLimit.text + 1)
    #expect(throws: WireError.self) { try read(String.self, bytes(text)) }
  }

  @Test func `no bytes make reading trap`() {
    // A multiplicative generator is random enough for bytes, and the same everywhere.
    var state: UInt64 = 1
    for length in 0..<600 {
      let bytes = (0..<length % 24).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return UInt8(truncatingIfNeeded: state >> 56)
      }
      _ = try? read([Int?].self, bytes)
      _ = try? read([[String]].self, bytes)
      _ = try? read(Double?.self, bytes)
      _ = try? read([NodeID].self, bytes)
    }
  }
}
