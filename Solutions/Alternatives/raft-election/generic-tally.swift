import ExerciseKit

/// A way to count votes.
private protocol Tally: Sendable {
  init(cluster: [NodeID])
  mutating func add(_ voter: NodeID)
  var isMajority: Bool { get }
}

/// Ticks voters off a list of those whose vote is missing; strangers were never on it.
private struct MissingVotes: Tally {
  private let size: Int
  private var missing: [NodeID]

  init(cluster: [NodeID]) {
    size = cluster.count
    missing = cluster
  }

  mutating func add(_ voter: NodeID) {
    missing.removeAll { $0 == voter }
  }

  var isMajority: Bool { size - missing.count > missing.count }
}

/// An election counted by any tally.
private struct Campaign<Votes: Tally>: Sendable {
  private var votes: Votes

  init(by candidate: NodeID, among cluster: [NodeID]) {
    votes = Votes(cluster: cluster)
    votes.add(candidate)
  }

  mutating func isWon(by grants: NodeID...) -> Bool {
    for voter in grants {
      votes.add(voter)
    }
    return votes.isMajority
  }
}

/// Leaves the counting to a generic campaign, which exists only while the node is a candidate.
///
/// Freedoms used: an adopted term and the vote that follows are persisted at once, with one effect;
/// every adoption restarts the timer; effects come in the order persist, send, timer.
struct Elector: Electing {
  private struct Effects {
    var persists = false
    var sends: [(ElectionMessage, NodeID)] = []
    var resetsTimer = false
  }

  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>

  private(set) var term: Term
  private var votedFor: NodeID?
  private var isLeader = false
  private var campaign: Campaign<MissingVotes>?

  var role: Role { isLeader ? .leader : campaign == nil ? .follower : .candidate }

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers
    self.term = term
    self.votedFor = votedFor
    self.lastLog = lastLog
    self.timeouts = timeouts
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    let effects = effects(of: input)
    var outputs: [ElectionOutput] = []
    if effects.persists {
      outputs.append(.persist(term: term, votedFor: votedFor))
    }
    for (message, receiver) in effects.sends {
      outputs.append(.send(message, to: receiver))
    }
    if effects.resetsTimer {
      let offset = Millis((random >> 8) % UInt64(timeouts.count))
      outputs.append(.resetElectionTimer(timeouts.lowerBound + offset))
    }
    return outputs
  }

  private mutating func effects(of input: ElectionInput) -> Effects {
    var effects = Effects()
    switch input {
    case .electionTimeout:
      guard !isLeader else { break }
      term += 1
      votedFor = id
      effects = Effects(persists: true, resetsTimer: true)
      effects.sends = peers.map { (.requestVote(term: term, lastLog: lastLog), $0) }
      var new = Campaign<MissingVotes>(by: id, among: peers + [id])
      if new.isWon() {
        lead(&effects)
      } else {
        campaign = new
      }
    case .heartbeatTimeout:
      if isLeader {
        announce(&effects)
      }
    case .received(let message, let sender):
      if message.term > term {
        term = message.term
        votedFor = nil
        follow()
        effects = Effects(persists: true, resetsTimer: true)
      }
      receive(message, from: sender, &effects)
    }
    return effects
  }

  private mutating func receive(
    _ message: ElectionMessage, from sender: NodeID, _ effects: inout Effects
  ) {
    switch message {
    case .requestVote(let asked, let log):
      let isUpToDate = !((log.term, log.index) < (lastLog.term, lastLog.index))
      let isGranted = asked == term && isUpToDate && (votedFor == nil || votedFor == sender)
      if isGranted {
        effects.persists = effects.persists || votedFor == nil
        effects.resetsTimer = true
        votedFor = sender
      }
      effects.sends.append((.vote(term: term, granted: isGranted), sender))
    case .vote(term, granted: true):
      if campaign?.isWon(by: sender) == true {
        lead(&effects)
      }
    case .heartbeat(let led):
      if led == term {
        follow()
        effects.resetsTimer = true
      }
      effects.sends.append((.heartbeatReply(term: term), sender))
    case .vote, .heartbeatReply:
      break
    }
  }

  private mutating func lead(_ effects: inout Effects) {
    isLeader = true
    campaign = nil
    announce(&effects)
  }

  private mutating func follow() {
    isLeader = false
    campaign = nil
  }

  private func announce(_ effects: inout Effects) {
    effects.sends += peers.map { (.heartbeat(term: term), $0) }
  }
}
