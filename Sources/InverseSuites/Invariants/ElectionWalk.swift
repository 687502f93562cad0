import ExerciseKit
import Simulation

/// A long run of an election by chance, in which every message may arrive at any moment, any number of times or
/// never, and nodes crash between two steps.
struct ElectionWalk {
  private struct Sent: Hashable {
    var message: ElectionMessage
    var from: Int
    var to: Int
  }

  private let flaw: ElectionFlaw?
  private let names: [NodeID]
  private var nodes: [FlawedElector] = []
  private var stored: [(term: Term, votedFor: NodeID?)]
  private var sent: [Sent] = []
  private var led: [Term]
  private var random: RandomSource

  /// Nodes with empty logs.
  init(_ count: Int, flaw: ElectionFlaw?, seed: UInt64) {
    self.flaw = flaw
    names = (0..<count).map { NodeID(UInt32($0 + 1)) }
    stored = names.map { _ in (0, nil) }
    led = names.map { _ in 0 }
    random = RandomSource(seed: seed)
    nodes = names.indices.map(made)
  }

  private func made(_ index: Int) -> FlawedElector {
    FlawedElector(
      flaw: flaw, id: names[index], peers: names.filter { $0 != names[index] },
      term: stored[index].term, votedFor: stored[index].votedFor,
      lastLog: LogPosition(term: 0, index: 0), timeouts: 150...300)
  }

  /// Lets something happen. Half of all deliveries are of what was sent last, so that elections end.
  mutating func go() {
    let dice = random.index(below: 20)
    let node = random.index(below: nodes.count)
    switch dice {
    case 0: nodes[node] = made(node)
    case 1..<4: step(node, .electionTimeout)
    case 4: step(node, .heartbeatTimeout)
    default:
      guard !sent.isEmpty else { return step(node, .electionTimeout) }
      let recent = min(sent.count, dice < 14 ? 6 : 24)
      let letter = sent[sent.count - 1 - random.index(below: recent)]
      step(letter.to, .received(letter.message, from: names[letter.from]))
    }
  }

  private mutating func step(_ index: Int, _ input: ElectionInput) {
    for output in nodes[index].step(input, random: 0) {
      switch output {
      case .persist(let term, let vote): stored[index] = (term, vote)
      case .send(let message, let receiver):
        sent.append(Sent(message: message, from: index, to: Int(receiver.number) - 1))
      case .resetElectionTimer: break
      }
    }
    if nodes[index].role == .leader { led[index] = nodes[index].term }
  }

  /// The state as an expression sees it.
  var seen: SeenState {
    SeenState(
      nodes: nodes.indices.map { index in
        let node = nodes[index]
        func place(_ name: NodeID?) -> Int {
          name.map { Int($0.number) - 1 } ?? Expression.nobody
        }
        return SeenState.Node(
          role: [.follower, .candidate, .leader].firstIndex(of: node.role) ?? 0, term: node.term,
          vote: place(node.votedFor), votes: node.votes.count, led: led[index],
          storedTerm: stored[index].term, storedVote: place(stored[index].votedFor))
      })
  }

  /// The states of many walks, each once, in the order in which they are met.
  static func states(of flaw: ElectionFlaw?, walks: Int, events: Int) -> [SeenState] {
    var seen: Set<SeenState> = []
    var states: [SeenState] = []
    for number in 0..<walks {
      var walk = ElectionWalk(3 + number % 2, flaw: flaw, seed: UInt64(number))
      for _ in 0..<events {
        walk.go()
        let state = walk.seen
        if seen.insert(state).inserted { states.append(state) }
      }
    }
    return states
  }
}
