import Markdown
import Reader
import Terminal
import Testing

@Suite("Table layout")
struct TableLayoutTests {
  private func page(_ source: String, _ width: Int) -> String {
    render(Document(parsing: source), width: width, style: .plain)
  }

  @Test func `columns are as wide as they need to be, by display width`() {
    #expect(
      page("|k|value|\n|-|-:|\n|日本|1|\n|✅ ab|22|\n", 60) == """
        k      value
        -----  -----
        日本       1
        ✅ ab     22

        """)
  }

  @Test func `a wide table wraps its widest column at words`() {
    #expect(
      page("|a|b|\n|-|-|\n|one|alpha beta gamma delta|\n|two|x|\n", 20) == """
        a    b
        ---  ---------------
        one  alpha beta
             gamma delta

        two  x

        """)
  }

  @Test func `a table that would be unreadable becomes records`() {
    #expect(
      page("|key|some value|\n|-|-|\n|alpha beta gamma|delta epsilon|\n|x||\n", 18) == """
        key: alpha beta
          gamma
        some value:
          delta epsilon

        key: x
        some value:

        """)
  }

  @Test func `a long header over short cells is wrapped`() {
    #expect(
      page("|nodes|failures survived|\n|-|-|\n|5|2|\n", 16) == """
        nodes  failures
               survived
        -----  ---------
        5      2

        """)
  }

  @Test func `no width loses a character or goes over`() {
    let source = """
      | Need | Solution | Example |
      |------|:--------:|--------:|
      | **Strong** consistency | Consensus among a majority | etcd |
      | 日本語のとても長いセル | 👩\u{200d}💻 emoji ✅ | averyveryverylongword |

      """
    let expected = page(source, 200).filter { !" -\n".contains($0) }.dropFirst(19).sorted()
    for width in 10...120 {
      let output = page(source, width)
      for line in output.split(separator: "\n") {
        #expect(DisplayWidth.columns(of: line) <= width, "at width \(width): \(line)")
      }
      var left = output.filter { !" -\n".contains($0) }.map { $0 }
      for character in expected {
        guard let index = left.firstIndex(of: character) else {
          Issue.record("\(character) is lost at width \(width)")
          return
        }
        left.remove(at: index)
      }
    }
  }
}
