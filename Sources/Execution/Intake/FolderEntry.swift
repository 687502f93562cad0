import Glibc

/// Something directly inside a folder of submissions.
public struct FolderEntry: Hashable, Sendable {
  /// What handing it in would come to.
  public enum Role: Hashable, Sendable {
    case folder, swiftFile, archive
    /// A `Package.swift`.
    case packageDescription
    /// A link, a pipe, an archive of another kind, a document, or a Swift file in disguise: handed in, and refused.
    case unusable
    case other
  }

  /// Its name, with every byte (see `String.pathBytes`).
  public let name: String
  /// What it is.
  public let role: Role
}

extension Intake {
  /// What lies directly inside a folder and is not hidden, in order of the names.
  public static func entries(of path: String) throws(IntakeRefusal) -> [FolderEntry] {
    let folder = try openFolder(path, in: AT_FDCWD, shownAs: path)
    defer { close(folder) }
    var entries: [FolderEntry] = []
    for name in try FolderListing.names(in: folder, limit: .max, shownAs: path)
    where !isHidden(name) {
      let kind = try kind(of: name, in: folder, shownAs: path + "/" + name)
      entries.append(FolderEntry(name: name, role: role(of: name, kind)))
    }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func role(of name: String, _ kind: Kind) -> FolderEntry.Role {
    switch kind {
    case .folder: return .folder
    case .symbolicLink, .special: return .unusable
    case .regular: break
    }
    switch FileRole(name) {
    case .swift, .swiftAsText: return .swiftFile
    case .archive: return .archive
    case .packageDescription: return .packageDescription
    case .otherArchive, .document: return .unusable
    // Such as ORSet.swift.docx.
    case .other: return name.lowercased().contains(".swift") ? .unusable : .other
    }
  }

  /// A name without what tells the kind of file.
  public static func withoutEnding(_ name: String) -> String {
    let endings = [".swift.txt", ".swift", ".tar.gz", ".tgz", ".tar", ".zip"]
    let folded = name.lowercased()
    // As long as before, or an ending is not where it seems to be.
    guard folded.utf8.count == name.utf8.count,
      let ending = endings.first(where: { folded.hasSuffix($0) && folded.count > $0.count })
    else { return name }
    return String(name.dropLast(ending.count))
  }
}
