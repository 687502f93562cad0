/// What a worker may use.
///
/// A call is what is limited, not the many that one request may hold: a submission that is slow and
/// goes on is not stopped by how many questions its grader puts together.
public struct WorkerLimits: Hashable, Sendable {
  /// Processor time per call, in milliseconds. Also how long a call may wait for something without
  /// using any.
  public var callMilliseconds: Int
  /// Time per call with all waiting for a processor, in milliseconds: far more than the processor time,
  /// so that a busy machine fails nobody.
  public var wallMilliseconds: Int
  /// What all calls of a grading may take together, in all its workers, in milliseconds: time spent
  /// computing or waiting for something else than a processor.
  public var gradingMilliseconds: Int
  /// Address space, in bytes.
  public var memory: Int
  /// How much is kept of what it prints over its life, in bytes, on each of its two outputs.
  public var output: Int

  /// Sets the limits.
  /// - Parameters:
  ///   - wallMilliseconds: twenty times the processor time, and at least 20 s, unless told.
  ///   - gradingMilliseconds: six calls' time, and at least 12 s, unless told.
  public init(
    callMilliseconds: Int = 2_000, wallMilliseconds: Int? = nil, gradingMilliseconds: Int? = nil,
    memory: Int = 1 << 30, output: Int = 64 << 10
  ) {
    self.callMilliseconds = callMilliseconds
    self.wallMilliseconds = wallMilliseconds ?? max(20_000, 20 * callMilliseconds)
    self.gradingMilliseconds = gradingMilliseconds ?? max(12_000, 6 * callMilliseconds)
    self.memory = memory
    self.output = output
  }

  /// Limits under which a submission that keeps to what it is allowed is never ended by the clock, where
  /// a processor does a quarter of what ours does when it has nothing else to do: two threads that share
  /// a core, or a slower machine.
  /// - Parameter callMilliseconds: what one call is allowed; all calls of a grading together are allowed
  ///   4.5 times that, and at least 4.5 s.
  public static func allowing(callMilliseconds: Int) -> WorkerLimits {
    WorkerLimits(
      callMilliseconds: slack * callMilliseconds,
      gradingMilliseconds: slack * max(4_500, 9 * callMilliseconds / 2))
  }

  private static let slack = 4

  /// The same with a tenth of the time for a call: enough for every submission that is not slow. One
  /// that needs more is asked again with all of it before anything is said.
  public var short: WorkerLimits {
    var limits = self
    limits.callMilliseconds = max(1, callMilliseconds / 10)
    return limits
  }

  /// Processor time over a worker's whole life, in seconds: what ends one whose grader was killed.
  private static let lifeSeconds = 600

  /// The part the kernel keeps.
  var kernelLimits: ResourceLimits {
    ResourceLimits(
      processorSeconds: Self.lifeSeconds, wallMilliseconds: wallMilliseconds, memory: memory,
      fileSize: 0, output: output)
  }
}
