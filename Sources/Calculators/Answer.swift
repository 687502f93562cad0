/// What a calculator answers: named values, and what is drawn or tabulated beside them.
public struct Answer: Hashable, Sendable {
  /// A value, for programs.
  public enum Value: Hashable, Sendable {
    /// A whole number.
    case integer(Int)
    /// A number.
    case number(Double)
    /// A word or several.
    case text(String)
    /// Yes or no.
    case truth(Bool)
    /// No value: the number there would be does not exist, or is beyond what is computed. `text` says why.
    case none
  }

  /// One named value.
  public struct Field: Hashable, Sendable {
    /// What it is called in chapters and JSON: `exact`.
    public let name: String
    /// What it means, with its unit, as a phrase.
    public let meaning: String
    /// The value.
    public let value: Value
    /// The value as it is printed, with its unit where it has one: `15.6 %`.
    public let text: String

    /// Describes a value.
    /// - Parameters:
    ///   - value: in the unit that `text` names; a share of a hundred printed in per cent is a fraction
    ///     here, from 0 to 1.
    public init(_ name: String, _ meaning: String, _ value: Value, text: String) {
      self.name = name
      self.meaning = meaning
      self.value = value
      self.text = text
    }

    /// The unit of a number, as it is printed behind it: `ms`; nil for what has none. Shares have none,
    /// since they are fractions.
    public var unit: String? {
      switch value {
      case .integer, .number: break
      case .text, .truth, .none: return nil
      }
      let words = text.drop { $0 != " " }.drop { $0 == " " }
      return words.isEmpty || words == "%" ? nil : String(words)
    }
  }

  /// A table beside the values.
  public struct Table: Hashable, Sendable {
    /// What it shows, as a phrase.
    public let title: String
    /// The columns' heads.
    public let columns: [String]
    /// The rows, each as long as `columns`.
    public let rows: [[String]]

    /// Describes a table.
    public init(title: String, columns: [String], rows: [[String]]) {
      self.title = title
      self.columns = columns
      self.rows = rows
    }
  }

  /// A curve, drawn as one.
  public struct Curve: Hashable, Sendable {
    /// A point of a curve.
    public struct Point: Hashable, Sendable {
      /// Where it lies along the x axis, in that axis's unit.
      public let x: Double
      /// Where it lies along the y axis.
      public let y: Double

      /// Describes a point.
      public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
      }
    }

    /// What the curve is, for the legend.
    public let name: String
    /// Its points, by rising x.
    public let points: [Point]

    /// Describes a curve.
    public init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// Curves over the same axes.
  public struct Plot: Hashable, Sendable {
    /// What it shows, as a phrase.
    public let title: String
    /// What x is, with its unit.
    public let xAxis: String
    /// What y is, with its unit.
    public let yAxis: String
    /// True when y is drawn by its logarithm.
    public let isLogarithmic: Bool
    /// The curves.
    public let curves: [Curve]

    /// Describes a plot.
    public init(
      title: String, xAxis: String, yAxis: String, isLogarithmic: Bool = false, curves: [Curve]
    ) {
      self.title = title
      self.xAxis = xAxis
      self.yAxis = yAxis
      self.isLogarithmic = isLogarithmic
      self.curves = curves
    }
  }

  /// The values, the most important first.
  public let fields: [Field]
  /// Sentences that say what the values assume or hide.
  public let notes: [String]
  /// Tables beside the values.
  public let tables: [Table]
  /// Curves beside the values.
  public let plots: [Plot]

  /// Describes an answer.
  public init(fields: [Field], notes: [String] = [], tables: [Table] = [], plots: [Plot] = []) {
    self.fields = fields
    self.notes = notes
    self.tables = tables
    self.plots = plots
  }
}
