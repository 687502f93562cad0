import Terminal

/// Clean text (see `Sanitizer`), measured and cut by terminal columns.
extension String {
  /// The columns this takes in a terminal.
  var columns: Int { DisplayWidth.columns(of: self) }

  /// As much of this as fits, with an ellipsis at its end when something is left out.
  func fitted(to width: Int) -> String {
    guard columns > width else { return self }
    var kept = ""
    var used = 0
    for cluster in clusters {
      used += cluster.columns
      if used > width - 1 { break }
      kept += cluster.text
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// Breaks this into lines, between words where it can.
  /// - Parameters:
  ///   - limit: the most lines there may be; the last one ends in an ellipsis when more would follow.
  /// - Returns: no line at all for blank text.
  func wrapped(to width: Int, lines limit: Int = .max) -> [String] {
    let bytes = Array(utf8)
    var breaker = LineBreaker(bytes, in: bytes.indices, width: width)
    var ranges: [Range<Int>] = []
    while let range = breaker.next() { ranges.append(range) }
    if ranges.count > limit {
      ranges = ranges[..<(limit - 1)] + [ranges[limit - 1].lowerBound..<bytes.count]
    }
    let lines = ranges.map { range in
      String(decoding: bytes[range], as: UTF8.self).withoutLeadingMarks.fitted(to: width)
    }
    return lines.filter { !$0.isEmpty }
  }

  /// The pieces a terminal shows as units, with the columns each takes.
  var clusters: [(text: String, columns: Int)] {
    let bytes = Array(utf8)
    var found: [(String, Int)] = []
    var start = 0
    while start < bytes.count {
      let cluster = DisplayCluster(in: bytes, at: start, limit: bytes.count)
      found.append((String(decoding: bytes[start..<cluster.end], as: UTF8.self), cluster.columns))
      start = cluster.end
    }
    return found
  }

  /// This without marks at its start, which would change whatever is drawn before it.
  private var withoutLeadingMarks: String {
    clusters.drop { $0.columns == 0 }.map(\.text).joined()
  }
}
