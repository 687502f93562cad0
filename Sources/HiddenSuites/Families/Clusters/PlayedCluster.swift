import Checking
import Dialects
import Wire

/// A cluster in virtual time. Its network, its clients and whoever is faulty are ours; its nodes are a submission's,
/// and are asked what comes of each event.
protocol PlayedCluster: Sendable {
  /// How often nodes have been asked something.
  var callCount: Int { get }

  /// Goes on until nodes must be asked something, and asks them.
  /// - Parameter slot: where the first node's value is; the others follow.
  /// - Returns: whether somebody is asked; false at the end.
  mutating func advance(_ inquiry: inout Inquiry<ObjectWords>, slot: Int) -> Bool

  /// Takes the answers to what was asked last, in that order.
  mutating func take(_ answers: inout ArraySlice<ObjectWords.Answer>)

  /// The cluster that a failure's schedule names; nil for anything else.
  init?(_ schedule: Schedule)

  /// What is wrong, with what led to it.
  func failure(of check: Check, _ fault: ClusterFault) -> Failure
}

/// What is wrong with a cluster, and at which of its nodes.
typealias ClusterFault = (sentence: String, nodes: [Int])

extension Failure {
  /// A fault of a cluster, and the steps that led to it.
  init(
    _ fault: ClusterFault, of check: Check, in setting: ClusterSetting,
    after steps: [Counterexample.Step], event: String
  ) {
    self.init(
      message: fault.sentence,
      counterexample: Counterexample(
        lanes: (0..<setting.size).map { "n\(setting.name($0))" },
        initialStates: Array(repeating: "", count: setting.size), steps: steps,
        violation: .init(sentence: fault.sentence, steps: [max(0, steps.count - 1)]),
        isShortest: false,
        schedule: Schedule(check: check.name, setting: setting.text, events: [event])))
  }
}
