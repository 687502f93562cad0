/// A submission's files under names of our own, in a folder of their own: no name a learner chose
/// reaches a command line.
final class StagedSubmission: Sendable {
  let files: [SourceFile]
  let interface: SubjectInterface
  /// Whom the folder belongs to, and who compiles and runs the files.
  let user: SubmissionUser
  /// Where the files are, and what is made of them.
  let folder: String
  private let temporary: TemporaryFolder

  static let entryPointName = "entry.swift"

  /// Writes the files into a fresh folder, which goes when this object does.
  init(
    _ files: [SourceFile], interface: SubjectInterface, user: SubmissionUser = .unchanged
  ) throws(EnvironmentFailure) {
    self.files = files
    self.user = user
    self.interface = interface
    temporary = try TemporaryFolder()
    folder = try temporary.makeFolder("files", for: user)
    for (number, file) in files.enumerated() {
      try writeNewFile(path(ofFile: number), file.bytes)
    }
    try writeNewFile(entryPoint, Array(interface.entryPoint.utf8))
  }

  var entryPoint: String { path(Self.entryPointName) }

  /// The path of something in the folder.
  func path(_ name: String) -> String { folder + "/" + name }

  /// Where the learner's file number `number` is staged.
  func path(ofFile number: Int) -> String { path("f\(number).swift") }

  /// The text with our folder left out and the learner's files under their own names, at most
  /// `OwnNames.allowance` bytes longer.
  func withOwnNames(_ text: String) -> String {
    OwnNames(folder: folder, files: files).applied(to: text)
  }

  /// The number of the learner's file staged as `name`; nil when it is not one of them.
  static func fileNumber(_ name: some StringProtocol) -> Int? {
    guard name.hasPrefix("f"), name.hasSuffix(".swift") else { return nil }
    return Int(name.dropFirst().dropLast(".swift".count))
  }
}
