public import Parameters

/// An answer for programs, the same bytes for the same question.
///
/// Encoded with sorted keys it is one object:
/// - `calculator`, `id`: the calculator's name and number;
/// - `arguments`: an object with every parameter's value as it was or would be written;
/// - `fields`: a list of objects with `name`, `meaning`, `text` (for people), `value` and `unit`. `value`
///   is a number, a string or a boolean, for each field always the same of these, or null where there is
///   none, and `text` says why. A number is in `unit`, null for plain numbers and for shares, which are
///   fractions from 0 to 1 also where `text` gives per cent;
/// - `notes`: a list of sentences;
/// - `tables`: a list of objects with `title`, `columns` (strings) and `rows` (lists of strings);
/// - `plots`: a list of objects with `title`, `xAxis`, `yAxis`, `isLogarithmic` and `curves`, a list of
///   objects with `name` and `points`, pairs of numbers.
///
/// Fields have fourteen significant digits at most, which is as exact as any `text`; points of plots have
/// seven. More would not be the same on every machine.
public struct AnswerDocument: Encodable, Sendable {
  private let calculator: Calculator
  private let words: [String]
  private let answer: Answer

  /// Asks a calculator.
  /// - Throws: `ArgumentError` for words that it cannot take.
  public init(_ calculator: Calculator, _ words: [String]) throws(ArgumentError) {
    self.calculator = calculator
    self.words = words
    answer = try calculator.answer(words)
  }

  /// Writes the object described above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(calculator.name, forKey: .calculator)
    try container.encode(calculator.id, forKey: .id)
    let settings = calculator.settings(words).map { ($0.parameter.name, $0.value) }
    try container.encode(
      Dictionary(settings) { first, _ in first }, forKey: .arguments)
    try container.encode(answer.fields.map(FieldLine.init), forKey: .fields)
    try container.encode(answer.notes, forKey: .notes)
    try container.encode(answer.tables.map(TableLine.init), forKey: .tables)
    try container.encode(answer.plots.map(PlotLine.init), forKey: .plots)
  }

  private enum Key: String, CodingKey {
    case calculator, id, arguments, fields, notes, tables, plots
  }

  private struct FieldLine: Encodable {
    let field: Answer.Field

    init(_ field: Answer.Field) { self.field = field }

    enum Key: String, CodingKey {
      case name, meaning, text, value, unit
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(field.name, forKey: .name)
      try container.encode(field.meaning, forKey: .meaning)
      try container.encode(field.text, forKey: .text)
      try container.encode(field.unit, forKey: .unit)
      switch field.value {
      case .integer(let value): try container.encode(value, forKey: .value)
      case .number(let value): try container.encode(value.to(digits: 14), forKey: .value)
      case .text(let value): try container.encode(value, forKey: .value)
      case .truth(let value): try container.encode(value, forKey: .value)
      case .none: try container.encodeNil(forKey: .value)
      }
    }
  }

  private struct TableLine: Encodable {
    let title: String
    let columns: [String]
    let rows: [[String]]

    init(_ table: Answer.Table) {
      title = table.title
      columns = table.columns
      rows = table.rows
    }
  }

  private struct PlotLine: Encodable {
    struct CurveLine: Encodable {
      let name: String
      let points: [[Double]]
    }

    let title: String
    let xAxis: String
    let yAxis: String
    let isLogarithmic: Bool
    let curves: [CurveLine]

    init(_ plot: Answer.Plot) {
      title = plot.title
      xAxis = plot.xAxis
      yAxis = plot.yAxis
      isLogarithmic = plot.isLogarithmic
      curves = plot.curves.map { curve in
        CurveLine(
          name: curve.name,
          points: curve.points.map { [$0.x.to(digits: 7), $0.y.to(digits: 7)] })
      }
    }
  }
}

extension Double {
  fileprivate func to(digits: Int) -> Double { Double(significant(digits)) ?? self }
}
