import Wire

/// Histories that are asked about in one exchange, with what their events demand. What every
/// submission is asked is written down once for all of them.
struct SetInquiry: Sendable {
  /// A history, and what is known of it before anybody is asked.
  struct Item: Sendable {
    let history: SetHistory
    let oracle: SetOracle
    /// The elements `contains` is asked about.
    let probes: [SetElement]
    /// Where its answers are among all.
    fileprivate let place: Range<Int>
  }

  let items: [Item]
  private let conversation: SetConversation

  /// How many events one exchange may hold, so that a slow submission stays within a request's
  /// time.
  static let limit = 2_000

  private init(
    _ histories: ArraySlice<SetHistory>, _ clock: SetClock, probing: (SetHistory) -> [SetElement]
  ) {
    var conversation = SetConversation()
    items = histories.map { history in
      let probes = probing(history)
      let place = conversation.perform(history.events, clock: clock) { _ in probes }
      return Item(
        history: history, oracle: SetOracle(history.events), probes: probes, place: place)
    }
    self.conversation = conversation
  }

  /// Divides histories among as few inquiries as may be; each is written when it is come to.
  /// - Parameter probing: the elements to ask `contains` about in a history; all unless told.
  static func inquiries(
    into histories: [SetHistory], clock: SetClock = .real,
    probing: @escaping (SetHistory) -> [SetElement] = { _ in SetElement.allCases }
  ) -> some Sequence<SetInquiry> {
    var shares: [Range<Int>] = []
    var count = 0
    for (index, history) in histories.enumerated() {
      count += history.events.count
      if count > Self.limit || shares.isEmpty {
        shares.append(index..<index)
        count = history.events.count
      }
      shares[shares.count - 1] = shares[shares.count - 1].lowerBound..<(index + 1)
    }
    return shares.lazy.map { SetInquiry(histories[$0], clock, probing: probing) }
  }

  /// Asks a submission.
  /// - Returns: for each history, an answer to each event.
  func answers(from subject: any Subject) throws(Stop) -> [[SetAnswer]] {
    let answers = try conversation.answers(from: subject)
    return items.map { Array(answers[$0.place]) }
  }
}
