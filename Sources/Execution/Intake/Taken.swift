extension Intake {
  /// What was taken in as one submission.
  public struct Taken: Hashable, Sendable {
    /// The files, in order of their names below what was handed in.
    public let files: [SourceFile]
    /// Everything else that is there and not hidden, in order of the names.
    public let passedOver: [PassedOver]

    /// What whoever reads the report should know: which Swift files and archives were left and why,
    /// and which file only looks like a text. Empty when there is nothing of the kind.
    public var notes: [Diagnostic] {
      let asText = files.filter { FileRole($0.name) == .swiftAsText }.map {
        "\($0.name) is taken for a Swift file; save it with a name that ends in .swift"
      }
      let left = passedOver.filter(\.isCode)
      let list = left.isEmpty ? [] : ["left out: " + Intake.summary(of: left)]
      return (asText + list).map { Diagnostic(severity: .note, message: $0) }
    }
  }

  /// Something that was not taken in, and why.
  public struct PassedOver: Hashable, Sendable {
    /// Its name below what was handed in, printable.
    public let name: String
    /// Why, as the end of a sentence.
    public let reason: String
    /// True for what somebody may have meant as part of a submission.
    let isCode: Bool

    /// Names what was passed over; `name` is made printable.
    public init(name: String, reason: String, isCode: Bool = false) {
      self.name = printableName(name)
      self.reason = reason
      self.isCode = isCode
    }
  }

  /// The first few of a list with their reasons, and how many more there are.
  public static func summary(of list: [PassedOver]) -> String {
    let first = list.prefix(5).map { "\($0.name) (\($0.reason))" }.joined(separator: ", ")
    return list.count > 5 ? first + " and \(list.count - 5) more" : first
  }
}
