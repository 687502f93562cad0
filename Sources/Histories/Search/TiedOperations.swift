/// The ties between some forms of operations, by their places among them.
struct TiedOperations {
  private let history: CodedHistory
  private let forms: [Int]
  private var providers: [[Int]]
  private var needers: [[Int]]
  private var providersOfAnything: [Int] = []
  private var needersOfAnything: [Int] = []
  /// Those that provide something, and those that need something.
  private var allProviders: [Int] = []
  private var allNeeders: [Int] = []

  init(_ history: CodedHistory, _ forms: [Int]) {
    self.history = history
    self.forms = forms
    providers = Array(repeating: [], count: history.tokenCount)
    needers = providers
    for (place, form) in forms.enumerated() {
      let tie = history.ties[form]
      if tie.provides >= 0 { providers[tie.provides].append(place) }
      if tie.provides == CodedHistory.anything { providersOfAnything.append(place) }
      if tie.provides != CodedHistory.nothing { allProviders.append(place) }
      if tie.needs >= 0 { needers[tie.needs].append(place) }
      if tie.needs == CodedHistory.anything { needersOfAnything.append(place) }
      if tie.needs != CodedHistory.nothing { allNeeders.append(place) }
    }
  }

  /// Whether an operation without an answer could matter to any other.
  func isNeeded(_ place: Int) -> Bool {
    if history.leavesState[forms[place]] { return false }
    return history.ties[forms[place]].consumes
      || needers(of: history.ties[forms[place]].provides).contains { $0 != place }
  }

  /// Who provides what this operation has seen; nil when it need not have been provided, or could
  /// have been by anything.
  func onlyProviders(for place: Int) -> [Int]? {
    let token = history.ties[forms[place]].needs
    // What is there at first has the first numbers.
    guard token >= history.partCount, providersOfAnything.isEmpty else { return nil }
    return providers[token]
  }

  /// All but these operations and those that make no sense without them, by their forms.
  func leavingOut(_ places: Range<Int>) -> [Int] {
    var isLeftOut = Array(repeating: false, count: forms.count)
    for place in places { isLeftOut[place] = true }
    var pending = Array(places)
    while let place = pending.popLast() {
      let tie = history.ties[forms[place]]
      var tied = needers(of: tie.provides)
      if tie.consumes { tied += providers(of: tie.needs) }
      for other in tied where !isLeftOut[other] {
        isLeftOut[other] = true
        pending.append(other)
      }
    }
    return forms.indices.filter { !isLeftOut[$0] }.map { forms[$0] }
  }

  private func needers(of end: CodedHistory.End) -> [Int] {
    switch end {
    case CodedHistory.nothing: []
    case CodedHistory.anything: allNeeders
    default: needers[end] + needersOfAnything
    }
  }

  private func providers(of end: CodedHistory.End) -> [Int] {
    switch end {
    case CodedHistory.nothing: []
    case CodedHistory.anything: allProviders
    default: providers[end] + providersOfAnything
    }
  }
}
