import Checking
import Foundation
import HiddenSuites
import Testing

/// Every rule of the task has a check that enforces it, and a mutant that only this rule refuses:
/// `verify` grades the mutants, and here the three are held together.
@Suite("Raft election: the task's rules and their checks")
struct RaftElectionTaskTests {
  /// A rule, in words of the task, the check that enforces it, and a mutant that breaks it.
  struct Rule: Sendable, CustomTestStringConvertible {
    var words: String
    var check: String
    var mutant: String
    var testDescription: String { words }

    init(_ words: String, _ check: String, _ mutant: String) {
      self.words = words
      self.check = check
      self.mutant = mutant
    }
  }

  static let rules: [Rule] = [
    Rule(
      "A node that crashes is made anew from the last term", "terms-never-fall",
      "forgets-its-term-at-a-restart"),
    Rule("its term rises by exactly 1", "campaigns-honestly", "skips-a-term"),
    Rule("asks every peer once", "campaigns-honestly", "asks-one-peer-too-few"),
    Rule("naming where its own log ends", "campaigns-honestly", "hides-its-log"),
    Rule("resets its timer, and asks", "timers", "no-timer-while-campaigning"),
    Rule(
      "with no votes but its own", "quorum-of-distinct-voters", "keeps-votes-between-elections"),
    Rule("it leads at once", "majority-makes-a-leader", "lone-node-never-leads"),
    Rule("For a leader nothing happens", "legal-roles", "leader-campaigns-against-itself"),
    Rule(
      "A leader sends `heartbeat` of its term to every peer, once each", "heartbeats-when-due",
      "leader-goes-silent"),
    Rule("Anyone else does nothing", "heartbeats-when-due", "candidate-sends-heartbeats"),
    Rule(
      "A higher term comes first", "higher-term-wins", "heartbeat-does-not-raise-the-term"),
    Rule(
      "forget the vote of the old one", "owed-votes-are-granted",
      "request-of-a-higher-term-keeps-the-old-vote"),
    Rule(
      "become a follower, and persist that", "persist-before-send",
      "adopts-a-term-without-persisting"),
    Rule(
      "has no election timer running and must reset it", "timers", "deposed-leader-has-no-timer"),
    Rule(
      "you have voted in this term for nobody or for this very candidate", "one-vote-per-term",
      "ignores-the-vote-it-cast"),
    Rule(
      "the candidate's log is at least as up to date as yours", "up-to-date-rule",
      "does-not-compare-logs"),
    Rule(
      "only when these are equal, their last indexes", "up-to-date-rule",
      "compares-log-length-before-term"),
    Rule("have already voted, for themselves", "one-vote-per-term", "candidate-grants-a-rival"),
    Rule("exactly one `vote`, granted or not", "replies-carry-current-term", "refuses-in-silence"),
    Rule(
      "put your *current* term in it", "replies-carry-current-term",
      "refusal-carries-the-term-of-the-request"),
    Rule("is persisted before the answer", "persist-before-send", "grants-before-persisting"),
    Rule("and resets your timer", "timers", "grant-does-not-reset-the-timer"),
    Rule("is granted again", "owed-votes-are-granted", "refuses-a-repeated-request"),
    Rule("A refusal does not reset your timer", "timers", "refusal-resets-the-timer"),
    Rule(
      "It counts only when you are a candidate", "legal-roles", "follower-counts-votes"),
    Rule(
      "it is of your term, it is granted", "quorum-of-distinct-voters",
      "counts-grants-of-an-earlier-term"),
    Rule("it is granted, and it", "quorum-of-distinct-voters", "counts-refusals"),
    Rule("comes from a peer", "far-beyond-the-bounds", "counts-votes-of-strangers"),
    Rule(
      "each peer counts once", "quorum-of-distinct-voters", "counts-messages-not-voters"),
    Rule(
      "a majority *of the whole", "quorum-of-distinct-voters", "majority-of-the-peers"),
    Rule(
      "send `heartbeat` to every peer at once", "majority-makes-a-leader",
      "first-heartbeat-comes-late"),
    Rule("Otherwise nothing is to be done", "timers", "resets-on-every-counted-vote"),
    Rule("so follow, reset your timer", "concedes-to-the-leader", "candidate-does-not-concede"),
    Rule(
      "reset your timer, and keep your vote", "timers", "heartbeat-does-not-reset-the-timer"),
    Rule("keep your vote", "one-vote-per-term", "heartbeat-clears-the-vote"),
    Rule(
      "neither follow nor reset the timer", "stale-messages-change-nothing",
      "follows-a-stale-leader"),
    Rule("nor reset the timer", "timers", "stale-heartbeat-resets-the-timer"),
    Rule(
      "`heartbeatReply` with your current term", "replies-carry-current-term",
      "reply-carries-the-term-of-the-heartbeat"),
    Rule("Only rule 5 can apply", "higher-term-wins", "leader-ignores-the-term-of-a-reply"),
    Rule(
      "stands before every message of that step", "persist-before-send",
      "campaigns-before-persisting"),
    Rule(
      "What was persisted last is always what you hold", "persist-before-send",
      "clears-the-vote-before-raising-the-term"),
    Rule(
      "drawn afresh at every reset", "timeouts-from-the-whole-interval",
      "deposed-leader-draws-the-longest"),
    Rule(
      "Every value of the interval must be possible", "timeouts-from-the-whole-interval",
      "never-draws-the-longest-timeout"),
    Rule(
      "Different nodes get different random bits", "nodes-draw-differently",
      "every-node-draws-the-same"),
    Rule("never to yourself", "campaigns-honestly", "asks-itself-for-a-vote"),
    Rule("Terms never fall", "terms-never-fall", "stale-heartbeat-lowers-the-term"),
    Rule(
      "A step depends on nothing but", "same-input-same-step", "draws-from-its-own-generator"),
  ]

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The task, each run of spaces and line ends one space.
  private func task() throws -> String {
    try String(
      contentsOf: Self.root.appending(path: "Exercises/raft-election/README.md"), encoding: .utf8
    ).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(arguments: rules) func `a rule has its check, and a mutant that the check fails`(
    rule: Rule
  ) throws {
    #expect(try task().contains(rule.words))
    #expect(RaftElectionSuite().checks.contains { $0.name == rule.check })
    let mutant = Self.root.appending(path: "Solutions/Mutants/raft-election/\(rule.mutant)")
    let patch = try? String(contentsOf: mutant.appendingPathExtension("patch"), encoding: .utf8)
    let text =
      try patch ?? String(contentsOf: mutant.appendingPathExtension("swift"), encoding: .utf8)
    let header = text.prefix { $0 != "\n" }
    #expect(header.contains(rule.check), "\(header)")
  }

  @Test func `every numbered rule of the task is in the table`() throws {
    let task = try task()
    let places = Self.rules.compactMap { task.range(of: $0.words)?.lowerBound }
    var starts = (1...13).compactMap { number in
      task.range(of: " \(number). ")?.lowerBound
    }
    #expect(starts.count == 13)
    starts.append(try #require(task.range(of: "## What not to write")).lowerBound)
    for (start, end) in zip(starts, starts.dropFirst()) {
      #expect(places.contains { (start..<end).contains($0) }, "\(task[start...].prefix(40))")
    }
  }
}
