/// The colours of the pages, light and dark. A test computes the contrast of every pair that is used.
struct Palette: Sendable {
  /// A colour by its name in the style sheet.
  let colors: [(name: String, hex: String)]

  /// By day.
  static let light = Palette(colors: [
    ("paper", "#fffdf8"), ("panel", "#f4f1e8"), ("ink", "#1f1d1a"), ("quiet", "#5c574e"),
    ("line", "#8a8375"), ("link", "#0b5394"), ("mark", "#8a3b00"), ("good", "#1b6e3c"),
    ("bad", "#a8231c"), ("warn", "#7a4f00"), ("state", "#6b2d7b"), ("message", "#0b5394"),
    ("band", "#fbe6e2"), ("shown", "#fff1c2"), ("code", "#22543d"),
  ])

  /// By night.
  static let dark = Palette(colors: [
    ("paper", "#16181c"), ("panel", "#21242a"), ("ink", "#e9e6df"), ("quiet", "#b5b0a5"),
    ("line", "#7d7a73"), ("link", "#8ec7ff"), ("mark", "#ffb27a"), ("good", "#86dba6"),
    ("bad", "#ff9d94"), ("warn", "#f3c969"), ("state", "#d9a8ea"), ("message", "#8ec7ff"),
    ("band", "#43211f"), ("shown", "#4a3d12"), ("code", "#9fd8b8"),
  ])

  /// What is written on what.
  static let pairs: [(text: String, ground: String)] =
    ["ink", "quiet", "link", "mark", "good", "bad", "warn", "state", "message", "code"]
    .flatMap { [($0, "paper"), ($0, "panel")] } + [("ink", "band"), ("bad", "band")]
    + ["ink", "quiet", "link", "state", "bad"].map { ($0, "shown") }

  /// What shows a border, a control or where the focus is, on what.
  static let marks: [(line: String, ground: String)] = [
    ("line", "paper"), ("line", "panel"), ("mark", "paper"), ("mark", "panel"),
  ]

  /// The declarations that name the colours.
  var declarations: String {
    colors.map { "--\($0.name): \($0.hex);" }.joined(separator: " ")
  }

  /// A colour by its name.
  subscript(name: String) -> String? {
    colors.first { $0.name == name }?.hex
  }
}
