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
  }

  let items: [Item]
  private let conversation: SetConversation

  /// How many events one exchange may hold, so that a slow submission stays within a request's
  /// time.
  static let limit = 2_000

  private init(
    _ histories: ArraySlice<SetHistory>, _ clock: SetClock, probing: (SetHistory) -> [SetElement]
  ) {
    items = histories.map {
      Item(history: $0, oracle: SetOracle($0.events), probes: probing($0))
    }
    var conversation = SetConversation()
    var base = 0
    for item in items {
      for (index, event) in item.history.events.enumerated() {
        if clock != .real { conversation.clock(clock.reading(at: index)) }
        conversation.perform(
          event, slots: { [base] in base + $0 }, into: base + index, probes: item.probes)
      }
      base += item.history.events.count
    }
    if clock != .real { conversation.clock(.real) }
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
    var answers = try conversation.answers(from: subject)[...]
    return items.map { item in
      defer { answers = answers.dropFirst(item.history.events.count) }
      return Array(answers.prefix(item.history.events.count))
    }
  }
}
