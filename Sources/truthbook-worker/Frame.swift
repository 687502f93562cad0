import Glibc
import Wire

/// One message between grader and worker, read and written with the worker's blocking pipes.
struct Frame {
  var nonce: UInt64
  var payload: [UInt8]

  /// Reads the next frame; nil when the grader has closed the pipe.
  static func read(from descriptor: Int32) -> Frame? {
    guard let bytes = readExactly(FrameHeader.size, from: descriptor) else { return nil }
    let header = FrameHeader(bytes)
    guard let payload = readExactly(header.payloadLength, from: descriptor) else { return nil }
    return Frame(nonce: header.nonce, payload: payload)
  }

  /// Writes the frame; a grader that has gone away ends the worker by SIGPIPE.
  func write(to descriptor: Int32) {
    let bytes = FrameHeader(payloadLength: payload.count, nonce: nonce).frame(payload)
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
