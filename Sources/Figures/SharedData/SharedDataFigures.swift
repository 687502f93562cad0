extension Figure {
  /// Figures of clocks, replicated data types and versioned stores.
  static let sharedDataFigures: [Figure] = [
    .spectrum, .cart, .gossip, .skewedClock, .siblings, .spaceTime,
  ]
}
