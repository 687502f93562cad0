/// The book's files could not be used; says everything that was found wrong with them at once.
public struct CurriculumError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found, in the order of the files; never empty.
  public let diagnostics: [Diagnostic]

  /// Reports these faults.
  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  /// Reports one fault.
  public init(_ diagnostic: Diagnostic) {
    diagnostics = [diagnostic]
  }

  /// A line for each fault.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
