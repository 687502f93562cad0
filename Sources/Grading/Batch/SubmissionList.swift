import Digests
public import Execution
import Glibc

/// One submission of a batch.
public struct ListedSubmission: Hashable, Sendable {
  /// Its place in the list of the whole batch, from 1.
  public internal(set) var number: Int
  /// What it is called: the name of its file or folder; unlike that of any other in the batch.
  public internal(set) var name: String
  /// Where it is.
  public let path: String
  /// The digest of what it holds; nil when its files are not taken in.
  let digest: String?
  /// The name of its file, when it has just one.
  let onlyFileName: String?
  /// Why its files are not taken in.
  let refusal: String?

  /// A name for its reports' files: its own where that is a safe one, otherwise one made from it.
  public var fileStem: String { Self.fileStem(of: name) }

  static func fileStem(of name: String) -> String {
    var stem = ""
    for scalar in name.unicodeScalars {
      let isSafe =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || " ._-()+@".unicodeScalars.contains(scalar)
      stem.unicodeScalars.append(isSafe ? scalar : "_")
    }
    var isCut = false
    while stem.utf8.count > 120 {
      stem.removeLast()
      isCut = true
    }
    guard stem != name || isCut || stem.hasPrefix(".") || stem.hasPrefix("-") else { return stem }
    // Two names that look alike once made safe are still two.
    return "_\(stem)-\(SHA256.hexadecimal(SHA256.digest(of: Array(name.utf8))).prefix(8))"
  }

  /// Which of `count` shards it belongs to, from 1: decided by what it holds, so that identical
  /// submissions are graded together and nothing depends on the others.
  public func shard(of count: Int) -> Int {
    let key = digest ?? SHA256.hexadecimal(SHA256.digest(of: Array(name.utf8)))
    return Int(UInt64(key.prefix(15), radix: 16) ?? 0) % count + 1
  }
}

/// The submissions of a batch, in an order that depends on their names alone.
public struct SubmissionList: Sendable {
  /// The submissions.
  public private(set) var submissions: [ListedSubmission] = []
  /// What lies among them and is none: files that are not Swift.
  public private(set) var passedOver: [String] = []

  /// Finds and reads the submissions at these paths.
  ///
  /// In a cohort (see `kind(of:)`), and with `areCohorts` in every folder, each folder and each Swift
  /// file is a submission; everything else is one submission.
  /// Hidden entries and other files are passed over.
  /// - Throws: `EnvironmentFailure` when a folder cannot be listed.
  public init(_ paths: [String], areCohorts: Bool) throws(EnvironmentFailure) {
    var found: [(fullName: String, path: String, refusal: String?)] = []
    for path in paths {
      guard areCohorts ? Self.isFolder(path) : try Self.kind(of: path) == .cohort else {
        found.append((path.split(separator: "/").last.map(String.init) ?? path, path, nil))
        continue
      }
      let folder = path.hasSuffix("/") ? path : path + "/"
      let prefix =
        paths.count > 1 ? path.split(separator: "/").last.map { "\($0)/" } ?? "" : ""
      for entry in try Self.entries(of: path) {
        if entry.isSubmission {
          found.append((prefix + entry.name, folder + entry.name, entry.refusal))
        } else {
          passedOver.append(folder + entry.name)
        }
      }
    }
    let names = Self.distinctNames(found.map(\.fullName))
    for (index, entry) in found.enumerated() {
      submissions.append(
        Self.read(
          number: index + 1, name: names[index], path: entry.path, refusal: entry.refusal))
    }
  }

  /// A name for each file or folder: without `.swift` where that is enough to tell it from the others,
  /// and with a number where even the whole name is not.
  static func distinctNames(_ fullNames: [String]) -> [String] {
    func short(_ name: String) -> String {
      name.hasSuffix(".swift") && name.count > 6 ? String(name.dropLast(6)) : name
    }
    var uses: [String: Int] = [:]
    for name in fullNames { uses[short(name), default: 0] += 1 }
    var taken: Set<String> = []
    return fullNames.map { fullName in
      let name = uses[short(fullName)] == 1 ? short(fullName) : fullName
      var distinct = name
      var number = 2
      while !taken.insert(distinct).inserted {
        distinct = "\(name) (\(number))"
        number += 1
      }
      return distinct
    }
  }

  /// What a path leads to, as far as the names there tell.
  public enum Kind: Hashable, Sendable {
    /// A file, or a folder that holds Swift files or nothing of use: one submission.
    case submission
    /// A folder without Swift files that holds folders.
    case cohort
    /// A folder that holds Swift files and folders of Swift files: it could be either.
    case unclear
  }

  /// Tells a submission from a folder of submissions. A folder with a `Package.swift` is a package, and
  /// so never the latter.
  public static func kind(of path: String) throws(EnvironmentFailure) -> Kind {
    guard isFolder(path) else { return .submission }
    let entries = try entries(of: path)
    if entries.contains(where: { $0.name == "Package.swift" }) { return .submission }
    guard entries.contains(where: { $0.name.hasSuffix(".swift") }) else {
      return entries.contains(where: \.isFolder) ? .cohort : .submission
    }
    for folder in entries where folder.isFolder {
      let inside = try Self.entries(of: path + "/" + folder.name)
      if inside.contains(where: { $0.name.hasSuffix(".swift") }) { return .unclear }
    }
    return .submission
  }

  private static func read(
    number: Int, name: String, path: String, refusal: String?
  ) -> ListedSubmission {
    var files: [SourceFile]?
    var refusal = refusal
    if refusal == nil {
      do throws(IntakeRefusal) {
        files = try Intake.read(path)
      } catch {
        refusal = error.description(below: path)
      }
    }
    return ListedSubmission(
      number: number, name: name, path: path, digest: files.map(digest),
      onlyFileName: files?.count == 1 ? files?.first?.name : nil, refusal: refusal)
  }

  /// The digest of a submission's files. The name of an only file does not count: every student may
  /// call it otherwise.
  static func digest(of files: [SourceFile]) -> String {
    if files.count == 1 { return SHA256.hexadecimal(SHA256.digest(of: files[0].bytes)) }
    var bytes: [UInt8] = []
    for file in files {
      bytes += Array("\(file.name.utf8.count) \(file.bytes.count)\n\(file.name)".utf8)
      bytes += file.bytes
    }
    return SHA256.hexadecimal(SHA256.digest(of: bytes))
  }

  // MARK: Folders

  private struct Entry {
    var name: String
    var isFolder: Bool
    var isSubmission: Bool
    var refusal: String?
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func entries(of path: String) throws(EnvironmentFailure) -> [Entry] {
    guard let folder = opendir(path) else {
      throw EnvironmentFailure(
        "cannot list \(printable(path)): \(String(cString: strerror(errno)))")
    }
    defer { closedir(folder) }
    var entries: [Entry] = []
    while let entry = readdir(folder) {
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard bytes.first != UInt8(ascii: ".") else { continue }
      guard let name = String(validating: bytes, as: UTF8.self) else {
        entries.append(
          Entry(
            name: String(decoding: bytes, as: UTF8.self), isFolder: false, isSubmission: true,
            refusal: "its name is not UTF-8; rename it"))
        continue
      }
      var status = stat()
      let isThere = fstatat(dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) == 0
      let kind = status.st_mode & S_IFMT
      let isFolder = isThere && kind == S_IFDIR
      // A link is a submission that will be refused: nobody may be lost without a word.
      let isLink = isThere && kind == S_IFLNK
      entries.append(
        Entry(
          name: name, isFolder: isFolder,
          isSubmission: isFolder || isLink || name.hasSuffix(".swift")))
    }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
