import CSelfProtection
import Glibc
import Wire

/// Where a worker counts the instructions it has begun and its requests for something random, and the
/// grader looks on.
///
/// The worker can write anything there. The most it gains is time up to the limit on the whole grading,
/// since the first count decides when a call has taken too long, and that its use of chance is noticed
/// only where it changes an answer.
final class ProgressPage {
  /// What the worker is given.
  let descriptor: Descriptor
  private let page: UnsafePointer<UInt64>

  /// A page on which a worker finds its surroundings.
  init(_ surroundings: Surroundings) throws(EnvironmentFailure) {
    let number = shared_page_make()
    guard number >= 0 else { throw .system("share memory with a worker", code: -number) }
    descriptor = Descriptor(number)
    let bytes = surroundings.bytes
    guard pwrite(number, bytes, bytes.count, off_t(Surroundings.offset)) == bytes.count,
      let page = shared_page_map(number)
    else {
      throw .system("share memory with a worker", code: errno)
    }
    self.page = page
  }

  deinit {
    shared_page_unmap(page)
  }

  /// How many instructions of the running program have begun.
  var count: UInt64 { shared_page_read(page, 0) }

  /// How often the worker has asked for something random.
  var randomRequests: UInt64 { shared_page_read(page, Int32(FrameHeader.randomRequestsOffset)) }
}
