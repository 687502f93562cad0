/// Why a submission does not compile.
public struct CompileFailure: Error, Hashable, Sendable {
  /// A limit the compiler met.
  public enum Limit: Hashable, Sendable {
    case time(seconds: Int)
    case memory(bytes: Int)
    case output(bytes: Int)
    /// A file it wrote grew too large.
    case file(bytes: Int)
    /// It made a system call that no compiler needs, and the submission's code had it do so.
    case forbiddenOperation
    /// The compiler itself crashed.
    case crash
  }

  /// The errors in order of file, line and column, each with its notes.
  public let diagnostics: [Diagnostic]
  /// How many errors there are besides: of a great many only the first are kept.
  public let omitted: Int
  /// Set when the compiler did not come to an end by itself.
  public let limit: Limit?

  /// Gathers what was said.
  public init(diagnostics: [Diagnostic], omitted: Int = 0, limit: Limit? = nil) {
    self.diagnostics = diagnostics
    self.omitted = omitted
    self.limit = limit
  }

  /// True when the compiler was stopped from outside, rather than refusing the submission or crashing.
  public var isStopped: Bool {
    switch limit {
    case nil, .crash: false
    case .time, .memory, .output, .file, .forbiddenOperation: true
    }
  }

  /// The first `count` diagnostics as text, and how many there are besides.
  public func rendered(first count: Int = 20) -> String {
    var text = diagnostics.prefix(count).map { $0.rendered() }.joined()
    let more = diagnostics.dropFirst(count).count + omitted
    if more > 0 { text += "and \(more) more\n" }
    switch limit {
    case .time(let seconds):
      text += """
        error: the compiler was stopped after \(seconds) seconds of processor time; split the \
        longest expression into smaller ones with types written out

        """
    case .memory(let bytes):
      text += """
        error: the compiler was stopped: it needed more than \(bytes >> 20) MiB of memory; make the \
        largest type or literal smaller

        """
    case .output(let bytes):
      text += """
        error: the compiler was stopped: it printed more than \(bytes >> 20) MiB; mend the first \
        errors it names in a smaller file

        """
    case .file(let bytes):
      text += """
        error: the compiler was stopped: what it made grew larger than \(bytes >> 20) MiB; make the \
        largest type or literal smaller

        """
    case .forbiddenOperation:
      text += """
        error: the compiler was stopped: this submission had it try an operation that compiling does \
        not need, such as tracing another process; take back macros, attributes and anything else \
        that is for the compiler rather than the program

        """
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
