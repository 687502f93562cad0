import Glibc
import Terminal

/// A plot in words: what each curve is at some x, one x a line.
struct PlotSamples {
  /// About how many x are listed.
  private static let most = 12

  private let plot: Plot

  /// Describes a plot.
  init(of plot: Plot) {
    self.plot = plot
  }

  /// The list.
  func lines(width: Int, isASCII: Bool) -> [StyledLine] {
    func spelt(_ text: String) -> String { isASCII ? text.printableASCII : text }
    func styled(_ text: String, _ style: Style = .plain, indent: String = "") -> [StyledLine] {
      text.wrapped(to: width - indent.count).enumerated().map { index, line in
        // A name that had to be broken all the same may leave its blank at the end.
        let text = String(line.reversed().drop { $0 == Self.noBreak }.reversed())
        return StyledLine(
          (index == 0 ? "" : indent) + text.replacing("\(Self.noBreak)", with: " "), style)
      }
    }
    let title = styled(spelt(plot.title) + ":", isASCII ? .plain : Style(nil, .bold))
    let axes = styled(spelt("x is \(plot.xAxis), y is \(plot.yAxis)."))
    let names = plot.curves.map { curve in
      plot.curves.count == 1
        ? "" : " for " + spelt(curve.name).replacing(" ", with: "\(Self.noBreak)")
    }
    let values = samples.map { x in
      let parts = zip(plot.curves, names).compactMap { curve, name in
        Self.value(of: curve, at: x, isLogarithmic: plot.isLogarithmic).map { y in
          RoundNumber(rounding: y).text + name
        }
      }
      return "at x = \(RoundNumber(rounding: x).text): " + parts.joined(separator: "; ")
    }
    guard !values.isEmpty else { return title + styled("there is no point to draw.") }
    return title + axes + values.flatMap { styled($0, indent: "  ") }
  }

  /// Keeps a curve's name on one line.
  private static let noBreak: Character = "\u{a0}"

  /// Some of the points' x: the first, the last, and others evenly between.
  private var samples: [Double] {
    let all = Set(plot.curves.flatMap { $0.points.map(\.x) }).sorted()
    guard all.count > Self.most else { return all }
    return (0..<Self.most).map { all[$0 * (all.count - 1) / (Self.most - 1)] }
  }

  /// Where a curve is at `x`, between its points along a straight line of the picture; nil outside it.
  private static func value(of curve: Plot.Curve, at x: Double, isLogarithmic: Bool) -> Double? {
    guard let next = curve.points.firstIndex(where: { $0.x >= x }) else { return nil }
    let end = curve.points[next]
    guard end.x > x else { return end.y }
    guard next > 0 else { return nil }
    let start = curve.points[next - 1]
    let part = (x - start.x) / (end.x - start.x)
    return isLogarithmic
      ? exp(log(start.y) + (log(end.y) - log(start.y)) * part)
      : start.y + (end.y - start.y) * part
  }
}
