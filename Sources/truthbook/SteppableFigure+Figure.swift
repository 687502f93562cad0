import Figures
import Screen
import Terminal

extension SteppableFigure {
  /// A figure of the book with the values a text gives it, and with others; nil for one that is no run.
  /// - Throws: `ArgumentError` for words that the figure cannot take.
  init?(_ figure: Figure, _ words: [String], isPlain: Bool) throws {
    let variations = try ([words] + figure.variations(of: words)).compactMap { words in
      try Variation(figure, words, isPlain: isPlain)
    }
    guard !variations.isEmpty else { return nil }
    self.init(title: "\(figure.id) \(figure.title)", variations: variations)
  }
}

extension SteppableFigure.Variation {
  fileprivate init?(_ figure: Figure, _ words: [String], isPlain: Bool) throws {
    let sentences = try figure.sentences(words)
    guard !sentences.isEmpty else { return nil }
    self.init(
      command: (["truthbook figure", figure.name] + words).joined(separator: " "),
      sentences: sentences
    ) { events, width in
      let canvas = Figure.Canvas(width: width, isASCII: isPlain)
      do {
        return try figure.picture(words, on: canvas).lines(after: events, on: canvas)
      } catch {
        return [StyledLine("\(figure.name): \(error)")]
      }
    }
  }
}
