import Testing

@testable import Curriculum

@Suite("Questions come again")
struct ReviewTests {
  /// The days on which a question is due, when it is missed on day 100 and answered rightly whenever due.
  @Test func `after a miss the gaps double up to two months`() {
    var progress = Progress()
    progress.answer("a", rightly: false, on: 100)
    var days: [Int] = []
    for day in 100...500 where progress.dueQuestions(on: day) == ["a"] {
      days.append(day)
      progress.answer("a", rightly: true, on: day)
    }
    #expect(days == [101, 103, 107, 115, 131, 163, 227, 291, 355, 419, 483])
  }

  @Test func `what was never missed does not come again, and a miss begins anew`() {
    var progress = Progress()
    progress.answer("a", rightly: true, on: 100)
    #expect(progress.dueQuestions(on: 900_000) == [])
    progress.answer("a", rightly: false, on: 100)
    progress.answer("a", rightly: true, on: 101)
    progress.answer("a", rightly: true, on: 103)
    #expect(progress.nextReview(after: 103)?.day == 107)
    progress.answer("a", rightly: false, on: 104)
    #expect(progress.nextReview(after: 104)?.day == 105)
  }

  @Test
  func `a right answer before its day changes nothing, and so does a clock that was set back`() {
    var progress = Progress()
    progress.answer("a", rightly: false, on: 100)
    let before = progress.reviews
    for day in [100, 40, -3] { progress.answer("a", rightly: true, on: day) }
    #expect(progress.reviews == before)
    #expect(progress.answers == ["a": true])
  }

  @Test func `a failed check makes due what it is about, once a day`() {
    var progress = Progress()
    progress.answer("known", rightly: false, on: 90)
    progress.answer("known", rightly: true, on: 98)
    progress.reopen(["known", "new"], on: 99)
    #expect(progress.dueQuestions(on: 99) == ["known", "new"])
    progress.answer("known", rightly: true, on: 99)
    progress.reopen(["known", "new"], on: 99)
    #expect(progress.dueQuestions(on: 99) == ["new"])
    #expect(progress.dueQuestions(on: 100) == ["new", "known"])
    // What is due already keeps its place.
    progress.reopen(["known", "new"], on: 105)
    #expect(progress.dueQuestions(on: 105) == ["new", "known"])
  }

  @Test func `a reset exercise takes no question away`() {
    var progress = Progress()
    progress.reopen(["a"], on: 100)
    progress.forget("raft-election")
    #expect(progress.dueQuestions(on: 100) == ["a"])
  }

  @Test func `two machines agree whichever takes in the other, however often`() {
    var all: [Progress] = []
    for first in [99, 100, 101] {
      for isRight in [true, false] {
        for isOpened in [true, false] {
          var progress = Progress()
          progress.answer("a", rightly: false, on: 98)
          progress.answer("a", rightly: isRight, on: first)
          if isOpened { progress.reopen(["a", "b"], on: 102) }
          all.append(progress)
        }
      }
    }
    for one in all {
      for other in all {
        var (left, right) = (one, other)
        left.merge(other)
        right.merge(one)
        #expect(left.reviews == right.reviews)
        let before = left
        left.merge(other)
        left.merge(right)
        #expect(left == before)
        for third in all {
          var (early, late) = (left, third)
          early.merge(third)
          late.merge(one)
          late.merge(other)
          #expect(early.reviews == late.reviews)
        }
      }
    }
  }

  @Test func `they are kept in the file, and older files say what was missed`() throws {
    let workbook = try TemporaryWorkbook()
    let file = ProgressFile(root: workbook.root)
    try file.update {
      $0.answer("b", rightly: false, on: 100)
      $0.answer("b", rightly: true, on: 101)
      $0.reopen(["a"], on: 101)
    }
    let reviews = try file.load().reviews
    #expect(reviews == ["a": .opened(on: 101), "b": .missed(on: 100).answered(on: 101)])
    let path = ".truthbook/progress.json"
    let start =
      #"{"version": 1, "passed": [], "hintsShown": {}, "answers": {"old": false, "new": true}"#
    try workbook.write(path, start + "}")
    #expect(try file.load().dueQuestions(on: 20_000) == ["old"])
    try workbook.write(
      path, start + #", "reviews": {"old": {"day": 9223372036854775807, "step": 99}}}"#)
    #expect(try file.load().nextReview(after: 20_000)?.day == 1_000_064)
    try workbook.write(path, start + #", "reviews": {"old": {"day": -5, "step": -1}}}"#)
    #expect(try file.load().dueQuestions(on: 0) == ["old"])
  }

  @Test func `days are those of the calendar`() throws {
    for (text, number) in [
      ("1970-01-01", 0), ("1970-12-31", 364), ("2000-02-29", 11_016), ("2026-12-01", 20_788),
      ("2100-03-01", 47_541),
    ] {
      #expect(CalendarDay(text)?.number == number)
      #expect(CalendarDay(number: number).description == text)
    }
    for number in stride(from: 0, to: 300_000, by: 61) {
      #expect(CalendarDay(CalendarDay(number: number).description)?.number == number)
    }
    for text in [
      "", "2026-13-01", "2026-02-29", "2100-02-29", "2026-1-1", "26-01-01", "2026-01-00", "x",
    ] {
      #expect(CalendarDay(text) == nil)
    }
  }
}
