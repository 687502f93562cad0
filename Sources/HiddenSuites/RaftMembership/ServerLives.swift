import Dialects
import Wire

/// What the submission's nodes have been told in one order or another, and what came of it. Whoever was told the same
/// in the same order is asked once.
struct ServerLives {
  /// That an answer is not known yet.
  struct Unanswered: Error {}

  typealias Call = ObjectWords.Call
  typealias Answer = ObjectWords.Answer

  private struct Question: Hashable {
    let life: Int
    let call: Call
  }

  private var beginnings: [[Int128]: Int] = [:]
  private var outcomes: [Question: (answer: Answer, life: Int)] = [:]
  private var waiting: [(question: Question, life: Int)] = []
  private var isWaiting: Set<Question> = []
  private var newborn: [(life: Int, numbers: [Int128])] = []
  private(set) var count = 0
  /// How many questions have been answered.
  var askedCount: Int { outcomes.count }

  /// A node that has been told nothing.
  mutating func beginning(_ numbers: [Int128]) -> Int {
    if let known = beginnings[numbers] { return known }
    beginnings[numbers] = count
    newborn.append((count, numbers))
    count += 1
    return count - 1
  }

  /// Tells a node something.
  /// - Parameter changes: false where it is only asked, and remains what it was.
  /// - Throws: `Unanswered` until `settle` has asked.
  mutating func ask(
    _ life: inout Int, _ operation: UInt8, _ numbers: [Int128] = [], changes: Bool = true
  ) throws(Unanswered) -> Answer {
    let question = Question(life: life, call: Call(operation: operation, numbers: numbers))
    if let outcome = outcomes[question] {
      life = outcome.life
      return outcome.answer
    }
    if isWaiting.insert(question).inserted {
      waiting.append((question, changes ? count : life))
      if changes { count += 1 }
    }
    throw Unanswered()
  }

  private mutating func answerAll(from subject: any Subject) throws(Stop) {
    var rest = waiting[...]
    repeat {
      var inquiry = Inquiry<ObjectWords>()
      for (life, numbers) in newborn { inquiry.make(life, .init(type: 0, numbers: numbers)) }
      newborn = []
      let some = rest.prefix(1_000)
      for (question, life) in some {
        if life != question.life { inquiry.copy(question.life, to: life) }
        inquiry.call(life, question.call)
      }
      for ((question, life), answer) in zip(some, try inquiry.replies(from: subject).answers) {
        outcomes[question] = (answer, life)
      }
      rest = rest.dropFirst(1_000)
    } while !rest.isEmpty
    (waiting, isWaiting) = ([], [])
  }

  /// Does something that asks nodes for many at once, again and again until all is answered.
  mutating func settle<Item, Result>(
    _ items: [Item], on subject: any Subject,
    _ work: (Item, inout ServerLives) throws(Unanswered) -> Result
  ) throws(Stop) -> [Result] {
    var results: [Result?] = items.map { _ in nil }
    var open = Array(items.indices)
    while !open.isEmpty {
      open = open.filter { place in
        do throws(Unanswered) {
          results[place] = try work(items[place], &self)
          return false
        } catch {
          return true
        }
      }
      if !open.isEmpty { try answerAll(from: subject) }
    }
    return results.compactMap(\.self)
  }
}
