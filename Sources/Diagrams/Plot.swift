public import Terminal

/// Curves over the same two axes, drawn into a terminal.
///
/// The picture has two by four dots in each character cell (braille patterns), ticks at round numbers,
/// and a letter at each curve, so that curves can be told apart without colours. The other form is a
/// list of sampled values, one x a line, which can be read aloud or kept in a log.
public struct Plot: Hashable, Sendable {
  /// A point of a curve.
  public struct Point: Hashable, Sendable {
    /// Where it lies along the x axis, in that axis's unit.
    public var x: Double
    /// Where it lies along the y axis.
    public var y: Double

    /// Describes a point.
    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// One curve.
  public struct Curve: Hashable, Sendable {
    /// What the curve is, for the legend: `exact`.
    public var name: String
    /// Its points by rising x; neighbours are joined by straight lines.
    public var points: [Point]

    /// Describes a curve.
    public init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// What it shows, as a phrase.
  let title: String
  /// What x is, with its unit.
  let xAxis: String
  /// What y is, with its unit.
  let yAxis: String
  /// True when y is drawn by its logarithm.
  let isLogarithmic: Bool
  /// The curves, each with the points that can be drawn.
  let curves: [Curve]

  /// Describes a plot. Points that are not finite, or not above zero where y is drawn by its
  /// logarithm, are left out; their neighbours are joined all the same.
  public init(
    title: String, xAxis: String, yAxis: String, isLogarithmic: Bool = false, curves: [Curve]
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.isLogarithmic = isLogarithmic
    self.curves = curves.map { curve in
      Curve(
        curve.name,
        curve.points.filter { $0.x.isFinite && $0.y.isFinite && ($0.y > 0 || !isLogarithmic) })
    }
  }

  /// Draws the curves.
  /// - Parameters:
  ///   - width: the columns available, taken as 10 to 200. Where too few are left for a picture the
  ///     values are listed.
  ///   - height: the rows of the picture without axis and legend, taken as 4 to 60.
  ///   - isASCII: true for the list of values in printable ASCII.
  public func lines(width: Int, height: Int = 14, isASCII: Bool) -> [StyledLine] {
    let width = min(max(width, 10), 200)
    if !isASCII,
      let picture = PlotPicture(of: self, width: width, height: min(max(height, 4), 60))
    {
      return picture.lines
    }
    return PlotSamples(of: self).lines(width: width, isASCII: isASCII)
  }

  /// The letter that stands for a curve; after `z` they begin again.
  static func letter(of curve: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "a") + UInt8(curve % 26)))
  }
}
