import Wire

/// Histories that are asked about in one exchange, with what their events demand. What every
/// submission is asked is written down once for all of them.
struct SetInquiry: Sendable {
  /// A history, and what is known of it before anybody is asked.
  struct Item: Sendable {
    let history: SetHistory
    let oracle: SetOracle
    /// The elements `contains` is asked about after an event; nil where nobody looks.
    let probes: SetProbes
    /// Where its answers are among all.
    fileprivate let place: Range<Int>
  }

  let items: [Item]
  private let conversation: SetConversation

  /// How many events one exchange may hold, so that a slow submission stays within a request's
  /// time.
  static let limit = 2_000

  private init(
    _ histories: ArraySlice<SetHistory>, _ clock: SetClock, looksAgain: Bool,
    probing: (SetHistory) -> SetProbes
  ) {
    var conversation = SetConversation()
    items = histories.map { history in
      let probes = probing(history)
      let place = conversation.perform(
        history.events, clock: clock, looksAgain: looksAgain, probes: probes.after)
      return Item(
        history: history, oracle: SetOracle(history.events), probes: probes, place: place)
    }
    self.conversation = conversation
  }

  /// Divides histories among as few inquiries as may be; each is written when it is come to.
  /// - Parameters:
  ///   - looksAgain: true to look at every state again after its history.
  ///   - probing: the elements to ask `contains` about in a history.
  static func inquiries(
    into histories: [SetHistory], clock: SetClock = .real, looksAgain: Bool = false,
    probing: @escaping (SetHistory) -> SetProbes = SetProbes.init(history:)
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
    return shares.lazy.map {
      SetInquiry(histories[$0], clock, looksAgain: looksAgain, probing: probing)
    }
  }

  /// Asks a submission.
  /// - Returns: for each history, an answer to each event.
  func answers(from subject: any Subject) throws(Stop) -> [[SetAnswer]] {
    let answers = try conversation.answers(from: subject)
    return items.map { Array(answers[$0.place]) }
  }
}

/// Which elements `contains` is asked about in a history.
struct SetProbes: Sendable {
  private let elements: [SetElement]
  private let eventCount: Int
  private let interval: Int

  /// The same elements after every event.
  init(_ elements: [SetElement]) {
    self.elements = elements
    eventCount = 0
    interval = 1
  }

  /// What is asked in a history of which nothing else is known: after each event about its elements,
  /// and about plain ones that nobody mentions. Where elements or events are many, looking at them after
  /// every event would take the most of a submission's time, and now and then will do.
  init(history: SetHistory) {
    let others = SetElement.plain.filter { !history.elements.contains($0) }
    self.init(history.elements + others, in: history)
  }

  /// The elements of a history, after each event of it.
  init(mentionedIn history: SetHistory) {
    self.init(history.elements, in: history)
  }

  private init(_ elements: [SetElement], in history: SetHistory) {
    self.elements = elements
    eventCount = history.events.count
    interval = elements.count > 16 || history.events.count > 200 ? 24 : 1
  }

  /// The elements to ask about after an event; nil to look at nothing.
  func after(_ event: Int) -> [SetElement]? {
    interval == 1 || event % interval == 0 || event + 1 == eventCount ? elements : nil
  }
}
