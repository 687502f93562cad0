extension Figure {
  /// Figures of elections, replicated logs and what is impossible.
  static let consensusFigures: [Figure] = []
}
