import Checking
import Diagrams
import Terminal

/// Pieces of figures that are text: sentences, tables and runs, each within the width of the page.
struct FigureText {
  let canvas: Figure.Canvas

  /// Nothing readable fits into less, whatever is drawn.
  private static let narrowestRun = 24
  /// Sentences are hard to follow over wider lines.
  private static let widestText = 90

  /// A heading.
  func heading(_ text: String) -> [StyledLine] {
    wrapped(text, Style(nil, .bold))
  }

  /// A paragraph.
  /// - Parameter indent: in columns; less where the page is narrow.
  func wrapped(_ text: String, _ style: Style = .plain, indent: Int = 0) -> [StyledLine] {
    let blanks = String(repeating: " ", count: min(indent, canvas.width / 4))
    return TextWrap.lines(
      of: canvas.isASCII ? Self.ascii(text) : text, width: min(canvas.width, Self.widestText),
      firstIndent: blanks, hangingIndent: blanks
    ).flatMap { Self.chopped($0, width: canvas.width) }.map { StyledLine($0, style) }
  }

  /// Lines as they are where they fit; wider ones are wrapped and lose their styles.
  func fitted(_ lines: [StyledLine]) -> [StyledLine] {
    lines.flatMap { line in
      DisplayWidth.columns(of: line.text) <= canvas.width ? [line] : wrapped(line.text)
    }
  }

  /// Text after as many blanks as fill a width.
  static func rightAligned(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text))) + text
  }

  /// A run, as a picture where one fits.
  func run(
    lanes: [String], states: [String], steps: [Counterexample.Step], marked: [Int] = []
  ) -> Picture {
    let diagram = RunDiagram(lanes: lanes, initialStates: states, steps: steps, marked: marked)
    guard canvas.width < Self.narrowestRun else {
      return Picture(
        diagram.lines(width: canvas.width, isASCII: canvas.isASCII), as: .run(diagram))
    }
    let lines = diagram.lines(width: Self.narrowestRun, isASCII: true).flatMap { line in
      wrapped(line.text)
    }
    return Picture(lines, as: .run(diagram))
  }

  /// A run whose lines are wrapped where they do not fit.
  func run(_ diagram: RunDiagram) -> Picture {
    Picture(
      fitted(diagram.lines(width: canvas.width, isASCII: canvas.isASCII)), as: .run(diagram))
  }

  /// A table in columns, or a sentence for each row where the columns do not fit.
  func table(_ columns: [String], _ rows: [[String]]) -> [StyledLine] {
    let widths = columns.indices.map { column in
      ([columns] + rows).map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0
    }
    guard !canvas.isASCII, widths.reduce(2 * (widths.count - 1), +) <= canvas.width else {
      return records(columns, rows)
    }
    let head = StyledLine(aligned(columns, widths), Style(nil, .bold))
    return [head] + rows.map { StyledLine(aligned($0, widths)) }
  }

  private func records(_ columns: [String], _ rows: [[String]]) -> [StyledLine] {
    rows.flatMap { row in
      let values = zip(columns, row).dropFirst().map { "\($0) \($1)" }
      return wrapped("\(row[0]): \(values.joined(separator: ", ")).")
    }
  }

  /// The first column to the left, numbers to the right.
  private func aligned(_ cells: [String], _ widths: [Int]) -> String {
    cells.indices.map { column in
      column == 0
        ? DisplayWidth.padded(cells[column], to: widths[column])
        : Self.rightAligned(cells[column], to: widths[column])
    }.joined(separator: "  ")
  }

  private static func ascii(_ text: String) -> String {
    let replaced = text.map { character -> String in
      switch character {
      case "→": "to"
      case "’": "'"
      case "−": "-"
      case "·": "."
      case "…": "..."
      default: character.isASCII ? String(character) : "?"
      }
    }
    return replaced.joined()
  }

  /// Breaks what has no blank to break at.
  private static func chopped(_ line: String, width: Int) -> [String] {
    var lines: [String] = []
    var current = ""
    for character in line {
      if DisplayWidth.columns(of: current + String(character)) > width {
        lines.append(current)
        current = ""
      }
      current.append(character)
    }
    return lines + [current]
  }
}
