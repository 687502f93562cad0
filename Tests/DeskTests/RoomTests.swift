import Grading
import Screen
import Testing

@testable import Desk

@Suite("The desk: saves, checks and keys")
struct RoomTests {
  // MARK: Saves

  @Test func `what is on the desk is checked at first, unless there is nothing to check`() {
    var room = SampleDesk.room(.edited)
    #expect(room.begin() == [.check(only: nil)])
    #expect(room.tell(.finished(SampleDesk.failed)) == [.record(SampleDesk.failed)])
    room = SampleDesk.room(.untouched)
    #expect(room.begin() == [])
    room = SampleDesk.room(.missing(["A.swift"]))
    #expect(room.begin() == [])
  }

  @Test func `a save during a check begins it anew, and what the old one told is gone`() {
    var room = SampleDesk.room()
    #expect(room.handle(.saved(.edited), at: room.now) == [.check(only: nil)])
    room.tell(.decided(SampleDesk.good + [SampleDesk.failure]))
    #expect(room.text.contains("n2 leads term 2"))
    #expect(room.handle(.saved(.edited), at: room.now) == [.check(only: nil)])
    #expect(!room.text.contains("n2 leads term 2"))
    #expect(room.statusRow.hasPrefix("» compiling"))
  }

  @Test func `a file that goes ends the check, and one that comes begins it`() {
    var room = SampleDesk.room()
    #expect(room.begin() == [.check(only: nil)])
    #expect(room.handle(.saved(.missing(["A.swift"])), at: room.now) == [.stopChecking])
    #expect(room.text.contains("A.swift is not there"))
    // What was on its way is of a file that is no more.
    #expect(room.tell(.finished(SampleDesk.passed)) == [])
    #expect(!room.text.contains("passed:"))
    #expect(room.handle(.saved(.edited), at: room.now) == [.check(only: nil)])
  }

  @Test func `a verdict is kept, and one on a single check is not`() {
    var room = SampleDesk.room()
    #expect(room.grade(SampleDesk.failed) == [.record(SampleDesk.failed)])
    #expect(room.press("o") == [.check(only: "quorum")])
    #expect(room.tell(.finished(SampleDesk.report(.passed, [SampleDesk.repeating]))) == [])
    #expect(room.exercises[1].isPassed == false)
    #expect(room.grade(SampleDesk.passed) == [.record(SampleDesk.passed)])
    #expect(room.exercises[1].isPassed)
  }

  @Test func `the first failure stays in sight while the rest is checked`() {
    var room = SampleDesk.room(rows: 12)
    _ = room.handle(.saved(.edited), at: room.now)
    room.tell(.decided([SampleDesk.failure]))
    room.press("jj")
    let before = room.rows[3...9]
    room.tell(.finished(SampleDesk.failed))
    #expect(room.rows[3...9] == before)
    room.grade(SampleDesk.crashed)
    #expect(room.rows[3] == "! timers")
  }

  @Test func `a failure before stays in sight until more is known`() {
    var room = SampleDesk.room()
    room.grade(SampleDesk.failed)
    _ = room.handle(.saved(.edited), at: room.now)
    #expect(room.text.contains("n2 leads term 2"))
    room.tell(.finished(SampleDesk.passed))
    #expect(!room.text.contains("n2 leads term 2"))
  }

  // MARK: The clock

  @Test func `the clock changes when it says it does, and only then`() throws {
    var room = SampleDesk.room()
    #expect(room.nextChange(after: room.now) == nil)
    room.grade(SampleDesk.passed)
    #expect(room.statusRow.hasSuffix("just now"))
    let start = room.now
    for _ in 0..<200 {
      let before = room.text
      let next = try #require(room.nextChange(after: room.now))
      _ = room.handle(.tick, at: next - 1)
      #expect(room.text == before)
      _ = room.handle(.tick, at: next)
      #expect(room.text != before)
    }
    // Seconds for a minute, then minutes, then hours.
    #expect(room.now - start > 60 * 3_600_000)
    #expect(room.statusRow.hasSuffix("h ago"))
  }

  @Test func `the words of the clock are those of its age`() {
    let clock = VerdictClock(time: 5_000)
    #expect(clock.words(at: 4_000) == "just now")
    #expect(clock.words(at: 6_999) == "just now")
    #expect(clock.words(at: 17_000) == "12 s ago")
    #expect(clock.words(at: 64_999) == "59 s ago")
    #expect(clock.words(at: 65_000) == "1 min ago")
    #expect(clock.words(at: 5_000 + 2 * 3_600_000) == "2 h ago")
  }

  // MARK: Keys

  @Test func `keys ask for what they say`() {
    var room = SampleDesk.room()
    room.grade(SampleDesk.failed)
    #expect(room.press("h") == [.read(.nextHint)])
    #expect(room.press("t") == [.read(.task)])
    #expect(room.press("r") == [.read(.section("raft#quorum"))])
    #expect(room.press("z") == [.quiz(chapter: "raft")])
    #expect(room.press("e") == [.edit(file: nil, line: nil)])
    #expect(room.press("a") == [.check(only: nil)])
    #expect(room.press("n") == [.open("or-set")])
    #expect(room.press("q") == [.quit])
    #expect(room.press(.control("c")) == [.interrupt])
    #expect(room.press(.control("z")) == [.suspend])
    #expect(room.press(.control("l")) == [.redraw])
    #expect(room.press("!") == [])
    #expect(room.text.contains("? shows what the keys do"))
  }

  @Test func `a key that is meant for nothing changes nothing but a message`() {
    var room = SampleDesk.room()
    room.grade(SampleDesk.failed)
    let before = room.rows.dropLast()
    for key in [Key.unknown, .delete, .left, .function(7), .paste("xyn")] {
      #expect(room.press(key) == [])
      #expect(room.rows.dropLast() == before)
    }
  }

  @Test func `editing begins at the learner's own line`() {
    var room = SampleDesk.room()
    room.grade(SampleDesk.notCompiling)
    #expect(room.press("e") == [.edit(file: "Elector.swift", line: 31)])
    room.grade(SampleDesk.crashed)
    #expect(room.press("e") == [.edit(file: "Elector.swift", line: 12)])
    room.grade(SampleDesk.passed)
    #expect(room.press("e") == [.edit(file: nil, line: nil)])
    _ = room.handle(.saved(.missing(["A.swift"])), at: room.now)
    #expect(room.press("e") == [])
    #expect(room.text.contains("x gets the first version back"))
  }

  @Test func `resetting asks`() {
    var room = SampleDesk.room()
    #expect(room.press("xn") == [])
    #expect(room.press("x") == [])
    #expect(room.text.contains("y/n"))
    #expect(room.press("y") == [.reset])
    // An answer that is none is no.
    #expect(room.press("x!y") == [])
    room.press("x")
    #expect(room.press(.control("c")) == [])
    #expect(room.press("y") == [])
  }

  @Test func `the reference is shown once passed, and before after two questions`() {
    var room = SampleDesk.room()
    #expect(room.press("s") == [])
    #expect(room.press("y") == [])
    #expect(room.press("y") == [.read(.solution)])
    #expect(room.press("sny") == [])
    #expect(room.press("syn") == [])
    room.grade(SampleDesk.passed)
    #expect(room.press("s") == [.read(.solution)])
  }

  @Test func `the next exercise is the next whose needs are met`() {
    var room = SampleDesk.room()
    #expect(room.nextExercise?.id == "or-set")
    room.replace(
      SampleDesk.exercises.map { entry in
        var entry = entry
        entry.isPassed = entry.id != "raft-election" && entry.id != "raft-replication"
        return entry
      })
    #expect(room.nextExercise?.id == "raft-replication")
    room.replace([SampleDesk.exercises[1]])
    #expect(room.press("n") == [])
    #expect(room.text.contains("every other exercise is passed"))
  }

  @Test func `checks are listed, opened, and asked alone`() {
    var room = SampleDesk.room()
    room.grade(SampleDesk.failed)
    room.press("c")
    #expect(room.text.contains("▸ ✗ quorum"))
    #expect(room.press("o") == [.check(only: "quorum")])
    room.grade(SampleDesk.failed)
    room.press("ck")
    room.press(.enter)
    #expect(room.rows[0] == "✓ one-vote")
    #expect(room.press("r") == [.read(.section("raft#one-vote"))])
    room.press("]")
    #expect(room.rows[0] == "✗ quorum")
    room.press("]]")
    #expect(room.text.contains("this is the last check"))
    room.press("qq")
    #expect(room.statusRow.hasPrefix("✗ 3 of 4 checks passed"))
  }

  @Test func `an open list follows what is being checked`() {
    var room = SampleDesk.room()
    room.press("c")
    #expect(room.text.contains("· timers"))
    _ = room.handle(.saved(.edited), at: room.now)
    room.tell(.decided(SampleDesk.good))
    #expect(room.text.contains("✓ timers"))
  }

  @Test func `another exercise is picked from the list`() {
    var room = SampleDesk.room()
    room.press("l")
    room.press(.enter)
    #expect(room.text.contains("Raft: electing"))
    room.press("lG")
    #expect(room.press(.enter) == [.open("or-set")])
    var other = SampleDesk.exercise
    other.id = "or-set"
    other.title = "Observed-remove set"
    room.grade(SampleDesk.failed)
    #expect(room.open(other, files: .edited) == [.stopChecking, .check(only: nil)])
    #expect(room.rows[0].contains("Observed-remove set"))
    #expect(!room.text.contains("n2 leads term 2"))
  }

  @Test func `what the code printed is a key away`() {
    var room = SampleDesk.room()
    room.grade(SampleDesk.failed)
    #expect(!room.text.contains("| term 2"))
    room.press("p")
    #expect(room.text.contains("| term 2"))
    room.grade(SampleDesk.passed)
    room.press("p")
    #expect(room.text.contains("printed nothing"))
  }

  @Test func `there is nothing to check before something was changed`() {
    var room = SampleDesk.room(.untouched)
    #expect(room.press("a") == [])
    #expect(room.press("o") == [])
    #expect(room.tell(.finished(SampleDesk.passed)) == [])
  }

  // MARK: Reading

  @Test func `one reads and comes back, and hears of the verdict meanwhile`() throws {
    var room = SampleDesk.room()
    _ = room.handle(.saved(.edited), at: room.now)
    room.read(try SampleShelf.room(), .task)
    #expect(room.rows[0].hasSuffix("Raft"))
    #expect(room.rows.last?.hasSuffix("? help  q back") ?? false)
    #expect(room.tell(.finished(SampleDesk.failed)) == [.record(SampleDesk.failed)])
    #expect(room.text.contains("3 of 4 checks passed, 75 of 100 points; q goes back"))
    let place = Place(section: "raft", letters: 0)
    #expect(room.press("q") == [.remember(reference: "raft", place)])
    #expect(room.text.contains("n2 leads term 2"))
  }

  @Test func `ending while one reads keeps the place`() throws {
    var room = SampleDesk.room()
    #expect(room.handle(.end, at: room.now) == [])
    room.read(try SampleShelf.room(), .task)
    let place = Place(section: "raft", letters: 0)
    #expect(room.handle(.end, at: room.now) == [.remember(reference: "raft", place)])
    #expect(room.press(.control("c")).last == .interrupt)
    #expect(room.press(.control("z")).last == .suspend)
  }

  @Test func `h in a hint shows the next`() throws {
    var room = SampleDesk.room()
    room.read(try SampleShelf.room(), .nextHint)
    #expect(room.press("h") == [.read(.nextHint)])
    #expect(room.rows.last?.contains("h next hint") ?? false)
  }
}
