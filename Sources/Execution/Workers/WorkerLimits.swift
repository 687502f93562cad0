/// What a worker may use.
public struct WorkerLimits: Hashable, Sendable {
  /// Processor time per request, in milliseconds. Also how long a worker may wait for something
  /// without using any.
  public var processorMilliseconds: Int
  /// Time per request with all waiting, in milliseconds: far more than the processor time, so that
  /// a busy machine fails nobody.
  public var wallMilliseconds: Int
  /// Address space, in bytes.
  public var memory: Int
  /// What it may print over its life, in bytes.
  public var output: Int

  /// Sets the limits; the wall limit is ten times the processor time unless told.
  public init(
    processorMilliseconds: Int = 2_000, wallMilliseconds: Int? = nil, memory: Int = 1 << 30,
    output: Int = 64 << 10
  ) {
    self.processorMilliseconds = processorMilliseconds
    self.wallMilliseconds = wallMilliseconds ?? 10 * processorMilliseconds
    self.memory = memory
    self.output = output
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
