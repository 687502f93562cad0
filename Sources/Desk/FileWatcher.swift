import Glibc

/// Watches the files of one folder for saves: by the kernel's telling (inotify) where it does, by looking
/// again and again where it does not.
///
/// No save is missed, whichever way an editor goes about it: written over, written beside and renamed,
/// deleted and made again, the folder itself replaced. A save that follows another at once may be told with
/// it; what is there afterwards is what was saved last.
public final class FileWatcher {
  /// Which files count.
  public enum Names: Hashable, Sendable {
    /// These.
    case only(Set<String>)
    /// All whose names end so.
    case ending(String)

    func contains(_ name: String) -> Bool {
      switch self {
      case .only(let names): names.contains(name)
      case .ending(let end): name.hasSuffix(end) && !name.hasPrefix(".")
      }
    }
  }

  /// Why it looks again and again although nobody asked for that; nil when it does not.
  public private(set) var note: String?

  private let folder: String
  private let names: Names
  private var kernel: FolderNotices?
  private let isPolling: Bool
  /// The files as they were when last looked at.
  private var stamp: FolderStamp
  /// When what is half done, as it seems, is to be looked at, in milliseconds; nil when nothing is.
  private var settling: Int?
  private var lastLook: Int

  /// How often to look where the kernel does not tell, in milliseconds.
  static let interval = 300
  /// An editor that renames, makes or deletes a file does something more right after; what it leaves after
  /// this time, in milliseconds, is what there is.
  static let settlingTime = 60

  /// Begins to watch; what is there now is no save.
  /// - Parameters:
  ///   - folder: the folder that the files are in.
  ///   - names: the files.
  ///   - polls: true to look again and again, whatever the kernel offers.
  ///   - now: the time, in milliseconds of a clock that only goes forward.
  public init(_ folder: String, _ names: Names, polls: Bool = false, at now: Int) {
    self.folder = folder
    self.names = names
    lastLook = now
    let silence = polls ? nil : FolderStamp.silence(of: folder, names)
    note = silence.map { "\($0); looking at it every \(Self.interval) ms instead" }
    // Before the first look: what comes between the two is told.
    if !polls, silence == nil {
      switch FolderNotices.open(folder) {
      case .success(let notices): kernel = notices
      case .failure(let failure):
        note = "\(failure.reason); looking every \(Self.interval) ms instead"
      }
    }
    isPolling = kernel == nil
    stamp = FolderStamp(folder, names)
  }

  /// Can be read when there is something to `look` at; nil while only time tells.
  public var descriptor: Int32? { kernel?.descriptor }

  /// When to `look` at the latest, in milliseconds of the clock; nil for not before the descriptor can be
  /// read.
  public var nextLook: Int? {
    settling ?? (kernel?.isAttached ?? false ? nil : lastLook + Self.interval)
  }

  /// Looks, without waiting, whether anything has been saved, deleted or moved since the last time.
  public func look(at now: Int) -> Bool {
    guard let kernel else { return lookAtFiles(now) }
    var isSaved = false
    var isUnsettled = false
    for notice in kernel.read() {
      switch notice {
      case .written(let name), .arrived(let name):
        if names.contains(name) { isSaved = true }
      case .touched(let name):
        if names.contains(name) { isUnsettled = true }
      case .lost:
        isSaved = true
      case .folderGone:
        isUnsettled = true
      }
    }
    if !kernel.isAttached {
      lastLook = now
      // Between the folder's coming back and its being watched again anything may have been saved.
      if kernel.attach(to: folder) { isSaved = true }
    }
    if isSaved {
      settling = nil
      stamp = FolderStamp(folder, names)
      return true
    }
    if isUnsettled { settling = now + Self.settlingTime }
    guard let settling, now >= settling else { return false }
    self.settling = nil
    return lookAtFiles(now)
  }

  private func lookAtFiles(_ now: Int) -> Bool {
    lastLook = now
    let found = FolderStamp(folder, names)
    defer { stamp = found }
    return found != stamp
  }
}
