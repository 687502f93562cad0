import Checking
import Dialects
import Wire

/// The hidden tests of the exercise `majority-math`.
let majorityMathSuite = ComposedSuite(
  exercise: "majority-math", version: 1,
  repeatability: .answersAlike(
    "Asked the same again, a function answers the same.", chapter: "raft#majority", points: 4),
  parts: [TablePart(name: "majority-math", table: clusterTable, checks: clusterChecks)])

private typealias Call = ClusterWords.Call
private typealias Answer = ClusterWords.Answer
private typealias Question = FunctionTable<ClusterWords>.Question

/// How large a cluster the task speaks of.
private let sizes = NumberDomain(1...1_000_000_000)

/// Sizes for which even a function that counts node by node keeps a law in time.
private let moderateSizes = NumberDomain(1...100_000)

// The functions by number, in the order of `clusterTable`.
private let (majority, crashFaults, byzantineFaults, byzantineQuorum, intersect) = (0, 1, 2, 3, 4)

private let clusterTable = FunctionTable<ClusterWords>(
  owner: "Cluster", arguments: .init(),
  functions: [
    TableFunction("majority(of: #)", [sizes]) {
      .majority(size($0[0]))
    } expected: {
      .number(size($0[0] / 2 + 1))
    } because: {
      "more than half of \($0[0])"
    },
    TableFunction("crashFaultsTolerated(by: #)", [sizes]) {
      .crashFaults(size($0[0]))
    } expected: {
      .number(size($0[0] - ($0[0] / 2 + 1)))
    } because: {
      "a majority of \($0[0]) is \($0[0] / 2 + 1), and must be left"
    },
    TableFunction("byzantineFaultsTolerated(by: #)", [sizes]) {
      .byzantineFaults(size($0[0]))
    } expected: {
      .number(size(($0[0] - 1) / 3))
    } because: {
      "the largest f with 3f + 1 of at most \($0[0])"
    },
    TableFunction("byzantineQuorum(of: #)", [sizes]) {
      .byzantineQuorum(size($0[0]))
    } expected: {
      .number(size(quorum($0[0])))
    } because: { numbers in
      let faults = (numbers[0] - 1) / 3
      return
        "two sets of \(quorum(numbers[0])) of \(numbers[0]) share more than the \(faults) that may "
        + "be faulty"
    },
    TableFunction(
      "quorumsIntersect(#, #, #)", [sizes, sizes, sizes], where: { max($0[1], $0[2]) <= $0[0] }
    ) {
      .intersect(size($0[0]), size($0[1]), size($0[2]))
    } expected: {
      .truth($0[1] + $0[2] > $0[0])
    } because: {
      "\($0[1]) and \($0[2]) are \($0[1] + $0[2]), of \($0[0])"
    },
  ],
  text: { answer in
    switch answer {
    case .number(let number): "\(number)"
    case .truth(let truth): "\(truth)"
    }
  })

private func size(_ number: Int128) -> Int { Int(clamping: number) }

private func quorum(_ size: Int128) -> Int128 { (size + (size - 1) / 3) / 2 + 1 }

/// A number that was answered; far outside of what any law allows for what is none.
private func number(_ answer: Answer) -> Int128 {
  if case .number(let number) = answer { Int128(number) } else { .min / 4 }
}

private let raft = Teaching("Ongaro and Ousterhout 2014, section 5.2", in: "raft#majority")
private let available = Teaching(
  "Ongaro and Ousterhout 2014, section 2: available while a majority is", in: "raft#majority")
private let liars = Teaching(
  "Pease, Shostak and Lamport 1980, sections 3 and 4", in: "specters#generals-who-lie")
private let byzantine = Teaching(
  "Malkhi and Reiter 1998, section 3", in: "specters#generals-who-lie")
private let gifford = Teaching(
  "Gifford 1979, section 2: any two quorums must have a node in common", in: "quorums#the-rule")

private func rows(_ pattern: String, _ answers: [(Int, Int)]) -> TableCheck<ClusterWords>.Look {
  .rows(answers.map { ("\(pattern): \($0.0))", "\($0.1)") })
}

private let clusterChecks: [TableCheck<ClusterWords>] = [
  TableCheck(
    raft.check(
      "majority-of-the-whole-cluster",
      "A majority is the fewest nodes that are more than half of the cluster, for even sizes too.",
      .examples, 12),
    rows(
      "majority(of",
      [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4), (8, 5), (9, 5), (10, 6), (13, 7)])),
  TableCheck(
    available.check(
      "crash-faults-leave-a-majority",
      "As many nodes may stop as leave a majority of the whole cluster.",
      .examples, 10),
    rows(
      "crashFaultsTolerated(by",
      [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2), (7, 3), (8, 3), (9, 4), (10, 4), (13, 6)])),
  TableCheck(
    liars.check(
      "one-liar-needs-four",
      "f nodes that may do anything are survived by 3f + 1 nodes and not by fewer.", .examples,
      10),
    rows(
      "byzantineFaultsTolerated(by",
      [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1), (7, 2), (8, 2), (9, 2), (10, 3), (13, 4)])),
  TableCheck(
    byzantine.check(
      "byzantine-quorum-of-any-size",
      "A Byzantine quorum is the fewest nodes of which any two sets share a correct one, also where "
        + "the size is not 3f + 1.", .examples, 12),
    rows(
      "byzantineQuorum(of",
      [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6), (10, 7), (13, 9)])),
  TableCheck(
    gifford.check(
      "quorums-meet-when-they-exceed-the-cluster",
      "Two quorum sizes must meet exactly when together they are more than the cluster.", .examples,
      12),
    .rows([
      ("quorumsIntersect(3, 2, 2)", "true"), ("quorumsIntersect(3, 1, 3)", "true"),
      ("quorumsIntersect(3, 3, 1)", "true"), ("quorumsIntersect(3, 1, 1)", "false"),
      ("quorumsIntersect(3, 1, 2)", "false"), ("quorumsIntersect(5, 3, 3)", "true"),
      ("quorumsIntersect(5, 2, 3)", "false"), ("quorumsIntersect(4, 2, 2)", "false"),
      ("quorumsIntersect(10, 8, 3)", "true"), ("quorumsIntersect(10, 7, 3)", "false"),
      ("quorumsIntersect(1, 1, 1)", "true"),
    ])),
  TableCheck(
    raft.check(
      "two-majorities-meet",
      "Two majorities of one cluster share a node, and two sets of one node less need not.", .cases,
      8),
    .law(
      TableLaw([moderateSizes]) {
        [Question(majority, $0)]
      } complaint: { numbers, answers in
        let (size, least) = (numbers[0], number(answers[0]))
        if 2 * least <= size { return "two such sets of \(size) nodes need not meet" }
        return 2 * (least - 1) > size ? "two sets of one node less meet as well" : nil
      })),
  TableCheck(
    available.check(
      "survivors-are-a-majority",
      "Who tolerates f stopped nodes keeps a majority when f stop, and loses it when one more does.",
      .cases,
      7),
    .law(
      TableLaw([moderateSizes]) {
        [Question(majority, $0), Question(crashFaults, $0)]
      } complaint: {
        let (least, faults) = (number($1[0]), number($1[1]))
        return least + faults == $0[0]
          ? nil : "together they must be the \($0[0]) nodes that there are"
      })),
  TableCheck(
    byzantine.check(
      "byzantine-quorums-share-a-correct-node",
      "Two Byzantine quorums share more nodes than may be faulty, and the correct nodes alone are a "
        + "quorum.", .cases, 8),
    .law(
      TableLaw([moderateSizes]) {
        [Question(byzantineFaults, $0), Question(byzantineQuorum, $0)]
      } complaint: { numbers, answers in
        let (size, faults, quorum) = (numbers[0], number(answers[0]), number(answers[1]))
        if 2 * quorum - size <= faults {
          return "two such sets of \(size) nodes may share none but faulty ones"
        }
        return quorum > size - faults
          ? "when the faulty ones are silent, \(size - faults) nodes are left, no quorum" : nil
      })),
  TableCheck(
    gifford.check(
      "every-pair-of-sets-tried",
      "For up to 7 nodes the answer is what trying every pair of sets gives.", .cases, 8),
    .law(
      TableLaw(
        Array(repeating: NumberDomain(1...7), count: 3), where: { max($0[1], $0[2]) <= $0[0] }
      ) {
        [Question(intersect, $0)]
      } complaint: { numbers, answers in
        let apart = disjointSets(size(numbers[0]), size(numbers[1]), size(numbers[2]))
        let (one, other) = (numbers[1], numbers[2])
        if let apart {
          return answers[0] == .truth(false)
            ? nil : "\(apart) share no node, and are \(one) and \(other) of \(numbers[0])"
        }
        return answers[0] == .truth(true)
          ? nil : "every set of \(one) shares a node with every set of \(other)"
      })),
  TableCheck(
    raft.check(
      "clusters-of-any-size",
      "The answers are right for every size up to 1,000,000,000, and come at once.", .cases, 9),
    .oracle([majority, crashFaults, byzantineFaults, byzantineQuorum, intersect])),
]

/// Two sets of these sizes without a common node, as text; nil when every pair of such sets meets.
private func disjointSets(_ size: Int, _ one: Int, _ other: Int) -> String? {
  let sets = (0..<1 << size)
  for left in sets where left.nonzeroBitCount == one {
    for right in sets where right.nonzeroBitCount == other && left & right == 0 {
      return "\(text(left)) and \(text(right))"
    }
  }
  return nil
}

private func text(_ set: Int) -> String {
  let members = (0..<7).filter { set & 1 << $0 != 0 }.map { "n\($0 + 1)" }
  return "{\(members.joined(separator: ", "))}"
}
