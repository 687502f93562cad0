import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Commands that take effect once")
struct SessionTableTests {
  @Test func `a repeated command gets its first answer and has no second effect`() {
    var table = SessionTable(maxSessions: 4)
    let session = table.open()
    let deposit = SessionCommand(session: session, serial: 1, delta: 100)
    #expect(table.apply(deposit) == .success(100))
    let other = table.open()
    #expect(table.apply(SessionCommand(session: other, serial: 1, delta: 5)) == .success(105))
    #expect(table.apply(deposit) == .success(100))
    #expect(table.balance == 105)
  }

  @Test func `the same command under a new serial counts twice`() {
    var table = SessionTable(maxSessions: 4)
    let session = table.open()
    _ = table.apply(SessionCommand(session: session, serial: 1, delta: 100))
    _ = table.apply(SessionCommand(session: session, serial: 2, delta: 100))
    #expect(table.balance == 200)
  }

  @Test func `gaps, late commands and serial zero are errors`() {
    var table = SessionTable(maxSessions: 1)
    let session = table.open()
    func command(_ serial: UInt64) -> SessionCommand {
      SessionCommand(session: session, serial: serial, delta: 1)
    }
    #expect(table.apply(command(0)) == .failure(.gap(expected: 1)))
    #expect(table.apply(command(2)) == .failure(.gap(expected: 1)))
    #expect(table.apply(command(1)) == .success(1))
    #expect(table.apply(command(2)) == .success(2))
    #expect(table.apply(command(1)) == .failure(.superseded(by: 2)))
    #expect(table.balance == 2)
  }

  @Test func `a sum beyond the numbers is an answer like any other, and stays it`() {
    var table = SessionTable(maxSessions: 2)
    let session = table.open()
    let other = table.open()
    let huge = SessionCommand(session: session, serial: 1, delta: .max)
    #expect(table.apply(SessionCommand(session: other, serial: 1, delta: 1)) == .success(1))
    #expect(table.apply(huge) == .failure(.overflow))
    #expect(table.balance == 1)
    #expect(table.apply(SessionCommand(session: other, serial: 2, delta: -1)) == .success(0))
    // The repetition comes when there would be room.
    #expect(table.apply(huge) == .failure(.overflow))
    #expect(table.balance == 0)
    #expect(table.apply(SessionCommand(session: session, serial: 2, delta: 5)) == .success(5))
  }

  @Test func `a dropped session is an error, never a second effect`() {
    var table = SessionTable(maxSessions: 2)
    let first = table.open()
    let second = table.open()
    let early = SessionCommand(session: first, serial: 1, delta: 1)
    _ = table.apply(SessionCommand(session: second, serial: 1, delta: 1))
    _ = table.apply(early)
    let third = table.open()
    #expect(table.apply(SessionCommand(session: second, serial: 1, delta: 1)) == .failure(.expired))
    #expect(table.apply(early) == .success(2))
    #expect(third == 3)
    #expect(table.open() == 4)
    #expect(table.balance == 2)
  }

  @Test func `replicas that apply one log give the same answers, each command once`() {
    for seed in 1...200 {
      var random = RandomSource(seed: UInt64(seed))
      var (left, right) = (SessionTable(maxSessions: 3), SessionTable(maxSessions: 3))
      var counted: [SessionCommand: Int] = [:]
      for _ in 0..<60 {
        if random.chance(1, in: 10) {
          #expect(left.open() == right.open())
          continue
        }
        let command = SessionCommand(
          session: UInt64(1 + random.index(below: 6)), serial: UInt64(1 + random.index(below: 6)),
          delta: 1)
        let before = left.balance
        #expect(left.apply(command) == right.apply(command))
        counted[command, default: 0] += left.balance - before
      }
      #expect(left == right)
      #expect(counted.values.allSatisfy { $0 <= 1 })
    }
  }
}
