import Execution
import FoundationEssentials
import Glibc

/// What a batch needs while it runs and nobody afterwards.
final class ScratchFolder {
  /// A folder, gone with its owner.
  var path: String { folder.path }
  /// Where what copies of this process print on standard error goes, one after the other.
  let errors: Int32
  private let folder: TemporaryFolder

  /// - Parameter hasReports: true when reports are kept here because nobody has asked for them.
  init(hasReports: Bool) throws {
    do throws(EnvironmentFailure) {
      folder = try TemporaryFolder()
    } catch {
      throw Fault.environment(error.description)
    }
    errors = open(
      folder.path + "/errors", O_RDWR | O_CREAT | O_APPEND | O_TRUNC | O_CLOEXEC, 0o600)
    guard errors >= 0 else {
      throw Fault.environment("\(folder.path): cannot be written to; make room, or set TMPDIR")
    }
    if hasReports {
      for name in ["reports", "feedback"] { mkdir(folder.path + "/" + name, 0o700) }
    }
  }

  deinit {
    close(errors)
  }

  /// The longest text that is kept of what was printed, in bytes.
  private static let limit = 64 << 10

  /// The last that was printed since it was last asked for.
  func takeErrors() -> [UInt8] {
    let size = Int(lseek(errors, 0, SEEK_END))
    var bytes = [UInt8](repeating: 0, count: min(max(0, size), Self.limit))
    let count = pread(errors, &bytes, bytes.count, off_t(max(0, size - bytes.count)))
    ftruncate(errors, 0)
    return Array(bytes.prefix(max(0, count)))
  }
}
