/// What one process may use.
struct ResourceLimits {
  /// Processor time over its whole life, in whole seconds.
  var processorSeconds: Int
  /// Waiting included; only a process that waits for something that never comes meets it.
  var wallMilliseconds: Int
  /// Address space, in bytes.
  var memory: Int
  /// The largest file it may write, in bytes.
  var fileSize: Int
  /// What it may print, in bytes.
  var output: Int

  /// Enough for any honest submission, and for a hostile one to end soon.
  static let compiler = ResourceLimits(
    processorSeconds: 12, wallMilliseconds: 200_000, memory: 4 << 30, fileSize: 200 << 20,
    output: 1 << 20)

  /// The same for what is compiled once more to say something better of it: what an ordinary file needs.
  /// All that is done for one submission together stays bounded so.
  var again: ResourceLimits {
    var limits = self
    limits.processorSeconds = max(1, processorSeconds / 3)
    return limits
  }
}
