/// Which token each part of an object shows, and who still has to see or to leave which: for models of
/// which an operation that needs a token needs it to be the last that was left.
///
/// With it a search on a register whose writes differ hardly ever takes anything back, as in the
/// decision of Gibbons and Korach (1997, section 4), which is polynomial for such histories.
struct TokenLedger {
  /// Whether the model is of this kind; an empty ledger rules nothing out.
  private let isKept: Bool
  /// For each operation the token it needs and the token it provides; negative for none.
  private let needs: [Int]
  private let provides: [Int]
  /// For each operation the part of the object it concerns.
  private let part: [Int]
  private let isRequired: [Bool]
  /// For each token the operations that must be in the order and need it.
  private let needers: [[Int]]
  /// Whether some operation depends on what is shown in another way, so that nothing can be put first
  /// for nobody's minding it.
  private let isBlind: Bool
  /// For each part, the token it shows.
  private var shown: [Int]
  /// For each token, how many that need it, and how many that provide it, are not in the order yet.
  private var needed: [Int]
  private var provided: [Int]
  /// For each token, how many that may be in the order and need it are not.
  private var wanted: [Int]

  /// A ledger for some forms of operations, known by their places among those.
  init(_ history: CodedHistory, _ forms: [Int]) {
    isKept = history.showsLastToken
    let ties = isKept ? forms.map { history.ties[$0] } : []
    needs = ties.map(\.needs)
    provides = ties.map(\.provides)
    part = forms.map { history.part[history.index(of: $0)] }
    isRequired = forms.map(history.isAnswered)
    isBlind = ties.contains {
      $0.needs == CodedHistory.anything || $0.provides == CodedHistory.anything
    }
    shown = Array(0..<history.partCount)
    var needers: [[Int]] = Array(repeating: [], count: isKept ? history.tokenCount : 0)
    provided = Array(repeating: 0, count: needers.count)
    wanted = provided
    for place in ties.indices {
      if needs[place] >= 0 {
        if isRequired[place] {
          needers[needs[place]].append(place)
        } else {
          wanted[needs[place]] += 1
        }
      }
      if provides[place] >= 0 { provided[provides[place]] += 1 }
    }
    self.needers = needers
    needed = needers.map(\.count)
  }

  /// The token shown where an operation would take effect.
  func shown(to operation: Int) -> Int { isKept ? shown[part[operation]] : 0 }

  /// Enters an operation that has been put into the order.
  mutating func place(_ operation: Int) {
    guard isKept else { return }
    count(operation, -1)
    guard provides[operation] >= 0 else { return }
    provided[provides[operation]] -= 1
    shown[part[operation]] = provides[operation]
  }

  /// Enters that an operation was taken back; `token` was shown before it.
  mutating func takeBack(_ operation: Int, showing token: Int) {
    guard isKept else { return }
    count(operation, 1)
    guard provides[operation] >= 0 else { return }
    provided[provides[operation]] += 1
    shown[part[operation]] = token
  }

  private mutating func count(_ operation: Int, _ change: Int) {
    guard needs[operation] >= 0 else { return }
    if isRequired[operation] {
      needed[needs[operation]] += change
    } else {
      wanted[needs[operation]] += change
    }
  }

  /// True when no order can go on with this operation: somebody still has to see what it covers, and
  /// nobody will show it again.
  func leadsNowhere(_ operation: Int) -> Bool {
    guard isKept else { return false }
    let (now, next) = (shown(to: operation), provides[operation])
    guard next >= 0 else { return false }
    // Nobody has to know whether this has happened.
    if !isBlind, !isRequired[operation], needed[next] == 0, wanted[next] == 0 { return true }
    guard now != next, provided[now] == 0 else { return false }
    let own = isRequired[operation] && needs[operation] == now ? 1 : 0
    return needed[now] > own
  }

  /// True when this operation can as well come now as later: nobody has to see what it covers, and
  /// whoever has to see what it leaves can come right behind it, so no other would notice.
  /// - Parameter isPossible: whether an operation can come now.
  func canComeNow(_ operation: Int, _ isPossible: (Int) -> Bool) -> Bool {
    guard isKept else { return false }
    let next = provides[operation]
    guard !isBlind, next >= 0, needs[operation] < 0, isRequired[operation] || needed[next] > 0,
      provided[next] == 1, wanted[next] == 0
    else { return false }
    let now = shown(to: operation)
    guard needed[now] == 0, wanted[now] == 0 else { return false }
    return needers[next].allSatisfy { provides[$0] < 0 && isPossible($0) }
  }
}
