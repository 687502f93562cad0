/// What stands in front of every payload between grader and worker: its length, and a nonce that a
/// reply must repeat.
public struct FrameHeader: Hashable, Sendable {
  /// The size of a header, in bytes: 4 for the length and 8 for the nonce, little-endian.
  public static let size = 12
  /// The longest payload a grader accepts, in bytes.
  public static let payloadLimit = 16 << 20
  /// Where a worker reads requests.
  public static let requestDescriptor: Int32 = 3
  /// Where a worker writes replies.
  public static let replyDescriptor: Int32 = 4
  /// Where a worker finds a page of memory that it shares with the grader, if it was given one. The
  /// first eight bytes, little-endian, say how many instructions of the current program have been
  /// begun: 0 before the first, and all of them when the program is done.
  public static let progressDescriptor: Int32 = 5
  /// Where on that page a worker counts how often it has been asked for something random, in bytes from
  /// its start: eight bytes, behind those of `Surroundings`.
  public static let randomRequestsOffset = Surroundings.offset + Surroundings.size
  /// The size of that page, in bytes.
  public static let progressSize = 4_096

  /// The number of bytes that follow the header.
  public let payloadLength: Int
  /// Names the request; its reply carries the same one.
  public let nonce: UInt64

  /// Describes a payload.
  public init(payloadLength: Int, nonce: UInt64) {
    self.payloadLength = payloadLength
    self.nonce = nonce
  }

  /// Reads a header from its bytes.
  /// - Precondition: there are `size` bytes.
  public init(_ bytes: some Collection<UInt8>) {
    precondition(bytes.count == Self.size)
    payloadLength = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    nonce = bytes.dropFirst(4).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The header followed by the payload, as sent.
  public func frame(_ payload: [UInt8]) -> [UInt8] {
    precondition(payload.count == payloadLength)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.size + payload.count)
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: payloadLength >> shift))
    }
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: nonce >> UInt64(shift)))
    }
    bytes.append(contentsOf: payload)
    return bytes
  }
}
