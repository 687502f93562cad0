public import Checking

/// How each suite of texts is made, by the name of its exercise's folder.
private let makers: KeyValuePairs<String, @Sendable () -> any TextSuite> = [
  "write-the-history": { WriteTheHistory() },
  "be-the-network": { BeTheNetwork() },
  "be-the-traitor": { BeTheTraitor() },
  "be-the-scheduler": { BeTheScheduler() },
  "find-the-bug": { FindTheBug() },
  "write-the-invariant": { WriteTheInvariant() },
]

/// Every suite of texts.
public let textSuites: [any TextSuite] = makers.map { $0.value() }

/// The suite of an exercise whose answer is a text; nil when there is none.
public func textSuite(for exercise: String) -> (any TextSuite)? {
  makers.first { $0.key == exercise }?.value()
}
