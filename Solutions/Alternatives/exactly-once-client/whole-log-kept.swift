import ExerciseKit

/// Keeps every answer ever given and finds out from them what is right; slow, and right.
struct SessionTable: ExactlyOnceAccount {
  private let most: Int
  private(set) var balance = 0
  /// When each session was used, in order.
  private var uses: [UInt64] = []
  private var answers: [UInt64: [Result<Int, SessionError>]] = [:]
  private var living: Set<UInt64> = []
  private var opened: UInt64 = 0

  init(maxSessions: Int) { most = maxSessions }

  mutating func open() -> UInt64 {
    if living.count == most {
      let victim = living.min { uses.lastIndex(of: $0) ?? 0 < uses.lastIndex(of: $1) ?? 0 }
      if let victim { living.remove(victim) }
    }
    opened += 1
    living.insert(opened)
    uses.append(opened)
    return opened
  }

  mutating func apply(_ command: SessionCommand) -> Result<Int, SessionError> {
    guard living.contains(command.session) else { return .failure(.expired) }
    uses.append(command.session)
    let given = answers[command.session] ?? []
    let next = UInt64(given.count) + 1
    if command.serial == next {
      let sum = balance.addingReportingOverflow(command.delta)
      if !sum.overflow { balance += command.delta }
      let answer: Result<Int, SessionError> = sum.overflow ? .failure(.overflow) : .success(balance)
      answers[command.session] = given + [answer]
      return answer
    }
    if command.serial > next || next == 1 { return .failure(.gap(expected: next)) }
    if command.serial + 1 == next { return given[given.count - 1] }
    return .failure(.superseded(by: next - 1))
  }
}
