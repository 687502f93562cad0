import Glibc
import Synchronization

/// The user a submission is compiled and run as.
///
/// Root is exempt from the limit on threads and may read everything, so root hands a submission to a
/// user of its own that owns nothing but the submission's folder. Anybody else stays who they are.
struct SubmissionUser: Hashable, Sendable {
  /// The user's number; 0 for whoever started us.
  let number: UInt32

  /// Whoever started us.
  static let unchanged = SubmissionUser(number: 0)

  private static let count = Atomic<UInt32>(0)

  /// A user for one submission, if that user can reach everything in `needed`.
  ///
  /// The numbers lie above those of people and services and within what a container maps. Two
  /// graders at work at once may meet on the same; each submission's files are then still out of the
  /// other's reach, by Landlock.
  static func forSubmission(needing needed: [String]) -> SubmissionUser {
    guard geteuid() == 0, needed.allSatisfy(isReachableByAnyone), canBeOthers else {
      return .unchanged
    }
    let turn = count.add(1, ordering: .relaxed).oldValue
    return SubmissionUser(number: 60_000 + (UInt32(getpid()) &* 37 &+ turn) % 5_000)
  }

  /// True when root here may hand folders and processes to other users, which a container's root may
  /// not always: it has been tried.
  private static let canBeOthers: Bool = {
    let user = SubmissionUser(number: 60_000)
    do throws(EnvironmentFailure) {
      let temporary = try TemporaryFolder()
      let folder = try temporary.makeFolder("files", for: user)
      let launcher = try Launcher.path.get()
      let process = try ChildProcess(
        launcher, ["probe", folder, "root"],
        profile: LaunchProfile(kind: .run, readable: [launcher], writable: [], user: user),
        limits: ResourceLimits(
          processorSeconds: 1, wallMilliseconds: 1000, memory: 1 << 30, fileSize: 0, output: 0),
        descriptors: [])
      return process.awaitEnding() == .exited(0)
    } catch {
      // Nobody has to be told here: the sandbox's report says that submissions run as root.
      return false
    }
  }()

  /// Gives a folder of ours to the user.
  func own(_ folder: String) throws(EnvironmentFailure) {
    guard number != 0 else { return }
    guard lchown(folder, number, number) == 0 else {
      throw .system("give \(folder) to user \(number)", code: errno)
    }
  }

  /// True when any user may read what is at `path`, as far as permissions tell.
  static func isReachableByAnyone(_ path: String) -> Bool { closedPart(of: path) == nil }

  /// What keeps other users from reading what is at `path`: it, or a folder it lies in; nil when they
  /// may, as far as permissions tell.
  static func closedPart(of path: String) -> String? {
    guard let path = realPath(path) else { return path }
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let wanted = mode_t(isFolder ? 0o005 : 0o004)
    guard status.st_mode & wanted == wanted else { return path }
    var folder = parent(of: path)
    while folder != "/" {
      guard stat(folder, &status) == 0, status.st_mode & 0o001 != 0 else { return folder }
      folder = parent(of: folder)
    }
    return nil
  }
}
