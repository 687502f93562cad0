/// One thing wrong with the book's own files, where it is and what to do about it.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// The file or folder, relative to the workbook's root.
  public let path: String
  /// The line, from 1; nil when the fault is not at a place within the file.
  public let line: Int?
  /// The column, from 1, counted in Unicode scalars; nil when only the line is known.
  public let column: Int?
  /// What is wrong and what to do, without a full stop at the end.
  public let message: String

  /// Describes a fault.
  public init(path: String, line: Int? = nil, column: Int? = nil, message: String) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
  }

  /// `path:line:column: message`, with the parts that are known.
  public var description: String {
    let place = [line, column].compactMap { $0.map(String.init) }
    return ([path] + place).joined(separator: ":") + ": " + message
  }
}
