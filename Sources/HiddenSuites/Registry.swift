public import Checking

/// Every suite, by the name of its exercise's folder.
public let suites: [any Suite] = [
  HappensBeforeSuite(),
  ORSetSuite(),
  RaftElectionSuite(),
  majorityMathSuite,
  lamportClockSuite,
  gCounterSuite,
  abdRegisterSuite,
]

/// The suite of an exercise; nil when there is none.
public func suite(for exercise: String) -> (any Suite)? {
  suites.first { $0.exercise == exercise }
}
