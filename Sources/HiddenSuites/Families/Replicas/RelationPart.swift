import Checking
import ExerciseKit
import Simulation
import Wire

/// Checks of how the states of a history relate: every two of them are compared, in all small histories and
/// in random ones, and judged by the events alone.
struct RelationPart<Model: ReplicaModel>: SuitePart {
  typealias History = Model.History

  /// Names the streams of random numbers.
  let name: String
  let model: Model
  /// All histories of a few nodes, up to so many events.
  let small: ReplicaPart<Model>.Small
  let random: Check
  /// All small histories and the pairs of events in them.
  private let space: WorkedOut<(space: Examiner.Space, pairs: [Examiner.Pair])>

  private typealias Examiner = RelationExaminer<Model>

  init(name: String, model: Model, small: ReplicaPart<Model>.Small, random: Check) {
    self.name = name
    self.model = model
    self.small = small
    self.random = random
    space = WorkedOut {
      var space = Examiner.Space(
        nodeCount: small.nodeCount, operations: model.plainOperations.map(ReplicaStep.act))
      while space.depth < small.depth, space.grow(limit: .max) != nil {}
      return (space, Examiner.pairs(of: space))
    }
  }

  func stages(for key: InputKey) -> [Stage] {
    let inputs = WorkedOut { (shown: shown(key), keptBack: keptBack(key)) }
    return [
      Stage(small.check, prepare: { _ = space.value }) { (subject) throws(Stop) in
        try verdictOnSmall(subject)
      },
      Stage(random, prepare: { _ = inputs.value }) { (subject) throws(Stop) in
        try verdictOnRandom(inputs.value.shown, keptBack: inputs.value.keptBack, subject)
      },
    ]
  }

  func makesValue(in program: inout Program) -> Bool {
    program.make(0) { model.make(for: identifier(of: 0), in: &$0) }
    return true
  }

  private func examiner(_ check: Check, _ subject: any Subject) -> RelationExaminer<Model> {
    RelationExaminer(examiner: ReplicaExaminer(model: model, check: check, subject: subject))
  }

  // MARK: Inputs

  private func histories(
    of groups: [[Int]], eventCount: Int, _ random: inout RandomSource
  ) -> [History] {
    groups.map { nodes in
      model.history(
        nodes: nodes, eventCount: eventCount, random: &random,
        operation: model.drawing(.plain(0), random: &random))
    }
  }

  private func shown(_ key: InputKey) -> [History] {
    var random = RandomSource(seed: key.shownSeed(of: name))
    return histories(of: Array(repeating: [0, 1, 2], count: 5), eventCount: 9, &random)
      + histories(of: Array(repeating: [0, 1, 2, 3], count: 4), eventCount: 14, &random)
      + histories(of: Array(OddNodes.groups.prefix(4)), eventCount: 11, &random)
  }

  private func keptBack(_ key: InputKey) -> [History] {
    var random = RandomSource(seed: key.keptSeed(of: name))
    let groups = [4, 6].map { OddNodes.draw($0, random: &random) }
    return histories(of: groups, eventCount: 10, &random)
  }

  // MARK: Verdicts

  private func verdictOnSmall(_ subject: any Subject) throws(Stop) -> Verdict {
    let examiner = examiner(small.check, subject)
    let (space, pairs) = space.value
    guard let finding = try examiner.firstFailing(in: space, pairs) else {
      // A state is what one event leaves behind; what nodes start from are states as well.
      return .passed(
        .exhaustive(
          states: space.events.count + space.nodeCount, transitions: space.events.count,
          depth: space.depth))
    }
    return .failed(try examiner.failure(from: finding))
  }

  private func verdictOnRandom(
    _ histories: [History], keptBack: [History], _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = examiner(random, subject)
    let finding: RelationExaminer<Model>.Finding?
    do throws(Stop) {
      finding = try examiner.firstFailing(of: histories).finding
    } catch {
      return try examiner.examiner.stopped(by: error, among: histories)
    }
    if let finding { return .failed(try examiner.failure(from: finding, proves: true)) }
    let strength = Strength.schedules(
      histories.count, steps: histories.reduce(0) { $0 + $1.events.count })
    return try Verdict.passed(strength).decided { () throws(Stop) in
      let finding = try examiner.firstFailing(of: keptBack).finding
      return finding.map { .failed(examiner.told($0)) } ?? .passed(strength)
    }
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard [small.check, random].contains(check),
      let nodes = NodeList(schedule.setting, noun: model.noun),
      (1...60).contains(schedule.events.count),
      let history = History(nodes: nodes.nodes, lines: schedule.events), model.isFair(history)
    else { return nil }
    let examiner = examiner(check, subject)
    do throws(Stop) {
      let finding = try examiner.firstFailing(of: [history]).finding
      return finding.map { .failed(examiner.told($0)) }
        ?? .passed(.schedules(1, steps: history.events.count))
    } catch {
      return try examiner.examiner.stopped(by: error, among: [history])
    }
  }
}
