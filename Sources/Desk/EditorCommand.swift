/// The learner's editor, called for a file.
public struct EditorCommand: Hashable, Sendable {
  /// How an editor is told where to begin.
  private enum LineStyle {
    /// `+12 FILE`, as vi and most that came after it.
    case before
    /// `FILE:12`.
    case within
    /// `--goto FILE:12`.
    case option
    /// Not at all.
    case none
  }

  private static let styles: [(LineStyle, names: Set<String>)] = [
    (
      .before,
      [
        "vi", "vim", "nvim", "view", "gvim", "vimx", "nano", "pico", "emacs", "emacsclient",
        "micro",
        "kak", "joe", "jed", "mg", "ne", "vis", "ed", "mcedit",
      ]
    ),
    (.within, ["hx", "helix", "subl", "zed", "zeditor"]),
    (.option, ["code", "code-insiders", "codium", "cursor", "windsurf"]),
  ]

  /// The program and its arguments, ready to be started.
  public let words: [String]

  /// The editor that `VISUAL` or `EDITOR` names, a command for the shell; nil when neither does.
  /// - Parameters:
  ///   - environment: the process's environment variables.
  ///   - line: where to begin, from 1; told to editors that are known to understand it.
  public init?(environment: [String: String], file: String, line: Int? = nil) {
    let named = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }
    guard let command = named.first(where: { $0.contains { !$0.isWhitespace } }) else {
      return nil
    }
    words = ["/bin/sh", "-c", command + " \"$@\"", "sh"] + Self.arguments(command, file, line)
  }

  private static func arguments(_ command: String, _ file: String, _ line: Int?) -> [String] {
    // A file whose name is an option is none.
    let file = file.hasPrefix("-") ? "./" + file : file
    guard let line else { return [file] }
    let program = command.split(whereSeparator: \.isWhitespace).first ?? ""
    let name = program.split(separator: "/").last.map(String.init) ?? ""
    switch styles.first(where: { $0.names.contains(name) })?.0 ?? .none {
    case .before: return ["+\(line)", file]
    case .within: return ["\(file):\(line)"]
    case .option: return ["--goto", "\(file):\(line)"]
    case .none: return [file]
    }
  }
}
