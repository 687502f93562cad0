import Testing

@testable import Quizzes

@Suite("Short answers")
struct ShortAnswerTests {
  @Test(arguments: [
    ("[1,2,0]", "[1, 2, 0]"), ("[1,2,0]", "1 2 0"), ("[1,2,0]", "(1, 2, 0)"), ("4", "4."),
    ("50000", "50,000"), ("50000", "50 000"), ("0.25", ".25"), ("0.25", "0.250"), ("-1", "-1"),
    ("yes", " Yes. "), ("n1, n2", "n1,n2"), ("(12,0)", "12 0"),
  ])
  func `say the same however they are written`(_ answer: String, _ typed: String) {
    #expect(ShortAnswer(typed).saysTheSame(as: ShortAnswer(answer)))
  }

  @Test(arguments: [
    ("[1,2,0]", "[1,20]"), ("[1,2,0]", "[0,2,1]"), ("[1,2,0]", "120"), ("[12,0]", "[1,20]"),
    ("15", "1,5"), ("1", "-1"), ("0.25", "25"), ("50000", "5,0000"), ("4", "four"), ("a", ""),
    ("n1", "n2"),
  ])
  func `do not say the same when they say something else`(_ answer: String, _ typed: String) {
    #expect(!ShortAnswer(typed).saysTheSame(as: ShortAnswer(answer)))
  }
}
