import Execution
import Wire

/// Passes everything on to another subject and remembers what went wrong: what led to its crashes, and every
/// stop there was. A suite may ask again and get an answer; what was once seen stays seen.
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
  /// The last crash of this stage, and the last of each of the first few kinds, by how they ended it.
  private var crash: Crash?
  private var crashes: [Stop: Crash] = [:]
  /// Looking for where a crash lies costs as much as the way there.
  private static let mostKinds = 4
  /// True from a stop until the next start.
  private(set) var hasStopped = false
  /// The first stop of this stage.
  private(set) var firstStop: Stop?
  /// What ends a grading, whatever a suite makes of it.
  private(set) var end: Stop?

  init(_ subject: any Subject) {
    self.subject = subject
  }

  /// Whether a call took too long in this stage.
  private(set) var hasTimedOut = false

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    size += program.bytes.count
    do throws(Stop) {
      let answers = try subject.run(program)
      if size <= Self.limit { programs.append(program) } else { programs = [] }
      return answers
    } catch {
      hasStopped = true
      note(error)
      if case .crashed = error, size <= Self.limit {
        let crash = Crash(earlier: programs, program: program)
        self.crash = crash
        if crashes[error] != nil || crashes.count < Self.mostKinds { crashes[error] = crash }
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

  /// Keeps what a suite may drop.
  private func note(_ stop: Stop) {
    switch stop {
    case .unavailable, .gradingLimit, .inconsistent: end = end ?? stop
    case .timeLimit: hasTimedOut = true
    case .crashed, .exited, .memoryLimit, .forbiddenOperation, .protocolViolation:
      break
    }
    firstStop = firstStop ?? stop
  }

  /// What led to such a stop; of a stop that is told without its text, to the last crash.
  func crash(endingIn stop: Stop) -> Crash? {
    if case .crashed(_, "") = stop { return crashes[stop] ?? crash }
    return crashes[stop]
  }

  /// Forgets what stopped it in an earlier stage.
  func beginStage() {
    crash = nil
    crashes = [:]
    firstStop = nil
    hasTimedOut = false
  }
}
