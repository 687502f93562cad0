import Stepping
import Wire

/// What does not matter for what breaks in a run.
public struct FoldedSteps: Hashable, Sendable {
  /// The moment at which the run breaks something.
  public let broken: Int
  /// The moments on the way there that can be left out, all of them together: the same guarantee breaks all
  /// the same in the last step.
  public let moments: Set<Int>
}

extension RunTree {
  /// Finds steps without which the first thing that breaks on the way to a moment breaks all the same, by
  /// leaving steps out, many and then few at a time, and running what is left.
  /// - Parameter budget: how often the code is asked at most; when it is spent, fewer steps are found.
  /// - Returns: nil when nothing breaks.
  /// - Throws: `Stop` when the code cannot be started any more.
  public func folded(to id: Int, budget: Int = 6_000) throws -> FoldedSteps? {
    guard let broken = violation(to: id) else { return nil }
    let path = Array(path(to: broken).dropFirst())
    guard let last = path.last else { return FoldedSteps(broken: broken, moments: []) }
    var kept = Set(path)
    var budget = budget
    var size = path.count / 2
    while size > 0 {
      var end = path.count - 1
      while end > 0 {
        let start = max(0, end - size)
        let candidate = kept.subtracting(path[start..<end])
        if candidate.count < kept.count {
          budget -= candidate.count
          guard budget >= 0 else { break }
          if let happened = try happening(candidate, of: path, breaking: moments[last]) {
            kept = happened
          }
        }
        end = start
      }
      size /= 2
    }
    return FoldedSteps(broken: broken, moments: Set(path).subtracting(kept))
  }

  /// Runs some steps of a way without keeping what comes of it.
  /// - Returns: those that can happen then; nil when the last does not break what it broke.
  private func happening(
    _ kept: Set<Int>, of path: [Int], breaking end: Moment
  ) throws -> Set<Int>? {
    var branch = Branch(moments[0])
    var happened: Set<Int> = []
    for id in path {
      let event = moments[id].event
      guard kept.contains(id), Self.skipped(event) == nil else {
        branch.run.skip()
        continue
      }
      do {
        let broken = try checksBroken(by: event, &branch)
        happened.insert(id)
        if id == end.id { return broken.contains(Self.breaking(end, check)) ? happened : nil }
        if broken.contains(Self.stopping) { return nil }
      } catch is StepRefusal {
        branch.run.skip()
      }
    }
    return nil
  }

  private static let stopping = "(stop)"

  /// What a moment breaks that its run is told of.
  private static func breaking(_ moment: Moment, _ check: String?) -> String {
    if moment.stop != nil { return stopping }
    let broken = moment.told?.violations.map(\.check) ?? []
    return broken.first { $0 == check } ?? broken.first ?? stopping
  }

  private func checksBroken(by event: String, _ branch: inout Branch) throws -> Set<String> {
    let asks = try branch.run.begin(event)
    do throws(Stop) {
      var answers: [[UInt8]] = []
      if !asks.isEmpty { answers = try ask(asks, &branch) }
      let told = try branch.run.finish(answers)
      if !branch.run.aftermath.isEmpty { _ = try ask(branch.run.aftermath, &branch) }
      return Set(told.violations.map(\.check))
    } catch {
      if case .unavailable = error { throw error }
      return [Self.stopping]
    }
  }
}
