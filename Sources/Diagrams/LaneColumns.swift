/// Where the lanes stand in a terminal, in columns counted from 0.
struct LaneColumns: Hashable {
  /// Below this width a picture is harder to follow than a list.
  static let narrowestDiagram = 60
  /// Room for a word such as `candidate` beside a lane.
  static let narrowestPitch = 12
  /// Beyond this, wider arrows only move things apart that belong together.
  static let widestPitch = 40

  /// The columns left of the first lane, which hold the number of a step.
  var margin: Int
  /// The distance between two lanes.
  var pitch: Int

  /// Spreads lanes over a width, no further apart than the longest text needs.
  /// - Returns: nil when the width is too small for this many lanes.
  init?(lanes: Int, margin: Int, width: Int, needed: Int) {
    guard lanes > 0, width >= Self.narrowestDiagram else { return nil }
    let widest = max(Self.narrowestPitch, min(needed, Self.widestPitch))
    self.margin = margin
    pitch = min((width - margin) / lanes, widest)
    guard pitch >= Self.narrowestPitch else { return nil }
  }

  /// The column of a lane.
  func column(of lane: Int) -> Int { margin + lane * pitch }

  /// The width of a text beside a lane: two columns to its right, one blank before the next lane.
  var noteWidth: Int { pitch - 3 }

  /// The columns between the arrow's sender and the next lane on its way that a label may share
  /// with the line: never the head.
  func labelSpan(of arrow: SpaceTimeLayout.Arrow) -> Range<Int> {
    let next = arrow.from + arrow.direction
    var inner = 1
    switch arrow.end {
    case .delivered: inner += next == arrow.to ? 1 : 0
    case .lost(let receivers): inner += receivers.contains(next) ? 2 : 0
    }
    return arrow.pointsRight
      ? column(of: arrow.from) + 1..<column(of: next) + 1 - inner
      : column(of: next) + inner..<column(of: arrow.from)
  }

  /// The longest label the line itself can carry, with a blank on both its sides and a piece of line
  /// before the head.
  func inlineLabelWidth(of arrow: SpaceTimeLayout.Arrow) -> Int { labelSpan(of: arrow).count - 3 }
}
