import Glibc

/// What a process prints on one descriptor, up to a limit.
struct OutputCapture {
  /// The first bytes, as many as were to be kept.
  private(set) var bytes: [UInt8] = []
  /// How many bytes were read in all.
  private(set) var count = 0
  private(set) var isAtEnd = false
  let source: Descriptor

  /// The last bytes that were read and not kept in `bytes`, and perhaps some before them.
  private var later: [UInt8] = []

  /// How many of the last bytes are known, whatever was kept: enough for the last words of a runtime.
  static let endSize = 8 << 10

  /// The last bytes, at most `endSize`.
  var end: [UInt8] { Array((bytes.suffix(Self.endSize) + later).suffix(Self.endSize)) }

  /// Reads from the read end of a pipe.
  init(_ source: Descriptor) {
    source.setNonBlocking()
    self.source = source
  }

  /// Takes what is there to be read now, keeping at most `room` bytes of it.
  /// - Returns: false when there was more than that.
  mutating func drain(room: Int) -> Bool {
    var left = room
    while let chunk = readChunk(atMost: left + 1) {
      bytes.append(contentsOf: chunk.prefix(left))
      if chunk.count > left { return false }
      left -= chunk.count
    }
    return true
  }

  /// Takes what is there to be read now, or a good part of it, and keeps what is among the first `limit`
  /// bytes ever.
  mutating func drain(keeping limit: Int) {
    // Whoever prints without end must not keep us from looking at the clock.
    for _ in 0..<16 {
      guard let chunk = readChunk(atMost: .max) else { return }
      let kept = chunk.prefix(max(0, limit - bytes.count))
      bytes.append(contentsOf: kept)
      later.append(contentsOf: chunk.dropFirst(kept.count))
      if later.count > 16 * Self.endSize { later.removeFirst(later.count - Self.endSize) }
    }
  }

  /// Reads once.
  /// - Returns: nil when there is nothing now, or nothing any more.
  private mutating func readChunk(atMost most: Int) -> [UInt8]? {
    while !isAtEnd {
      let wanted = min(most, 64 << 10)
      var length = 0
      var code: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        length = read(source.number, buffer.baseAddress, wanted)
        code = errno
        filled = max(length, 0)
      }
      if length > 0 {
        count += length
        return chunk
      }
      if length < 0 && code == EINTR { continue }
      if length < 0 && code == EAGAIN { return nil }
      isAtEnd = true
    }
    return nil
  }
}
