/// Repeated timings of one thing, in milliseconds.
struct Measurement {
  private let sorted: [Double]

  /// Takes timings made elsewhere.
  init(_ times: [Double]) {
    sorted = times.sorted()
  }

  /// Runs `body` once to warm up and then `count` times.
  init(_ count: Int, _ body: () throws -> Void) rethrows {
    try body()
    var times: [Double] = []
    for _ in 0..<count {
      let begin = ContinuousClock.now
      try body()
      times.append((ContinuousClock.now - begin).milliseconds)
    }
    sorted = times.sorted()
  }

  /// The median.
  var median: Double { sorted[sorted.count / 2] }

  /// Median and range, for a table.
  var text: String {
    "\(median.text) ms (\(sorted[0].text) to \(sorted[sorted.count - 1].text), n=\(sorted.count))"
  }
}

extension Duration {
  var milliseconds: Double {
    Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
  }
}

extension Double {
  /// One digit after the point, two below ten.
  var text: String {
    let scale = self < 10 ? 100.0 : 10.0
    let rounded = (self * scale).rounded() / scale
    return "\(rounded)"
  }
}
