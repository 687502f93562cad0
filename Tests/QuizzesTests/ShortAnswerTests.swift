import Testing

@testable import Quizzes

@Suite("Short answers")
struct ShortAnswerTests {
  @Test(arguments: [
    ("[1,2,0]", "[1, 2, 0]"), ("[1,2,0]", "1 2 0"), ("[1,2,0]", "(1, 2, 0)"), ("4", "4."),
    ("50000", "50,000"), ("50000", "50 000"), ("0.25", ".25"), ("0.25", "0.250"), ("-1", "-1"),
    ("yes", " Yes. "), ("n1, n2", "n1,n2"), ("(12,0)", "12 0"), ("(12,0)", "12,0"),
    ("5.4", "5,4"), ("0.4", "40 %"), ("0.400000", "40%"), ("0.4", "0,4"), ("80 ms", "80"),
    ("80 ms", "80ms"), ("80 ms", "0.08 s"), ("5.4 hours", "5.4 h"), ("5.4 hours", "324 min"),
    ("3 ms", "3.0 milliseconds"), ("-100", "\u{2212}100"), ("2,025", "2025 times"),
    ("7", "7 nodes"),
    ("50,000", "50,000 x"), ("A:10,B:7,C:4", "{A: 10, B: 7, C: 4}"), ("A:10,B:7,C:4", "[10,7,4]"),
    ("[1,2,0]", "{n1:1, n2:2}"), ("[1,2,0]", "[n1:1, n2:2, n3:0]"), ("{A:1}", "`{A:1, B:0}`"),
  ])
  func `say the same however they are written`(_ answer: String, _ typed: String) {
    #expect(ShortAnswer(typed).saysTheSame(as: ShortAnswer(answer)))
  }

  @Test(arguments: [
    ("[1,2,0]", "[1,20]"), ("[1,2,0]", "[0,2,1]"), ("[1,2,0]", "120"), ("[12,0]", "[1,20]"),
    ("15", "1,5"), ("1", "-1"), ("0.25", "25"), ("50000", "5,0000"), ("4", "four"), ("a", ""),
    ("n1", "n2"), ("80 ms", "80 s"), ("80 ms", "80 %"), ("0.4", "4 %"), ("2,025", "2.025"),
    ("1,500", "1.5"), ("A:10,B:7,C:4", "A:10,B:7,C:5"), ("A:10,B:7,C:4", "[7,10,4]"),
    ("12 0", "120"),
    ("7 nodes", "7 messages"), ("4", ""),
    ("4", String(repeating: "9", count: 400)), ("4", "4 4"), ("-1", "--1"),
  ])
  func `do not say the same when they say something else`(_ answer: String, _ typed: String) {
    #expect(!ShortAnswer(typed).saysTheSame(as: ShortAnswer(answer)))
  }
}
