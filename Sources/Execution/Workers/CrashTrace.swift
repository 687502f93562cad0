import Glibc

/// What is seen of a crash from outside: a process of the launcher's traces the worker, and when a fatal
/// signal has ended it, tells where in the submission's library each frame was. Nothing that the
/// submission prints has a part in it.
final class CrashTrace {
  /// The library to look for.
  let library: String
  /// What the launcher's process tells comes by this.
  let pipe: Pipe

  /// For one process that has loaded `library`.
  init(of library: String) throws(EnvironmentFailure) {
    self.library = library
    pipe = try Pipe()
  }

  /// The most frames the launcher tells of.
  private static let limit = 32

  /// The offsets in the library of the frames that lie in it, from the innermost, once the process has
  /// ended: none when it did not crash, or when this machine lets nobody trace.
  func offsets() -> [UInt64] {
    pipe.writeEnd.close()
    var capture = OutputCapture(pipe.readEnd)
    _ = capture.drain(room: 20 * Self.limit)
    return capture.bytes.split(separator: UInt8(ascii: "\n")).prefix(Self.limit).compactMap {
      UInt64(String(decoding: $0, as: UTF8.self), radix: 16)
    }
  }
}
