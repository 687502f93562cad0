import ExerciseKit
import Wire

/// Events that are asked about in one exchange: every state is kept in a slot of its own, so that older
/// states can be sent, and looked at again.
struct ReplicaInquiry<Model: ReplicaModel>: Sendable {
  typealias Event = CausalEvent<ReplicaStep<Model.Operation>>

  /// What was seen of one event.
  struct Sight: Hashable, Sendable {
    /// What its replica showed after it.
    var reading: Model.Reading
    /// What the same state showed after everything else; nil where nobody looked again.
    var later: Model.Reading?
  }

  /// How many events one exchange may hold, so that a slow submission stays within a request's time.
  static var limit: Int { 2_000 }

  private let model: Model
  private var inquiry = Inquiry<Model.Words>()
  private var looks: [Int] = []
  private var laterLooks: [Int: Int] = [:]
  private var comparisons: [Int] = []

  init(_ model: Model) {
    self.model = model
  }

  /// How many events there are so far.
  var eventCount: Int { looks.count }

  /// Adds events, whose own places are counted from the first of them.
  /// - Parameter looksAgain: true to look at every state a second time at the end.
  /// - Returns: where they are among all.
  mutating func perform(_ events: [Event], looksAgain: Bool = false) -> Range<Int> {
    let start = looks.count
    for event in events {
      let slot = looks.count
      if let previous = event.previous, event.action != .perform(.startAnew) {
        inquiry.copy(start + previous, to: slot)
      } else {
        inquiry.make(slot, model.arguments(for: identifier(of: event.node)))
      }
      switch event.action {
      case .perform(.act(let operation)): inquiry.call(slot, model.call(operation))
      case .perform(.look), .perform(.startAnew): break
      case .receive(let received): inquiry.call(slot, model.receipt(of: start + received))
      }
      looks.append(inquiry.call(slot, model.look))
    }
    if looksAgain {
      for slot in start..<looks.count { laterLooks[slot] = inquiry.call(slot, model.look) }
    }
    return start..<looks.count
  }

  /// Asks how two states relate.
  mutating func compare(_ left: Int, _ right: Int) {
    guard let call = model.comparison(with: right) else { return }
    comparisons.append(inquiry.call(left, call))
  }

  /// Asks a submission.
  /// - Returns: what was seen of each event, and what each comparison said.
  func answers(
    from subject: any Subject
  ) throws(Stop) -> (sights: [Sight], relations: [Model.Relation]) {
    let answers = try inquiry.replies(from: subject).answers
    var sights: [Sight] = []
    sights.reserveCapacity(looks.count)
    for (slot, look) in looks.enumerated() {
      var later: Model.Reading?
      if let again = laterLooks[slot] { later = try read(answers[again], model.reading) }
      sights.append(Sight(reading: try read(answers[look], model.reading), later: later))
    }
    var relations: [Model.Relation] = []
    relations.reserveCapacity(comparisons.count)
    for comparison in comparisons {
      relations.append(try read(answers[comparison], model.relation))
    }
    return (sights, relations)
  }

  private func read<Value>(
    _ answer: Model.Words.Answer, _ meaning: (Model.Words.Answer) -> Value?
  ) throws(Stop) -> Value {
    guard let value = meaning(answer) else {
      throw .protocolViolation("an answer to something else")
    }
    return value
  }
}
