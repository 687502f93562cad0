import Glibc

/// An open file descriptor, closed when its owner is gone.
final class Descriptor {
  private(set) var number: Int32

  /// Takes over an open descriptor.
  init(_ number: Int32) {
    self.number = number
  }

  /// Closes it now.
  func close() {
    if number >= 0 { Glibc.close(number) }
    number = -1
  }

  /// Gives the descriptor away: nobody here closes it any more.
  func detach() -> Int32 {
    defer { number = -1 }
    return number
  }

  /// Makes reads and writes return at once when they would wait.
  func setNonBlocking() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }

  deinit {
    close()
  }
}

/// A pipe whose ends no other process inherits by accident.
struct Pipe {
  let readEnd: Descriptor
  let writeEnd: Descriptor

  init() throws(EnvironmentFailure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system("make a pipe", code: errno) }
    readEnd = try Self.moved(ends[0])
    writeEnd = try Self.moved(ends[1])
  }

  /// Moves a descriptor out of the range a child's own descriptors are given, so that putting one in
  /// its place never overwrites another.
  private static func moved(_ number: Int32) throws(EnvironmentFailure) -> Descriptor {
    let moved = fcntl(number, F_DUPFD_CLOEXEC, 16)
    let code = errno
    close(number)
    guard moved >= 0 else { throw .system("make a pipe", code: code) }
    return Descriptor(moved)
  }
}
