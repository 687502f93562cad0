import Book
import Testing

@testable import Site

/// The page's search is a script of its own: it is held to the terminal's, section by section.
@Suite("Searching in the page", .enabled(if: ScriptEngine.isThere, "there is no node"))
struct SearchScriptTests {
  private struct Hit: Codable, Hashable {
    var address: String
    var section: String
    var excerpt: String
    var marks: [String]
  }

  private struct Input: Encodable {
    var index: [EditionScripts.SearchEntry]
    var queries: [String]
  }

  private static let queries = [
    ["quorum"], ["stale", "read"], ["read repair"], ["STALE", "quor"], ["n+1"], ["e-05"],
    ["replicated state machine"], ["mutating func"], ["xyzzy"], ["the"], ["x"],
    ["commit", "wait", "clock"],
  ]

  @Test func `what the terminal finds the page finds, in the same order`() throws {
    let edition = try WrittenEdition.shared.get()
    let found: [[Hit]] = try ScriptEngine.run(
      EditionScripts.search + """

        process.stdout.write(JSON.stringify(input.queries.map(query => truthbookSearch(query, input.index).map(hit => ({
          address: hit.address, section: hit.section, excerpt: hit.excerpt,
          marks: hit.marks.map(mark => hit.excerpt.slice(mark[0], mark[1])) })))));

        """,
      input: Input(
        index: EditionScripts.searchEntries(of: edition.parts),
        queries: Self.queries.map { $0.map { "\"\($0)\"" }.joined(separator: " ") }))
    for (query, hits) in zip(Self.queries, found) {
      let wanted = try BookSearch(query).hits(in: WrittenEdition.curriculum).map { hit in
        let characters = Array(hit.excerpt)
        return Hit(
          address: edition.parts.links.address(of: hit.reference, from: "") ?? "",
          section: hit.section, excerpt: hit.excerpt,
          marks: hit.marks.map { String(characters[$0]) })
      }
      #expect(hits.count == wanted.count, "\(query)")
      let different = zip(hits, wanted).first { $0 != $1 }
      #expect(different == nil, "\(query)")
    }
    #expect(found[0].count > 20 && found[8].isEmpty)
  }
}
