import Testing
import Wire

@Suite("Bytes")
struct BytesTests {
  private func reader(_ write: (inout ByteWriter) -> Void) -> ByteReader {
    var writer = ByteWriter()
    write(&writer)
    return ByteReader(writer.bytes)
  }

  @Test(
    arguments: [
      (0, [0]), (1, [1]), (127, [0x7f]), (128, [0x80, 1]), (300, [0xac, 2]),
      (UInt64.max, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]),
    ] as [(UInt64, [UInt8])])
  func `a non-negative integer takes seven bits a byte`(value: UInt64, bytes: [UInt8]) throws {
    var writer = ByteWriter()
    writer.unsigned(value)
    #expect(writer.bytes == bytes)
    var reader = ByteReader(bytes)
    #expect(try reader.unsigned() == value)
    #expect(reader.isAtEnd)
  }

  @Test(arguments: [
    (0, 1), (-1, 1), (63, 1), (-64, 1), (64, 2), (-65, 2), (Int.max, 10), (Int.min, 10),
  ])
  func `an integer of either sign comes back and small ones are short`(
    value: Int, length: Int
  ) throws {
    var writer = ByteWriter()
    writer.integer(value)
    #expect(writer.bytes.count == length)
    var reader = ByteReader(writer.bytes)
    #expect(try reader.integer() == value)
    #expect(reader.isAtEnd)
  }

  @Test func `bytes, truth values, texts and blobs come back in order`() throws {
    var reader = reader {
      $0.byte(0xfe)
      $0.bool(true)
      $0.bool(false)
      $0.string("é\u{0}🂡")
      $0.blob([] as [UInt8])
      $0.blob([1, 2, 3] as [UInt8])
      $0.count(7)
      $0.raw([9] as [UInt8])
    }
    #expect(try reader.byte() == 0xfe)
    #expect(try reader.bool())
    #expect(try !reader.bool())
    #expect(try reader.string() == "é\u{0}🂡")
    #expect(try reader.blob() == [])
    #expect(try reader.blob() == [1, 2, 3])
    #expect(try reader.count() == 7)
    #expect(reader.remaining == 1)
    #expect(try reader.byte() == 9)
    #expect(throws: Never.self) { try reader.expectEnd() }
  }

  @Test(arguments: [0, 1, 127, 128, 129, 16_383, 16_384])
  func `what is nested has its length in front, however long it is`(length: Int) throws {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    var writer = ByteWriter()
    writer.byte(7)
    writer.nested { $0.raw(bytes) }
    writer.byte(9)
    var same = ByteWriter()
    same.byte(7)
    same.blob(bytes)
    same.byte(9)
    #expect(writer.bytes == same.bytes)
  }

  @Test func `what fails while it is nested leaves nothing behind`() {
    var writer = ByteWriter()
    writer.byte(7)
    #expect(throws: WireError.truncated) {
      try writer.nested { (inner) throws(WireError) in
        inner.string("half")
        throw .truncated
      }
    }
    #expect(writer.bytes == [7])
  }

  @Test func `a nested reader sees its own bytes and no more`() throws {
    var outer = reader {
      $0.nested { $0.string("inside") }
      $0.byte(42)
    }
    var inner = try outer.nested()
    #expect(try inner.string() == "inside")
    #expect(inner.isAtEnd)
    #expect(throws: WireError.truncated) { try inner.byte() }
    #expect(try outer.byte() == 42)
  }

  @Test func `every cut of a message is found out`() throws {
    var writer = ByteWriter()
    writer.unsigned(1 << 20)
    writer.string("a text")
    writer.blob([1, 2, 3] as [UInt8])
    for length in 0..<writer.bytes.count {
      var reader = ByteReader(Array(writer.bytes.prefix(length)))
      #expect(throws: WireError.truncated) {
        _ = try reader.unsigned()
        _ = try reader.string()
        _ = try reader.blob()
      }
    }
  }

  @Test(
    arguments: [
      // Eleven bytes.
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
      // A sixty-fifth bit.
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
    ] as [[UInt8]])
  func `an integer of more than 64 bits is refused`(bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    #expect(throws: WireError.malformed("an integer of more than 64 bits")) {
      try reader.unsigned()
    }
  }

  @Test func `a forged length reserves nothing`() {
    for length in [4, 1 << 40, Int.max] {
      var writer = ByteWriter()
      writer.count(length)
      writer.raw([1, 2, 3] as [UInt8])
      let bytes = writer.bytes
      #expect(throws: WireError.truncated) {
        var reader = ByteReader(bytes); _ = try reader.blob()
      }
      #expect(throws: WireError.truncated) {
        var reader = ByteReader(bytes)
        _ = try reader.nested()
      }
      #expect(throws: WireError.truncated) {
        var reader = ByteReader(bytes)
        _ = try reader.itemCount()
      }
      #expect(throws: WireError.truncated) {
        var reader = ByteReader(bytes)
        _ = try reader.nodes()
      }
    }
  }

  @Test func `a count beyond Int is refused`() {
    var reader = reader { $0.unsigned(1 << 63) }
    #expect(throws: WireError.malformed("a count of 9223372036854775808")) { try reader.count() }
  }

  @Test(arguments: [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]] as [[UInt8]])
  func `text that is not UTF-8 is refused`(utf8: [UInt8]) {
    var reader = reader { $0.blob(utf8) }
    #expect(throws: WireError.malformed("text that is not UTF-8")) { try reader.string() }
  }

  @Test func `a truth value is zero or one`() {
    var reader = reader { $0.byte(2) }
    #expect(throws: WireError.malformed("a truth value of 2")) { try reader.bool() }
  }

  @Test func `bytes left over are counted`() {
    let reader = reader { $0.raw([1, 2] as [UInt8]) }
    #expect(throws: WireError.malformed("2 bytes too many")) { try reader.expectEnd() }
  }
}
