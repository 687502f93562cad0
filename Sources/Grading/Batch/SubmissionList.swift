import Digests
public import Execution

/// One submission of a batch.
public struct ListedSubmission: Hashable, Sendable {
  /// Its place in the list of the whole batch, from 1.
  public internal(set) var number: Int
  /// What it is called: the name of its file or folder; unlike that of any other in the batch, even
  /// where large and small letters are the same.
  public internal(set) var name: String
  /// Where it is: one path, or those of its files.
  public let paths: [String]
  /// The digest of what it holds; nil when its files are not taken in.
  public let digest: String?
  /// The name of its file, when it has just one.
  let onlyFileName: String?
  /// Why its files are not taken in.
  public let refusal: String?
  /// What whoever reads its report should know of how it was taken in.
  let notes: [Diagnostic]

  /// A name for its reports' files: its own where that is a safe one, otherwise one made from it.
  public var fileStem: String { Self.fileStem(of: name) }

  /// Two names that differ by more than the size of letters never come to one stem: what is made begins
  /// with `_` and ends with a digest, and a name of somebody's own that begins so is made anew.
  static func fileStem(of name: String) -> String {
    var stem = ""
    for scalar in name.unicodeScalars {
      let isSafe =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || " ._-()+@".unicodeScalars.contains(scalar)
      stem.unicodeScalars.append(isSafe ? scalar : "_")
    }
    var isCut = false
    while stem.utf8.count > 100 {
      stem.removeLast()
      isCut = true
    }
    let isOwn =
      stem == name && !isCut && !stem.isEmpty
      && !["_", ".", "-"].contains { stem.hasPrefix($0) }
    return isOwn
      ? stem : "_\(stem)-\(SHA256.hexadecimal(SHA256.digest(of: Array(name.utf8))).prefix(32))"
  }

  /// Which of `count` shards it belongs to, from 1: decided by what it holds, so that identical
  /// submissions are graded together and nothing depends on the others.
  public func shard(of count: Int) -> Int {
    let key = digest ?? SHA256.hexadecimal(SHA256.digest(of: Array(name.utf8)))
    return Int(UInt64(key.prefix(15), radix: 16) ?? 0) % count + 1
  }

  /// Its files, read again.
  /// - Throws: `IntakeRefusal` when they are not what they were when it was listed or cannot be taken in
  ///   any more, `EnvironmentFailure` when this machine cannot open an archive.
  public func files() throws -> [SourceFile] {
    let files = try Intake.take(paths).files
    guard SubmissionList.digest(of: files) == digest else {
      throw IntakeRefusal.changed(path: paths[0])
    }
    return files
  }

  /// The submission as one that is refused, for what was found after it had been listed.
  func refused(because refusal: String) -> ListedSubmission {
    ListedSubmission(
      number: number, name: name, paths: paths, digest: nil, onlyFileName: nil, refusal: refusal,
      notes: [])
  }
}

/// The submissions of a batch, in an order that depends on their names alone.
///
/// What is one submission and what are many:
///
/// - A Swift file, an archive, a package, and a folder in which Swift files lie are one submission.
/// - A folder without Swift files in which at least two folders or archives lie is a cohort: each of them
///   is a submission. One in which a single folder lies stands for that folder.
/// - Several Swift files given by name that lie in one folder are one submission, unless more than one of
///   them declares the exercise's type. All other paths given together are a submission each.
/// - With `--batch`, or one folder and another option for batches, the folder is a cohort whatever lies
///   in it, unless it is a package; its Swift files are then submissions as well.
///
/// In a cohort nobody is lost: what looks handed in and cannot be taken in is refused by name, and
/// everything else is named as passed over. What learning platforms' names show to be of one person is
/// one submission (see `UploadName`).
public struct SubmissionList: Sendable {
  /// The submissions.
  public private(set) var submissions: [ListedSubmission] = []
  /// What lies among them and is none.
  public private(set) var passedOver: [Intake.PassedOver] = []

  /// Something that is a submission, as it was found.
  private struct Found {
    var name: String
    var paths: [String]
  }

  private var found: [Found] = []

  /// Finds and reads the submissions at these paths.
  /// - Parameters:
  ///   - areCohorts: true when every folder among them is a cohort.
  ///   - results: the folder the batch writes into, which is nobody's submission where it lies in a cohort.
  /// - Throws: `EnvironmentFailure` when a folder cannot be listed or an archive not be opened here.
  public init(
    _ paths: [String], areCohorts: Bool, besides results: String? = nil
  ) throws(EnvironmentFailure) {
    let results = results.flatMap(Intake.resolved)
    for path in paths {
      guard let cohort = try Self.cohort(at: path, isCertain: areCohorts) else {
        found.append(Found(name: Intake.lastPart(of: path), paths: [path]))
        continue
      }
      let prefix = paths.count > 1 ? Intake.lastPart(of: path) + "/" : ""
      let before = found.count
      try addMembers(of: cohort, prefix: prefix, besides: results)
      // Somebody's folder with nothing in it that could be graded is to be found in the gradebook.
      if found.count == before, paths.count > 1 {
        found.append(Found(name: Intake.lastPart(of: path), paths: [path]))
      }
    }
    let names = Self.distinctNames(found.map(\.name.nameText))
    for (index, entry) in found.enumerated() {
      submissions.append(
        try Self.read(number: index + 1, name: names[index], paths: entry.paths))
    }
    found = []
  }

  /// A name for each file or folder: without `.swift` and the like where that is enough to tell it from
  /// the others, and with a number where even the whole name is not.
  static func distinctNames(_ fullNames: [String]) -> [String] {
    // Not every file system tells large letters from small ones.
    func folded(_ name: String) -> String { name.uppercased().lowercased() }
    var uses: [String: Int] = [:]
    for name in fullNames { uses[folded(Intake.withoutEnding(name)), default: 0] += 1 }
    var taken: Set<String> = []
    var numbers: [String: Int] = [:]
    return fullNames.map { fullName in
      let short = Intake.withoutEnding(fullName)
      let name = uses[folded(short)] == 1 ? short : fullName
      var distinct = name
      while !taken.insert(folded(distinct)).inserted {
        let number = numbers[folded(name), default: 1] + 1
        numbers[folded(name)] = number
        distinct = "\(name) (\(number))"
      }
      return distinct
    }
  }

  private static func read(
    number: Int, name: String, paths: [String]
  ) throws(EnvironmentFailure) -> ListedSubmission {
    let taken: Result<Intake.Taken, IntakeRefusal>
    do {
      taken = .success(try Intake.take(paths))
    } catch let refusal as IntakeRefusal {
      taken = .failure(refusal)
    } catch {
      throw (error as? EnvironmentFailure) ?? EnvironmentFailure("\(error)")
    }
    switch taken {
    case .failure(let refusal):
      return ListedSubmission(
        number: number, name: name, paths: paths, digest: nil, onlyFileName: nil,
        refusal: refusal.description(below: paths[0]), notes: [])
    case .success(let taken):
      return ListedSubmission(
        number: number, name: name, paths: paths, digest: digest(of: taken.files),
        onlyFileName: taken.files.count == 1 ? taken.files[0].name : nil, refusal: nil,
        notes: taken.notes)
    }
  }

  /// The digest of a submission's files. The name of an only file does not count: every student may
  /// call it otherwise. Each part is preceded by its length and the whole by what it is, so that no
  /// file's text can be that of another list of files.
  static func digest(of files: [SourceFile]) -> String {
    var bytes = Array("truthbook submission 1\n".utf8)
    if files.count == 1 {
      bytes += Array("one \(files[0].bytes.count)\n".utf8)
      bytes += files[0].bytes
    } else {
      bytes += Array("several \(files.count)\n".utf8)
      for file in files {
        bytes += Array("\(file.name.utf8.count) \(file.bytes.count)\n\(file.name)".utf8)
        bytes += file.bytes
      }
    }
    return SHA256.hexadecimal(SHA256.digest(of: bytes))
  }

  // MARK: A cohort's members

  /// Finds the submissions directly inside a folder.
  private mutating func addMembers(
    of folder: String, prefix: String, besides results: String?
  ) throws(EnvironmentFailure) {
    let listed = try Self.entries(of: folder)
    let path = { (name: String) in folder.hasSuffix("/") ? folder + name : folder + "/" + name }
    let entries = listed.filter { results == nil || Intake.resolved(path($0.name)) != results }
    let groups = Dictionary(grouping: entries) { UploadName($0.name)?.person }
    var done: Set<String?> = [nil]
    for entry in entries {
      guard let upload = UploadName(entry.name) else {
        if let reason = Self.reasonToPassOver(entry) {
          passedOver.append(Intake.PassedOver(name: path(entry.name), reason: reason))
        } else {
          found.append(Found(name: prefix + entry.name, paths: [path(entry.name)]))
        }
        continue
      }
      guard done.insert(upload.person).inserted else { continue }
      addUploads(groups[upload.person] ?? [], of: upload.person, prefix: prefix, path)
    }
  }

  /// Why an entry of a cohort is nobody's submission; nil when it is one.
  private static func reasonToPassOver(_ entry: FolderEntry) -> String? {
    switch entry.role {
    case .folder where entry.name.hasSuffix(".xcodeproj") || entry.name.hasSuffix(".xcworkspace"):
      "it is a project's settings"
    case .folder, .swiftFile, .archive, .unusable: nil
    case .packageDescription: "it describes a package and is no submission"
    case .other: "it is not a Swift file, a folder or an archive"
    }
  }

  /// Makes one submission of what one person has uploaded, where there is one way to.
  private mutating func addUploads(
    _ uploads: [FolderEntry], of person: String, prefix: String, _ path: (String) -> String
  ) {
    let code = uploads.filter { $0.role == .swiftFile }
    let own = code.compactMap { UploadName($0.name)?.file }
    if code.count > 1, Set(own).count == code.count {
      found.append(Found(name: prefix + person, paths: code.map { path($0.name) }))
      pass(over: uploads.filter { $0.role != .swiftFile }, path)
      return
    }
    // What only comes with it, such as the text typed in beside the file.
    func isOnlineText(_ upload: FolderEntry) -> Bool {
      upload.name.contains("_assignsubmission_onlinetext")
    }
    var usable = uploads.filter {
      ![.other, .packageDescription].contains($0.role) && !isOnlineText($0)
    }
    if usable.isEmpty { usable = Array(uploads.prefix(1)) }
    for upload in usable {
      found.append(Found(name: prefix + upload.name, paths: [path(upload.name)]))
    }
    pass(over: uploads.filter { !usable.contains($0) }, path)
  }

  private mutating func pass(over uploads: [FolderEntry], _ path: (String) -> String) {
    passedOver += uploads.map {
      Intake.PassedOver(name: path($0.name), reason: "more was handed in by the same person")
    }
  }
}
