internal import CSelfProtection
import Glibc

extension ChildProcess {
  /// Runs `work` in a copy of this process, which ends with the status that `work` returns: a fault,
  /// a limit or a crash there ends the copy only. It ends when this process does, at the latest.
  ///
  /// The copy has one thread. What another thread was doing at that moment stays half done there for
  /// ever, so that nobody else may be at work in this process: a program forks while its other threads
  /// wait, or before it has any. What this process has started and made stays its own: the copy kills
  /// and removes none of it. Descriptors are shared as after any fork.
  /// - Throws: `EnvironmentFailure` when there can be no further process.
  public convenience init(forking work: @escaping @Sendable () -> Int32) throws(EnvironmentFailure)
  {
    self.init(
      forked: try LiveResources.addFork { () throws(EnvironmentFailure) in
        // The copy asks to end with the thread that made it.
        let process = try SpawningThread.perform { fork(work) }
        guard process > 0 else { throw .system("start a process", code: -process) }
        return process
      })
  }
}

/// Forks; the copy never returns.
/// - Returns: the copy's number, or the system's error number, negated.
private func fork(_ work: @escaping @Sendable () -> Int32) -> pid_t {
  // A signal that comes before the copy has a way of its own to hear of it would be told its parent.
  var all = sigset_t()
  var before = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_SETMASK, &all, &before)
  let process = self_protection_fork()
  guard process == 0 else {
    pthread_sigmask(SIG_SETMASK, &before, nil)
    return process
  }
  do throws(EnvironmentFailure) {
    try startAfreshAfterFork()
    // The thread this is a copy of may have been started by one that hears no signal.
    sigemptyset(&before)
    pthread_sigmask(SIG_SETMASK, &before, nil)
    // On a thread that is new: the one that was copied takes itself for its original, and the kernel would
    // give a Swift `Mutex` that two threads want at once to the wrong one.
    let status = try WorkBeside(work).result()
    LiveResources.cleanUp { _exit(status) }
    _exit(status)
  } catch {
    var line = "truthbook: \(error)\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    _exit(statusOfFailedStart)
  }
}

/// The status of a copy that could not get a thread or a pipe of its own.
private let statusOfFailedStart: Int32 = 5

/// Forgets, in a copy of this process, what only the original has: its threads, its processes and its
/// temporary folders.
private func startAfreshAfterFork() throws(EnvironmentFailure) {
  SpawningThread.startAfresh()
  LiveResources.startAfresh()
  try heedSignalsAfterFork()
}
