import Histories

/// An object that can be decided once: whoever proposes a value has back the one that was proposed first
/// (Herlihy 1991, section 2.2).
struct SingleDecision: Model {
  /// What is decided; empty before anything is.
  typealias State = [Int128]
  typealias Input = Int128
  typealias Output = Int128

  let initial: [Int128] = []

  func step(_ state: [Int128], _ input: Int128, _ output: Int128?) -> [Int128]? {
    let decided = state.first ?? input
    return output == nil || output == decided ? [decided] : nil
  }

  /// All that are told something are told the same, and somebody had proposed it before anybody was.
  func decision(
    on part: [Int], of history: [Operation], isExplained: Bool
  ) -> PartDecision? {
    let told = part.filter { history[$0].answer != nil }.sorted {
      history[$0].called < history[$1].called
    }
    guard let one = told.first, let output = history[one].answer?.output else { return .order([]) }
    if let other = told.first(where: { history[$0].answer?.output != output }) {
      return .impossible([one, other])
    }
    let earliest = told.min { history[$0].returned < history[$1].returned } ?? one
    guard
      let first = part.first(where: {
        history[$0].input == output && history[$0].called <= history[earliest].returned
      })
    else { return .impossible([earliest]) }
    return .order([first] + told.filter { $0 != first })
  }
}
