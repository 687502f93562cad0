/// Something that lies below what was handed in, in a folder or in an archive.
struct FoundFile {
  enum Kind: Hashable {
    case regular
    case symbolicLink
    /// A pipe, socket or device.
    case special
    /// A Swift file in an archive, larger than a file may be.
    case tooLarge(bytes: Int)
    /// A folder below the deepest one that is looked into.
    case tooDeep
    /// A file of an archive that says it lies outside of it.
    case outside
    /// A file of an archive in which a later one has the same path.
    case replaced
  }

  /// The folders it lies in and its name, from the top.
  let path: [String]
  var kind: Kind
  /// What it holds, when it comes out of an archive and is a Swift file.
  var contents: [UInt8]?

  /// The path in one text.
  var name: String { path.joined(separator: "/") }

  var role: FileRole { FileRole(path.last ?? "") }
}

/// What a file's name says it is.
enum FileRole: Hashable {
  /// `ORSet.swift`.
  case swift
  /// `ORSet.swift.txt`, as browsers and mail programs save it.
  case swiftAsText
  /// `Package.swift`: what a package consists of, said in a program. It is never run.
  case packageDescription
  /// A zip, tar or tar.gz.
  case archive
  /// An archive of a kind that is not opened.
  case otherArchive
  /// What a word processor writes, in which somebody may have handed in their code.
  case document
  case other

  init(_ name: String) {
    let name = name.lowercased()
    if name == "package.swift" || (name.hasPrefix("package@swift-") && name.hasSuffix(".swift")) {
      self = .packageDescription
    } else if name.hasSuffix(".swift") {
      self = .swift
    } else if name.hasSuffix(".swift.txt") {
      self = .swiftAsText
    } else if Self.archives.contains(where: { name.hasSuffix($0) }) {
      self = .archive
    } else if Self.otherArchives.contains(where: { name.hasSuffix($0) }) {
      self = .otherArchive
    } else if Self.documents.contains(where: { name.hasSuffix($0) }) {
      self = .document
    } else {
      self = .other
    }
  }

  private static let archives = [".zip", ".tar", ".tar.gz", ".tgz"]
  private static let otherArchives = [
    ".7z", ".rar", ".gz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz", ".zst", ".lz", ".lzma", ".cab",
    ".jar", ".dmg", ".iso",
  ]

  private static let documents = [".doc", ".docx", ".odt", ".rtf", ".pages", ".pdf"]

  /// True for the code of a submission.
  var isSource: Bool { self == .swift || self == .swiftAsText }
}

extension Intake {
  /// True for what a system or an editor leaves in a folder and nobody hands in on purpose.
  public static func isHidden(_ name: String) -> Bool {
    name.hasPrefix(".") || name == "__MACOSX"
  }
}
