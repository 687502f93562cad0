/// Where a submission's own code was when it crashed.
public struct CrashSite: Hashable, Sendable {
  /// The learner's name for the file.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// What the line holds, printable.
  public let source: String

  /// Names a place.
  public init(file: String, line: Int, source: String) {
    self.file = file
    self.line = line
    self.source = source
  }

  /// Finds the innermost frame that lies in one of the staged files, in what the runtime's
  /// backtracer printed.
  init?(backtrace: [UInt8], in staged: StagedSubmission) {
    let text = String(decoding: backtrace, as: UTF8.self)
    for line in text.split(separator: "\n") {
      guard let found = line.firstRange(of: " at \(staged.folder)/") else { continue }
      let parts = line[found.upperBound...].split(separator: ":")
      guard parts.count >= 2, let number = StagedSubmission.fileNumber(parts[0]),
        staged.files.indices.contains(number), let line = Int(parts[1].prefix { $0.isNumber }),
        let source = staged.files[number].line(line)
      else { continue }
      self.init(file: staged.files[number].name, line: line, source: source)
      return
    }
    return nil
  }
}
