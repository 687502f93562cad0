public import Terminal

/// What an emitter needs to know besides the report.
public struct ReportSetting: Hashable, Sendable {
  /// How text for a terminal looks.
  public var look: TerminalReport.Look
  /// Where a reader at a terminal may go from a failure.
  public var pointers: TerminalReport.Pointers
  /// What stands before the submission's file names to make them paths that a CI system can link to:
  /// empty, or a folder relative to its checkout that ends in `/`.
  public var folder: String

  /// Describes the setting; plain text, 80 columns wide, unless told.
  public init(
    look: TerminalReport.Look = TerminalReport.Look(width: 80, mode: .plain, isPlain: false),
    pointers: TerminalReport.Pointers = TerminalReport.Pointers(), folder: String = ""
  ) {
    self.look = look
    self.pointers = pointers
    self.folder = folder
  }
}
