public import Parameters

/// A calculator of the book: from a few numbers to an answer, by our own references.
public struct Calculator: Sendable, Identifiable {
  /// Its number in the book: `K03`.
  public let id: String
  /// What it is called on the command line and in chapters: `finality`.
  public let name: String
  /// The question it answers, as a sentence with a question mark.
  public let question: String
  /// What it can be given.
  public let parameters: [Parameter]
  private let computation: @Sendable (Arguments) throws(ArgumentError) -> Answer

  /// Describes a calculator.
  /// - Parameter computation: may throw an `ArgumentError` for values that are each in their domain
  ///   but not together.
  public init(
    id: String, name: String, question: String, parameters: [Parameter],
    computation: @escaping @Sendable (Arguments) throws(ArgumentError) -> Answer
  ) {
    self.id = id
    self.name = name
    self.question = question
    self.parameters = parameters
    self.computation = computation
  }

  /// Answers for the arguments written as `words`, such as `z=6 q=0.3`.
  /// - Throws: `ArgumentError` for words that the calculator cannot take.
  public func answer(_ words: [String] = []) throws(ArgumentError) -> Answer {
    try computation(Arguments(words, for: parameters, of: name))
  }

  /// Every parameter with the value that `words` give it, or its standard value.
  public func settings(_ words: [String] = []) -> [(parameter: Parameter, value: String)] {
    parameters.map { parameter in
      let prefix = parameter.name + "="
      let written = words.first { $0.hasPrefix(prefix) }
      return (parameter, written.map { String($0.dropFirst(prefix.count)) } ?? parameter.standard)
    }
  }
}
