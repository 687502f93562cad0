import Glibc

/// What tells one state of some files from another without reading them.
struct FolderStamp: Hashable {
  /// A file: where it lies on the disk, its size, and when it or its permissions were changed.
  private struct FileStamp: Hashable {
    var name: String
    var device: UInt
    var inode: UInt
    var size: Int
    var changed: [Int]
    var mode: UInt32

    init?(_ path: String, name: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      self.name = name
      device = UInt(status.st_dev)
      inode = UInt(status.st_ino)
      size = Int(status.st_size)
      changed = [
        status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
        status.st_ctim.tv_nsec,
      ]
      mode = status.st_mode
    }
  }

  private let files: [FileStamp]

  /// Looks at the files.
  init(_ folder: String, _ names: FileWatcher.Names) {
    files = Self.found(folder, names).compactMap { FileStamp(folder + "/" + $0, name: $0) }
  }

  private static func found(_ folder: String, _ names: FileWatcher.Names) -> [String] {
    switch names {
    case .only(let names): return names.sorted()
    case .ending:
      guard let stream = opendir(folder) else { return [] }
      defer { closedir(stream) }
      var found: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if names.contains(name) { found.append(name) }
      }
      return found.sorted()
    }
  }

  /// Why the kernel would not tell of every save; nil when it does.
  static func silence(of folder: String, _ names: FileWatcher.Names) -> String? {
    for name in found(folder, names) {
      var status = stat()
      if lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
        return "\(name) is a symbolic link"
      }
    }
    return remoteSystem(of: folder).map {
      "the folder is on a file system that others may write to (\($0))"
    }
  }

  /// File systems on which others write whom this kernel does not see.
  private static let remoteSystems: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "vboxsf", "prl_fs", "afs", "ceph",
  ]

  /// The kind of file system that a folder is on, where it is such a one (proc_pid_mountinfo(5)).
  private static func remoteSystem(of folder: String) -> String? {
    var status = stat()
    guard stat(folder, &status) == 0, let mounts = text("/proc/self/mountinfo") else { return nil }
    // As makedev(3) puts the two numbers into one.
    let number = UInt64(status.st_dev)
    let major = number >> 8 & 0xfff | number >> 32 & ~0xfff
    let minor = number & 0xff | number >> 12 & ~0xff & 0xffff_ffff
    let device = "\(major):\(minor)"
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2, fields[2] == device, let mark = fields.firstIndex(of: "-"),
        fields.indices.contains(mark + 1)
      else { continue }
      let kind = String(fields[mark + 1])
      return remoteSystems.contains(kind) || kind.hasPrefix("fuse.") ? kind : nil
    }
    return nil
  }

  private static func text(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
