import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("What or-set asks")
struct ORSetInquiryTests {
  private let long = SetHistory(
    nodeCount: 1, lines: Array(repeating: "n1 adds milk", count: SetInquiry.limit * 2 / 3))
  private let short = SetHistory(1, "n1 adds milk", "n1 removes milk")

  @Test func `histories are divided so that each exchange stays within its limit`() throws {
    let long = try #require(long)
    let shares = SetInquiry.inquiries(into: [long, short, long, short, short])
      .map { $0.items.map(\.history) }
    #expect(shares == [[long, short], [long, short, short]])
    #expect(Array(SetInquiry.inquiries(into: [])).isEmpty)
  }

  @Test func `each history is answered as if it had been asked alone`() throws {
    let histories = [short, SetHistory(2, "n1 adds eggs", "n2 receives 1", "n2 looks"), short]
    let subject = InProcessSubject(ORSet<String>.self)
    let together = try SetInquiry.inquiries(into: histories).flatMap {
      try $0.answers(from: subject)
    }
    let alone = try histories.flatMap { history in
      try SetInquiry.inquiries(into: [history]).flatMap { try $0.answers(from: subject) }
    }
    #expect(together == alone)
    #expect(together[1].map(\.text) == ["{eggs}", "{eggs}", "{eggs}"])
    #expect(together[1].last?.contained == SetElements(.eggs))
  }

  private func examiner(_ law: SetLaw, on subject: any Subject) -> SetLawExaminer {
    SetLawExaminer(.mergeIsCommutative, law, on: subject)
  }

  @Test(arguments: SetLaw.allCases)
  func `laws tried together come to what each comes to alone`(law: SetLaw) throws {
    for (type, isBroken) in [
      (ORSet<String>.self, false), (UnionSet.self, false), (IdleSet.self, false),
      (FirstComeSet.self, law == .commutative), (SharedSet.self, law != .commutative),
    ] as [(Any.Type, Bool)] {
      let subject = InProcessSubject(type)
      let together = try examiner(law, on: subject).examine(SetLawSurvey())
      let alone = try examiner(law, on: subject).examine(SetLaw.histories)
      #expect((together.failure != nil) == isBroken, "\(type)")
      #expect(together.failure == alone.failure)
      if !isBroken { #expect(together.hasShownElements == alone.hasShownElements) }
    }
  }

  @Test func `a submission is asked about all laws once`() throws {
    let subject = Stumbler(InProcessSubject(ORSet<String>.self), stumblesAt: nil)
    let survey = SetLawSurvey()
    for law in SetLaw.allCases { _ = try examiner(law, on: subject).examine(survey) }
    #expect(subject.count == 1)
  }

  @Test func `laws that stop a submission together are tried one by one`() throws {
    let subject = Stumbler(InProcessSubject(ORSet<String>.self), stumblesAt: 1)
    let survey = SetLawSurvey()
    for law in SetLaw.allCases {
      let result = try examiner(law, on: subject).examine(survey)
      #expect(result.failure == nil)
      #expect(result.hasShownElements)
    }
    #expect(subject.count == 1 + SetLaw.allCases.count)
  }
}
