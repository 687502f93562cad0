/// What a process is started for. It decides what the process may do.
enum LaunchProfile {
  /// A compiler or linker: reads sources, writes into its own folders, may start processes.
  case compile
  /// A worker: computes, and reads and writes the pipes it was given.
  case run
  /// A worker whose crash is to be located: the runtime may start its backtracer.
  case trace

  /// Everything the process finds in its environment. Nothing of ours is inherited.
  var environment: [String] {
    switch self {
    case .compile:
      ["PATH=/nonexistent", "LC_ALL=C"]
    case .run:
      ["LC_ALL=C", "SWIFT_DETERMINISTIC_HASHING=1", "SWIFT_BACKTRACE=enable=no"]
    case .trace:
      [
        "LC_ALL=C", "SWIFT_DETERMINISTIC_HASHING=1",
        "SWIFT_BACKTRACE=enable=yes,color=no,interactive=no,threads=crashed,images=none,"
          + "registers=none,limit=64,cache=no,output-to=stderr,format=text",
      ]
    }
  }
}
