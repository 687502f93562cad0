import Terminal

extension Markup {
  /// Writes lines as preformatted text: each stretch that has a look is a `span` with the look's classes.
  mutating func preformatted(_ lines: [StyledLine]) {
    for line in lines {
      for run in line.runs {
        let classes = Self.classes(of: run.style)
        if classes.isEmpty {
          text(run.text)
        } else {
          element("span", ["class": classes], run.text)
        }
      }
      newline()
    }
  }

  /// The classes of a look, as the style sheet names them; empty for plain text.
  private static func classes(of style: Style) -> String {
    var classes: [String] = []
    switch style.color {
    case .red, .brightRed: classes.append("c-red")
    case .green, .brightGreen: classes.append("c-green")
    case .yellow, .brightYellow: classes.append("c-yellow")
    case .blue, .brightBlue: classes.append("c-blue")
    case .magenta, .brightMagenta: classes.append("c-magenta")
    case .cyan, .brightCyan: classes.append("c-cyan")
    case .black, .white, .brightBlack, .brightWhite, nil: break
    }
    for (attribute, name) in attributeClasses where style.attributes.contains(attribute) {
      classes.append(name)
    }
    return classes.joined(separator: " ")
  }

  private static let attributeClasses: [(Style.Attributes, String)] = [
    (.bold, "a-bold"), (.dim, "a-dim"), (.italic, "a-italic"), (.underline, "a-underline"),
    (.inverse, "a-inverse"), (.strikethrough, "a-strike"),
  ]
}
