import Curriculum
import Testing

@Suite("The nearest name")
struct NearestNameTests {
  private static let names = ["happens-before", "or-set", "raft-election", "read-index"]

  @Test func `names are listed up to eight, and beyond that the command that lists them`() {
    let names = (1...8).map { "name-\($0)" }
    #expect(
      suggestion(for: "zzz", among: names, listedBy: "truthbook list")
        == "there are: " + names.joined(separator: ", "))
    #expect(
      suggestion(for: "zzz", among: names + ["name-9"], listedBy: "truthbook list")
        == "`truthbook list` lists them")
    #expect(suggestion(for: "zzz", among: names + ["name-9"]).hasSuffix(", name-9"))
    #expect(suggestion(for: "nam-1", among: names) == "did you mean 'name-1'?")
    #expect(suggestion(for: "zzz", among: [], listedBy: "truthbook list") == "there are none")
  }

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
