/// What can be said about one exercise's values: the words that grader and worker share.
///
/// A vocabulary holds no expected value and no check.
public protocol Vocabulary: Sendable {
  /// What a value is made from.
  associatedtype Arguments: WireValue
  /// What a value is asked or told to do.
  associatedtype Call: WireValue
  /// What comes back of a call.
  associatedtype Answer: WireValue
}

/// A program in the words of one exercise, and how its answers are read.
public struct Inquiry<Words: Vocabulary>: Sendable {
  /// What came back.
  public struct Replies: Sendable {
    /// What came of each call, in order.
    public var answers: [Words.Answer] = []
    /// Each canonical form that was asked for, in order.
    public var forms: [CanonicalForm] = []
  }

  /// The instructions so far.
  public private(set) var program = Program()
  /// For each answer, whether a call gives it; otherwise it is a canonical form.
  private var isCall: [Bool] = []
  /// The number of calls so far.
  public private(set) var callCount = 0
  private var formCount = 0

  /// Starts without instructions.
  public init() {}

  /// Puts a new value into a slot.
  public mutating func make(_ slot: Int, _ arguments: Words.Arguments) {
    program.make(slot) { arguments.write(to: &$0) }
  }

  /// Puts a copy of the value in `source` into `target`.
  public mutating func copy(_ source: Int, to target: Int) {
    program.copy(source, to: target)
  }

  /// Asks the value in a slot.
  /// - Returns: where the answer will be among `Replies.answers`.
  @discardableResult
  public mutating func call(_ slot: Int, _ call: Words.Call) -> Int {
    program.call(slot) { call.write(to: &$0) }
    isCall.append(true)
    callCount += 1
    return callCount - 1
  }

  /// Asks for the canonical form of the value in a slot.
  /// - Returns: where the form will be among `Replies.forms`.
  @discardableResult
  public mutating func form(of slot: Int) -> Int {
    program.canonicalForm(slot)
    isCall.append(false)
    formCount += 1
    return formCount - 1
  }

  /// Asks a subject.
  /// - Throws: `Stop` when it stops, or answers what is no answer.
  public func replies(from subject: any Subject) throws(Stop) -> Replies {
    var replies = Replies()
    replies.answers.reserveCapacity(callCount)
    for (bytes, isCall) in zip(try subject.run(program), isCall) {
      do throws(WireError) {
        if isCall {
          var reader = ByteReader(bytes)
          let answer = try Words.Answer(from: &reader)
          try reader.expectEnd()
          replies.answers.append(answer)
        } else {
          replies.forms.append(try CanonicalForm(bytes))
        }
      } catch {
        throw .protocolViolation("an answer that is not one: \(error)")
      }
    }
    guard replies.answers.count == callCount, replies.forms.count == formCount else {
      throw .protocolViolation("\(replies.answers.count) answers to \(callCount) calls")
    }
    return replies
  }
}
