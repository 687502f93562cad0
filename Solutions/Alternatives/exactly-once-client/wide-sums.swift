import ExerciseKit

/// Adds in 128 bits, and keeps a step counter that no rule asks for.
struct SessionTable: ExactlyOnceAccount {
  private struct Session: Sendable {
    var serial: UInt64
    var answer: Result<Int, SessionError>
    var used: Int
  }

  private let most: Int
  private var sum: Int128 = 0
  private var steps = 0
  private var sessions: [UInt64: Session] = [:]
  private var last: UInt64 = 0

  init(maxSessions: Int) { most = maxSessions }

  var balance: Int { Int(sum) }

  mutating func open() -> UInt64 {
    steps += 1
    last += 1
    if sessions.count >= most {
      var victim: (UInt64, Int)?
      for (number, session) in sessions where session.used < victim?.1 ?? .max {
        victim = (number, session.used)
      }
      sessions[victim?.0 ?? 0] = nil
    }
    sessions[last] = Session(serial: 0, answer: .failure(.gap(expected: 1)), used: steps)
    return last
  }

  mutating func apply(_ command: SessionCommand) -> Result<Int, SessionError> {
    steps += 1
    guard let session = sessions[command.session] else { return .failure(.expired) }
    sessions[command.session]?.used = steps
    switch command.serial {
    case session.serial: return session.answer
    case ..<session.serial: return .failure(.superseded(by: session.serial))
    case session.serial + 1:
      let wide = sum + Int128(command.delta)
      let answer: Result<Int, SessionError> =
        Int(exactly: wide).map { .success($0) } ?? .failure(.overflow)
      if case .success = answer { sum = wide }
      sessions[command.session]?.serial += 1
      sessions[command.session]?.answer = answer
      return answer
    default: return .failure(.gap(expected: session.serial + 1))
    }
  }
}
