/// The values of a figure's or calculator's parameters: what was written as `name=value`, and the
/// standard value of everything else.
public struct Arguments: Hashable, Sendable {
  private enum Value: Hashable, Sendable {
    case integer(Int)
    case number(Double)
    case integers([Int])
    case text(String)
  }

  private let parameters: [Parameter]
  private var values: [String: Value] = [:]
  private var written: [String: String] = [:]

  /// Reads words such as `n=5 seed=7`.
  /// - Parameters:
  ///   - words: the words, in any order.
  ///   - parameters: all there are.
  ///   - owner: the figure or calculator, for messages.
  /// - Throws: `ArgumentError` for a word without `=`, an unknown or repeated name, and a value
  ///   outside its domain.
  public init(
    _ words: [String] = [], for parameters: [Parameter], of owner: String
  ) throws(ArgumentError) {
    self.parameters = parameters
    for parameter in parameters {
      values[parameter.name] = try Self.value(parameter.standard, of: parameter)
    }
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw ArgumentError(
          "'\(word)' is no argument; write name=value, as in \(Self.example(parameters))")
      }
      let name = String(parts[0])
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        let names = parameters.map(\.name).joined(separator: ", ")
        throw ArgumentError(
          "\(owner) has no parameter '\(name)'; it takes \(names.isEmpty ? "none" : names)")
      }
      guard written[name] == nil else { throw ArgumentError("'\(name)' is given twice") }
      written[name] = String(parts[1])
      values[name] = try Self.value(String(parts[1]), of: parameter)
    }
  }

  /// The words that give these arguments again: every parameter that was written, in the order in
  /// which the parameters are declared.
  public var words: [String] {
    parameters.compactMap { parameter in written[parameter.name].map { "\(parameter.name)=\($0)" } }
  }

  /// A whole number. Asking for a parameter that is not declared as one is a programming error, here
  /// and below.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value)? = values[name] else {
      preconditionFailure("no integer \(name)")
    }
    return value
  }

  /// A number.
  public func number(_ name: String) -> Double {
    guard case .number(let value)? = values[name] else { preconditionFailure("no number \(name)") }
    return value
  }

  /// Several whole numbers.
  public func integers(_ name: String) -> [Int] {
    guard case .integers(let value)? = values[name] else { preconditionFailure("no list \(name)") }
    return value
  }

  /// One of the words of a choice, or free text.
  public func text(_ name: String) -> String {
    guard case .text(let value)? = values[name] else { preconditionFailure("no text \(name)") }
    return value
  }

  /// A seed.
  public func seed(_ name: String = "seed") -> UInt64 {
    UInt64(bitPattern: Int64(integer(name)))
  }

  private static func example(_ parameters: [Parameter]) -> String {
    parameters.first.map { "\($0.name)=\($0.standard)" } ?? "n=3"
  }

  private static func value(
    _ text: String, of parameter: Parameter
  ) throws(ArgumentError) -> Value {
    let value: Value?
    switch parameter.domain {
    case .integer(let range):
      value = Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .number(let range):
      value = Double(text).flatMap { range.contains($0) ? .number($0) : nil }
    case .choice(let words):
      value = words.contains(text) ? .text(text) : nil
    case .integers(let count, let each):
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { Int($0) }.filter(each.contains)
      value = numbers.count == parts.count && count.contains(parts.count) ? .integers(numbers) : nil
    case .text:
      value = text.isEmpty || text.contains(where: \.isWhitespace) ? nil : .text(text)
    }
    guard let value else {
      throw ArgumentError(
        "'\(parameter.name)=\(text)': \(parameter.name), \(parameter.meaning), takes "
          + parameter.expectation)
    }
    return value
  }
}
