import Curriculum
import Testing

@Suite("The nearest name")
struct NearestNameTests {
  private static let names = ["happens-before", "or-set", "raft-election", "read-index"]

  @Test(arguments: [
    ("raft", "raft-election"), ("RAFT", "raft-election"), ("r", "raft-election"),
    ("read", "read-index"), ("orset", "or-set"), ("ro-set", "or-set"), ("or-est", "or-set"),
    ("happens-befor", "happens-before"), ("hapens-before", "happens-before"),
    ("rafr-election", "raft-election"),
  ])
  func `is the one most likely meant`(_ typed: String, _ meant: String) {
    #expect(nearest(to: typed, among: Self.names) == meant)
  }

  @Test(arguments: ["", "paxos", "set", "elephant"])
  func `is none when nothing is near`(_ typed: String) {
    #expect(nearest(to: typed, among: Self.names) == nil)
  }
}
