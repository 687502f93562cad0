import Glibc

/// What a process prints on one descriptor, up to a limit.
struct OutputCapture {
  private(set) var bytes: [UInt8] = []
  private(set) var isAtEnd = false
  let source: Descriptor

  /// Reads from the read end of a pipe.
  init(_ source: Descriptor) {
    source.setNonBlocking()
    self.source = source
  }

  /// Takes what is there to be read now, keeping at most `room` bytes of it.
  /// - Returns: false when there was more than that.
  mutating func drain(room: Int) -> Bool {
    var left = room
    while !isAtEnd {
      let wanted = min(left + 1, 64 << 10)
      var count = 0
      var code: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        count = read(source.number, buffer.baseAddress, wanted)
        code = errno
        filled = max(count, 0)
      }
      if count < 0 {
        if code == EINTR { continue }
        if code == EAGAIN { return true }
        isAtEnd = true
      } else if count == 0 {
        isAtEnd = true
      } else if count > left {
        bytes.append(contentsOf: chunk.prefix(left))
        return false
      } else {
        bytes.append(contentsOf: chunk)
        left -= count
      }
    }
    return true
  }

  /// Forgets what was captured so far.
  mutating func reset() {
    bytes.removeAll()
  }
}
