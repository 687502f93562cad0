/// Questions that come again.
extension Progress {
  /// Notes how the question `id` was answered at the first try.
  /// - Parameter day: days since 1 January 1970.
  public mutating func answer(_ id: String, rightly isRight: Bool, on day: Int) {
    answers[id] = isRight
    if !isRight {
      reviews[id] = .missed(on: day)
    } else if let review = reviews[id] {
      reviews[id] = review.answered(on: day)
    }
  }

  /// Makes questions due, as when a check fails that they teach. One that is known to have been answered
  /// on `day` stays as it is: who has just read it need not do so after each test.
  public mutating func reopen(_ ids: some Sequence<String>, on day: Int) {
    for id in ids where reviews[id].map({ $0.day < day && $0.dueDay > day }) ?? true {
      reviews[id] = .opened(on: day)
    }
  }

  /// The questions that are due on `day`, the longest due first.
  public func dueQuestions(on day: Int) -> [String] {
    reviews.filter { $0.value.dueDay <= day }
      .sorted { ($0.value.dueDay, $0.key) < ($1.value.dueDay, $1.key) }.map(\.key)
  }

  /// The next day after `day` on which questions are due, and how many are then; nil when none are.
  public func nextReview(after day: Int) -> (day: Int, count: Int)? {
    let days = reviews.values.map(\.dueDay).filter { $0 > day }
    return days.min().map { next in (next, days.count { $0 == next }) }
  }
}
