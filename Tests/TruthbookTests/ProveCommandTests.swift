import Foundation
import Testing

@Suite("truthbook prove")
struct ProveCommandTests {
  private let home: TemporaryHome

  init() throws { home = try TemporaryHome() }

  @Test func `the printed code is run, and graded where an exercise asks for it`() throws {
    let outcome = try home.run("prove", "e-16", "--width", "200")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("✔ as printed, with the clock at 7 throughout: no milk"))
    let graded =
      "✔ Solutions/Mutants/or-set/as-printed.swift, graded for or-set, frozen-clock: n1 lacks"
    #expect(lines.contains { $0.hasPrefix(graded) })
  }

  @Test func `printed code that is right where it should be wrong refutes the erratum`() throws {
    let right = try Data(
      contentsOf: URL(filePath: TemporaryHome.book("Solutions/or-set/ORSet.swift")))
    try FileManager.default.removeItem(atPath: home.path("Solutions"))
    try home.write("Solutions/Mutants/or-set/as-printed.swift", right)
    let outcome = try home.run("prove", "E-16", "--width", "200")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("\n✘ Solutions/Mutants/or-set/as-printed.swift"))
    #expect(outcome.output.contains("frozen-clock: does not fail\n"))
  }

  @Test func `an unknown erratum is one error with the nearest number`() throws {
    let outcome = try home.run("prove", "E-160")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("there is no erratum 'E-160'; did you mean 'E-"))
  }
}
