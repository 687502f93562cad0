import Glibc

/// A process about to be started.
struct Launch: Sendable {
  let executable: String
  let arguments: [String]
  let environment: [String]
  /// Numbers of ours, and what they are called in the process.
  let descriptors: [(source: Int32, target: Int32)]

  /// Starts it from the thread that lives as long as we do.
  func start() throws(EnvironmentFailure) -> pid_t {
    let process = try SpawningThread.perform {
      var process: pid_t = 0
      let code = spawn(&process)
      return code == 0 ? process : -code
    }
    guard process > 0 else { throw .system("start \(executable)", code: -process) }
    return process
  }

  private func spawn(_ process: inout pid_t) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    var firstUnused: Int32 = 3
    for (source, target) in descriptors {
      posix_spawn_file_actions_adddup2(&actions, source, target)
      firstUnused = max(firstUnused, target + 1)
    }
    _ = posix_spawn_file_actions_addclosefrom_np(&actions, firstUnused)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A session of its own: no terminal to write into, and a process group with its number.
    posix_spawnattr_setflags(
      &attributes, Int16(spawnNewSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)

    return withCStrings([executable] + arguments) { argumentPointers in
      withCStrings(environment) { environmentPointers in
        posix_spawn(
          &process, executable, &actions, &attributes, argumentPointers, environmentPointers)
      }
    }
  }
}

/// Calls `body` with the texts as C expects an argument list: pointers, and a null at the end.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}

// What glibc defines only with _GNU_SOURCE, which `import Glibc` lacks.

/// POSIX_SPAWN_SETSID of <spawn.h>.
private let spawnNewSession: Int32 = 0x80

@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
private func posix_spawn_file_actions_addclosefrom_np(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ from: Int32
) -> Int32
