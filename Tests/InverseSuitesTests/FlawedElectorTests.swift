import Checking
import HiddenSuites
@testable import InverseSuites
import Subjects
import Testing
import Wire

/// The nodes that learners play against.
@Suite("Flawed electors")
struct FlawedElectorTests {
  /// The checks that a node fails in the search of `raft-election`.
  private func failed(_ subject: any Subject) throws -> [String] {
    let suite = RaftElectionSuite()
    let stage = try #require(suite.stages(for: .ofOwnCode).first)
    let verdicts = try stage.run(subject)
    return zip(stage.checks, verdicts).filter {
      if case .failed = $1 { true } else { false }
    }.map(\.0.name)
  }

  @Test func `without a flaw it keeps every rule of raft-election`() throws {
    #expect(try failed(InProcessSubject(Flawed<NoFlaw>.self)) == [])
  }

  @Test func `each flaw breaks the rule that it is about`() throws {
    #expect(
      try failed(InProcessSubject(Flawed<HalfIsEnough>.self)).contains("quorum-of-distinct-voters"))
    #expect(try failed(InProcessSubject(Flawed<ForgetsItsVote>.self)).contains("one-vote-per-term"))
    #expect(
      try failed(InProcessSubject(Flawed<CountsVotesTwice>.self))
        .contains("quorum-of-distinct-voters"))
    #expect(
      try failed(InProcessSubject(Flawed<CountsOldVotes>.self))
        .contains("quorum-of-distinct-voters"))
  }
}
