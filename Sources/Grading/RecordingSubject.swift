import Wire

/// Passes everything on to another subject and remembers what led to its last crash.
final class RecordingSubject: Subject {
  /// What was asked between the last start and a crash, the crashing program last.
  struct Crash {
    var earlier: [Program]
    var program: Program
  }

  /// Recording stops here, in bytes: a longer way to a crash is not worth walking twice.
  private static let limit = 8 << 20

  private let subject: any Subject
  private var programs: [Program] = []
  private var size = 0
  private(set) var crash: Crash?
  /// True from a stop until the next start.
  private(set) var hasStopped = false
  /// Whether it has used up its time in this stage.
  private(set) var hasTimedOut = false
  /// Why there is no process to ask any more, through no fault of the submission's.
  private(set) var unavailability: String?

  init(_ subject: any Subject) {
    self.subject = subject
  }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    size += program.bytes.count
    do throws(Stop) {
      let answers = try subject.run(program)
      if size <= Self.limit { programs.append(program) } else { programs = [] }
      return answers
    } catch {
      hasStopped = true
      if case .timeLimit = error { hasTimedOut = true }
      note(error)
      if case .crashed = error, size <= Self.limit {
        crash = Crash(earlier: programs, program: program)
      }
      throw error
    }
  }

  func restart() throws(Stop) {
    programs = []
    size = 0
    do throws(Stop) {
      try subject.restart()
    } catch {
      note(error)
      throw error
    }
    hasStopped = false
  }

  /// Keeps what a suite may take for the submission's doing.
  private func note(_ stop: Stop) {
    if case .unavailable(let why) = stop { unavailability = why }
  }

  /// Forgets what stopped it in an earlier stage.
  func beginStage() {
    crash = nil
    hasTimedOut = false
  }
}
