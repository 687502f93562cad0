import Dialects
import Simulation
import Testing

@testable import HiddenSuites

/// Which histories `linearizability-checker` is asked about.
@Suite("Histories of a register that are asked about")
struct RegisterRecordTests {
  private let form = historyTable.functions[0].form

  @Test func `a history is read as it is written`() {
    let text =
      "isLinearizable([write(1) 0...9, read(-2) 3..., swap(0, 1) -5...-5, refused(1, 2) 7...], initial: 4)"
    let numbers: [Int128] = [
      4, 0, 1, 0, 0, 9, 3, -2, 0, 3, 0, 4, 0, 1, -5, -5, 7, 1, 2, 7, 0, 4,
    ]
    #expect(form.text(numbers) == text)
    #expect(form.numbers(in: text) == numbers)
    #expect(RegisterRecord(numbers).numbers == numbers)
  }

  @Test(arguments: [
    "isLinearizable([write(1) 9...0], initial: 0)",
    "isLinearizable([write(1, 2) 0...1], initial: 0)",
    "isLinearizable([add(1) 0...1], initial: 0)", "isLinearizable([write(1) 0...1,], initial: 0)",
    "isLinearizable([write(1) 0...9223372036854775808], initial: 0)",
    "isLinearizable([], initial: x)",
    "isLinearizable([write(1) 0, read(1) 0...1], initial: 0)",
    // Seven at once, of which two write one value.
    "isLinearizable([write(1) 0..., write(1) 0..., write(2) 0..., write(3) 0..., write(4) 0..., "
      + "write(5) 0..., write(6) 0...], initial: 0)",
  ])
  func `what the task does not speak of is refused`(text: String) {
    #expect(form.numbers(in: text) == nil)
  }

  /// Greenough's intervals, against all pairs of numbers from 0 to 3: as many orders of each size, none twice.
  @Test func `all orders of up to four intervals are there, and none twice`() {
    let letter = SmallRecords.Letter(kind: .read, value: 0)
    for (count, orders) in [(0, 1), (1, 1), (2, 2), (3, 5), (4, 15)] {
      let records = SmallRecords(letters: [letter], isSymmetric: false).records(of: count)
      #expect(records.count == orders)
      #expect(Set(records).count == orders)
    }
    #expect(smallPlainRecords.count == 3_386)
    #expect(Set(smallPlainRecords).count == smallPlainRecords.count)
    #expect(Set(smallMixedRecords).count == smallMixedRecords.count)
  }

  @Test(arguments: [smallRecord, oddRecord, simulatedRecord, longRecord, crowdedRecord])
  func `what is drawn is asked for, decided, and comes out either way`(
    draw: @Sendable (inout RandomSource) -> [Int128]
  ) {
    var random = RandomSource(seed: 3)
    var answers: [Bool: Int] = [:]
    for _ in 0..<150 {
      let numbers = draw(&random)
      #expect(form.space.contains(numbers), "\(form.text(numbers))")
      #expect(form.numbers(in: form.text(numbers)) == numbers)
      guard let answer = RegisterRecord(numbers).isLinearizable else {
        Issue.record("undecided: \(form.text(numbers))")
        continue
      }
      answers[answer, default: 0] += 1
    }
    #expect(answers.values.allSatisfy { $0 > 15 } && answers.count == 2, "\(answers)")
  }

  @Test func `those that break a search are asked for, and come out either way`() {
    for records in [crowdedRecords, longRecords] {
      #expect(records.allSatisfy(form.space.contains))
      #expect(Set(records.map { RegisterRecord($0).isLinearizable }) == [true, false])
    }
  }

  /// Each fault of a simulated register shows in some history, and a right register in none.
  @Test(arguments: RegisterRun.Fault.allCases)
  func `a simulated register is refused now and then exactly if it has a fault`(
    fault: RegisterRun.Fault
  ) {
    var random = RandomSource(seed: 9)
    var refused = 0
    for _ in 0..<200 {
      let run = RegisterRun(
        clients: 4, length: 16, longest: 6, isOfDistinctValues: false, fault: fault)
      if RegisterRecord(run.record(random: &random).numbers).isLinearizable == false {
        refused += 1
      }
    }
    #expect((refused > 0) == (fault != .works), "\(refused) of 200")
  }
}
