import Glibc
import Synchronization

/// What would outlive this process if a signal ended it now: process groups and temporary folders.
enum LiveResources {
  private struct Table {
    var processGroups: [pid_t] = []
    var folders: [String] = []
  }

  private static let table = Mutex(Table())

  /// Registers, once, that nothing is left when the process ends by `exit` while owners still live.
  private static let atExit: Void = {
    atexit { LiveResources.cleanUp {} }
  }()

  /// Starts a process group with `start` and remembers it, with no moment between the two.
  static func addProcessGroup(
    _ start: () throws(EnvironmentFailure) -> pid_t
  ) throws(EnvironmentFailure) -> pid_t {
    atExit
    return try table.withLock { (table: inout Table) throws(EnvironmentFailure) in
      let group = try start()
      table.processGroups.append(group)
      return group
    }
  }

  /// Forgets a process group that is no more.
  static func removeProcessGroup(_ group: pid_t) {
    table.withLock { table in table.processGroups.removeAll { $0 == group } }
  }

  /// Makes a folder with `make` and remembers it, with no moment between the two.
  static func addFolder(
    _ make: () throws(EnvironmentFailure) -> String
  ) throws(EnvironmentFailure) -> String {
    atExit
    return try table.withLock { (table: inout Table) throws(EnvironmentFailure) in
      let folder = try make()
      table.folders.append(folder)
      return folder
    }
  }

  /// Forgets a folder that is no more.
  static func removeFolder(_ folder: String) {
    table.withLock { table in table.folders.removeAll { $0 == folder } }
  }

  /// Kills and removes everything, and then `finish`es while nobody can add or remove anything: who
  /// was waiting for a process that was killed here gets no further than that.
  static func cleanUp(then finish: () -> Void) {
    table.withLock { table in
      for group in table.processGroups { kill(-group, SIGKILL) }
      for folder in table.folders { removeTree(folder) }
      table = Table()
      finish()
    }
  }
}
