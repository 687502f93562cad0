import Glibc

/// Nanoseconds since some moment; for deadlines only, never for results.
func monotonicNanoseconds() -> Int {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return now.tv_sec * 1_000_000_000 + now.tv_nsec
}

/// Milliseconds since the same moment.
func monotonicMilliseconds() -> Int { monotonicNanoseconds() / 1_000_000 }
