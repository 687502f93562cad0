import Glibc

/// How long the workers of one grading have been at work: computing, or waiting for something else than
/// a processor. A busy machine adds nothing to it.
public final class WorkingTime {
  /// What there is, in nanoseconds.
  let limit: Int
  /// What has been used, in nanoseconds.
  private(set) var used = 0
  /// How many calls were answered meanwhile.
  private(set) var calls = 0

  /// Nothing used yet.
  public init(_ limits: WorkerLimits) {
    limit = limits.gradingMilliseconds * 1_000_000
  }

  /// Adds what a request took.
  func add(_ nanoseconds: Int, calls: Int) {
    used += max(0, nanoseconds)
    self.calls += max(0, calls)
  }

  /// What one call takes, to the nearest of 1, 2 and 5, and how many of that cost there is time for: `about
  /// 20 ms, and about 900 were answered`.
  var costOfCall: String {
    let cost = used / max(1, calls)
    var step = 1_000
    while true {
      for factor in [1, 2, 5] where cost < step * factor * 3 / 2 || step >= 1_000_000_000 {
        let rounded = step * factor
        let time = rounded >= 1_000_000 ? "\(rounded / 1_000_000) ms" : "\(rounded / 1_000) µs"
        return "about \(time), and about \(limit / rounded) were answered"
      }
      step *= 10
    }
  }
}

/// How long threads that were ready to run have waited for a processor, in nanoseconds.
///
/// The second number of `schedstat` (Linux, Documentation/scheduler/sched-stats.rst). Zero where the
/// kernel does not say.
enum RunDelay {
  /// All threads of a process that are alive.
  static func ofProcess(_ process: pid_t) -> Int {
    guard let folder = opendir("/proc/\(process)/task") else { return 0 }
    defer { closedir(folder) }
    var sum = 0
    while let entry = readdir(folder) {
      let name = entryName(entry)
      if name.hasPrefix(".") { continue }
      sum += read("/proc/\(process)/task/\(name)/schedstat")
    }
    return sum
  }

  /// The thread that asks.
  static func ofThisThread() -> Int { read("/proc/thread-self/schedstat") }

  private static func read(_ path: String) -> Int {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 128)
    let count = Glibc.read(file, &buffer, buffer.count)
    guard count > 0 else { return 0 }
    let fields = buffer[..<count].split(separator: UInt8(ascii: " "))
    guard fields.count > 1 else { return 0 }
    return Int(String(decoding: fields[1], as: UTF8.self)) ?? 0
  }
}
