public import Execution

extension SubmissionList {
  /// What paths lead to.
  public enum Kind: Hashable, Sendable {
    case submission
    case cohort
    /// A folder that holds Swift files, and perhaps folders of Swift files, several of which declare the
    /// exercise's type: it could be either.
    case unclear
  }

  /// Tells one submission from many, by the rules above.
  /// - Parameter typeName: the type the exercise asks for.
  /// - Throws: `EnvironmentFailure` when a folder cannot be listed or an archive not be opened here.
  public static func kind(
    of paths: [String], typeName: String
  ) throws(EnvironmentFailure) -> Kind {
    if paths.count == 1 {
      if try cohort(at: paths[0], isCertain: false) != nil { return .cohort }
      guard try holdsSeveral(paths[0]) else { return .submission }
      return try declarations(of: typeName, in: paths) > 1 ? .unclear : .submission
    }
    let folders = Set(paths.map { $0.dropLast(Intake.lastPart(of: $0).count) })
    guard folders.count == 1, paths.allSatisfy(isSwiftFile) else { return .cohort }
    return try declarations(of: typeName, in: paths) > 1 ? .cohort : .submission
  }

  /// The folder whose entries are the submissions; nil when what lies at the path is one.
  /// - Parameter isCertain: true when somebody has said that a folder is a cohort.
  static func cohort(at path: String, isCertain: Bool) throws(EnvironmentFailure) -> String? {
    // A link that somebody has given by name is followed, as far as it leads to a cohort.
    var path = path.hasSuffix("/") ? path : path + "/"
    var outermost: String?
    for _ in 0...Intake.depthLimit {
      guard isFolder(path) else { return outermost }
      let entries = try entries(of: path)
      if isPackage(entries) { return outermost }
      if isCertain, outermost == nil { outermost = path }
      if entries.contains(where: { $0.role == .swiftFile }) { return outermost }
      let members = entries.filter { $0.role == .folder || $0.role == .archive }
      if members.count > 1 { return path }
      guard members.count == 1, members[0].role == .folder else { return outermost }
      path += members[0].name + "/"
    }
    return outermost
  }

  /// A package, or what is laid out like one.
  private static func isPackage(_ entries: [FolderEntry]) -> Bool {
    entries.contains { $0.role == .packageDescription || $0.name == "Sources" }
  }

  /// True for a folder in which several Swift files lie, or one and, beside it, other folders with Swift files.
  private static func holdsSeveral(_ path: String) throws(EnvironmentFailure) -> Bool {
    guard isFolder(path) else { return false }
    let entries = try entries(of: path)
    guard !isPackage(entries), entries.contains(where: { $0.role == .swiftFile }) else {
      return false
    }
    if entries.count(where: { $0.role == .swiftFile }) > 1 { return true }
    for folder in entries where folder.role == .folder && folder.name != "Starter" {
      let inside = try Self.entries(of: path + "/" + folder.name)
      if inside.contains(where: { $0.role == .swiftFile }) { return true }
    }
    return false
  }

  /// How many files that would be taken in as one submission say they declare the type; 2 when they are
  /// too many for one.
  private static func declarations(
    of typeName: String, in paths: [String]
  ) throws(EnvironmentFailure) -> Int {
    do {
      return try Intake.take(paths).files.count { $0.seemsToDeclare(typeName) }
    } catch IntakeRefusal.tooManyFiles, IntakeRefusal.submissionTooLarge {
      return 2
    } catch is IntakeRefusal {
      // To be told as what it is, of a submission.
      return 1
    } catch {
      throw (error as? EnvironmentFailure) ?? EnvironmentFailure("\(error)")
    }
  }

  private static func isSwiftFile(_ path: String) -> Bool {
    let name = Intake.lastPart(of: path).lowercased()
    return name.hasSuffix(".swift") || name.hasSuffix(".swift.txt")
  }

  private static func isFolder(_ path: String) -> Bool {
    do throws(IntakeRefusal) {
      return try Intake.kind(of: path) == .folder
    } catch {
      // What is not there is a submission that will be refused.
      return false
    }
  }

  static func entries(of path: String) throws(EnvironmentFailure) -> [FolderEntry] {
    do throws(IntakeRefusal) {
      return try Intake.entries(of: path)
    } catch {
      throw EnvironmentFailure("cannot list a folder: \(error)")
    }
  }
}
