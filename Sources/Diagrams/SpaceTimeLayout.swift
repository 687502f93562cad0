import Checking

/// A counterexample arranged as rows over lanes, time flowing downwards: what stands where, but not
/// how it is drawn. Characters and colours are the painter's.
struct SpaceTimeLayout: Hashable {
  /// One row, as high as a line of text.
  struct Row: Hashable {
    /// The step the row belongs to, from 0; nil for the header and for space between steps.
    var step: Int?
    /// True in the first row of a step.
    var isFirst = false
    /// True when the step is one of those that contradict each other.
    var contradicts = false
    /// False above the start of the lanes.
    var drawsLanes = true
    var symbol: Symbol?
    var texts: [LaneText] = []
    var arrow: Arrow?
  }

  /// What a lane's line shows instead of itself.
  struct Symbol: Hashable {
    enum Kind: Hashable { case event, crash, restart, departure }
    var lane: Int
    var kind: Kind
  }

  /// A text to the right of a lane's line, or in its place where the row draws no lanes.
  struct LaneText: Hashable {
    var lane: Int
    var content: String
    var role: TextRole
  }

  /// A message on its way. It leaves the lane `from` and points at the lane `to`.
  struct Arrow: Hashable {
    enum End: Hashable {
      case delivered
      /// It stops short of each of these lanes; `to` is the furthest.
      case lost(receivers: [Int])
    }
    var from: Int
    var to: Int
    /// The label the line carries; nil when it stands in the rows above.
    var label: String?
    var end: End

    var pointsRight: Bool { to > from }
    var direction: Int { pointsRight ? 1 : -1 }
    var isLost: Bool { end != .delivered }
    /// The lane on the left of the gap that a label stands in: the one next to the sender.
    var labelLane: Int { pointsRight ? from : from - 1 }
  }

  /// Runs up to this long get an empty row between two steps.
  static let longestAiryRun = 12
  /// No text beside a lane is higher than this.
  static let tallestText = 3

  let columns: LaneColumns
  private(set) var rows: [Row] = []
  private let counterexample: Counterexample

  /// Arranges a run in these columns; its texts must be free of control characters.
  init(_ counterexample: Counterexample, columns: LaneColumns) {
    self.counterexample = counterexample
    self.columns = columns
    addHeader()
    if counterexample.steps.isEmpty { rows.append(Row()) }
    for step in counterexample.steps.indices {
      if step == 0 || counterexample.steps.count <= Self.longestAiryRun { rows.append(Row()) }
      addStep(step)
    }
  }

  private mutating func addHeader() {
    let names = counterexample.lanes.enumerated().map { lane, name in
      LaneText(lane: lane, content: name.fitted(to: columns.noteWidth + 2), role: .laneName)
    }
    rows.append(Row(drawsLanes: false, texts: names))
    addTexts(
      counterexample.initialStates.enumerated().map { lane, state in
        (lane, .state, wrapped(state))
      })
  }

  private mutating func addStep(_ index: Int) {
    let first = rows.count
    let step = counterexample.steps[index]
    switch step.event {
    case .local(let lane, let label):
      addSymbol(.event, lane: lane, label: label)
      addTexts([(lane, .state, wrapped(step.state ?? ""))])
    case .restart(let lane):
      addSymbol(.crash, lane: lane, label: "crash")
      addSymbol(.restart, lane: lane, label: "restart")
      addTexts([(lane, .state, wrapped(step.state ?? ""))])
    case .delivery(let sender, let receiver, let label, let sentIn):
      let note = wrapped(Self.departureNote(sentIn: sentIn, deliveredIn: index) ?? "")
      let state = wrapped(step.state ?? "")
      if sender == receiver {
        addSymbol(.event, lane: receiver, label: label)
        addTexts([(sender, .note, note)])
        addTexts([(receiver, .state, state)])
      } else {
        addArrow(Arrow(from: sender, to: receiver, label: label, end: .delivered))
        addTexts([(sender, .note, note), (receiver, .state, state)])
      }
    }
    for arrow in Self.lostArrows(of: step) { addArrow(arrow) }
    addDepartures(from: index)
    for row in rows.indices[first...] {
      rows[row].step = index
      rows[row].isFirst = row == first
      rows[row].contradicts = counterexample.violation.steps.contains(index)
    }
  }

  private mutating func addSymbol(_ kind: Symbol.Kind, lane: Int, label: String) {
    let role: TextRole = kind == .crash ? .loss : .event
    let first = rows.count
    addTexts([(lane, role, wrapped(label))])
    if rows.count == first { rows.append(Row()) }
    rows[first].symbol = Symbol(lane: lane, kind: kind)
  }

  /// Adds an arrow, and above it the label where the line is too short for it.
  private mutating func addArrow(_ arrow: Arrow) {
    var arrow = arrow
    let label = arrow.label ?? ""
    if label.isEmpty || label.columns > columns.inlineLabelWidth(of: arrow) {
      arrow.label = nil
      addTexts([(arrow.labelLane, arrow.isLost ? .loss : .message, wrapped(label))])
    }
    let symbol = arrow.isLost ? nil : Symbol(lane: arrow.to, kind: .event)
    rows.append(Row(symbol: symbol, arrow: arrow))
  }

  /// Tells where a message goes that arrives later than in the next step.
  private mutating func addDepartures(from index: Int) {
    for lane in counterexample.lanes.indices {
      let arrivals = counterexample.steps.indices.filter { later in
        guard case .delivery(lane, _, _, let sentIn) = counterexample.steps[later].event else {
          return false
        }
        return sentIn == index
      }
      guard !arrivals.isEmpty, arrivals != [index + 1] else { continue }
      let numbers = arrivals.map { String($0 + 1) }.joined(separator: ", ")
      let first = rows.count
      addTexts([(lane, .note, wrapped("arrives in \(numbers)"))])
      rows[first].symbol = Symbol(lane: lane, kind: .departure)
    }
  }

  /// Adds texts side by side, in as many rows as the highest needs.
  private mutating func addTexts(_ texts: [(lane: Int, role: TextRole, lines: [String])]) {
    for line in 0..<(texts.map(\.lines.count).max() ?? 0) {
      rows.append(
        Row(
          texts: texts.compactMap { text in
            text.lines.indices.contains(line)
              ? LaneText(lane: text.lane, content: text.lines[line], role: text.role) : nil
          }))
    }
  }

  private func wrapped(_ text: String) -> [String] {
    text.wrapped(to: columns.noteWidth, lines: Self.tallestText)
  }

  /// Where a message comes from when that is not the step just above.
  static func departureNote(sentIn: Int?, deliveredIn step: Int) -> String? {
    guard let sentIn else { return "sent before 1" }
    return sentIn == step - 1 ? nil : "sent in \(sentIn + 1)"
  }

  /// One arrow for all lost messages that say the same in the same direction; a message to oneself has
  /// no way to be drawn on.
  private static func lostArrows(of step: Counterexample.Step) -> [Arrow] {
    let sender = step.event.lane
    var arrows: [Arrow] = []
    for message in step.lost where message.to != sender {
      let isSame = { (arrow: Arrow) in
        arrow.label == message.label && arrow.pointsRight == (message.to > sender)
      }
      var receivers = [message.to]
      if let twin = arrows.firstIndex(where: isSame), case .lost(let known) = arrows[twin].end {
        receivers += known
        arrows.remove(at: twin)
      }
      receivers.sort { abs($0 - sender) < abs($1 - sender) }
      arrows.append(
        Arrow(
          from: sender, to: receivers.last ?? message.to, label: message.label,
          end: .lost(receivers: receivers)))
    }
    return arrows
  }
}
