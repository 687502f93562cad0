import Markdown
import Testing

@Suite("Sections")
struct SectionTests {
  private let document = Document(
    parsing: """
      before

      # ⚡ One *Two*

      a

      ## What's new? (v2)

      b

      ## What's new? (v2)

      # Ärger & Ω_1

      > # quoted
      """)

  @Test func `each heading has an anchor of its own, made as GitHub makes it`() {
    #expect(
      document.sections.map(\.anchor) == [
        "-one-two", "whats-new-v2", "whats-new-v2-1", "ärger--ω_1",
      ])
    #expect(document.sections.map(\.level) == [1, 2, 2, 1])
    #expect(document.sections[0].title == "⚡ One Two")
  }

  @Test func `a section ends at the next heading of its level or above`() {
    #expect(document.sections.map(\.blocks) == [1..<6, 3..<5, 5..<6, 6..<9])
  }

  @Test func `an anchor is found with and without what an emoji leaves behind`() {
    #expect(document.section(named: "-one-two")?.level == 1)
    #expect(document.section(named: "One-Two")?.level == 1)
    #expect(document.section(named: "whats-new-v2-1")?.start.line == 11)
    #expect(document.section(named: "quoted") == nil)
    #expect(document.section(named: "") == nil)
  }
}
