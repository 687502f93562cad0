import Calculators
import Testing

/// A calculator's answer, asked for as a chapter does.
struct Asking {
  let answer: Answer

  /// Asks in words such as `finality q=0.3 z=6`.
  init(_ words: String) throws {
    let words = words.split(separator: " ").map(String.init)
    answer = try #require(Calculator.named(words[0])).answer(Array(words.dropFirst()))
  }

  /// A field as it is printed.
  func text(_ field: String) throws -> String {
    try #require(answer.fields.first { $0.name == field }, "no field \(field)").text
  }

  /// Several fields as they are printed, separated by blanks.
  func texts(_ fields: String) throws -> String {
    try fields.split(separator: " ").map { try text(String($0)) }.joined(separator: " ")
  }

  /// A field's number.
  func number(_ field: String) throws -> Double {
    switch try #require(answer.fields.first { $0.name == field }, "no field \(field)").value {
    case .number(let number): return number
    case .integer(let number): return Double(number)
    case .text, .truth, .none: return try #require(nil, "\(field) is no number")
    }
  }
}
