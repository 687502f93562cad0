extension Figure {
  /// Every figure of the book, by its number.
  public static let all: [Figure] =
    (sharedDataFigures + consensusFigures + agreementFigures + practiceFigures)
    .sorted { $0.id < $1.id }

  /// The figure called so; nil when there is none.
  public static func named(_ name: String) -> Figure? {
    all.first { $0.name == name || $0.id.lowercased() == name.lowercased() }
  }
}
