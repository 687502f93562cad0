import Wire

/// Puts a reply together from what a worker's reply pipe yields, trusting none of it.
struct ReplyReader {
  private let nonce: UInt64
  private var bytes: [UInt8] = []
  private var expected: Int?

  /// One text for everything that is not the awaited reply: which of its bytes arrive together
  /// depends on chance, and a report must not.
  private static let forged = Stop.protocolViolation(
    "the reply pipe carried bytes that answer no request")

  init(nonce: UInt64) {
    self.nonce = nonce
  }

  /// Takes in the next bytes.
  /// - Returns: the payload once it is complete.
  mutating func append(_ more: some Collection<UInt8>) throws(Stop) -> [UInt8]? {
    bytes.append(contentsOf: more)
    if expected == nil, bytes.count >= FrameHeader.size {
      let header = FrameHeader(bytes.prefix(FrameHeader.size))
      guard header.nonce == nonce else { throw Self.forged }
      guard header.payloadLength <= FrameHeader.payloadLimit else {
        throw .protocolViolation(
          "a reply of \(header.payloadLength) bytes, and \(FrameHeader.payloadLimit) are allowed")
      }
      expected = FrameHeader.size + header.payloadLength
    }
    guard let expected, bytes.count >= expected else { return nil }
    guard bytes.count == expected else { throw Self.forged }
    return Array(bytes.dropFirst(FrameHeader.size))
  }
}
