public import Terminal

/// What an emitter needs to know besides the report.
public struct ReportSetting: Hashable, Sendable {
  /// How text for a terminal looks.
  public var look: TerminalReport.Look
  /// Where a reader at a terminal may go from a failure.
  public var pointers: TerminalReport.Pointers
  /// What stands before the submission's file names to make them paths that a CI system can link to:
  /// empty, or a folder relative to its checkout that ends in `/`; nil for files that do not lie in it.
  public var folder: String?
  /// Whose submission it is, for the format that says so.
  public var identity: Classroom50Identity?

  /// Describes the setting; plain text, 80 columns wide, unless told.
  public init(
    look: TerminalReport.Look = TerminalReport.Look(width: 80, mode: .plain, isPlain: false),
    pointers: TerminalReport.Pointers = TerminalReport.Pointers(), folder: String? = "",
    identity: Classroom50Identity? = nil
  ) {
    self.look = look
    self.pointers = pointers
    self.folder = folder
    self.identity = identity
  }

  /// A file's path in the CI system's checkout; nil when it does not lie there.
  func path(of file: String) -> String? { folder.map { $0 + file } }
}
