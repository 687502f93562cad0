import Glibc

/// A zip, tar or tar.gz, taken apart by a program of its own that is confined like a submission:
/// hostile archives attack whoever opens them. Nothing of it is ever written to a disk.
struct Archive {
  /// The most bytes an archive may have.
  static let packedLimit = 64 << 20
  /// The most bytes that all files in it may say they have.
  static let unpackedLimit = 256 << 20
  /// How many times its own size that may be.
  static let ratioLimit = 100
  /// The most bytes of Swift files that are looked at, those that turn out not to count included.
  static let keptLimit = 4 << 20
  /// The most bytes of file names.
  static let nameLimit = 1 << 20

  private static let limits = ResourceLimits(
    processorSeconds: 10, wallMilliseconds: 60_000, memory: 1 << 30, fileSize: 0,
    output: keptLimit + nameLimit + Intake.entryLimit * Record.headerLength + (64 << 10))

  /// What lies in the archive, in order of the names.
  /// - Parameter file: the opened archive.
  /// - Throws: `IntakeRefusal`, or `EnvironmentFailure` when this machine cannot open archives.
  static func files(in file: Descriptor, shownAs shown: String) throws -> [FoundFile] {
    let program = try program.get()
    let profile = LaunchProfile(
      kind: .run, readable: [program], writable: [], user: .forSubmission(needing: [program]))
    let arguments = [
      Intake.entryLimit, unpackedLimit, ratioLimit, Intake.fileLimit, keptLimit, nameLimit,
    ].map(String.init)
    let run = try BoundedRun.run(
      program, arguments, profile: profile, limits: limits, descriptors: [file])
    guard run.ending == .exited(0) else {
      if run.ending == .timeLimit { throw IntakeRefusal.archive(path: shown, fault: .takesTooLong) }
      try checkProgram(program, profile)
      // The library has met its match: nothing of this archive can be believed.
      throw IntakeRefusal.archive(path: shown, fault: .damaged)
    }
    return try files(in: run.output, shownAs: shown)
  }

  /// Fails unless the program starts as it should: only then is an archive to blame.
  private static func checkProgram(
    _ program: String, _ profile: LaunchProfile
  ) throws(EnvironmentFailure) {
    let run = try BoundedRun.run(program, [], profile: profile, limits: limits)
    guard run.ending != .exited(2) else { return }
    let said = String(decoding: run.output, as: UTF8.self)
    throw EnvironmentFailure(
      said.contains("libarchive")
        ? "archives cannot be opened: libarchive is missing; install it (Debian: libarchive13)"
        : "archives cannot be opened: \(program) does not run; build everything again")
  }

  private static func files(in said: [UInt8], shownAs shown: String) throws -> [FoundFile] {
    var records = Records(said)
    var found: [[String]: FoundFile] = [:]
    var replaced: [FoundFile] = []
    while let record = records.next() {
      switch record.kind {
      case "E": return found.values.sorted { precedes($0.path, $1.path) } + replaced
      case "X": throw IntakeRefusal.archive(path: shown, fault: fault(record.name))
      default:
        guard let file = file(record) else { continue }
        // Of two files with one path the later one counts, as for every program that unpacks.
        if var earlier = found.updateValue(file, forKey: file.path) {
          earlier.kind = .replaced
          replaced.append(earlier)
        }
      }
    }
    throw IntakeRefusal.archive(path: shown, fault: .damaged)
  }

  private static func precedes(_ left: [String], _ right: [String]) -> Bool {
    left.lexicographicallyPrecedes(right) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A record as a file; nil for what is hidden or has no name.
  private static func file(_ record: Record) -> FoundFile? {
    let name = String(pathBytes: record.name)
    // Programs on Windows have written both.
    let parts = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    let path = parts.filter { !$0.isEmpty && $0 != "." }.map(String.init)
    guard let last = path.last, !path.contains(where: { $0 != ".." && Intake.isHidden($0) }) else {
      return nil
    }
    let isOutside = path.contains("..") || parts.first?.isEmpty == true || path[0].hasSuffix(":")
    if isOutside { return FoundFile(path: path, kind: .outside) }
    if path.count > Intake.depthLimit + 1 { return FoundFile(path: path, kind: .tooDeep) }
    switch record.kind {
    case "F" where record.contents.count <= Intake.fileLimit:
      return FoundFile(path: path, kind: .regular, contents: record.contents)
    case "F", "T": return FoundFile(path: path, kind: .tooLarge(bytes: record.size))
    case "L": return FoundFile(path: path, kind: .symbolicLink)
    case "S": return FoundFile(path: path, kind: .special)
    default:
      // Whatever has no contents here is no Swift file.
      return FileRole(last).isSource ? nil : FoundFile(path: path, kind: .regular)
    }
  }

  private static func fault(_ word: [UInt8]) -> ArchiveFault {
    switch String(decoding: word, as: UTF8.self) {
    case "format": .notAnArchive
    case "encrypted": .encrypted
    case "name": .unreadableName
    case "entries": .tooManyFiles
    case "unpacked": .tooMuchInside
    case "ratio": .tooDense
    case "kept": .tooMuchCode
    case "names": .namesTooLong
    default: .damaged
    }
  }

  private static let program: Result<String, EnvironmentFailure> = executableFolder.flatMap {
    let path = $0 + "/truthbook-unpack"
    guard access(path, X_OK) == 0 else {
      return .failure(
        EnvironmentFailure(
          "\(path) is missing; build everything once with `swift build`, then try again"))
    }
    return .success(path)
  }
}

/// One thing that truthbook-unpack says.
private struct Record {
  static let headerLength = 13

  var kind: Character
  var size: Int
  var name: [UInt8]
  var contents: [UInt8]
}

/// What truthbook-unpack says, as far as it can be made out.
private struct Records {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  mutating func next() -> Record? {
    guard let kind = take(1)?.first, let length = number(4), let size = number(8) else {
      return nil
    }
    guard let name = take(length) else { return nil }
    let hasContents = kind == UInt8(ascii: "F")
    guard let contents = hasContents ? take(size) : [] else { return nil }
    return Record(
      kind: Character(Unicode.Scalar(kind)), size: size, name: Array(name),
      contents: Array(contents))
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// A number that fits an `Int`; nil for any other.
  private mutating func number(_ width: Int) -> Int? {
    guard let bytes = take(width) else { return nil }
    return Int(exactly: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
