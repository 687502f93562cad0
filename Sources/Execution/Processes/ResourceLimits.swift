import Glibc

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
    processorSeconds: 20, wallMilliseconds: 200_000, memory: 4 << 30, fileSize: 200 << 20,
    output: 1 << 20)

  /// Puts the limits that the kernel keeps on a process that has just been started.
  ///
  /// posix_spawn offers no moment between fork and exec. The microseconds until this call are spent
  /// in the dynamic loader, before any code of a submission can run.
  func apply(to process: pid_t) {
    let limits = [
      (RLIMIT_AS, memory), (RLIMIT_CPU, processorSeconds), (RLIMIT_CORE, 0),
      (RLIMIT_FSIZE, fileSize),
    ]
    for (resource, value) in limits {
      var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
      // Fails only for a process that has already ended.
      _ = prlimit(process, Int32(resource.rawValue), &limit, nil)
    }
  }
}

// Two functions of glibc that `import Glibc` hides, since it does not define _GNU_SOURCE.

@_silgen_name("prlimit")
private func prlimit(
  _ process: pid_t, _ resource: Int32, _ new: UnsafePointer<rlimit>?,
  _ old: UnsafeMutablePointer<rlimit>?
) -> Int32

@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
func posix_spawn_file_actions_addclosefrom_np(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ from: Int32
) -> Int32
