import Testing

@testable import Book

@Suite("Searching the book")
struct BookSearchTests {
  private let page = Book.Page(
    id: "one", title: "One",
    markdown: """
      # One

      Before anything.

      ## Read repair

      A reader mends what is old. *Stale* copies go.

      | a | b |
      | --- | --- |
      | stale | reads |

      ### Deeper

      Votes, votes and a vote: `stale read` here.

      ```swift
      let repaired = read(repair)
      ```
      """)

  private func references(_ words: String...) -> [String] {
    BookSearch(words).hits(in: page).map(\.reference)
  }

  @Test func `a section is found by its own words and not by those of its subsections`() {
    #expect(references("anything") == ["one"])
    #expect(references("votes") == ["one#deeper"])
    #expect(references("mends", "votes") == [])
  }

  @Test func `a word finds what begins with it, in upper or lower case`() {
    #expect(references("STAL") == ["one#read-repair", "one#deeper"])
    #expect(references("tale") == [])
  }

  @Test func `words in one argument must follow each other`() {
    #expect(references("stale read") == ["one#deeper"])
    #expect(references("stale", "read") == ["one#read-repair", "one#deeper"])
    #expect(references("read stale") == [])
  }

  @Test func `the paragraph that says most of the words is shown with their places`() throws {
    let hit = try #require(BookSearch(["stale", "reads"]).hits(in: page).first)
    #expect(hit.excerpt == "A reader mends what is old. Stale copies go.")
    let mark = try #require(hit.marks.first)
    let characters = Array(hit.excerpt)
    #expect(String(characters[mark]) == "Stale")
    #expect(hit.isInTitle == false)
    #expect(BookSearch(["repair"]).hits(in: page)[0].isInTitle)
  }

  @Test func `headings that say it come first, and code last`() throws {
    let hits = try BookSearch(["read", "repair"]).hits(in: RepositoryBookTests.curriculum)
    #expect(hits.count > 3)
    let ranks = hits.map { ($0.isInTitle ? 0 : 2) + ($0.isCode ? 1 : 0) }
    #expect(ranks == ranks.sorted())
    #expect(Set(hits.map { [$0.section, $0.excerpt] }).count == hits.count)
  }

  @Test func `nothing but marks finds nothing`() throws {
    #expect(try BookSearch(["--", "…"]).hits(in: RepositoryBookTests.curriculum).isEmpty)
  }
}
