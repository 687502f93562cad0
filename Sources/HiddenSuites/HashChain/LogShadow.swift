import Dialects
import ExerciseKit

/// What a log holds, and what was published.
struct LogShadow {
  static let entry = NumberDomain(namesWith: "e", areBytes: true)

  var links: [(entry: Int128, digest: Int128)] = []
  var heads: [(count: Int128, digest: Int128)] = []

  static func written(_ number: Int128) -> [UInt8] { Array((entry.name(number) ?? "").utf8) }

  static let empty = number(ShortHash.digest(of: []))

  /// A digest of 8 bytes, or what is left of one, as the dialect tells it.
  static func number(_ digest: [UInt8]) -> Int128 {
    let value = digest.reduce(0) { $0 << 8 | Int128($1) }
    return digest.count == 8 ? value : -1 - (value << 8 | Int128(digest.count))
  }

  static func bytes(_ digest: Int128) -> [UInt8] {
    let (count, value) = digest < 0 ? (Int((-1 - digest) & 0xFF), (-1 - digest) >> 8) : (8, digest)
    return (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> Int128(8 * $0)) }
  }

  /// The digest of an entry after another digest.
  static func digest(_ entry: Int128, after previous: Int128) -> Int128 {
    number(ShortHash.digest(of: bytes(previous) + written(entry)))
  }

  /// A digest of 8 bytes with one bit turned; another stays.
  static func turned(_ digest: Int128, _ bit: Int128) -> Int128 {
    digest < 0 ? digest : digest ^ 1 << (63 - bit)
  }

  /// The most bytes of a digest that a byte is put behind.
  static let longest = 12

  /// A digest with one byte more.
  static func lengthened(_ digest: Int128, by byte: Int128) -> Int128 {
    let bytes = bytes(digest)
    return bytes.count < longest ? number(bytes + [UInt8(byte)]) : digest
  }

  /// A digest with a byte of zero in front of it.
  static func padded(_ digest: Int128) -> Int128 {
    let bytes = bytes(digest)
    return bytes.count < longest ? number([0] + bytes) : digest
  }

  /// A digest with one of its bytes, from 0 on, written as two of half as many bits.
  static func split(_ digest: Int128, at place: Int128) -> Int128 {
    var bytes = bytes(digest)
    guard bytes.count < longest, place < bytes.count else { return digest }
    let byte = bytes[Int(place)]
    bytes.replaceSubrange(Int(place)...Int(place), with: [byte >> 4, byte & 0xF])
    return number(bytes)
  }

  /// A digest with two bytes beside each other exchanged.
  static func exchanged(_ digest: Int128, at place: Int128) -> Int128 {
    var bytes = bytes(digest)
    guard place + 1 < bytes.count else { return digest }
    bytes.swapAt(Int(place), Int(place) + 1)
    return number(bytes)
  }

  /// The first bytes of a digest.
  static func cut(_ digest: Int128, to count: Int128) -> Int128 {
    number(Array(bytes(digest).prefix(Int(count))))
  }

  /// The digest that stands beside the last of so many entries.
  func digest(beside count: Int128) -> Int128 {
    count > 0 ? links[Int(count) - 1].digest : Self.empty
  }

  static func alone(_ entry: Int128) -> Int128 {
    number(ShortHash.digest(of: written(entry)))
  }

  /// Logs an entry that is published at once.
  mutating func append(_ entry: Int128) {
    links.append((entry, Self.digest(entry, after: head.digest)))
    heads.append(head)
  }

  var head: (count: Int128, digest: Int128) {
    (Int128(links.count), links.last?.digest ?? Self.empty)
  }

  /// The digests that should stand there, from the one before the first entry; shorter when one does not.
  private var fitting: [Int128] {
    var digests = [Self.empty]
    for link in links {
      let digest = Self.digest(link.entry, after: digests[digests.count - 1])
      guard digest == link.digest else { break }
      digests.append(digest)
    }
    return digests
  }

  func finding(_ heads: [(count: Int128, digest: Int128)]) -> SequentialObject<LogShadow>.Right {
    let fitting = fitting
    guard fitting.count == links.count + 1 else {
      return (
        .init(1, [1, Int128(fitting.count)]), "its digest does not cover what stands before it"
      )
    }
    for head in heads.sorted(by: { $0.count < $1.count }) {
      guard head.count < fitting.count else {
        return (.init(1, [2, head.count]), "only \(links.count) entries are left")
      }
      guard fitting[Int(head.count)] == head.digest else {
        return (.init(1, [3, head.count]), "all digests fit, and the one published is another")
      }
    }
    return (.init(1, [0]), "every digest fits, and so does every head")
  }

  /// What somebody has made of the links in storage.
  var stored: SequentialObject<LogShadow>.Right {
    (.init(2, links.flatMap { [$0.entry, $0.digest] }), "this was found in storage")
  }

  var places: [Int128] {
    links.isEmpty ? [] : [1, Int128(links.count), Int128(links.count / 2 + 1)]
  }
}
