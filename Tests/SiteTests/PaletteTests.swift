import Foundation
import Testing

@testable import Site

/// WCAG 2.2: text 4.5 to 1 (1.4.3), borders and marks 3 to 1 (1.4.11).
@Suite("The colours of the pages")
struct PaletteTests {
  private static func luminance(_ hex: String) throws -> Double {
    let value = try #require(UInt32(hex.dropFirst(), radix: 16))
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double(value >> UInt32(shift) & 0xff) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  static func contrast(_ one: String, _ other: String) throws -> Double {
    let (a, b) = (try luminance(one), try luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  @Test func `black on white is 21 to 1`() throws {
    #expect(abs(try Self.contrast("#000000", "#ffffff") - 21) < 0.001)
    #expect(abs(try Self.contrast("#767676", "#ffffff") - 4.54) < 0.01)
  }

  @Test(arguments: ["light", "dark"])
  func `everything written can be read`(name: String) throws {
    let palette = name == "light" ? Palette.light : Palette.dark
    for pair in Palette.pairs {
      let (text, ground) = (try #require(palette[pair.text]), try #require(palette[pair.ground]))
      let contrast = try Self.contrast(text, ground)
      #expect(contrast >= 4.5, "\(name): \(pair.text) on \(pair.ground) is \(contrast)")
    }
    for pair in Palette.marks {
      let (line, ground) = (try #require(palette[pair.line]), try #require(palette[pair.ground]))
      let contrast = try Self.contrast(line, ground)
      #expect(contrast >= 3, "\(name): \(pair.line) on \(pair.ground) is \(contrast)")
    }
  }

  @Test func `the style sheet has no colour of its own, and minds what a reader asked for`() {
    let text = StyleSheet.text
    let named = Set(text.matches(of: /#[0-9a-f]{6}\b/).map { String($0.output) })
    #expect(named == Set((Palette.light.colors + Palette.dark.colors).map(\.hex)))
    let used = Set(text.matches(of: /var\(--([a-z]+)\)/).map { String($0.1) })
    #expect(used.isSubset(of: Palette.light.colors.map(\.name)))
    #expect(Palette.light.colors.map(\.name) == Palette.dark.colors.map(\.name))
    for word in [
      "prefers-color-scheme: dark", "@media print", ":focus-visible", "prefers-reduced-motion",
      ".skip:focus",
    ] {
      #expect(text.contains(word), "\(word)")
    }
    #expect(!text.contains("outline: none") || text.contains("main:focus { outline: none; }"))
    #expect(!text.contains("animation") && !text.contains("transition"))
  }
}
