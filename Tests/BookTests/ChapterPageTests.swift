import Book
import Foundation
import Testing

@Suite("A chapter's page")
struct ChapterPageTests {
  @Test func `says below its title what it asks of the reader`() throws {
    let page = try #require(try PageWorkbook("# One\n\nText.\n", fields: "needs: [one#a]\n").page())
    #expect(
      page.markdown.hasPrefix(
        "# One\n\n*Part A, chapter 1 · level 2 of 5 · 5 minutes · read before: [One](one#a)*\n"))
  }

  @Test func `links the command below a run where runs can be stepped, and nothing else`() throws {
    let workbook = try PageWorkbook(
      "# One\n\n```figure election seed=3\n```\n\n```figure map\n```\n", fields: "")
    let plain = try #require(try workbook.page())
    #expect(!plain.markdown.contains("figure:"))
    let linked = try #require(try workbook.pageWithLinks())
    #expect(
      linked.markdown.contains("[`truthbook figure election seed=3`](<figure:election seed=3>)"))
    #expect(linked.markdown.components(separatedBy: "](<figure:").count == 2)
  }

  @Test func `includes a declaration of a reference with its documentation`() throws {
    let source = """
      /// A pair.
      public struct Pair {
        /// Twice {x}.
        public func double(
          _ x: Int
        ) -> Int {
          // A brace in a comment: }
          "}".isEmpty ? 0 : x * 2
        }
        public func half(_ x: Int) -> Int { x / 2 }
      }
      """
    let page = try #require(
      try PageWorkbook(
        "# One\n\n```swift include=pair/Pair.swift#double\n```\n\nEnd.\n",
        files: ["Solutions/pair/Pair.swift": source]
      ).page())
    #expect(
      page.markdown.contains(
        """
        ```swift
        /// Twice {x}.
        public func double(
          _ x: Int
        ) -> Int {
          // A brace in a comment: }
          "}".isEmpty ? 0 : x * 2
        }
        ```

        End.
        """))
  }

  @Test func `what cannot be computed is told where it stands`() throws {
    let markdown = """
      # One

      A {{nothing x n=1}} and `{{code}}`.

      ```figure nowhere seed=1
      ```

      ```swift include=pair/Pair.swift#double
      ```

      ```errata E-99
      ```
      """
    let faults = try PageWorkbook(markdown).faults()
    let file = "Chapters/A-first/one.md"
    #expect(faults.count == 4)
    #expect(faults[0].hasPrefix("\(file):10:3: there is no calculator 'nothing'"))
    #expect(faults[1].hasPrefix("\(file):12:1: there is no figure 'nowhere'"))
    #expect(faults[2] == "\(file):15:1: there is no file Solutions/pair/Pair.swift")
    #expect(faults[3].hasPrefix("\(file):18:1: there is no erratum 'E-99'"))
  }

  @Test func `of many names the command that lists them is told`() throws {
    let faults = try PageWorkbook("# One\n\n{{zzz x n=1}}\n\n```figure zzz\n```\n").faults()
    #expect(faults[0].hasSuffix("there is no calculator 'zzz'; `truthbook calc` lists them"))
    #expect(faults[1].hasSuffix("there is no figure 'zzz'; `truthbook figure` lists them"))
  }

  @Test func `columns of numbers stand on the right, columns with words on the left`() throws {
    let markdown = """
      # One

      ```table choose choice,reference use=money,profiles
      ```

      ```table finality exact z=1,2
      ```
      """
    let page = try #require(try PageWorkbook(markdown).page())
    #expect(page.markdown.contains("| --- | --- | --- |\n| money | "))
    #expect(page.markdown.contains("| ---: | ---: |\n| 1 | "))
  }

  @Test func `rows and errata without a home, and homes that do not exist, are found`() throws {
    let fields = "coverage: {top: [S0-01], nowhere: [S0-02]}\nerrata: [E-01]\n"
    let faults = try PageWorkbook("# One\n", fields: fields).bookFaults()
    let file = "Chapters/A-first/one.md:1:"
    for fault in [
      "\(file) 'coverage' names the section 'nowhere', which does not exist",
      "\(file) no block 'errata' shows E-01", "Chapters: no chapter covers S1-103",
      "Chapters: no chapter corrects E-94",
    ] {
      #expect(faults.contains(fault), "\(fault)")
    }
    #expect(!faults.contains("Chapters: no chapter covers S0-01"))
  }

  @Test func `an unknown page is none`() throws {
    let workbook = try PageWorkbook("# One\n")
    #expect(try workbook.page("two") == nil)
    #expect(try workbook.page("one") != nil)
  }
}
