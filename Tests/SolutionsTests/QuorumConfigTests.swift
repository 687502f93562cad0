import ExerciseKit
import Foundation
import Solutions
import Testing

@Suite("QuorumConfig")
struct QuorumConfigTests {
  /// N, R, W, R+W>N, 2W>N, least overlap, probability of an overlap, availability of reads and of
  /// writes with nodes up 99 % of the time, label.
  private static let table = """
    3 1 1 no no 0 1/3 = 0.3333 0.999999 0.999999 no overlap
    3 2 1 no no 0 2/3 = 0.6667 0.999702 0.999999 no overlap
    3 3 1 yes no 1 1 = 1.0000 0.970299 0.999999 fast writes
    3 1 2 no yes 0 2/3 = 0.6667 0.999999 0.999702 no overlap
    3 2 2 yes yes 1 1 = 1.0000 0.999702 0.999702 balanced
    3 3 2 yes yes 2 1 = 1.0000 0.970299 0.999702 fast writes
    3 1 3 yes yes 1 1 = 1.0000 0.999999 0.970299 fast reads
    3 2 3 yes yes 2 1 = 1.0000 0.999702 0.970299 fast reads
    3 3 3 yes yes 3 1 = 1.0000 0.970299 0.970299 balanced
    5 1 1 no no 0 1/5 = 0.2000 1.000000 1.000000 no overlap
    5 2 2 no no 0 7/10 = 0.7000 1.000000 1.000000 no overlap
    5 2 3 no yes 0 9/10 = 0.9000 1.000000 0.999990 no overlap
    5 3 2 no no 0 9/10 = 0.9000 0.999990 1.000000 no overlap
    5 3 3 yes yes 1 1 = 1.0000 0.999990 0.999990 balanced
    5 1 5 yes yes 1 1 = 1.0000 1.000000 0.950990 fast reads
    5 5 1 yes no 1 1 = 1.0000 0.950990 1.000000 fast writes
    5 2 4 yes yes 1 1 = 1.0000 1.000000 0.999020 fast reads
    5 4 2 yes no 1 1 = 1.0000 0.999020 1.000000 fast writes
    """

  private static func fraction(_ text: some StringProtocol) -> Double? {
    let parts = text.split(separator: "/").compactMap { Double($0) }
    return parts.count == 2 ? parts[0] / parts[1] : parts.first
  }

  @Test(arguments: table.split(separator: "\n").map(String.init))
  func `every configuration of the table has its numbers`(row: String) throws {
    let words = row.split(separator: " ")
    let numbers = words.prefix(3).compactMap { Int($0) }
    let dial = try #require(QuorumConfig(n: numbers[0], r: numbers[1], w: numbers[2]))
    #expect(dial.readsOverlapWrites == (words[3] == "yes"))
    #expect(dial.writesOverlapWrites == (words[4] == "yes"))
    #expect(String(dial.minimumOverlap) == words[5])
    let overlap = try #require(Self.fraction(words[6]))
    #expect(abs(dial.overlapProbability() - overlap) < 1e-12)
    #expect(String(format: "%.4f", dial.overlapProbability()) == words[8])
    #expect(String(format: "%.6f", dial.availability(ofRead: true, nodeUp: 0.99)) == words[9])
    #expect(String(format: "%.6f", dial.availability(ofRead: false, nodeUp: 0.99)) == words[10])
    #expect(dial.label.rawValue == words[11...].joined(separator: " "))
  }

  @Test func `the overlap's least size and probability are those of all pairs of sets`() throws {
    for n in 1...6 {
      let sets = Array(1..<1 << n)
      for r in 1...n {
        for w in 1...n {
          let reads = sets.filter { $0.nonzeroBitCount == r }
          let writes = sets.filter { $0.nonzeroBitCount == w }
          let shared = reads.flatMap { read in writes.map { ($0 & read).nonzeroBitCount } }
          let dial = try #require(QuorumConfig(n: n, r: r, w: w))
          #expect(dial.minimumOverlap == shared.min())
          let share = Double(shared.filter { $0 > 0 }.count) / Double(shared.count)
          #expect(abs(dial.overlapProbability() - share) < 1e-12)
        }
      }
    }
  }

  @Test func `nothing outside 1...n is a configuration`() {
    for (n, r, w) in [(0, 0, 0), (3, 0, 1), (3, 1, 0), (3, 4, 1), (3, 1, 4), (-1, 1, 1)] {
      #expect(QuorumConfig(n: n, r: r, w: w) == nil)
    }
  }

  @Test func `what one side waits for decides how many failures it stands`() throws {
    let dial = try #require(QuorumConfig(n: 5, r: 2, w: 4))
    #expect(dial.readFailuresTolerated == 3)
    #expect(dial.writeFailuresTolerated == 1)
  }

  @Test(arguments: [
    (2, 3, 0.9, 0.972), (3, 4, 0.9, 0.9477), (3, 5, 0.9, 0.99144), (4, 7, 0.9, 0.997272),
    (2, 3, 0.99, 0.999702), (3, 4, 0.99, 0.99940797), (4, 7, 0.99, 0.99999966),
    (2, 3, 0.999, 0.999997), (3, 4, 0.999, 0.999994), (3, 5, 0.999, 0.99999999),
  ])
  func `enough of several nodes are up`(k: Int, n: Int, p: Double, availability: Double) {
    let digits = availability > 0.9999999 ? 1e-8 : 1e-6
    #expect(
      abs(QuorumConfig.availability(ofAtLeast: k, of: n, nodeUp: p) - availability) < digits)
  }

  @Test func `four voters are up less often than three`() {
    for p in [0.9, 0.99, 0.999] {
      #expect(
        QuorumConfig.availability(ofAtLeast: 3, of: 4, nodeUp: p)
          < QuorumConfig.availability(ofAtLeast: 2, of: 3, nodeUp: p))
    }
  }

  @Test func `availability is certain at both ends and never above one`() {
    #expect(QuorumConfig.availability(ofAtLeast: 0, of: 5, nodeUp: 0) == 1)
    #expect(QuorumConfig.availability(ofAtLeast: 1, of: 5, nodeUp: 0) == 0)
    #expect(QuorumConfig.availability(ofAtLeast: 5, of: 5, nodeUp: 1) == 1)
    for step in 0...20 {
      let p = Double(step) / 20
      for k in [0, 1, 15, 29, 30] {
        #expect((0...1).contains(QuorumConfig.availability(ofAtLeast: k, of: 30, nodeUp: p)))
      }
    }
  }
}
