/// One operation of a client on a shared object, as it was seen from outside.
///
/// Source: Herlihy and Wing 1990, section 2: an invocation and, unless it is pending, the response that
/// matches it.
public struct ClientOperation<Input, Output>: Hashable, Sendable
where Input: Hashable & Sendable, Output: Hashable & Sendable {
  /// What the client had back, and when.
  public struct Answer: Hashable, Sendable {
    /// What came back.
    public var output: Output
    /// When it came.
    public var returned: Int

    /// Describes an answer.
    public init(_ output: Output, returned: Int) {
      self.output = output
      self.returned = returned
    }
  }

  /// Who asked. What one client asked is one session, in the order it was asked.
  public var client: Int
  /// What was asked.
  public var input: Input
  /// When it was asked, on one clock for the whole history; the unit does not matter.
  public var called: Int
  /// The answer, not from before the call; nil while the client still waits, or gave up. Such an
  /// operation may take effect at any time after its call, or never.
  public var answer: Answer?

  /// Records an operation.
  public init(client: Int, _ input: Input, called: Int, answer: Answer?) {
    precondition((answer?.returned ?? .max) >= called, "an answer before its question")
    self.client = client
    self.input = input
    self.called = called
    self.answer = answer
  }

  /// Records an operation that had its answer.
  public init(client: Int, _ input: Input, _ output: Output, called: Int, returned: Int) {
    self.init(client: client, input, called: called, answer: Answer(output, returned: returned))
  }

  /// Records an operation without an answer.
  public init(client: Int, pending input: Input, called: Int) {
    self.init(client: client, input, called: called, answer: nil)
  }

  /// When the answer came; the largest number for a pending operation, which precedes nothing.
  public var returned: Int { answer?.returned ?? .max }

  /// True when this operation had its answer before `other` was asked. Operations that only touch at
  /// an instant are concurrent.
  public func precedes(_ other: Self) -> Bool { returned < other.called }
}

extension ClientOperation: CustomStringConvertible {
  /// The operation as one line, such as `client 1, 0 to 5: write(3) -> done`.
  public var description: String {
    guard let answer else { return "client \(client), \(called) to ever: \(input)" }
    return "client \(client), \(called) to \(answer.returned): \(input) -> \(answer.output)"
  }
}

extension Model {
  /// An operation on an object of this kind.
  public typealias Operation = ClientOperation<Input, Output>
}
