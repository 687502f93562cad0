/// The operations of a history in lanes: those of one lane must come one after the other, so what a
/// search has put into its order is a first stretch of each lane.
///
/// Lowe (2017, section 5) walks a linked list of calls and returns and remembers sets of operations.
/// With lanes, such a set is a few numbers however long the history is, and the first return that is
/// still to come is that of the first operation of some lane.
struct Lanes {
  /// One lane, in order.
  struct Lane {
    var operations: [Int]
    /// Whether its operations must be in the order; otherwise it is a single one that may be.
    var isRequired: Bool
    /// What must come before its first operation: so many operations of another lane.
    var after: (lane: Int, count: Int)?
  }

  let lanes: [Lane]
  /// For each operation when it was called and returned, as far as that matters.
  let calls: [Int]
  let returns: [Int]
  /// For each operation how soon it is tried, the smallest first.
  let urgency: [Int]

  /// Which of several possible operations a search tries first. It changes what is found early, and nothing
  /// of what is found in the end.
  enum Preference {
    /// What had returned first: of the orders that explain a history, those that follow the clock are the
    /// likeliest.
    case returned
    /// What had been called first.
    case called
    /// One client after the other.
    case clients
  }

  /// Lanes for some forms of operations, whose places among those the lanes hold.
  init(
    _ history: CodedHistory, _ forms: [Int], _ precedence: Precedence, _ preference: Preference
  ) {
    urgency =
      switch preference {
      case .returned: forms.map { history.returns[$0] }
      case .called: forms.map(history.call)
      case .clients: forms.map { _ in 0 }
      }
    switch precedence {
    case .realTime:
      calls = forms.map(history.call)
      returns = forms.map { history.returns[$0] }
      lanes = Self.inRealTime(calls, returns)
    case .sessions:
      calls = forms.map { _ in 0 }
      returns = forms.map { _ in .max }
      lanes = Self.inSessions(history, forms)
    }
  }

  /// What had returned before another was called comes first.
  private static func inRealTime(_ calls: [Int], _ returns: [Int]) -> [Lane] {
    var lanes: [Lane] = []
    var ends: [Int] = []
    let order = calls.indices.sorted { (calls[$0], returns[$0], $0) < (calls[$1], returns[$1], $1) }
    for place in order where returns[place] != .max {
      if let free = ends.firstIndex(where: { $0 < calls[place] }) {
        lanes[free].operations.append(place)
        ends[free] = returns[place]
      } else {
        lanes.append(Lane(operations: [place], isRequired: true))
        ends.append(returns[place])
      }
    }
    for place in order where returns[place] == .max {
      lanes.append(Lane(operations: [place], isRequired: false))
    }
    return lanes
  }

  /// Only the order of each client's own operations counts. One without an answer may take effect at
  /// any place behind those before it, or nowhere.
  private static func inSessions(_ history: CodedHistory, _ forms: [Int]) -> [Lane] {
    var required: [Lane] = []
    var optional: [Lane] = []
    for session in sessions(
      forms.map { (history.clients[history.index(of: $0)], history.call(of: $0)) })
    {
      let answered = session.filter { history.isAnswered(forms[$0]) }
      var count = 0
      for place in session {
        if history.isAnswered(forms[place]) {
          count += 1
        } else {
          optional.append(
            Lane(
              operations: [place], isRequired: false,
              after: count > 0 ? (required.count, count) : nil))
        }
      }
      if !answered.isEmpty { required.append(Lane(operations: answered, isRequired: true)) }
    }
    return required + optional
  }
}

/// Each client's operations in the order it asked, by their places; clients in the order they first
/// occur.
func sessions(_ operations: [(client: Int, called: Int)]) -> [[Int]] {
  grouped(operations, by: \.client).map { session in
    session.sorted { (operations[$0].called, $0) < (operations[$1].called, $1) }
  }
}
