public import Wire

/// A submission run twice, side by side: every program goes to two workers, and both must answer alike.
///
/// The two differ in everything an answer may not depend on: process, addresses, the bytes that chance
/// is made of, and, unless a clock may be read, the time of day and what was done before, since the
/// second then runs the first program of every stage twice. So chance, clocks and state outside of
/// values are found where they change an answer.
public final class WorkerPair: Subject {
  private let first: WorkerProcess
  private let second: WorkerProcess
  private let repeats: Bool
  /// How many answers of the two have been compared.
  public private(set) var comparedAnswers = 0
  /// In how many programs the submission has asked for something random. A library that draws a number
  /// once, when it is first used, is in one of them.
  public private(set) var randomPrograms = 0
  /// True when the next program finds empty slots, or makes all it asks about.
  private var isFresh = true

  /// What the second worker is shown of chance and of the time of day, which is a year later unless
  /// both are to see the same.
  static func otherSurroundings(sameTime: Bool) -> Surroundings {
    let usual = Surroundings.usual
    return Surroundings(
      seed: ~usual.seed, instant: usual.instant + (sameTime ? 0 : 31_557_600_000_000_000))
  }

  private static let inconsistent = Stop.inconsistent(
    "two processes of it that were asked the same did not answer alike")

  /// - Parameter repeats: whether the second runs first programs twice. A clock moves on meanwhile.
  init(_ first: WorkerProcess, _ second: WorkerProcess, repeats: Bool) {
    self.first = first
    self.second = second
    self.repeats = repeats
  }

  /// What the submission has printed in the first worker; see `WorkerProcess.printed`.
  public var printed: String { first.printed }

  /// Says that the next program makes everything it asks about.
  public func beginStage() {
    isFresh = true
  }

  /// Runs a program in both workers.
  /// - Throws: the `Stop` of the first, or else of the second; `Stop.inconsistent` when both answer and
  ///   not alike.
  public func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    let randomRequests = first.randomRequests
    let replies = WorkerProcess.exchange(
      program.bytes, calls: program.instructionCount, with: [first, second])
    if first.randomRequests != randomRequests { randomPrograms += 1 }
    let reply = try replies[0].get()
    try compare(reply, try replies[1].get())
    if isFresh, repeats {
      isFresh = false
      try compare(
        reply, try second.exchange(program.bytes, calls: program.instructionCount))
    }
    let answers = try answers(in: reply, to: program)
    comparedAnswers += answers.count
    return answers
  }

  private func compare(_ reply: [UInt8], _ other: [UInt8]) throws(Stop) {
    guard reply == other else { throw Self.inconsistent }
  }

  /// Ends both workers and starts two others.
  /// - Throws: `Stop.unavailable` when no process can be started any more.
  public func restart() throws(Stop) {
    isFresh = true
    try first.restart()
    try second.restart()
  }

  /// Ends both workers now.
  public func end() {
    first.end()
    second.end()
  }
}
