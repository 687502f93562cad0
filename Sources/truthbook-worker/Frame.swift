import Glibc

/// One message between grader and worker: a length, a nonce the reply must repeat, a payload.
struct Frame {
  var nonce: UInt64
  var payload: [UInt8]

  /// Reads the next frame; nil when the grader has closed the pipe.
  static func read(from descriptor: Int32) -> Frame? {
    guard let header = readExactly(12, from: descriptor) else { return nil }
    let length = header[0..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    let nonce = header[4..<12].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard let payload = readExactly(length, from: descriptor) else { return nil }
    return Frame(nonce: nonce, payload: payload)
  }

  /// Writes the frame; a grader that has gone away ends the worker by SIGPIPE.
  func write(to descriptor: Int32) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(12 + payload.count)
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: payload.count >> shift))
    }
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: nonce >> UInt64(shift)))
    }
    bytes.append(contentsOf: payload)
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(
          descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count < 0 {
          if errno == EINTR { continue }
          exit(2)
        }
        written += count
      }
    }
  }

  private static func readExactly(_ count: Int, from descriptor: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let complete = bytes.withUnsafeMutableBytes { buffer in
      var filled = 0
      while filled < count {
        let received = Glibc.read(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled)
        if received < 0 && errno == EINTR { continue }
        if received <= 0 { return false }
        filled += received
      }
      return true
    }
    return complete ? bytes : nil
  }
}
