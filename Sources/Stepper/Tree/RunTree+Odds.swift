import Stepping
import Wire

/// What may come of a moment when each next event is drawn from those that can happen, each as likely.
public struct StepOdds: Hashable, Sendable {
  /// For one event more, two, three, as far as was looked: the probability that a guarantee is broken by
  /// then. Exact, since every way was followed.
  public let shares: [Double]

  /// How many events it takes at least; nil when it takes more than were looked at.
  public var distance: Int? { shares.firstIndex { $0 > 0 }.map { $0 + 1 } }
}

extension RunTree {
  /// The kinds of events that are drawn: those that a search of the exercise's suite has too.
  static let drawn: Set<StepChoice.Kind> = [.deliver, .call, .timeout, .restart]

  /// Follows every way from a moment, as many events far as the budget allows.
  /// - Parameters:
  ///   - events: how far at most.
  ///   - budget: how often the code is asked at most, in all.
  /// - Returns: nothing looked at where the budget is not enough for one event.
  /// - Throws: `Stop` when the code cannot be started any more.
  public func odds(after id: Int, events: Int, budget: Int) throws -> StepOdds {
    if violation(to: id) != nil {
      return StepOdds(shares: Array(repeating: 1, count: events))
    }
    var shares: [Double] = []
    for depth in 1...max(1, events) {
      var left = budget
      guard let share = try share(of: Branch(moments[id]), depth, &left) else { break }
      shares.append(share)
    }
    return StepOdds(shares: shares)
  }

  /// A way from a moment that is not kept.
  struct Branch {
    let origin: Int
    var run: any SteppedRun
    var values: SlotTable
    /// What was asked since the origin.
    var programs: [Program] = []
    /// The life of the code in which it was asked.
    var life: Int

    init(_ moment: Moment) {
      origin = moment.id
      life = moment.learnerLife
      run = moment.run
      values = moment.values
    }
  }

  /// The probability that a guarantee breaks within so many events; nil when the budget is spent.
  private func share(
    of branch: Branch, _ depth: Int, _ budget: inout Int
  ) throws -> Double? {
    let choices = branch.run.choices.filter { Self.drawn.contains($0.kind) }
    guard !choices.isEmpty else { return 0 }
    var sum = 0.0
    for choice in choices {
      budget -= 1
      guard budget >= 0 else { return nil }
      var next = branch
      if try isBroken(by: choice.event, &next) {
        sum += 1
      } else if depth > 1 {
        guard let share = try share(of: next, depth - 1, &budget) else { return nil }
        sum += share
      }
    }
    return sum / Double(choices.count)
  }

  private func isBroken(by event: String, _ branch: inout Branch) throws -> Bool {
    let asks = try branch.run.begin(event)
    do throws(Stop) {
      var answers: [[UInt8]] = []
      if !asks.isEmpty { answers = try ask(asks, &branch) }
      let told = try branch.run.finish(answers)
      if told.violations.contains(where: { check == nil || $0.check == check }) { return true }
      if !branch.run.aftermath.isEmpty { _ = try ask(branch.run.aftermath, &branch) }
      return false
    } catch {
      if case .unavailable = error { throw error }
      return true
    }
  }

  /// Asks the code; what it kept is brought back where it has stopped meanwhile.
  func ask(_ asks: [StepAsk], _ branch: inout Branch) throws(Stop) -> [[UInt8]] {
    if branch.life != learner.life {
      try revive(branch.origin, learner, \.learnerLife)
      for program in branch.programs { _ = try learner.run(program) }
      branch.life = learner.life
    }
    let question = Question(asks, branch.values, &nextSlot)
    branch.values = question.table
    branch.programs.append(question.program)
    return Array(try learner.run(question.program).answers.get().prefix(question.count))
  }
}
