import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

private typealias SetHistory = ReplicaHistory<SetChange>

private let model = SetModel()

@Suite("What or-set asks")
struct ORSetInquiryTests {
  private let long = SetHistory(
    nodeCount: 1,
    lines: Array(repeating: "n1 adds milk", count: ReplicaInquiry<SetModel>.limit * 2 / 3))
  private let short = SetHistory(1, "n1 adds milk", "n1 removes milk")

  private func questions(_ histories: [SetHistory]) -> [ReplicaQuestions<SetModel>] {
    Array(ReplicaQuestions.divided(model, histories, looksAgain: false))
  }

  @Test func `histories are divided so that each exchange stays within its limit`() throws {
    let long = try #require(long)
    let shares = questions([long, short, long, short, short]).map { $0.items.map(\.history) }
    #expect(shares == [[long, short], [long, short, short]])
    #expect(questions([]).isEmpty)
  }

  @Test func `each history is answered as if it had been asked alone`() throws {
    let histories = [short, SetHistory(2, "n1 adds eggs", "n2 receives 1", "n2 looks"), short]
    let subject = InProcessSubject(ORSet<String>.self)
    let together = try questions(histories).flatMap { try $0.sights(from: subject) }
    let alone = try histories.flatMap { history in
      try questions([history]).flatMap { try $0.sights(from: subject) }
    }
    #expect(together == alone)
    #expect(
      together[1].map { $0.reading?.description } == ["{eggs}", "{eggs}", "{eggs}"])
  }

  @Test func `looking again asks nothing else and changes no answer`() throws {
    let history = SetHistory(2, "n1 adds eggs", "n2 receives 1", "n1 removes eggs")
    let subject = InProcessSubject(ORSet<String>.self)
    let again = ReplicaQuestions.divided(model, [history], looksAgain: true)
    let sights = try again.flatMap { try $0.sights(from: subject) }[0]
    #expect(sights.allSatisfy { $0.later != nil && $0.later == $0.reading })
    #expect(
      sights.map { $0.reading?.description }
        == (try questions([history])[0].sights(from: subject)[0].map { $0.reading?.description }))
  }

  private let histories = [
    SetHistory(
      3, "n1 adds milk", "n2 receives 1", "n2 adds eggs", "n3 adds milk", "n1 removes milk",
      "n3 receives 3"),
    SetHistory(3, "n1 adds eggs", "n2 adds milk", "n3 receives 2", "n3 removes milk"),
  ]

  @Test(arguments: ReplicaLaw.allCases)
  func `laws tried together come to what each comes to alone`(law: ReplicaLaw) throws {
    let survey = ReplicaLawSurvey(model, ReplicaLaw.allCases, after: histories)
    let single = ReplicaLawSurvey(model, [law], after: histories, looksEverywhere: true)
    for (type, isBroken) in [
      (ORSet<String>.self, false), (UnionSet.self, false), (IdleSet.self, false),
      (FirstComeSet.self, law == .commutative),
    ] as [(Any.Type, Bool)] {
      let subject = InProcessSubject(type)
      let together = try #require(try survey.results(on: subject)[law])
      let alone = try #require(try single.results(on: subject)[law])
      #expect((together.broken != nil) == isBroken, "\(type)")
      #expect(together.broken?.sentence == alone.broken?.sentence)
      if !isBroken { #expect(together.isTelling == alone.isTelling) }
    }
  }

  private func lawVerdicts(_ subject: any Subject) throws -> [Verdict] {
    let stage = try #require(
      orSetSuite.stages(for: .ofOwnCode).first { $0.checks[0].name == "merge-is-idempotent" })
    return try stage.run(subject)
  }

  @Test func `a submission is asked about all laws at once, then about those kept back`() throws {
    let subject = Stumbler(InProcessSubject(ORSet<String>.self), stumblesAt: nil)
    #expect(try lawVerdicts(subject).allSatisfy { $0.isPassed })
    #expect(subject.count == 2)
  }

  @Test func `a stop that no law repeats by itself is the first law's verdict`() throws {
    let subject = Stumbler(InProcessSubject(ORSet<String>.self), stumblesAt: 1)
    let verdicts = try lawVerdicts(subject)
    #expect(verdicts[0] == .stopped(.exited(status: 1), nil))
    #expect(verdicts[1...].allSatisfy { $0.isPassed })
  }

  @Test func `a stop in what is kept back is no law's pass`() throws {
    let subject = Stumbler(InProcessSubject(ORSet<String>.self), stumblesAt: 2)
    #expect(try lawVerdicts(subject)[0] == .stopped(.exited(status: 1), nil))
  }

  @Test func `a law broken once is broken, though alone it holds`() throws {
    // Its answers go wrong in a stretch of the first exchange, as a counter that all sets share does.
    let subject = Forgetter(InProcessSubject(ORSet<String>.self))
    let verdicts = try lawVerdicts(subject)
    guard case .failed(let failure) = verdicts[0] else {
      Issue.record("\(verdicts)")
      return
    }
    #expect(failure.message.contains("depend on more than the value"))
    #expect(failure.counterexample != nil)
  }
}

/// Shows nothing in the second half of the first exchange.
private final class Forgetter: Subject {
  private let subject: InProcessSubject
  private var count = 0

  init(_ subject: InProcessSubject) { self.subject = subject }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    count += 1
    var answers = try subject.run(program)
    guard count == 1 else { return answers }
    // An observation of plain words has a count, words and a truth value for each; no other answer is
    // as long.
    for index in answers.indices where index % 3 == 0 && answers[index].count > 6 {
      answers[index] = [0] + Array(repeating: 0, count: Self.probeCount(answers[index]))
    }
    return answers
  }

  /// How many truth values follow the words.
  private static func probeCount(_ answer: [UInt8]) -> Int {
    var rest = answer[1...]
    for _ in 0..<answer[0] { rest = rest.dropFirst(Int(rest.first ?? 0) + 1) }
    return rest.count
  }

  func restart() { subject.restart() }
}
