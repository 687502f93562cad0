import Glibc
import Synchronization

/// What would outlive this process if a signal ended it now: process groups and temporary folders.
enum LiveResources {
  private struct Table {
    var processGroups: [pid_t] = []
    /// Copies of this process, which end what they have started themselves by ending.
    var forks: [pid_t] = []
    var folders: [String] = []
  }

  /// Has an address, so that another can take its place.
  private final class Shared: Sendable {
    let table = Mutex(Table())
  }

  /// Changes only in a copy of this process, while it has no other thread.
  nonisolated(unsafe) private static var shared = Shared()

  /// Registers, once, that nothing is left when the process ends by `exit` while owners still live.
  private static let atExit: Void = {
    atexit { LiveResources.cleanUp {} }
  }()

  /// Starts a process group with `start` and remembers it, with no moment between the two.
  static func addProcessGroup(
    _ start: () throws(EnvironmentFailure) -> pid_t
  ) throws(EnvironmentFailure) -> pid_t {
    atExit
    return try shared.table.withLock { (table: inout Table) throws(EnvironmentFailure) in
      let group = try start()
      table.processGroups.append(group)
      return group
    }
  }

  /// Forks with `fork` and remembers the copy, while nobody adds or removes anything: that would stay
  /// half done in the copy.
  static func addFork(
    _ fork: () throws(EnvironmentFailure) -> pid_t
  ) throws(EnvironmentFailure) -> pid_t {
    atExit
    return try shared.table.withLock { (table: inout Table) throws(EnvironmentFailure) in
      let process = try fork()
      table.forks.append(process)
      return process
    }
  }

  /// Forgets a copy of this process that is no more.
  static func removeFork(_ process: pid_t) {
    shared.table.withLock { table in table.forks.removeAll { $0 == process } }
  }

  /// Forgets everything, in a copy of this process: it is the original's. What was there stays, since
  /// whoever forked holds it locked.
  static func startAfresh() {
    _ = Unmanaged.passRetained(shared)
    shared = Shared()
  }

  /// Forgets a process group that is no more.
  static func removeProcessGroup(_ group: pid_t) {
    shared.table.withLock { table in table.processGroups.removeAll { $0 == group } }
  }

  /// Makes a folder with `make` and remembers it, with no moment between the two.
  static func addFolder(
    _ make: () throws(EnvironmentFailure) -> String
  ) throws(EnvironmentFailure) -> String {
    atExit
    return try shared.table.withLock { (table: inout Table) throws(EnvironmentFailure) in
      let folder = try make()
      table.folders.append(folder)
      return folder
    }
  }

  /// Forgets a folder that is no more.
  static func removeFolder(_ folder: String) {
    shared.table.withLock { table in table.folders.removeAll { $0 == folder } }
  }

  /// Kills and removes everything, and then `finish`es while nobody can add or remove anything: who
  /// was waiting for a process that was killed here gets no further than that.
  static func cleanUp(then finish: () -> Void) {
    shared.table.withLock { table in
      for group in table.processGroups { kill(-group, SIGKILL) }
      for fork in table.forks { kill(fork, SIGKILL) }
      for folder in table.folders { removeTree(folder) }
      if !table.forks.isEmpty {
        // What they were at work in is known by its lock, which they hold until they are gone.
        for fork in table.forks { waitpid(fork, nil, 0) }
        if case .success(let root) = TemporaryRoot.found {
          TemporaryFolder.removeAbandoned(in: root.path)
        }
      }
      table = Table()
      finish()
    }
  }
}
