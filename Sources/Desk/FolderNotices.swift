import Glibc

/// What the kernel tells of one folder (inotify(7)).
final class FolderNotices {
  /// Something that happened in the folder, or to it.
  enum Notice: Hashable {
    /// A file that was open for writing has been closed.
    case written(String)
    /// A file has come by a new name, as a whole.
    case arrived(String)
    /// Something else has happened to a file: it was made, deleted, moved away, written to and still open,
    /// or its permissions were changed.
    case touched(String)
    /// More has happened than the kernel could tell.
    case lost
    /// The folder has been deleted or moved.
    case folderGone
  }

  /// Why there are no notices.
  struct Refusal: Error {
    /// As the beginning of a sentence.
    var reason: String
  }

  let descriptor: Int32
  private var watch: Int32

  private static let written = UInt32(IN_CLOSE_WRITE)
  private static let arrived = UInt32(IN_MOVED_TO)
  private static let touched =
    UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM) | UInt32(IN_MODIFY)
    | UInt32(IN_ATTRIB)
  private static let gone = UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)

  private init(descriptor: Int32) {
    self.descriptor = descriptor
    watch = -1
  }

  deinit { close(descriptor) }

  /// Asks for notices of a folder.
  static func open(_ folder: String) -> Result<FolderNotices, Refusal> {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else {
      return .failure(
        Refusal(reason: "the system watches no more files (\(String(cString: strerror(errno))))"))
    }
    let notices = FolderNotices(descriptor: descriptor)
    if !notices.attach(to: folder), errno != ENOENT {
      return .failure(
        Refusal(reason: "\(folder) cannot be watched (\(String(cString: strerror(errno))))"))
    }
    return .success(notices)
  }

  /// False while the folder that was watched is gone.
  var isAttached: Bool { watch >= 0 }

  /// Watches the folder again that is there now.
  /// - Returns: false when there is none.
  func attach(to folder: String) -> Bool {
    let kinds = Self.written | Self.arrived | Self.touched | Self.gone | UInt32(IN_ONLYDIR)
    watch = inotify_add_watch(descriptor, folder, kinds)
    return watch >= 0
  }

  /// What has happened since the last time, in order.
  func read() -> [Notice] {
    var notices: [Notice] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let length = Glibc.read(descriptor, &buffer, buffer.count)
      if length < 0, errno == EINTR { continue }
      guard length > 0 else { return notices }
      buffer.withUnsafeBytes { bytes in
        var position = 0
        while position + MemoryLayout<inotify_event>.size <= length {
          let event = bytes.loadUnaligned(fromByteOffset: position, as: inotify_event.self)
          let start = position + MemoryLayout<inotify_event>.size
          let end = min(start + Int(event.len), length)
          let name = String(decoding: bytes[start..<end].prefix { $0 != 0 }, as: UTF8.self)
          if let notice = take(event, name) { notices.append(notice) }
          position = end
        }
      }
    }
  }

  private func take(_ event: inotify_event, _ name: String) -> Notice? {
    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return .lost }
    // What is told of a folder that was watched before says nothing of this one.
    guard event.wd == watch else { return nil }
    if event.mask & Self.gone != 0 {
      inotify_rm_watch(descriptor, watch)
      watch = -1
      return .folderGone
    }
    if event.mask & UInt32(IN_IGNORED) != 0 {
      watch = -1
      return .folderGone
    }
    if event.mask & Self.written != 0 { return .written(name) }
    if event.mask & Self.arrived != 0 { return .arrived(name) }
    return .touched(name)
  }
}
