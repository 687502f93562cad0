import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

/// Electors with state that a search could do without.
@Suite("Raft election: states that grow")
struct RaftElectionGrowthTests {
  private static let bounds = [
    ElectionBounds(nodes: 3, maxTerm: 1, crashes: true, replies: .takenOutWhenSpent),
    ElectionBounds(nodes: 5, maxTerm: 1, crashes: true, replies: .takenOutWhenSpent),
  ]

  private func search(_ type: any Electing.Type) throws -> RuledSearch<Election> {
    var search = RuledSearch<Election>(subject: InProcessSubject(type))
    for bounds in Self.bounds { try search.run(bounds) }
    return search
  }

  @Test(
    arguments: [
      (Noting<CountsSteps>.self, "steps"), (Noting<KeepsHistory>.self, "history"),
      (Noting<Toggles>.self, "toggle"), (Noting<KeepsLastMessage>.self, "last"),
    ] as [(any Electing.Type, String)])
  func `a property that never makes a difference is set aside, and named`(
    type: any Electing.Type, name: String
  ) throws {
    let search = try search(type)
    for check in ["answers-every-input", "at-most-one-leader-per-term", "one-vote-per-term"] {
      guard case .passed(.searchedWithout(let names, let states, _, _)) = search.verdict(of: check)
      else {
        Issue.record("\(check): \(search.verdict(of: check))")
        continue
      }
      #expect(names == ["notes.\(name)"])
      #expect(states > 1_000)
    }
  }

  @Test func `many states more are not`() throws {
    var search = RuledSearch<Election>(subject: InProcessSubject(Noting<KeepsLastMessages>.self))
    try search.run(
      ElectionBounds(nodes: 3, maxTerm: 2, crashes: true, replies: .takenOutWhenSpent))
    let verdict = search.verdict(of: "at-most-one-leader-per-term")
    guard case .passed(.searchedWithout(["notes.last"], _, _, _)) = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }

  @Test
  func `a count that makes a difference is named, with the shortest run along which it grows`()
    throws
  {
    let search = try search(Noting<CountsGrants>.self)
    guard case .held(let strength, let until, let run?) = search.verdict(of: "answers-every-input")
    else {
      Issue.record("\(search.verdict(of: "answers-every-input"))")
      return
    }
    #expect(until == "property `notes.grants` grows without end")
    guard case .searched(let states, _, _, _) = strength else {
      Issue.record("\(strength)")
      return
    }
    #expect(states > 100)
    #expect(run.schedule.events.filter { $0.hasSuffix("grant 1") }.count >= 2)
    #expect(run.steps.count <= 6)
    // What it does with the count is wrong, and is found.
    guard case .failed(let failure) = search.verdict(of: "timers") else {
      Issue.record("\(search.verdict(of: "timers"))")
      return
    }
    #expect(failure.counterexample != nil)
  }

  @Test func `a fault beside a count is found under its own name`() throws {
    let search = try search(Noting<CountsAndForgets>.self)
    guard case .failed = search.verdict(of: "one-vote-per-term") else {
      Issue.record("\(search.verdict(of: "one-vote-per-term"))")
      return
    }
  }

  @Test func `two searches set the same aside`() throws {
    let first = try search(Noting<KeepsHistory>.self)
    let second = try search(Noting<KeepsHistory>.self)
    for check in RaftElectionSuite.stepChecks {
      #expect(first.verdict(of: check.name) == second.verdict(of: check.name))
    }
  }
}

/// What an elector notes beside what it needs.
protocol ElectionNotes: Sendable {
  init()
  /// Notes an input, and may change what comes of it.
  mutating func note(_ input: ElectionInput, _ outputs: inout [ElectionOutput])
  /// What a restart knows of the vote.
  static func remembered(_ vote: NodeID?) -> NodeID?
}

extension ElectionNotes {
  static func remembered(_ vote: NodeID?) -> NodeID? { vote }
}

/// The reference, which takes notes.
struct Noting<Notes: ElectionNotes>: Electing {
  private var elector: Elector
  private var notes = Notes()

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    elector = Elector(
      id: id, peers: peers, term: term, votedFor: Notes.remembered(votedFor), lastLog: lastLog,
      timeouts: timeouts)
  }

  var role: Role { elector.role }
  var term: Term { elector.term }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    var outputs = elector.step(input, random: random)
    notes.note(input, &outputs)
    return outputs
  }
}

struct CountsSteps: ElectionNotes {
  private var steps = 0
  mutating func note(_ input: ElectionInput, _ outputs: inout [ElectionOutput]) { steps += 1 }
}

struct KeepsHistory: ElectionNotes {
  private var history: [ElectionMessage] = []
  mutating func note(_ input: ElectionInput, _ outputs: inout [ElectionOutput]) {
    if case .received(let message, _) = input { history.append(message) }
  }
}

struct Toggles: ElectionNotes {
  private var toggle = false
  mutating func note(_ input: ElectionInput, _ outputs: inout [ElectionOutput]) { toggle.toggle() }
}

struct KeepsLastMessage: ElectionNotes {
  private var last: ElectionMessage?
  mutating func note(_ input: ElectionInput, _ outputs: inout [ElectionOutput]) {
    if case .received(let message, _) = input { last = message }
  }
}

struct KeepsLastMessages: ElectionNotes {
  private var last: [ElectionMessage] = []
  mutating func note(_ input: ElectionInput, _ outputs: inout [ElectionOutput]) {
    if case .received(let message, _) = input { last = Array((last + [message]).suffix(3)) }
  }
}

/// Resets its timer on every third granted vote.
struct CountsGrants: ElectionNotes {
  private var grants = 0
  mutating func note(_ input: ElectionInput, _ outputs: inout [ElectionOutput]) {
    guard case .received(.vote(_, granted: true), _) = input else { return }
    grants += 1
    if grants % 3 == 0 { outputs.append(.resetElectionTimer(200 + grants % 50)) }
  }
}

/// Counts its steps, and forgets its vote at a restart.
struct CountsAndForgets: ElectionNotes {
  private var steps = 0
  mutating func note(_ input: ElectionInput, _ outputs: inout [ElectionOutput]) { steps += 1 }
  static func remembered(_ vote: NodeID?) -> NodeID? { nil }
}
