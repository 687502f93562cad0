import ExerciseKit

// Who leads: thesis, sections 3.4, 3.6.1, 4.2.2, 4.2.3, 6.2 and 9.6.

extension RaftServer {
  /// The election timer has run out.
  mutating func timeOut() {
    setTimer()
    guard leadership == nil else { return checkQuorum() }
    // A timer that runs too fast replaces nobody.
    guard isDisloyal else { return }
    leader = nil
    // One that is no member, or not yet committed to be none, may still be needed (section 4.2.2).
    let isOut = !configuration.members.contains(id) && configuration.index <= commitIndex
    guard !configuration.members.isEmpty, !isOut, term < .max else { return }
    campaign = Campaign(term: term + 1, isPoll: true, support: [id])
    for peer in peers { emit(.send(.poll(term: term + 1, last: log.last), to: peer)) }
    countSupport()
  }

  /// True while it would help to replace a leader: it has heard of none for the shortest timeout.
  private var isDisloyal: Bool { leadership == nil && now >= loyalUntil }

  var peers: [NodeID] { configuration.members.filter { $0 != id } }

  private func isUpToDate(_ last: LogPosition) -> Bool {
    (last.term, last.index) >= (log.last.term, log.last.index)
  }

  /// A leader's election timeout: it goes on when a majority has answered since the last.
  private mutating func checkQuorum() {
    guard let heard = leadership?.heard else { return }
    leadership?.heard = []
    if !isMajority(heard.union([id])) { lose() }
  }

  // MARK: Polls

  mutating func answerPoll(for asked: Term, _ last: LogPosition, of candidate: NodeID) {
    let isGranted = asked > term && isUpToDate(last) && isDisloyal
    emit(.send(.pollAnswer(asked: asked, term: term, isGranted: isGranted), to: candidate))
  }

  mutating func takePollAnswer(
    _ asked: Term, _ answererTerm: Term, _ isGranted: Bool, from peer: NodeID
  ) {
    guard isGranted else { return adopt(answererTerm) }
    guard campaign?.isPoll == true, campaign?.term == asked else { return }
    campaign?.support.insert(peer)
    countSupport()
  }

  // MARK: Votes

  private mutating func countSupport() {
    guard let campaign, isMajority(campaign.support) else { return }
    if campaign.isPoll { stand(in: campaign.term) } else { lead() }
  }

  private mutating func stand(in newTerm: Term) {
    (term, votedFor, isUnsaved) = (newTerm, id, true)
    campaign = Campaign(term: term, isPoll: false, support: [id])
    setTimer()
    for peer in peers { emit(.send(.voteRequest(term: term, last: log.last), to: peer)) }
    countSupport()
  }

  mutating func answerCandidate(_ candidate: NodeID, _ requested: Term, _ last: LogPosition) {
    // Not even its term is taken (section 4.2.3).
    guard isDisloyal else { return }
    adopt(requested)
    let isFree = votedFor == nil || votedFor == candidate
    let isGranted = requested == term && isFree && isUpToDate(last)
    if isGranted {
      isUnsaved = isUnsaved || votedFor == nil
      votedFor = candidate
      campaign = nil
      setTimer()
    }
    emit(.send(.vote(term: term, isGranted: isGranted), to: candidate))
  }

  mutating func takeVote(_ voted: Term, _ isGranted: Bool, from voter: NodeID) {
    adopt(voted)
    guard isGranted, campaign?.isPoll == false, campaign?.term == voted else { return }
    campaign?.support.insert(voter)
    countSupport()
  }

  // MARK: Leaders

  private mutating func lead() {
    campaign = nil
    leader = id
    leadership = Leadership(firstIndex: log.last.index + 1)
    setTimer()
    append(.nothing)
  }

  /// Leads no longer. Who waits for a command cannot know what became of it.
  mutating func lose() {
    guard let ended = leadership else { return }
    (leadership, leader) = (nil, nil)
    for token in ended.commands.sorted(by: { $0.key < $1.key }).map(\.value) {
      emit(.reply(.refused(.deposed), token: token))
    }
    for read in ended.reads { emit(.reply(.refused(.deposed), token: read.token)) }
  }

  /// Follows a higher term.
  mutating func adopt(_ newTerm: Term) {
    guard newTerm > term else { return }
    (term, votedFor, isUnsaved) = (newTerm, nil, true)
    (campaign, leader) = (nil, nil)
    lose()
  }

  /// Whether this server follows the sender of a leader's message; tells it when it cannot.
  mutating func follows(_ sender: NodeID, _ led: Term, _ round: UInt64) -> Bool {
    adopt(led)
    guard led == term else {
      reply(to: sender, round, isTaken: false, index: 0)
      return false
    }
    // Nobody else leads the term that this server leads.
    guard leadership == nil else { return false }
    (campaign, leader) = (nil, sender)
    loyalUntil = now + settings.timeouts.lowerBound
    setTimer()
    return true
  }
}
