/// What a worker shows the code under test of chance and of the time.
///
/// Both are the grader's choice, so that a submission that depends on them answers the same on every
/// run of a grading, and something else in a second worker that was given others.
public struct Surroundings: Hashable, Sendable {
  /// Where whatever answers at random starts.
  public var seed: UInt64
  /// Where the wall clock starts, in nanoseconds since 1970. It moves on a millisecond each time that
  /// it is looked at.
  public var instant: UInt64

  /// Chooses a seed and an instant.
  public init(seed: UInt64, instant: UInt64) {
    self.seed = seed
    self.instant = instant
  }

  /// Those of a worker that was given none.
  public static let usual = Surroundings(seed: 1, instant: 1_700_000_000_000_000_000)

  /// Where on the page at `FrameHeader.progressDescriptor` a worker finds them, in bytes.
  public static let offset = 8
  /// How many bytes they take there.
  public static let size = 16

  /// The seed and the instant, 8 bytes each, little-endian.
  public var bytes: [UInt8] {
    [seed, instant].flatMap { number in
      stride(from: UInt64(0), to: 64, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
  }

  /// Reads what `bytes` holds; a page on which nothing was written holds `usual`.
  /// - Precondition: there are `size` bytes.
  public init(_ bytes: some Collection<UInt8>) {
    precondition(bytes.count == Self.size)
    func number(_ part: some Collection<UInt8>) -> UInt64 {
      part.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    let written = Self(seed: number(bytes.prefix(8)), instant: number(bytes.dropFirst(8)))
    self = written == Self(seed: 0, instant: 0) ? .usual : written
  }
}
