import Glibc
import Synchronization

/// The descriptor a signal handler writes the signal's number to; -1 before there is one.
private let signalPipe = Atomic<Int32>(-1)

/// The other end of that pipe.
private let signalPipeReadEnd = Atomic<Int32>(-1)

/// From now on a signal that asks this process to end (SIGINT, SIGTERM, SIGHUP, SIGQUIT) first kills
/// every process this module has started and removes its temporary folders, then ends the process as
/// the signal does by default. Signals that were ignored stay ignored.
///
/// Meant to be called once, by a program, at its start.
/// - Throws: `EnvironmentFailure` when no thread or pipe can be had; nothing is changed then.
public func cleanUpOnSignal() throws(EnvironmentFailure) {
  guard signalPipe.load(ordering: .relaxed) < 0 else { return }
  try startWaitingForSignal()
  for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
    var current = sigaction()
    sigaction(number, nil, &current)
    if unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      let saved = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
      errno = saved
    }
    action.sa_flags = SA_RESTART
    sigaction(number, &action, nil)
  }
}

/// In a copy of this process: hears from now on what is told to the copy. Its parent's handlers it has
/// already; its parent's pipe and thread it must not use or does not have.
func heedSignalsAfterFork() throws(EnvironmentFailure) {
  guard signalPipe.load(ordering: .relaxed) >= 0 else { return }
  close(signalPipe.exchange(-1, ordering: .sequentiallyConsistent))
  close(signalPipeReadEnd.exchange(-1, ordering: .sequentiallyConsistent))
  try startWaitingForSignal()
}

/// Starts the thread that does what a handler may not: it may do almost nothing, and only wakes it.
private func startWaitingForSignal() throws(EnvironmentFailure) {
  let pipe = try Pipe()
  let readEnd = pipe.readEnd.detach()
  signalPipeReadEnd.store(readEnd, ordering: .sequentiallyConsistent)
  signalPipe.store(pipe.writeEnd.detach(), ordering: .sequentiallyConsistent)
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { context in
      waitForSignal(on: Int32(Int(bitPattern: context)))
      return nil
    }, UnsafeMutableRawPointer(bitPattern: Int(readEnd)))
  guard code == 0 else { throw .system("start a thread", code: code) }
  pthread_detach(thread)
}

private func waitForSignal(on descriptor: Int32) {
  var byte: UInt8 = 0
  while read(descriptor, &byte, 1) < 0 && errno == EINTR {}
  let number = Int32(byte)
  LiveResources.cleanUp {
    signal(number, SIG_DFL)
    kill(getpid(), number)
    // The signal may be delivered to any thread a moment later; hold the others until it is.
    while true { pause() }
  }
}
