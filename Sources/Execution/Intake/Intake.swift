import Glibc

/// Takes in what a learner hands in: a Swift file, several files, a folder with anything in it, a
/// package, or an archive. It follows no link, waits on no pipe, reads nothing that is too large and
/// runs nothing. `Selection` says which files of a folder or an archive count.
public enum Intake {
  /// The most bytes one file may have.
  public static let fileLimit = submissionLimit
  /// The most bytes all files may have together: of ordinary code the compiler takes a quarter of its
  /// time for as much, so that a processor four times as slow refuses nothing either.
  public static let submissionLimit = 192 << 10
  /// The most files.
  public static let countLimit = 64
  /// The most files and folders of any kind that are looked at.
  public static let entryLimit = 10_000
  /// How many folders below the one that was handed in are looked into, one inside the other.
  public static let depthLimit = 8

  /// Takes in what lies at one path.
  /// - Throws: `IntakeRefusal`, or `EnvironmentFailure` when it is an archive and this machine cannot
  ///   open archives.
  public static func take(_ path: String) throws -> Taken {
    switch try kind(of: path, in: AT_FDCWD, shownAs: path) {
    case .folder: return try takeFolder(path)
    case .regular: return try takeFile(path)
    case .symbolicLink: throw IntakeRefusal.symbolicLink(path: path)
    case .special: throw IntakeRefusal.specialFile(path: path)
    }
  }

  /// Takes in several Swift files as one submission, or what lies at the one path.
  /// - Throws: as `take(_:)` for one.
  public static func take(_ paths: [String]) throws -> Taken {
    if paths.count == 1 { return try take(paths[0]) }
    let isNameEnough = Set(paths.map(lastPart)).count == paths.count
    var gathered = Gathered(shownAs: paths[0])
    for path in paths {
      guard FileRole(lastPart(of: path)).isSource else { throw IntakeRefusal.notSwift(path: path) }
      guard try kind(of: path, in: AT_FDCWD, shownAs: path) != .symbolicLink else {
        throw IntakeRefusal.symbolicLink(path: path)
      }
      let bytes = try read(path, in: AT_FDCWD, shownAs: path)
      try gathered.add(isNameEnough ? lastPart(of: path) : path, bytes, shownAs: path)
    }
    return Taken(files: gathered.files, passedOver: [])
  }

  /// Takes in an answer that is a text: the file itself, or the one of this name in a folder.
  /// - Parameter name: the file that a learner edits.
  public static func takeText(_ path: String, named name: String) throws(IntakeRefusal) -> Taken {
    switch try kind(of: path, in: AT_FDCWD, shownAs: path) {
    case .folder:
      let shown = (path.hasSuffix("/") ? String(path.dropLast()) : path) + "/" + name
      let folder = try openFolder(path, in: AT_FDCWD, shownAs: path)
      defer { close(folder) }
      return try takeText(name, in: folder, shownAs: shown)
    case .regular: return try takeText(path, in: AT_FDCWD, shownAs: path)
    case .symbolicLink: throw .symbolicLink(path: path)
    case .special: throw .specialFile(path: path)
    }
  }

  private static func takeText(
    _ path: String, in folder: Int32, shownAs shown: String
  ) throws(IntakeRefusal) -> Taken {
    guard lastPart(of: path).lowercased().hasSuffix(".txt") else { throw .notText(path: shown) }
    guard try kind(of: path, in: folder, shownAs: shown) != .symbolicLink else {
      throw .symbolicLink(path: shown)
    }
    let bytes = try read(path, in: folder, shownAs: shown)
    try SourceText.check(bytes, path: shown)
    return Taken(files: [SourceFile(name: lastPart(of: path), bytes: bytes)], passedOver: [])
  }

  /// Where a path leads, links followed; nil where there is nothing.
  public static func resolved(_ path: String) -> String? { realPath(path) }

  /// The name of what lies at a path.
  public static func lastPart(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func takeFile(_ path: String) throws -> Taken {
    let name = lastPart(of: path)
    switch FileRole(name) {
    case .swift, .swiftAsText, .packageDescription:
      var gathered = Gathered(shownAs: path)
      try gathered.add(name, read(path, in: AT_FDCWD, shownAs: path), shownAs: path)
      return Taken(files: gathered.files, passedOver: [])
    case .archive: return try takeArchive(path, in: AT_FDCWD, shownAs: path)
    case .otherArchive: throw IntakeRefusal.otherArchive(path: path)
    case .document, .other: throw IntakeRefusal.notSwift(path: path)
    }
  }

  private static func takeFolder(_ path: String) throws -> Taken {
    let folder = try openFolder(path, in: AT_FDCWD, shownAs: path)
    defer { close(folder) }
    let shown = path.hasSuffix("/") ? String(path.dropLast()) : path
    let listing = try FolderListing(folder, shownAs: shown)
    let selection = Selection(listing.files)
    // What learning platforms make of an upload: a folder with the archive.
    let archives = listing.files.filter { $0.role == .archive && $0.kind == .regular }
    if selection.taken.isEmpty, !archives.isEmpty {
      guard archives.count == 1 else {
        throw IntakeRefusal.severalArchives(directory: path, count: archives.count)
      }
      let inside = archives[0].path
      let parent = try openFolders(inside.dropLast(), in: folder, shownAs: shown)
      defer { close(parent) }
      return try takeArchive(
        inside.last ?? "", in: parent, shownAs: shown + "/" + archives[0].name)
    }
    return try gather(selection, of: listing.files, shownAs: path) { file in
      let parent = try openFolders(file.path.dropLast(), in: folder, shownAs: shown)
      defer { close(parent) }
      return try read(file.path.last ?? "", in: parent, shownAs: shown + "/" + file.name)
    }
  }

  private static func takeArchive(
    _ name: String, in folder: Int32, shownAs shown: String
  ) throws -> Taken {
    let (file, size) = try open(name, in: folder, shownAs: shown)
    guard size <= Archive.packedLimit else {
      throw IntakeRefusal.archive(path: shown, fault: .tooLarge(bytes: size))
    }
    let files = try Archive.files(in: file, shownAs: shown)
    return try gather(Selection(files), of: files, shownAs: shown) { $0.contents ?? [] }
  }

  /// Reads the files that count.
  private static func gather(
    _ selection: Selection, of files: [FoundFile], shownAs shown: String,
    contents: (FoundFile) throws -> [UInt8]
  ) throws -> Taken {
    guard !selection.taken.isEmpty else {
      throw IntakeRefusal.noSwiftFile(
        directory: shown,
        found: selection.passedOver.prefix(3).map { "\($0.name): \($0.reason)" })
    }
    guard selection.taken.count <= countLimit else {
      throw IntakeRefusal.tooManyFiles(
        directory: shown, count: selection.taken.count, limit: countLimit)
    }
    var gathered = Gathered(shownAs: shown)
    let folder = shown.hasSuffix("/") ? shown : shown + "/"
    for index in selection.taken {
      let file = files[index]
      switch file.kind {
      case .symbolicLink: throw IntakeRefusal.symbolicLink(path: folder + file.name)
      case .special: throw IntakeRefusal.specialFile(path: folder + file.name)
      case .tooLarge(let bytes):
        throw IntakeRefusal.fileTooLarge(path: folder + file.name, bytes: bytes, limit: fileLimit)
      case .regular, .tooDeep, .outside, .replaced: break
      }
      try gathered.add(file.name, contents(file), shownAs: folder + file.name)
    }
    return Taken(files: gathered.files, passedOver: selection.passedOver)
  }

  /// Files that are checked as they come.
  private struct Gathered {
    private(set) var files: [SourceFile] = []
    private var total = 0
    private let shown: String

    init(shownAs shown: String) {
      self.shown = shown
    }

    mutating func add(_ name: String, _ bytes: [UInt8], shownAs path: String) throws {
      guard files.count < countLimit else {
        throw IntakeRefusal.tooManyFiles(
          directory: shown, count: files.count + 1, limit: countLimit)
      }
      total += bytes.count
      guard total <= submissionLimit else {
        throw IntakeRefusal.submissionTooLarge(path: shown, bytes: total, limit: submissionLimit)
      }
      try SourceText.check(bytes, path: path)
      files.append(SourceFile(name: name, bytes: bytes))
    }
  }
}
