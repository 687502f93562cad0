import Wire

/// Histories that are asked about in one exchange, with what their events demand. What every submission is
/// asked is written down once for all of them.
struct ReplicaQuestions<Model: ReplicaModel>: Sendable {
  typealias History = Model.History

  /// A history, and what is known of it before anybody is asked.
  struct Item: Sendable {
    let history: History
    let attention: Attention<Model.Look>
    let demands: [Model.Demand]
    /// Where its answers are among all.
    fileprivate let place: Range<Int>
  }

  let items: [Item]
  private let inquiry: ReplicaInquiry<Model>

  private init(
    _ model: Model, _ histories: ArraySlice<History>, _ clock: StagedClock, looksAgain: Bool,
    isDrawn: Bool
  ) {
    var inquiry = ReplicaInquiry(model)
    items = histories.map { history in
      var attention = model.attention(to: history.events, isDrawn: isDrawn)
      attention.looksAgain = looksAgain
      let count = history.events.count
      return Item(
        history: history, attention: attention,
        demands: model.demands(of: history.events) { attention.isPaid(to: $0, of: count) },
        place: inquiry.perform(history.events, attention, clock: clock))
    }
    self.inquiry = inquiry
  }

  /// Divides histories among as few exchanges as may be; each is written when it is come to.
  static func divided(
    _ model: Model, _ histories: [History], clock: StagedClock = .real, looksAgain: Bool,
    isDrawn: Bool = false
  ) -> some Sequence<ReplicaQuestions> {
    var shares: [Range<Int>] = []
    var count = 0
    for (index, history) in histories.enumerated() {
      count += history.events.count
      if count > ReplicaInquiry<Model>.limit || shares.isEmpty {
        shares.append(index..<index)
        count = history.events.count
      }
      shares[shares.count - 1] = shares[shares.count - 1].lowerBound..<(index + 1)
    }
    return shares.lazy.map {
      ReplicaQuestions(model, histories[$0], clock, looksAgain: looksAgain, isDrawn: isDrawn)
    }
  }

  /// Asks a submission.
  /// - Returns: for each history, what was seen of each event.
  func sights(from subject: any Subject) throws(Stop) -> [[ReplicaSight<Model>]] {
    let sights = try inquiry.answers(from: subject).sights
    return items.map { Array(sights[$0.place]) }
  }
}
