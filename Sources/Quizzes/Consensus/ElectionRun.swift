import ExerciseKit
import Simulation
import Solutions

/// Three electors and what is on its way between them. What n1 experiences is the question.
///
/// n1 has just stood for election in term 2 and holds its own vote; n2 and n3 are followers of term 1.
struct ElectionRun {
  /// What n1 experienced since.
  private(set) var inputs: [ElectionInput] = []
  private var nodes: [Elector]
  private var inFlight: [Envelope] = []
  /// By term and voter, for whom each node voted.
  private var votes: [Term: [NodeID: NodeID]] = [:]

  private struct Envelope {
    var message: ElectionMessage
    var from: NodeID
    var to: NodeID
  }

  private static let ids = [NodeID(1), NodeID(2), NodeID(3)]

  /// Simulates until n1 has experienced `count` things.
  init(count: Int, _ random: inout RandomSource) {
    nodes = Self.ids.map { Self.elector($0, term: 1) }
    step(0, .electionTimeout)
    inputs = []
    while inputs.count < count { happen(&random) }
  }

  private mutating func happen(_ random: inout RandomSource) {
    switch random.index(below: 10) {
    case 0:
      // A leader has no election timer.
      if nodes[0].role != .leader { step(0, .electionTimeout) }
    case 1:
      let other = 1 + random.index(below: 2)
      if nodes[other].role != .leader { step(other, .electionTimeout) }
    case 2:
      let other = 1 + random.index(below: 2)
      if nodes[other].role == .leader { step(other, .heartbeatTimeout) }
    case 3:
      if !inFlight.isEmpty { inFlight.remove(at: random.index(below: inFlight.count)) }
    default:
      guard !inFlight.isEmpty else { return }
      let next = inFlight.remove(at: random.index(below: inFlight.count))
      step(Int(next.to.number) - 1, .received(next.message, from: next.from))
    }
  }

  private mutating func step(_ position: Int, _ input: ElectionInput) {
    let id = Self.ids[position]
    if position == 0 { inputs.append(input) }
    for output in nodes[position].step(input, random: 0) {
      switch output {
      case .persist(let term, let vote): votes[term, default: [:]][id] = vote
      case .send(let message, let receiver):
        inFlight.append(Envelope(message: message, from: id, to: receiver))
      case .resetElectionTimer: break
      }
    }
  }

  /// Who voted for whom in the terms that n1 went through, as a sentence.
  var ballots: String {
    let terms = Set(states.map(\.term)).union([2]).sorted()
    let sentences = terms.compactMap { term -> String? in
      let given = votes[term, default: [:]]
      let candidates = Set(given.values).sorted().map { candidate in
        let voters = given.keys.filter { given[$0] == candidate }.sorted()
        return voters.map(\.description).joined(separator: " and ") + " for \(candidate)"
      }
      return candidates.isEmpty
        ? nil : "in term \(term) \(candidates.joined(separator: ", "))"
    }
    return "Votes given, as somebody who sees all nodes would know: "
      + sentences.joined(separator: "; ") + "."
  }

  /// n1 after each of its inputs.
  var states: [State] { Self.states(after: inputs) { _, input in input } }

  /// A role and a term.
  struct State: Hashable, CustomStringConvertible {
    var role: Role
    var term: Term
    var description: String { "\(role) of term \(term)" }
  }

  /// n1 after each input, some of them misread: `reading` sees n1 before the input and says what n1 takes
  /// it for, nil for one that it passes over.
  static func states(
    after inputs: [ElectionInput], reading: (State, ElectionInput) -> ElectionInput?
  ) -> [State] {
    var node = elector(ids[0], term: 1)
    _ = node.step(.electionTimeout, random: 0)
    return inputs.map { input in
      if let read = reading(State(role: node.role, term: node.term), input) {
        _ = node.step(read, random: 0)
      }
      return State(role: node.role, term: node.term)
    }
  }

  private static func elector(_ id: NodeID, term: Term) -> Elector {
    Elector(
      id: id, peers: ids.filter { $0 != id }, term: term, votedFor: nil,
      lastLog: LogPosition(term: 1, index: 4), timeouts: 150...300)
  }
}
