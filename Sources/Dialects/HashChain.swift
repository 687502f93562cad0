import ExerciseKit
import Wire

/// Talks to a log, and to whoever changes it in storage.
enum HashChainDialect<Log: TamperEvidentLog<ShortHash>>: ObjectDialect {
  typealias Words = ObjectWords

  struct Value {
    var log: Log
    var published: [LogHead] = []
  }

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    var value = Value(log: Log(links: []))
    let count = try numbers.next(as: UInt8.self)
    if count > 0 { value.published.append(value.log.head) }
    for number in 0..<count {
      value.published.append(value.log.append("e\(number)"))
    }
    return value
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0: return answer(value.log.append(try numbers.name("e")))
    case 1:
      value.published.append(value.log.head)
      return answer(value.log.head)
    case 2: return answer(value.log.firstFinding(published: value.published))
    case 3:
      let head = value.published[try numbers.index(in: value.published.count)]
      return answer(value.log.firstFinding(published: [head]))
    case 4:
      // Published by somebody else, of another log.
      let count = try numbers.next(as: Int.self)
      let digest = ShortHash.digest(of: Array(try numbers.name("e").utf8))
      value.published.append(LogHead(count: count, digest: digest))
      return Words.Answer(4)
    case 12:
      // Published by somebody who has nearly the same log.
      let count = try numbers.next(as: Int.self)
      let links = value.log.links
      let digest = digest(beside: count, links)
      value.published.append(
        LogHead(count: count, digest: turned(digest, try numbers.next(as: Int.self))))
      return Words.Answer(4)
    case 13:
      // Published by somebody who has lost a part of it.
      let count = try numbers.next(as: Int.self)
      let digest = digest(beside: count, value.log.links)
      value.published.append(
        LogHead(count: count, digest: Array(digest.prefix(Int(try numbers.next(as: UInt8.self))))))
      return Words.Answer(4)
    case 15:
      // Published by somebody who mistakes one length for another.
      let count = try numbers.next(as: Int.self)
      let links = value.log.links
      let other = min(try numbers.next(as: Int.self), links.count)
      value.published.append(LogHead(count: count, digest: digest(beside: other, links)))
      return Words.Answer(4)
    case 16:
      // Published by somebody who adds to it.
      let count = try numbers.next(as: Int.self)
      let digest = digest(beside: count, value.log.links)
      value.published.append(
        LogHead(count: count, digest: lengthened(digest, by: try numbers.next())))
      return Words.Answer(4)
    case 21...23:
      // Published by somebody who writes it down otherwise.
      let count = try numbers.next(as: Int.self)
      let digest = digest(beside: count, value.log.links)
      let rewritten = try rewritten(digest, operation - 21, &numbers)
      value.published.append(LogHead(count: count, digest: rewritten))
      return Words.Answer(4)
    default:
      var links = value.log.links
      guard try change(&links, operation, &numbers) else {
        // There is no such place in what the log has kept.
        return Words.Answer(3, [Int128(links.count)])
      }
      value.log = Log(links: links)
      return Words.Answer(2, value.log.links.flatMap { number(of: $0) })
    }
  }

  /// What somebody does to the links in storage.
  /// - Returns: false when they have no such place.
  private static func change(
    _ links: inout [LogLink], _ operation: UInt8, _ numbers: inout NumberList
  ) throws(WireError) -> Bool {
    let start = try numbers.next(as: Int.self) &- 1
    guard links.indices.contains(start) else { return false }
    switch operation {
    case 5: links[start].entry = try numbers.name("e")
    case 6: links[start].digest = turned(links[start].digest, try numbers.next(as: Int.self))
    case 7: links.removeSubrange(start...)
    case 8: links.remove(at: start)
    case 9:
      let other = try numbers.next(as: Int.self) &- 1
      guard links.indices.contains(other) else { return false }
      links.swapAt(start, other)
    case 10:
      links[start].entry = try numbers.name("e")
      var before = start > 0 ? links[start - 1].digest : ShortHash.digest(of: [])
      for index in start..<links.count {
        before = ShortHash.digest(of: before + Array(links[index].entry.utf8))
        links[index].digest = before
      }
    case 11: links.insert(links[start], at: start)
    case 14:
      links[start].digest = Array(
        links[start].digest.prefix(Int(try numbers.next(as: UInt8.self))))
    case 17: links[start].digest = lengthened(links[start].digest, by: try numbers.next())
    case 18: links[start].digest = ShortHash.digest(of: Array(links[start].entry.utf8))
    case 19:
      links[start].digest = ShortHash.digest(
        of: Array(links[start].entry.utf8) + digest(beside: start, links))
    case 20:
      let other = try numbers.next(as: Int.self) &- 1
      guard links.indices.contains(other) else { return false }
      links[start].digest = links[other].digest
    case 24...26:
      links[start].digest = try rewritten(links[start].digest, operation - 24, &numbers)
    default: throw .unknown(operation: operation)
    }
    return true
  }

  /// The digest beside the last of so many entries.
  private static func digest(beside count: Int, _ links: [LogLink]) -> [UInt8] {
    count >= 1 && count <= links.count ? links[count - 1].digest : ShortHash.digest(of: [])
  }

  /// The most bytes of a digest that are told.
  private static var longest: Int { 12 }

  /// A digest with one byte more, as long as all can be told.
  private static func lengthened(_ digest: [UInt8], by byte: UInt8) -> [UInt8] {
    digest.count < longest ? digest + [byte] : digest
  }

  /// A digest with a byte of zero in front of it, with one of its bytes as two of half as many bits, or with two of
  /// its bytes exchanged; one that is too short or too long for that stays.
  private static func rewritten(
    _ digest: [UInt8], _ way: UInt8, _ numbers: inout NumberList
  ) throws(WireError) -> [UInt8] {
    if way == 0 { return digest.count < longest ? [0] + digest : digest }
    let place = Int(try numbers.next(as: UInt8.self))
    var digest = digest
    if way == 1, digest.count < longest, place < digest.count {
      let byte = digest[place]
      digest.replaceSubrange(place...place, with: [byte >> 4, byte & 0xF])
    } else if way == 2, place + 1 < digest.count {
      digest.swapAt(place, place + 1)
    }
    return digest
  }

  /// A digest with one bit turned, counted from the first byte's highest; one of another length stays.
  private static func turned(_ digest: [UInt8], _ bit: Int) -> [UInt8] {
    guard bit >= 0, bit < 64, digest.count == 8 else { return digest }
    var digest = digest
    digest[bit / 8] ^= 128 >> UInt8(bit % 8)
    return digest
  }

  private static func answer(_ head: LogHead) -> Words.Answer {
    Words.Answer(0, [Int128(head.count), number(of: head.digest)])
  }

  private static func answer(_ finding: LogFinding?) -> Words.Answer {
    switch finding {
    case nil: Words.Answer(1, [0])
    case .wrongDigest(let entry): Words.Answer(1, [1, Int128(entry)])
    case .truncated(let count): Words.Answer(1, [2, Int128(count)])
    case .rewritten(let count): Words.Answer(1, [3, Int128(count)])
    }
  }

  private static func number(of link: LogLink) -> [Int128] {
    // An entry is its bytes, which the digests cover.
    [NumberList.number(writtenAs: link.entry, "e"), number(of: link.digest)]
  }

  /// A digest as a number; a negative one, with its length in the lowest byte, when it has not 8 bytes.
  private static func number(of digest: [UInt8]) -> Int128 {
    let value = digest.prefix(longest).reduce(0) { $0 << 8 | Int128($1) }
    return digest.count == 8 ? value : -1 - (value << 8 | Int128(min(digest.count, 255)))
  }
}

/// The dialect of `hash-chain`.
func hashChainDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: TamperEvidentLog<ShortHash>>(_: T.Type) -> any Dialect.Type {
    HashChainDialect<T>.self
  }
  return (types.first as? any TamperEvidentLog<ShortHash>.Type).map { dialect($0) }
}
