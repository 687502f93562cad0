/// A history as numbers, made once, so that searches of it and of its parts know nothing of the model.
///
/// An operation has two forms: as it was, under its index, and without its answer, under its index
/// plus `count`, as it looks to somebody who stops before the answer came.
struct CodedHistory {
  /// An end of a tie: a token, or one of the two below.
  typealias End = Int
  static let nothing: End = -1
  static let anything: End = -2

  struct Tie {
    var provides: End
    var needs: End
    var consumes: Bool
  }

  /// How many operations there are.
  let count: Int
  /// For each operation who asked, when, and the part of the object that is concerned.
  let clients: [Int]
  let calls: [Int]
  let part: [Int]
  /// For each form when it returned, never for one without an answer, and what the model says of it.
  let returns: [Int]
  let leavesState: [Bool]
  let ties: [Tie]
  /// Tokens that are there at first have the numbers of the parts in which they are.
  let partCount: Int
  let tokenCount: Int
  let showsLastToken: Bool
  /// The state after a form of an operation; nil when it is not possible there. The first is 0.
  let transition: (_ state: Int, _ form: Int) -> Int?

  /// Takes in a history.
  /// - Parameter parts: the operations that concern each part of the object.
  init<M: Model>(_ model: M, _ history: [M.Operation], parts: [[Int]]) {
    count = history.count
    clients = history.map(\.client)
    calls = history.map(\.called)
    returns = history.map(\.returned) + history.map { _ in .max }
    var part = Array(repeating: 0, count: history.count)
    for (number, members) in parts.enumerated() {
      for member in members { part[member] = number }
    }
    self.part = part
    let forms =
      history.map { Form<M>(input: $0.input, output: $0.answer?.output) }
      + history.map { Form<M>(input: $0.input, output: nil) }
    leavesState = forms.map { model.leavesState($0.input, $0.output) }
    var tokens = TokenNumbers(model, partCount: parts.count)
    ties = forms.enumerated().map { place, form in
      let ties = model.ties(form.input, form.output)
      let part = part[place % history.count]
      return Tie(
        provides: tokens.number(ties.provides, in: part),
        needs: tokens.number(ties.needs, in: part),
        consumes: ties.consumes)
    }
    partCount = parts.count
    tokenCount = tokens.count
    showsLastToken = model.showsLastToken
    let transitions = Transitions(model, forms)
    transition = { transitions.next($0, $1) }
  }

  func index(of form: Int) -> Int { form < count ? form : form - count }
  func isAnswered(_ form: Int) -> Bool { returns[form] != .max }
  func call(of form: Int) -> Int { calls[index(of: form)] }

  /// The forms in which operations look to somebody who stops at this time, of those that are given.
  func forms(_ forms: [Int], until end: Int) -> [Int] {
    forms.filter { call(of: $0) <= end }.map { returns[$0] > end ? index(of: $0) + count : $0 }
  }
}

/// What was asked and what came back.
struct Form<M: Model>: Hashable {
  let input: M.Input
  let output: M.Output?
}

/// Tokens as numbers, in the order they occur behind those that are there at first.
private struct TokenNumbers<M: Model> {
  private let model: M
  private var numbers: [M.Token: Int] = [:]
  private(set) var count: Int

  init(_ model: M, partCount: Int) {
    self.model = model
    count = partCount
  }

  mutating func number(_ end: Ties<M.Token>.End, in part: Int) -> CodedHistory.End {
    switch end {
    case .nothing: return CodedHistory.nothing
    case .anything: return CodedHistory.anything
    case .token(let token):
      if let number = numbers[token] { return number }
      let number = model.isInitially(token) ? part : count
      if number == count { count += 1 }
      numbers[token] = number
      return number
    }
  }
}
