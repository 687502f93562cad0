@preconcurrency import Glibc

/// Shows each figure when it is known, also in a file or a pipe.
func showLinesAtOnce() {
  setlinebuf(stdout)
}
