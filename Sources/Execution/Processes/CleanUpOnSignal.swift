import Glibc
import Synchronization

/// The descriptor a signal handler writes the signal's number to; -1 before there is one.
private let signalPipe = Atomic<Int32>(-1)

/// From now on a signal that asks this process to end (SIGINT, SIGTERM, SIGHUP, SIGQUIT) first kills
/// every process this module has started and removes its temporary folders, then ends the process as
/// the signal does by default. Signals that were ignored stay ignored.
///
/// Meant to be called once, by a program, at its start.
/// - Throws: `EnvironmentFailure` when no thread or pipe can be had; nothing is changed then.
public func cleanUpOnSignal() throws(EnvironmentFailure) {
  guard signalPipe.load(ordering: .relaxed) < 0 else { return }
  let pipe = try Pipe()
  signalPipe.store(pipe.writeEnd.detach(), ordering: .sequentiallyConsistent)

  // A handler may do almost nothing, so it only wakes a thread that may do everything.
  let context = UnsafeMutableRawPointer(bitPattern: Int(pipe.readEnd.detach()))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { context in
      waitForSignal(on: Int32(Int(bitPattern: context)))
      return nil
    }, context)
  guard code == 0 else { throw .system("start a thread", code: code) }
  pthread_detach(thread)

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
