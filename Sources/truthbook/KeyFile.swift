import Checking
import Glibc

/// Reads the course's secret from the file that `--key` names.
enum KeyFile {
  /// The secret in a file; all of its bytes count, a newline at its end too.
  /// - Throws: `Fault` when there is no such file, or it is too short or too long to be a secret.
  static func read(_ path: String) throws(Fault) -> CourseSecret {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .usage("--key \(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .usage("--key \(path): is no file; name a file that holds the course's secret")
    }
    let bytes = try content(of: descriptor, path)
    guard let secret = CourseSecret(bytes) else {
      let sizes = CourseSecret.sizes
      let size = bytes.count > sizes.upperBound ? "more than it may" : "\(bytes.count) bytes"
      throw .usage(
        "--key \(path): holds \(size); a secret has from \(sizes.lowerBound) to \(sizes.upperBound) "
          + "bytes, such as those of `head -c 32 /dev/urandom > \(path)`")
    }
    if status.st_mode & (S_IRGRP | S_IROTH) != 0 {
      Console.note(
        "truthbook: warning: others can read \(path); `chmod 600 \(path)` keeps the secret")
    }
    return secret
  }

  private static func content(of descriptor: Int32, _ path: String) throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= CourseSecret.sizes.upperBound {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .usage("--key \(path): cannot be read: \(String(cString: strerror(errno)))")
      }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
