/// Why a submission does not compile.
public struct CompileFailure: Error, Hashable, Sendable {
  /// A limit the compiler met.
  public enum Limit: Hashable, Sendable {
    case time(seconds: Int)
    case memory(bytes: Int)
    case output(bytes: Int)
    /// The compiler itself crashed.
    case crash
  }

  /// The errors in order of file, line and column, each with its notes.
  public let diagnostics: [Diagnostic]
  /// Set when the compiler did not come to an end by itself.
  public let limit: Limit?

  /// Gathers what was said.
  public init(diagnostics: [Diagnostic], limit: Limit? = nil) {
    self.diagnostics = diagnostics
    self.limit = limit
  }

  /// The first `count` diagnostics as text, and how many there are besides.
  public func rendered(first count: Int = 20) -> String {
    var text = diagnostics.prefix(count).map { $0.rendered() }.joined()
    if diagnostics.count > count { text += "and \(diagnostics.count - count) more\n" }
    switch limit {
    case .time(let seconds):
      text += """
        error: the compiler was stopped after \(seconds) seconds of processor time; split the \
        longest expression into smaller ones with types written out

        """
    case .memory(let bytes):
      text += "error: the compiler was stopped: it needed more than \(bytes >> 30) GiB of memory\n"
    case .output(let bytes):
      text += "error: the compiler was stopped: it printed more than \(bytes >> 20) MiB\n"
    case .crash:
      text += """
        error: the compiler crashed on this submission, which is a fault of the compiler; \
        take back the last change or write it differently

        """
    case nil: break
    }
    return text
  }
}
