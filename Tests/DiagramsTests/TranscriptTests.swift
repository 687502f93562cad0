import Diagrams
import Foundation
import Terminal
import Testing

/// Every file in `Transcripts` is a run or a plot, a width and a style, a line of dashes, and the exact
/// drawing.
///
/// With TRUTHBOOK_REWRITE set the drawings are written instead of compared; a new transcript starts
/// as a file with nothing but its first line.
@Suite("Diagrams: transcripts")
struct TranscriptTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Transcripts")

  static let styles: [String: SpaceTimeDiagram.Style] = [
    "ascii": .ascii, "unicode": .unicode(.plain), "colors": .unicode(.colors),
  ]

  static let names = (FileManager.default.subpaths(atPath: folder.path) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test func `there are transcripts`() {
    #expect(Self.names.count >= 10)
  }

  @Test(arguments: names) func `a drawing matches its transcript`(name: String) throws {
    let file = Self.folder.appending(path: name)
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let command = String(recorded.prefix { $0 != "\n" })
    let drawn = try command + "\n----\n" + Self.drawing(command)
    if ProcessInfo.processInfo.environment["TRUTHBOOK_REWRITE"] != nil {
      try drawn.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(drawn == recorded)
    }
  }

  /// Draws what a command such as `two-votes-in-a-term 80 unicode` asks for; escape characters are
  /// shown as `␛`.
  private static func drawing(_ command: String) throws -> String {
    let words = command.split(separator: " ").map(String.init)
    try #require(words.count == 3)
    let width = try #require(Int(words[1]))
    let style = try #require(styles[words[2]])
    return try drawing(words[0], width: width, style: style).replacing("\u{1b}", with: "␛")
  }

  private static func drawing(
    _ name: String, width: Int, style: SpaceTimeDiagram.Style
  ) throws -> String {
    if let plot = SamplePlots.all.first(where: { $0.name == name })?.plot {
      return plot.lines(width: width, isASCII: style == .ascii).map { line in
        line.encoded(in: style == .unicode(.colors) ? .colors : .plain) + "\n"
      }.joined()
    }
    let run = try #require(SampleRuns.all.first { $0.name == name }?.run)
    return SpaceTimeDiagram(run).render(width: width, style: style)
  }
}
