import Diagrams
import Figures
import Parameters
import Terminal

/// A figure of a page: what it shows for the eye, runs so that they can be stepped, and the same in words.
struct FigureMarkup {
  /// The columns of what is drawn in text.
  static let columns = 76
  /// The columns of what is said in words, which a page wraps further.
  static let columnsOfWords = 72

  /// What it was drawn with.
  let arguments: [String]
  private let figure: Figure
  private let picture: Picture
  private let words: [StyledLine]

  /// Draws a figure; nil for one that is not there or cannot take its arguments, which the book's own checks
  /// tell.
  init?(_ name: String, _ arguments: [String]) {
    guard let figure = Figure.named(name) else { return nil }
    do {
      picture = try figure.picture(arguments, on: Figure.Canvas(width: Self.columns))
      words = try figure.draw(
        arguments, on: Figure.Canvas(width: Self.columnsOfWords, isASCII: true))
    } catch {
      return nil
    }
    self.figure = figure
    self.arguments = arguments
  }

  /// The same figure with other values, each of which shows something else: the other words of each choice,
  /// and the next seeds. A few of them.
  var others: [FigureMarkup] {
    var shown = [words]
    var others: [FigureMarkup] = []
    for changed in Self.changes(of: arguments, for: figure.parameters) {
      guard others.count < Self.mostOthers, let other = FigureMarkup(figure.name, changed),
        !shown.contains(other.words)
      else { continue }
      shown.append(other.words)
      others.append(other)
    }
    return others
  }

  private static let mostOthers = 4

  /// Arguments with one value changed, a seed first.
  private static func changes(of arguments: [String], for parameters: [Parameter]) -> [[String]] {
    func changed(_ name: String, to value: String) -> [String] {
      arguments.filter { !$0.hasPrefix(name + "=") } + ["\(name)=\(value)"]
    }
    func value(of parameter: Parameter) -> String {
      let prefix = parameter.name + "="
      let given = arguments.first { $0.hasPrefix(prefix) }?.dropFirst(prefix.count)
      return given.map(String.init) ?? parameter.standard
    }
    let seeds = parameters.filter { $0.name == "seed" }.flatMap { parameter -> [[String]] in
      let seed = Int(value(of: parameter)) ?? 0
      return [seed + 1, seed + 2].map { changed("seed", to: "\($0)") }
    }
    return seeds
      + parameters.flatMap { parameter -> [[String]] in
        guard case .choice(let words) = parameter.domain, words.count <= 6 else { return [] }
        return words.filter { $0 != value(of: parameter) }.map { changed(parameter.name, to: $0) }
      }
  }

  /// Writes the figure, and folded away what it shows with other values.
  func writeWithOthers(to markup: inout Markup) {
    write(to: &markup)
    let others = others
    guard !others.isEmpty else { return }
    markup.open("details", ["class": "others extra"])
    markup.element("summary", [:], "Figure \(figure.id) with other values")
    for other in others {
      markup.open("div", ["class": "other"])
      markup.open("p")
      markup.element(
        "code", [:], (["truthbook figure", figure.name] + other.arguments).joined(separator: " "))
      markup.close()
      other.write(to: &markup)
      markup.close()
      markup.newline()
    }
    markup.close()
  }

  /// Writes what is seen and what is said.
  func write(to markup: inout Markup) {
    markup.open("div", ["class": "picture extra"])
    for part in picture.parts { write(part, to: &markup) }
    markup.close()
    markup.open("details", ["class": "words"])
    markup.element("summary", ["class": "extra"], "Figure \(figure.id) in words")
    markup.open("pre")
    markup.preformatted(words)
    markup.close()
    markup.close()
  }

  private func write(_ part: Picture.Part, to markup: inout Markup) {
    switch part.content {
    case .text:
      markup.open("div", ["class": "scroll", "data-name": "Figure \(figure.id)"])
      markup.open(
        "pre", ["role": "img", "aria-label": "Drawn in text: \(figure.title). In words below."])
      markup.preformatted(Self.trimmed(part.lines))
      markup.close()
      markup.close()
    case .run(let diagram):
      markup.open(
        "div",
        [
          "class": "scroll run", "data-name": "Figure \(figure.id)",
          "data-says": Self.json(diagram.sentences),
        ])
      markup.append(
        trusted: diagram.markup(title: "\(figure.sentence) In words below."))
      markup.close()
    case .events(let table):
      write(table, to: &markup)
    }
  }

  private func write(_ table: EventTable, to markup: inout Markup) {
    markup.open(
      "div",
      [
        "class": "scroll run", "data-name": "Figure \(figure.id)",
        "data-says": Self.json(table.rows.map { "\($0.time) \(table.columns[0]): \($0.sentence)" }),
      ])
    markup.open("table", ["class": "events"])
    markup.element("caption", ["class": "unseen"], figure.sentence)
    markup.open("thead")
    markup.open("tr")
    for column in table.columns { markup.element("th", ["scope": "col"], column) }
    markup.element("th", ["scope": "col"], "what happens")
    markup.close()
    markup.close()
    markup.open("tbody")
    for (index, row) in table.rows.enumerated() {
      markup.open("tr", ["data-step": "\(index)"])
      markup.element("td", ["class": "right"], row.time)
      for (place, cell) in row.cells.enumerated() {
        let role = cell.hasPrefix("L") ? "leads" : cell.hasPrefix("C") ? "stands" : "follows"
        markup.element("td", ["class": place == row.changed ? role + " changed" : role], cell)
      }
      markup.element("td", [:], row.sentence)
      markup.close()
      markup.newline()
    }
    for _ in 0..<3 { markup.close() }
    markup.element(
      "p", ["class": "note"], "F follower, C candidate, L leader; the number is the term.")
  }

  /// Without empty lines at either end.
  private static func trimmed(_ lines: [StyledLine]) -> [StyledLine] {
    var lines = lines[...]
    while lines.first?.runs.isEmpty == true { lines.removeFirst() }
    while lines.last?.runs.isEmpty == true { lines.removeLast() }
    return Array(lines)
  }

  private static func json(_ texts: [String]) -> String {
    "[" + texts.map(JSONText.quoted).joined(separator: ",") + "]"
  }
}
