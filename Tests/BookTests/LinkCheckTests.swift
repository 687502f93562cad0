import Curriculum
import Testing

@testable import Book

@Suite("Links of the book")
struct LinkCheckTests {
  @Test func `links to nowhere are told with the file they stand in`() {
    var check = LinkCheck()
    let text = "# One\n\n[a](#two) [b](one#here) [c](tow) [d](https://example.org)\n\n## Here\n"
    check.add(Book.Page(id: "one", title: "One", markdown: text), path: "one.md")
    check.add(Book.Page(id: "two", title: "Two", markdown: "# Two\n"), path: "two.md")
    check.add("one#here", from: "two", path: "two.md")
    check.add("#here", from: "two", path: "two.quiz.yml")
    #expect(
      check.faults.map(\.description) == [
        "one.md: the link to one#two leads nowhere: there is no section of one 'two'; there are: "
          + "here, one",
        "one.md: the link to tow leads nowhere: there is no page 'tow'; did you mean 'two'?",
        "two.quiz.yml: the link to two#here leads nowhere: there is no section of two 'here'; there "
          + "are: two",
      ])
  }
}
