import Checking
import Grading
import Simulation
import Stepper
import Stepping
import Wire

/// Runs of an exercise that are walked by chance, and runs that are given, judged step by step.
struct ChanceWalks {
  /// What a run breaks.
  struct Break {
    let check: String
    let sentence: String
    let setting: String
    /// The events that led there. Those that do not matter are there to be counted, and do not happen.
    let events: [String]
    /// How many happen.
    let count: Int
  }

  private let suite: any SteppableSuite
  private let setting: String
  private let grader: Grader

  /// - Returns: nil where the exercise's runs cannot be stepped.
  init?(_ suite: any Suite, _ grader: Grader) throws {
    guard let suite = suite as? any SteppableSuite, let setting = suite.usualSetting,
      suite.steppedRun(setting: setting, check: nil) != nil
    else { return nil }
    self.suite = suite
    self.setting = setting
    self.grader = grader
  }

  private func tree(_ setting: String, on path: String) throws -> RunTree? {
    guard let run = suite.steppedRun(setting: setting, check: nil) else { return nil }
    return try RunTree(
      exercise: suite.exercise, setting: setting, check: nil, run: run,
      learner: try grader.code(at: path))
  }

  /// Walks by chance until something breaks.
  /// - Parameters:
  ///   - number: which walk; the same number is the same chance.
  ///   - events: the most events.
  func walk(_ number: Int, events: Int, on path: String) throws -> Break? {
    guard let tree = try tree(setting, on: path) else { return nil }
    var random = RandomSource(seed: UInt64(number))
    var end = 0
    for _ in 0..<events {
      let choices = tree.moments[end].run.choices
      // Mostly what moves a run on; now and then what the network and the machines do to it.
      let usual = choices.filter { [.deliver, .call, .timeout].contains($0.kind) }
      let pool = usual.isEmpty || random.chance(1, in: 5) ? choices : usual
      guard let choice = random.element(of: pool) else { break }
      end = try tree.step(choice.event, after: end)
      if tree.moments[end].complaint != nil { return try found(in: tree, at: end) }
    }
    return nil
  }

  /// Runs events; those that cannot happen are left out.
  func run(_ events: [String], setting: String, on path: String) throws -> Break? {
    guard let tree = try tree(setting, on: path) else { return nil }
    var end = 0
    for event in events {
      do {
        end = try tree.step(event, after: end)
      } catch is StepRefusal {
        end = try tree.step(RunTree.skipping + event, after: end)
      }
      if tree.moments[end].complaint != nil { return try found(in: tree, at: end) }
    }
    return nil
  }

  /// What breaks at a moment; nil where the submission was ended for something that may be no fault.
  private func found(in tree: RunTree, at end: Int) throws -> Break? {
    let moment = tree.moments[end]
    let check: String
    switch moment.stop {
    // A crash belongs to no check of its own; the first is where a learner would meet it.
    case .crashed: check = suite.checks.first?.name ?? ""
    case nil: check = moment.told?.violations.first?.check ?? ""
    default: return nil
    }
    tree.visit(end)
    let idle = try tree.folded(to: end)?.moments ?? []
    let path = tree.path(to: end).dropFirst()
    let events = path.map { id in
      let event = tree.moments[id].event
      return idle.contains(id) && !event.hasPrefix(RunTree.skipping)
        ? RunTree.skipping + event : event
    }
    return Break(
      check: check, sentence: moment.complaint ?? "", setting: tree.setting, events: events,
      count: events.count { !$0.hasPrefix(RunTree.skipping) })
  }
}
