import Calculators
import Diagrams
import Parameters
import Terminal

/// A calculator's answer, laid out for a width: values, curves, tables, what they assume, and how to
/// ask again.
struct AnswerPage {
  private let calculator: Calculator
  private let words: [String]
  private let answer: Answer
  private let width: Int
  private let isASCII: Bool

  /// Describes a page.
  /// - Parameters:
  ///   - words: the arguments that were written; with none, the page says what can be.
  ///   - isASCII: true for printable ASCII alone, one fact a line.
  init(
    _ calculator: Calculator, _ words: [String], answer: Answer, width: Int, isASCII: Bool
  ) {
    self.calculator = calculator
    self.words = words
    self.answer = answer
    self.width = width
    self.isASCII = isASCII
  }

  /// The lines, none wider than the width.
  var lines: [StyledLine] {
    var parts = [heading, fields]
    parts += answer.plots.map { plot in
      Plot(plot).lines(width: width, isASCII: isASCII)
    }
    parts += answer.tables.map { table in
      title(table.title) + AnswerTable(table, width: width, isASCII: isASCII).lines
    }
    parts.append(answer.notes.flatMap { wrapped($0) })
    if words.isEmpty { parts.append(usage) }
    return Array(parts.filter { !$0.isEmpty }.joined(separator: [StyledLine()]))
  }

  private var heading: [StyledLine] {
    let settings = calculator.settings(words).map { "\($0.parameter.name)=\($0.value)" }
    return wrapped("\(calculator.id). \(calculator.question)", Style(nil, .bold))
      + wrapped("\(calculator.name) \(settings.joined(separator: " "))", hanging: 2)
  }

  private func title(_ text: String) -> [StyledLine] {
    wrapped(text + (isASCII ? ":" : ""), Style(nil, .bold))
  }

  /// Each value with its meaning beside it; below it where the width is too small.
  private var fields: [StyledLine] {
    if isASCII {
      return answer.fields.flatMap { wrapped("\($0.name): \($0.text), \($0.meaning)", hanging: 2) }
    }
    let names = answer.fields.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
    let texts = answer.fields.map { DisplayWidth.columns(of: $0.text) }.max() ?? 0
    let indent = names + 2 + texts + 2
    let isBeside = width - indent >= 24
    return answer.fields.flatMap { field in
      let name = isBeside ? DisplayWidth.padded(field.name, to: names) : field.name
      let text = isBeside ? DisplayWidth.padded(field.text, to: texts) : field.text
      let meaning = TextWrap.lines(of: field.meaning, width: isBeside ? width - indent : width - 2)
      let value = [
        StyledLine.Run(name + "  "), StyledLine.Run(text, Style(.cyan)),
      ]
      guard isBeside else {
        let lead = DisplayWidth.columns(of: field.name + "  " + field.text)
        return (lead <= width ? [StyledLine(value)] : wrapped(field.name) + wrapped(field.text))
          + meaning.map { StyledLine("  " + $0) }
      }
      return meaning.enumerated().map { row, line in
        row == 0
          ? StyledLine(value + [StyledLine.Run("  " + line)])
          : StyledLine(String(repeating: " ", count: indent) + line)
      }
    }
  }

  /// What can be given, with the standard values.
  private var usage: [StyledLine] {
    guard let first = calculator.parameters.first else { return [] }
    let advice =
      "Change any of these, as in: truthbook calc \(calculator.name) "
      + "\(first.name)=\(first.exampleValue)"
    return wrapped(advice, hanging: 2)
      + calculator.parameters.flatMap { parameter in
        // Of text only its meaning says what it may be.
        wrapped(
          "\(parameter.name)=\(parameter.standard): \(parameter.meaning)"
            + (parameter.domain == .text ? "." : "; \(parameter.expectation)."), hanging: 2)
      }
  }

  private func wrapped(_ text: String, _ style: Style = .plain, hanging: Int = 0) -> [StyledLine] {
    TextWrap.lines(
      of: isASCII ? text.printableASCII : text, width: width,
      hangingIndent: String(repeating: " ", count: hanging)
    ).map { StyledLine($0, style) }
  }
}

extension Parameter {
  /// A value other than the standard one, where one is at hand.
  fileprivate var exampleValue: String {
    switch domain {
    case .integer(let range):
      Int(standard).map { $0 + 1 }.flatMap { range.contains($0) ? String($0) : nil } ?? standard
    case .choice(let words): words.last ?? standard
    case .number(let range):
      Double(standard).map { 2 * $0 }.flatMap { double in
        range.contains(double) ? Int(exactly: double).map(String.init) ?? String(double) : nil
      } ?? standard
    case .integers, .text: standard
    }
  }
}

extension Plot {
  /// The curves of an answer.
  init(_ plot: Answer.Plot) {
    self.init(
      title: plot.title, xAxis: plot.xAxis, yAxis: plot.yAxis, isLogarithmic: plot.isLogarithmic,
      curves: plot.curves.map { curve in
        Curve(curve.name, curve.points.map { Point($0.x, $0.y) })
      })
  }
}
