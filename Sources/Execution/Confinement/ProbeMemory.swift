import Glibc

/// What the probes found, kept for as long as nothing they depend on has changed.
///
/// A memory that is wrong cannot open the jail, only describe it wrongly: the launcher starts nothing
/// when a layer that the kernel offers cannot be applied.
struct ProbeMemory {
  /// The cache's folder.
  let root: String
  /// Everything that what is possible depends on, in one line.
  let key: String

  /// The memory of this process's machine; nil where there is nowhere to keep it or no way to tell one
  /// machine from another.
  init?(user: SubmissionUser) {
    guard let root = CacheRoot.found.path, let key = Self.key(user) else { return nil }
    self.init(root: root, key: key)
  }

  init(root: String, key: String) {
    self.root = root
    self.key = key
  }

  private var path: String { "\(root)/probes-\(geteuid())" }

  /// What was found; nil when nothing was, or nobody can say that it was here and by us.
  func recall() -> [Sandbox.Attempt]? {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid(),
      status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o022 == 0, status.st_nlink == 1,
      status.st_size <= 64 << 10
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    guard read(file, &bytes, bytes.count) == bytes.count else { return nil }
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    // The last line tells that nothing of it was lost.
    guard lines.count > 2, lines.first == key[...], lines.popLast() == "end" else { return nil }
    var attempts: [Sandbox.Attempt] = []
    for line in lines.dropFirst() {
      let fields = line.split(separator: "\t")
      guard fields.count == 3, let layer = Sandbox.Layer(rawValue: String(fields[0])),
        fields[1] == "possible" || fields[1] == "refused"
      else { return nil }
      attempts.append(
        Sandbox.Attempt(
          layer: layer, act: String(fields[2]), isPossible: fields[1] == "possible"))
    }
    return attempts
  }

  /// Keeps what was found. Where it cannot be written the next process probes again.
  func keep(_ attempts: [Sandbox.Attempt]) {
    var text = key + "\n"
    for attempt in attempts {
      let word = attempt.isPossible ? "possible" : "refused"
      text += "\(attempt.layer.rawValue)\t\(word)\t\(attempt.act)\n"
    }
    text += "end\n"
    let draft = "\(path)-draft-\(getpid())"
    do throws(EnvironmentFailure) {
      try writeNewFile(draft, Array(text.utf8))
    } catch {
      unlink(draft)
      return
    }
    if rename(draft, path) != 0 { unlink(draft) }
  }

  /// The kernel and its start, this process's place in its containers, its own confinement, whom
  /// submissions run as, and the programs that confine and try.
  private static func key(_ user: SubmissionUser) -> String? {
    var system = utsname()
    guard uname(&system) == 0, case .success(let launcher) = Launcher.path,
      let kernel = withUnsafeBytes(
        of: &system, { Optional(String(decoding: $0.filter { $0 != 0 }, as: UTF8.self)) }),
      let jail = identity(launcher), let own = identity("/proc/self/exe"),
      let boot = contents("/proc/sys/kernel/random/boot_id"),
      let status = contents("/proc/self/status")
    else { return nil }
    let confinement = status.split(separator: "\n").filter { line in
      ["Seccomp", "NoNewPrivs", "Cap", "Uid", "Gid"].contains { line.hasPrefix($0) }
    }
    let spaces = ["mnt", "user", "pid", "net", "cgroup"].map { space in
      realLink("/proc/self/ns/\(space)") ?? "none"
    }
    let label = contents("/proc/self/attr/current") ?? ""
    let isHanded = user != .unchanged
    let parts =
      [kernel, boot, label] + confinement.map(String.init) + spaces
      + [jail, own, "handed \(isHanded)"]
    return parts.joined(separator: " ").replacing(#/\s+/#, with: " ")
  }

  private static func contents(_ path: String) -> String? {
    do throws(EnvironmentFailure) {
      return String(decoding: try readWholeFile(path).filter { $0 != 0 }, as: UTF8.self)
    } catch {
      // Without it there is no memory, and the machine is probed each time.
      return nil
    }
  }

  private static func identity(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let (time, change) = (status.st_mtim, status.st_ctim)
    return "\(status.st_dev):\(status.st_ino):\(status.st_size):\(time.tv_sec).\(time.tv_nsec):"
      + "\(change.tv_sec).\(change.tv_nsec)"
  }

  private static func realLink(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 128)
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
