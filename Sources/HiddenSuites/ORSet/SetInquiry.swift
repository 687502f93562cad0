import Wire

/// Histories that are asked about in one exchange, with what their events demand. What every
/// submission is asked is written down once for all of them.
struct SetInquiry: Sendable {
  /// A history, and what is known of it before anybody is asked.
  struct Item: Sendable {
    let history: SetHistory
    let oracle: SetOracle
    let clock: SetClock
    /// The elements `contains` is asked about.
    let probes: [SetElement]
  }

  let items: [Item]
  private let conversation: SetConversation

  /// How many events one exchange may hold, so that a slow submission stays within a request's
  /// time.
  static let limit = 2_000

  private init(_ items: [Item]) {
    self.items = items
    var conversation = SetConversation()
    var base = 0
    for item in items {
      for (index, event) in item.history.events.enumerated() {
        if item.clock != .real { conversation.clock(item.clock.reading(at: index)) }
        conversation.perform(
          event, slots: { [base] in base + $0 }, into: base + index, probes: item.probes)
      }
      if item.clock != .real { conversation.clock(.real) }
      base += item.history.events.count
    }
    self.conversation = conversation
  }

  /// Asks about these histories.
  /// - Parameter probing: the elements to ask `contains` about in a history; all unless told.
  init(
    into histories: some Sequence<SetHistory>, clock: SetClock = .real,
    probing: (SetHistory) -> [SetElement] = { _ in SetElement.allCases }
  ) {
    self.init(
      histories.map {
        Item(history: $0, oracle: SetOracle($0.events), clock: clock, probes: probing($0))
      })
  }

  /// Asks what these ask, one after the other.
  init(joining inquiries: [SetInquiry]) {
    self.init(inquiries.flatMap(\.items))
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
    return shares.lazy.map { SetInquiry(into: histories[$0], clock: clock, probing: probing) }
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
