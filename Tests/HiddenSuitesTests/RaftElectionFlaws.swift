import ExerciseKit

/// What an elector of these tests does wrong.
enum ElectionFlaw: Sendable {
  case none
  case ignoresItsVote
  case countsItselfTwice
  case halfIsEnough
  case needsEveryVote
  case forgetsItsTerm
  case forgetsItsVote
  case keepsItsTerm
  case refusesWhenAskedAgain
  case ignoresLogs
  case keepsCampaigningInItsTerm
  case neverConcedes
  case grantsStaleRequests
  // What small numbers, the usual names and a first life do not show.
  case wrapsTermsAt16Bits
  case comparesLogsAsOneNumber
  case forgetsItsLogAtARestart
  case takesNodeZeroForNobody
  case needsTwoVotesOfTwo
  case countsEightPeers
  case resetsOnEveryCountedVote
  case clearsItsVoteFirst
  case takesTheLogOfACandidate
  case drawsTheLongestWhenDeposed
  case tiresAfterAThousandSteps
}

/// Names a flaw as a type, since a subject is made from a type alone.
protocol NamesElectionFlaw: Sendable {
  static var flaw: ElectionFlaw { get }
}

/// An elector with one thing wrong.
struct FlawedElector<Name: NamesElectionFlaw>: Electing {
  private let id: NodeID
  private let peers: [NodeID]
  private var lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>

  private(set) var role = Role.follower
  private(set) var term: Term
  private var votedFor: NodeID?
  private var votes: Set<NodeID> = []
  private var steps = 0

  private var flaw: ElectionFlaw { Name.flaw }

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers
    self.term = Name.flaw == .forgetsItsTerm ? 0 : term
    self.votedFor = Name.flaw == .forgetsItsVote ? nil : votedFor
    self.lastLog =
      Name.flaw == .forgetsItsLogAtARestart && term > 0 ? LogPosition(term: 0, index: 0) : lastLog
    self.timeouts = timeouts
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    if flaw == .tiresAfterAThousandSteps {
      steps += 1
      if steps > 1000 { return [] }
    }
    switch input {
    case .electionTimeout:
      return role == .leader ? [] : campaign(random)
    case .heartbeatTimeout:
      return role == .leader ? heartbeats : []
    case .received(let message, let sender):
      var outputs: [ElectionOutput] = []
      if message.term > term {
        outputs = adopt(message.term, random)
      }
      switch message {
      case .requestVote(let asked, let log):
        return outputs + vote(asked, sender, log, random)
      case .vote(term, granted: true) where role == .candidate && peers.contains(sender):
        if flaw == .countsEightPeers, peers.firstIndex(of: sender) ?? 0 > 6 { return outputs }
        votes.insert(sender)
        let isQuiet = flaw != .resetsOnEveryCountedVote
        return outputs + (isQuiet ? [] : [reset(random)]) + leadIfElected()
      case .heartbeat(term) where !(flaw == .neverConcedes && role == .candidate):
        role = .follower
        votes = []
        return outputs + [reset(random), .send(.heartbeatReply(term: term), to: sender)]
      case .heartbeat:
        return outputs + [.send(.heartbeatReply(term: term), to: sender)]
      case .vote, .heartbeatReply:
        return outputs
      }
    }
  }

  private mutating func campaign(_ random: UInt64) -> [ElectionOutput] {
    if !(flaw == .keepsCampaigningInItsTerm && role == .candidate) { term += 1 }
    role = .candidate
    votedFor = id
    votes = [id]
    return [persist, reset(random)]
      + peers.map { .send(.requestVote(term: term, lastLog: lastLog), to: $0) } + leadIfElected()
  }

  private mutating func adopt(_ newTerm: Term, _ random: UInt64) -> [ElectionOutput] {
    let wasLeader = role == .leader
    let oldTerm = term
    if flaw != .keepsItsTerm { term = newTerm }
    if flaw == .wrapsTermsAt16Bits { term = newTerm % 65_536 }
    role = .follower
    votedFor = nil
    votes = []
    if flaw == .clearsItsVoteFirst {
      return [.persist(term: oldTerm, votedFor: nil), persist, reset(random)]
    }
    if flaw == .drawsTheLongestWhenDeposed && wasLeader {
      return [persist, .resetElectionTimer(timeouts.upperBound)]
    }
    return wasLeader ? [persist, reset(random)] : [persist]
  }

  private mutating func vote(
    _ asked: Term, _ candidate: NodeID, _ log: LogPosition, _ random: UInt64
  ) -> [ElectionOutput] {
    let isFree =
      votedFor == nil || flaw == .ignoresItsVote
      || (votedFor == NodeID(0) && flaw == .takesNodeZeroForNobody)
      || (votedFor == candidate && flaw != .refusesWhenAskedAgain)
    var isUpToDate =
      (log.term, log.index) >= (lastLog.term, lastLog.index) || flaw == .ignoresLogs
    if flaw == .comparesLogsAsOneNumber {
      isUpToDate =
        log.term &* 1000 &+ log.index >= lastLog.term &* 1000 &+ lastLog.index
    }
    let isCurrent = asked == term || flaw == .grantsStaleRequests
    guard isFree && isUpToDate && isCurrent else {
      return [.send(.vote(term: term, granted: false), to: candidate)]
    }
    votedFor = candidate
    if flaw == .takesTheLogOfACandidate { lastLog = log }
    return [persist, reset(random), .send(.vote(term: term, granted: true), to: candidate)]
  }

  private mutating func leadIfElected() -> [ElectionOutput] {
    let size = peers.count + 1
    let isElected =
      switch flaw {
      case .countsItselfTwice: votes.count + 1 > size / 2
      case .halfIsEnough: votes.count * 2 >= size
      case .needsEveryVote: votes.count == size
      case .needsTwoVotesOfTwo: votes.count > size / 2 && (size != 2 || votes.count > 2)
      default: votes.count > size / 2
      }
    guard isElected else { return [] }
    role = .leader
    votes = []
    return heartbeats
  }

  private var heartbeats: [ElectionOutput] {
    peers.map { .send(.heartbeat(term: term), to: $0) }
  }

  private var persist: ElectionOutput { .persist(term: term, votedFor: votedFor) }

  private func reset(_ random: UInt64) -> ElectionOutput {
    .resetElectionTimer(timeouts.lowerBound + Millis(random % UInt64(timeouts.count)))
  }
}

enum Flawless: NamesElectionFlaw { static let flaw = ElectionFlaw.none }
enum IgnoresItsVote: NamesElectionFlaw { static let flaw = ElectionFlaw.ignoresItsVote }
enum CountsItselfTwice: NamesElectionFlaw { static let flaw = ElectionFlaw.countsItselfTwice }
enum HalfIsEnough: NamesElectionFlaw { static let flaw = ElectionFlaw.halfIsEnough }
enum NeedsEveryVote: NamesElectionFlaw { static let flaw = ElectionFlaw.needsEveryVote }
enum ForgetsItsTerm: NamesElectionFlaw { static let flaw = ElectionFlaw.forgetsItsTerm }
enum ForgetsItsVote: NamesElectionFlaw { static let flaw = ElectionFlaw.forgetsItsVote }
enum KeepsItsTerm: NamesElectionFlaw { static let flaw = ElectionFlaw.keepsItsTerm }
enum RefusesWhenAskedAgain: NamesElectionFlaw {
  static let flaw = ElectionFlaw.refusesWhenAskedAgain
}
enum IgnoresLogs: NamesElectionFlaw { static let flaw = ElectionFlaw.ignoresLogs }
enum KeepsCampaigningInItsTerm: NamesElectionFlaw {
  static let flaw = ElectionFlaw.keepsCampaigningInItsTerm
}
enum NeverConcedes: NamesElectionFlaw { static let flaw = ElectionFlaw.neverConcedes }
enum GrantsStaleRequests: NamesElectionFlaw { static let flaw = ElectionFlaw.grantsStaleRequests }
enum WrapsTermsAt16Bits: NamesElectionFlaw { static let flaw = ElectionFlaw.wrapsTermsAt16Bits }
enum ComparesLogsAsOneNumber: NamesElectionFlaw {
  static let flaw = ElectionFlaw.comparesLogsAsOneNumber
}
enum ForgetsItsLogAtARestart: NamesElectionFlaw {
  static let flaw = ElectionFlaw.forgetsItsLogAtARestart
}
enum TakesNodeZeroForNobody: NamesElectionFlaw {
  static let flaw = ElectionFlaw.takesNodeZeroForNobody
}
enum NeedsTwoVotesOfTwo: NamesElectionFlaw { static let flaw = ElectionFlaw.needsTwoVotesOfTwo }
enum CountsEightPeers: NamesElectionFlaw { static let flaw = ElectionFlaw.countsEightPeers }
enum ResetsOnEveryCountedVote: NamesElectionFlaw {
  static let flaw = ElectionFlaw.resetsOnEveryCountedVote
}
enum ClearsItsVoteFirst: NamesElectionFlaw { static let flaw = ElectionFlaw.clearsItsVoteFirst }
enum TakesTheLogOfACandidate: NamesElectionFlaw {
  static let flaw = ElectionFlaw.takesTheLogOfACandidate
}
enum DrawsTheLongestWhenDeposed: NamesElectionFlaw {
  static let flaw = ElectionFlaw.drawsTheLongestWhenDeposed
}
enum TiresAfterAThousandSteps: NamesElectionFlaw {
  static let flaw = ElectionFlaw.tiresAfterAThousandSteps
}
