import Glibc

/// Keeps the numbers 0 to 2 for what they mean, where a command was started with one of them closed.
///
/// The next file that is opened would get the number, and what is meant for a reader would be written
/// into it. What takes the place can neither be read nor written, so that its use fails as it would.
func holdStandardDescriptors() {
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
  where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
    // The lowest free number is this one.
    _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
  }
}
