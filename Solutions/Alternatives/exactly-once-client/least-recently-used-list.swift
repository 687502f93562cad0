import ExerciseKit

/// Sessions in the order of their use, the longest unused first.
struct SessionTable: ExactlyOnceAccount {
  private struct Entry: Sendable {
    let number: UInt64
    var serial: UInt64
    var answer: Result<Int, SessionError>?
  }

  private let most: Int
  private var entries: [Entry] = []
  private var opened: UInt64 = 0
  private(set) var balance = 0

  init(maxSessions: Int) { most = maxSessions }

  mutating func open() -> UInt64 {
    opened += 1
    if entries.count >= most { entries.removeFirst(entries.count - most + 1) }
    entries.append(Entry(number: opened, serial: 0, answer: nil))
    return opened
  }

  mutating func apply(_ command: SessionCommand) -> Result<Int, SessionError> {
    guard let place = entries.firstIndex(where: { $0.number == command.session }) else {
      return .failure(.expired)
    }
    var entry = entries.remove(at: place)
    defer { entries.append(entry) }
    if let answer = entry.answer, command.serial == entry.serial { return answer }
    guard command.serial >= entry.serial else { return .failure(.superseded(by: entry.serial)) }
    guard command.serial > 0, command.serial - 1 == entry.serial else {
      return .failure(.gap(expected: entry.serial + 1))
    }
    let (sum, isTooLarge) = balance.addingReportingOverflow(command.delta)
    let answer: Result<Int, SessionError> = isTooLarge ? .failure(.overflow) : .success(sum)
    if case .success(let sum) = answer { balance = sum }
    entry.serial = command.serial
    entry.answer = answer
    return answer
  }
}
