import Foundation
import Solutions
import Stepping
import Subjects
import Testing

@testable import Stepper

@Suite("A run on paper")
struct StepExportTests {
  private func tree() throws -> (RunTree, Int) {
    let tree = try Stepped.forgetful()
    let (end, _) = try tree.play(Stepped.twoVotes, skipping: false)
    _ = try tree.step("n3 times out", after: 1)
    return (tree, end)
  }

  @Test func `a page holds the whole tree, fetches nothing, and cannot be broken out of`() throws {
    let (tree, end) = try tree()
    let page = try StepPage(tree, end: end).html()
    #expect(page.contains("default-src 'none'"))
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(page.contains("\\u003c/script\\u003e"))
    #expect(page.contains("\"end\":\(end)"))
    #expect(page.contains("prefers-color-scheme: dark"))
    #expect(try page == StepPage(tree, end: end).html())
  }

  @Test func `names' ends say the shape`() throws {
    let (tree, end) = try tree()
    #expect(StepExport(fileName: "run.HTML") == .html)
    #expect(StepExport(fileName: "run.pdf") == nil)
    #expect(StepExport(fileName: "run") == nil)
    #expect(try StepExport.mmd.text(of: tree, to: end).hasPrefix("sequenceDiagram\n"))
    let picture = try StepExport.svg.text(of: tree, to: end)
    #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
    #expect(picture.components(separatedBy: "<circle ").count == 6)
    #expect(try StepExport.txt.text(of: tree, to: end).contains("Step 5 of 5"))
  }

  @Test func `what both did stands in one line`() {
    let own = ["stores", "grants", "is"].map { StepEffect($0) }
    let reference = ["stores", "refuses", "is"].map { StepEffect($0) }
    let rows = EffectRows(own, reference).rows
    #expect(rows.map(\.own) == ["stores", "grants", "is"])
    #expect(rows.map(\.reference) == ["stores", "refuses", "is"])
    #expect(rows.map(\.isSame) == [true, false, true])
    #expect(EffectRows([], reference).rows.map(\.own) == [nil, nil, nil])
  }
}
