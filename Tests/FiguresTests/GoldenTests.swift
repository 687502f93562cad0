import Figures
import Foundation
import Terminal
import Testing

/// The figures as they stand in the book, at 60 columns. `TRUTHBOOK_REWRITE=1` writes them anew.
@Suite("The figures as they are drawn")
struct GoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Golden")

  @Test(arguments: Figure.all.map(\.name))
  func `a figure is drawn as it was`(_ name: String) throws {
    let figure = try #require(Figure.named(name))
    let lines = try figure.draw(on: Figure.Canvas(width: 60))
    let text = lines.map { $0.text + "\n" }.joined()
    let file = Self.folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["TRUTHBOOK_REWRITE"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden)
  }

  @Test(arguments: Figure.all.map(\.name))
  func `a figure keeps within any width, and to ASCII where it must`(_ name: String) throws {
    let figure = try #require(Figure.named(name))
    for width in [10, 24, 40, 60, 80, 120] {
      for isASCII in [false, true] {
        let lines = try figure.draw(on: Figure.Canvas(width: width, isASCII: isASCII)).map(\.text)
        #expect(!lines.isEmpty)
        let tooWide = lines.filter { DisplayWidth.columns(of: $0) > width }
        #expect(tooWide.isEmpty, "\(width) columns: \(tooWide.first ?? "")")
        #expect(lines.allSatisfy { $0.last != " " }, "\(width) columns")
        #expect(!isASCII || lines.allSatisfy { $0.utf8.allSatisfy { $0 >= 32 && $0 < 127 } })
      }
    }
  }
}
