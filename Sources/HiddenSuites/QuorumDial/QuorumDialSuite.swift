import Checking
import Dialects
import ExerciseKit
import Wire

/// The hidden tests of the exercise `quorum-dial`.
let quorumDialSuite = ComposedSuite(
  exercise: "quorum-dial", version: 1,
  repeatability: .answersAlike(
    "Asked the same again, a configuration answers the same.", chapter: "quorums#four-settings",
    points: 4),
  parts: [TablePart(name: "quorum-dial", table: Functions.table, checks: dialChecks)])

private typealias Functions = QuorumDialFunctions
private typealias Question = FunctionTable<QuorumDialWords>.Question

/// Sizes for which every set can be tried.
private let smallClusters = Array(repeating: NumberDomain(1...7), count: 3)

private let gifford = Teaching("Gifford 1979, section 2", in: "quorums#the-rule")
private let dials = Teaching("DeCandia et al. 2007, section 4.5", in: "quorums#four-settings")
private let staleness = Teaching("Bailis et al. 2012, equation 1", in: "quorums#four-settings")
private let independent = Teaching(
  "Gifford 1979, section 2; replicas fail independently", in: "quorums#four-settings")

/// Rows of one property: N, R and W, and the answer.
private func rows(
  _ property: String, _ answers: [(String, String)]
) -> TableCheck<QuorumDialWords>.Look {
  .rows(
    answers.map { sizes, answer in
      let numbers = sizes.split(separator: " ")
      return (
        "QuorumConfig(n: \(numbers[0]), r: \(numbers[1]), w: \(numbers[2]))?.\(property)", answer
      )
    })
}

private let dialChecks: [TableCheck<QuorumDialWords>] = [
  TableCheck(
    gifford.check(
      "quorums-are-of-the-cluster",
      "A configuration is made exactly when R and W are from 1 to N.", .cases, 8),
    .oracle([Functions.isMissing])),
  TableCheck(
    gifford.check(
      "reads-meet-writes", "Every read set meets every write set exactly when R + W > N.",
      .examples, 8),
    rows(
      "readsOverlapWrites",
      [
        ("3 1 1", "false"), ("3 2 1", "false"), ("3 1 2", "false"), ("3 3 1", "true"),
        ("3 2 2", "true"), ("3 1 3", "true"), ("5 2 3", "false"), ("5 3 2", "false"),
        ("5 3 3", "true"), ("5 4 2", "true"), ("4 2 2", "false"), ("1 1 1", "true"),
      ])),
  TableCheck(
    gifford.check(
      "writes-meet-writes", "Any two write sets meet exactly when 2W > N, whatever R is.",
      .examples, 8),
    rows(
      "writesOverlapWrites",
      [
        ("3 1 1", "false"), ("3 3 1", "false"), ("3 1 2", "true"), ("3 2 2", "true"),
        ("5 5 1", "false"), ("5 3 2", "false"), ("5 4 2", "false"), ("5 2 3", "true"),
        ("4 4 2", "false"), ("4 1 3", "true"), ("1 1 1", "true"),
      ])),
  TableCheck(
    gifford.check(
      "least-overlap",
      "A read set and a write set share at least R + W - N replicas, and no "
        + "negative number.", .examples, 7),
    rows(
      "minimumOverlap",
      [
        ("3 1 1", "0"), ("3 2 1", "0"), ("3 3 1", "1"), ("3 2 2", "1"), ("3 3 2", "2"),
        ("3 3 3", "3"), ("5 1 1", "0"), ("5 2 3", "0"), ("5 3 3", "1"), ("5 4 4", "3"),
      ])),
  TableCheck(
    dials.check(
      "failures-of-each-side",
      "A read is answered with N - R replicas down, and a write is taken with N - W.", .examples,
      8),
    .rows(
      [(3, 3, 1), (3, 1, 3), (3, 2, 2), (5, 2, 4), (5, 4, 2), (5, 3, 3), (1, 1, 1), (4, 1, 3)]
        .flatMap { n, r, w in
          [
            ("QuorumConfig(n: \(n), r: \(r), w: \(w))?.readFailuresTolerated", "\(n - r)"),
            ("QuorumConfig(n: \(n), r: \(r), w: \(w))?.writeFailuresTolerated", "\(n - w)"),
          ]
        })),
  TableCheck(
    dials.check(
      "label-names-the-cheaper-side",
      "Where read sets meet write sets, the label names the side that waits for fewer replicas; "
        + "elsewhere it is .noOverlap.", .examples, 9),
    rows(
      "label",
      [
        ("3 1 1", ".noOverlap"), ("3 2 1", ".noOverlap"), ("3 1 2", ".noOverlap"),
        ("3 3 1", ".fastWrites"), ("3 3 2", ".fastWrites"), ("3 2 2", ".balanced"),
        ("3 1 3", ".fastReads"), ("3 2 3", ".fastReads"), ("3 3 3", ".balanced"),
        ("5 2 2", ".noOverlap"), ("5 2 3", ".noOverlap"), ("5 5 1", ".fastWrites"),
        ("5 2 4", ".fastReads"), ("5 4 2", ".fastWrites"),
      ])),
  TableCheck(
    staleness.check(
      "overlap-of-sets-drawn-at-random",
      "A random read set misses a random write set with probability C(N - W, R) / C(N, R).",
      .examples, 9),
    rows(
      "overlapProbability()",
      [
        ("3 1 1", "1/3"), ("3 2 1", "2/3"), ("3 1 2", "2/3"), ("3 2 2", "1"), ("3 3 1", "1"),
        ("5 1 1", "1/5"), ("5 2 2", "7/10"), ("5 2 3", "9/10"), ("5 3 2", "9/10"),
        ("5 3 3", "1"), ("5 2 4", "1"),
      ])),
  TableCheck(
    staleness.check(
      "every-pair-of-sets-counted",
      "For up to 7 replicas the probability is the share of all pairs of sets that meet.", .cases,
      7),
    .law(
      TableLaw(smallClusters, where: Functions.areQuorums) {
        [Question(Functions.overlap, $0)]
      } complaint: { numbers, answers in
        let (meeting, all) = meetingPairs(
          Functions.size(numbers[0]), Functions.size(numbers[1]), Functions.size(numbers[2]))
        return isClose(answers[0], to: Double(meeting) / Double(all))
          ? nil : "of \(all) pairs of such sets \(meeting) share a replica"
      })),
  TableCheck(
    independent.check(
      "availability-of-each-side",
      "A read is answered when at least R replicas are up, and a write is taken when at least W are.",
      .examples, 10),
    .rows(availabilities)),
  TableCheck(
    independent.check(
      "every-pattern-of-failures-counted",
      "For up to 7 replicas that are up half of the time, availability is the share of all patterns "
        + "of failures that leave enough.", .cases, 7),
    .law(
      TableLaw(smallClusters, where: Functions.areQuorums) { numbers in
        [Functions.readAvailability, Functions.writeAvailability].map {
          Question($0, numbers + [Functions.shares.one / 2])
        }
      } complaint: { numbers, answers in
        for (answer, needed) in zip(answers, numbers.dropFirst()) {
          let all = 1 << Functions.size(numbers[0])
          let enough = (0..<all).count { $0.nonzeroBitCount >= Functions.size(needed) }
          if !isClose(answer, to: Double(enough) / Double(all)) {
            return "\(enough) of the \(all) patterns leave \(needed) of \(numbers[0]) replicas up"
          }
        }
        return nil
      })),
  TableCheck(
    dials.check(
      "clusters-of-any-size",
      "What counts replicas is right for up to 1,000,000,000 of them, and comes at once.", .cases,
      8),
    .oracle([
      Functions.readsOverlap, Functions.writesOverlap, Functions.minimumOverlap,
      Functions.readFailures, Functions.writeFailures, Functions.label,
    ])),
  TableCheck(
    independent.check(
      "probabilities-up-to-a-hundred",
      "Probabilities are right for up to 100 replicas that are up with any probability.", .cases, 7),
    .oracle([Functions.overlap, Functions.readAvailability, Functions.writeAvailability]), .few),
]

/// Table of the chapter: a side that needs `k` of `n` replicas, and how often as many are up.
private let availabilities: [(call: String, answer: String)] =
  [
    ("3 1 2", "0.99", "0.999999", "0.999702"), ("3 3 1", "0.99", "0.970299", "0.999999"),
    ("3 1 3", "0.99", "0.999999", "0.970299"), ("3 2 2", "0.99", "0.999702", "0.999702"),
    ("5 1 5", "0.99", "1.000000", "0.950990"), ("5 4 2", "0.99", "0.999020", "1.000000"),
    ("5 3 3", "0.99", "0.999990", "0.999990"), ("5 2 4", "0.99", "1.000000", "0.999020"),
    ("3 2 3", "0.9", "0.972", "0.729"), ("3 2 3", "0.999", "0.999997", "0.997003"),
    ("2 1 2", "0.5", "0.75", "0.25"), ("3 2 1", "1", "1", "1"), ("3 2 1", "0", "0", "0"),
  ].flatMap { sizes, share, read, write in
    let numbers = sizes.split(separator: " ")
    let dial = "QuorumConfig(n: \(numbers[0]), r: \(numbers[1]), w: \(numbers[2]))"
    return [
      ("\(dial)?.availability(ofRead: true, nodeUp: \(share))", read),
      ("\(dial)?.availability(ofRead: false, nodeUp: \(share))", write),
    ]
  }

private func isClose(_ answer: QuorumDialWords.Answer, to right: Double) -> Bool {
  if case .probability(let answer) = answer {
    Functions.table.tolerance.allows(answer, for: right)
  } else {
    false
  }
}
