import Stepping
public import Terminal
import Wire
import Checking

/// One moment of a run as lines of text: what happened, what came of it beside what the reference did, and
/// what is to be seen of every node.
public struct MomentText {
  private let tree: RunTree
  private let moment: Moment
  private let before: Moment?
  private let width: Int
  private let signs: StepSigns
  private let isFolded: Bool
  private let filter: MessageFilter
  /// The lines.
  public private(set) var lines: [StyledLine] = []

  /// Lays a moment out.
  /// - Parameters:
  ///   - width: the columns there are.
  ///   - isFolded: true to leave out what did not change: other nodes' fields, and guarantees that nothing
  ///     has put to the test.
  ///   - filter: the messages that are shown of those on their way.
  public init(
    _ tree: RunTree, at id: Int, width: Int, signs: StepSigns = .drawn, isFolded: Bool = true,
    filter: MessageFilter = MessageFilter()
  ) {
    self.tree = tree
    moment = tree.moments[id]
    before = moment.parent.map { tree.moments[$0] }
    self.width = max(24, width)
    self.signs = signs
    self.isFolded = isFolded
    self.filter = filter
    write()
  }

  private mutating func write() {
    writeEvent()
    writeIcons()
    if let told = moment.told, !moment.isOfNetwork { writeEffects(told) }
    writePrinted()
    writeNodes()
    writeFlight()
    writeGuarantees()
  }

  // MARK: What happened

  private mutating func writeEvent() {
    add(
      moment.told.map { $0.sentence } ?? "The run begins: \(tree.setting)", Style(nil, .bold))
    if let stop = moment.stop {
      add("\(signs.broken) the submission \(stop.phrase)", Style(.red, .bold), hanging: 2)
      add("it was given: \(moment.event)", .plain, indent: 2)
    }
    for violation in moment.told?.violations ?? [] {
      add(
        "\(signs.broken) \(violation.check): \(violation.sentence)", Style(.red, .bold),
        hanging: 2)
    }
  }

  /// An icon for each guarantee, in the suite's order.
  private mutating func writeIcons() {
    let guarantees = moment.view.guarantees
    guard signs != .plain, guarantees.count > 1 else { return }
    var line = StyledLine("guarantees ", Style(nil, .dim))
    for guarantee in guarantees {
      line.runs.append(.init(sign(guarantee.standing), style(guarantee.standing)))
    }
    lines.append(line)
  }

  private mutating func writeEffects(_ told: StepTelling) {
    let expected = moment.expected
    let isFirst = moment.differs && tree.firstDifference(to: moment.id) == moment.id
    guard let expected else {
      heading("It did")
      for effect in told.effects { add(effect.text, .plain, indent: 2) }
      return
    }
    let rows = EffectRows(told.effects, expected).rows
    let mark = isFirst ? " (first difference)" : moment.differs ? " (different)" : ""
    let half = (width - 5) / 2
    guard width >= 60 else {
      heading("It did")
      for row in rows { if let own = row.own { add(own, style(row), indent: 2) } }
      heading("The reference did" + (moment.differs ? mark : " the same"))
      guard moment.differs else { return }
      for row in rows { if let text = row.reference { add(text, style(row), indent: 2) } }
      return
    }
    blank()
    lines.append(
      StyledLine([
        .init(DisplayWidth.padded("It did", to: half + 4), Style(.cyan, .bold)),
        .init("The reference" + mark, Style(moment.differs ? .yellow : .cyan, .bold)),
      ]))
    for row in rows { columns(row, half) }
  }

  private func style(_ row: EffectRows.Row) -> Style {
    row.isSame ? .plain : Style(.yellow)
  }

  private mutating func columns(_ row: EffectRows.Row, _ half: Int) {
    let left = TextWrap.lines(of: row.own ?? (row.isSame ? "" : "-"), width: half)
    let right = TextWrap.lines(of: row.reference ?? (row.isSame ? "" : "-"), width: half)
    let mark = row.isSame ? "  " : DisplayWidth.padded(signs.differs, to: 2)
    for index in 0..<max(left.count, right.count) {
      let own = index < left.count ? left[index] : ""
      let other = index < right.count ? right[index] : ""
      lines.append(
        StyledLine([
          .init(index == 0 ? mark : "  ", Style(.yellow, .bold)),
          .init(DisplayWidth.padded(own, to: half + 2), style(row)), .init(other, style(row)),
        ]))
    }
  }

  private mutating func writePrinted() {
    guard !moment.printed.isEmpty else { return }
    heading("It printed")
    let printed = moment.printed.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = isFolded ? 6 : 200
    for line in printed.prefix(shown) where !(line.isEmpty && printed.count > 1) {
      add(String(line), Style(.magenta), indent: 2)
    }
    if printed.count > shown + 1 { add("(\(printed.count - shown) more lines)", .plain, indent: 2) }
  }

  // MARK: Nodes

  private mutating func writeNodes() {
    heading("Nodes")
    let lanes = moment.run.lanes
    let view = moment.view
    let names = lanes.map(\.name)
    let nameWidth = names.map { DisplayWidth.columns(of: $0) }.max() ?? 2
    // Whom the event happened to comes first.
    let acting = moment.isOfNetwork ? nil : moment.told?.drawn.lane
    let order = (acting.map { [$0] } ?? []) + lanes.indices.filter { $0 != acting }
    for lane in order where lanes.indices.contains(lane) {
      func text(_ texts: [String], _ other: [String]?) -> String? {
        guard lane < texts.count, !texts[lane].isEmpty else { return nil }
        guard let other, lane < other.count, other[lane] != texts[lane], !other[lane].isEmpty else {
          return texts[lane]
        }
        return other[lane] + signs.becomes + texts[lane]
      }
      let old = before?.view
      let state = text(view.states, old?.states)
      let facts = [
        state, text(view.stored, nil).map { "stored: \($0)" }, text(view.timers, nil),
      ].compactMap { $0 }
      let changed = changedFields(lane)
      let isActing = lane == acting
      add(
        DisplayWidth.padded(names[lane], to: nameWidth) + (isActing ? "* " : "  ")
          + facts.joined(separator: "; "), isActing ? Style(nil, .bold) : .plain,
        hanging: nameWidth + 2)
      writeFields(lane, changed, isActing: isActing, indent: nameWidth + 2)
    }
    if !view.cut.isEmpty { add("network: \(view.cut)", Style(.yellow)) }
  }

  private func changedFields(_ lane: Int) -> [String: String] {
    guard let before else { return [:] }
    let old = Dictionary(
      before.fields(ofLane: lane).map { ($0.name, $0.text) },
      uniquingKeysWith: { first, _ in first })
    var changed: [String: String] = [:]
    for field in moment.fields(ofLane: lane) {
      if let text = old[field.name], text != field.text { changed[field.name] = text }
    }
    return changed
  }

  private mutating func writeFields(
    _ lane: Int, _ changed: [String: String], isActing: Bool, indent: Int
  ) {
    let fields = moment.fields(ofLane: lane)
    let shown =
      isFolded && !isActing && parentExists ? fields.filter { changed[$0.name] != nil } : fields
    let still = shown.filter { changed[$0.name] == nil }
    for field in shown {
      guard let old = changed[field.name] else { continue }
      add(
        "\(field.name.isEmpty ? "" : field.name + ": ")\(old)\(signs.becomes)\(field.text)",
        Style(.green, .bold), indent: indent,
        hanging: 4)
    }
    guard !still.isEmpty else { return }
    add(
      still.map { $0.name.isEmpty ? $0.text : "\($0.name): \($0.text)" }.joined(separator: ", "),
      Style(nil, .dim), indent: indent)
  }

  private var parentExists: Bool { before != nil }

  private mutating func writeFlight() {
    let all = moment.view.flight
    guard !all.isEmpty else { return }
    let flight = all.filter {
      filter.passes(from: $0.from, to: $0.to, label: $0.label, moment.run.lanes)
    }
    heading(
      filter.parts.isEmpty
        ? "On the way" : "On the way (\(flight.count) of \(all.count): \(filter.phrase))")
    let names = moment.run.lanes.map(\.name)
    let known = Set(before?.view.flight ?? [])
    for message in flight.prefix(isFolded ? 12 : 400) {
      let note = message.note.isEmpty ? "" : " (\(message.note))"
      let origin = message.sentIn.map { ", sent in step \($0 + 1)" } ?? ""
      add(
        "\(names[message.from])\(signs.arrow)\(names[message.to]): \(message.label)\(origin)\(note)",
        known.contains(message) || before == nil ? .plain : Style(.green), indent: 2)
    }
    if isFolded, flight.count > 12 { add("(\(flight.count - 12) more)", .plain, indent: 2) }
  }

  private mutating func writeGuarantees() {
    let guarantees = moment.view.guarantees.filter { !isFolded || $0.standing != .untested }
    guard !guarantees.isEmpty else { return }
    heading("Guarantees")
    if signs == .plain {
      for guarantee in guarantees {
        add("\(sign(guarantee.standing)): \(guarantee.check)", .plain, indent: 2)
      }
      return
    }
    var line = StyledLine()
    var columns = 0
    for guarantee in guarantees {
      let text = "\(sign(guarantee.standing)) \(guarantee.check)"
      let length = DisplayWidth.columns(of: text) + 2
      if columns > 0, columns + length > width {
        lines.append(line)
        line = StyledLine()
        columns = 0
      }
      line.runs.append(.init(text + "  ", style(guarantee.standing)))
      columns += length
    }
    lines.append(line)
  }

  private func sign(_ standing: RunView.Guarantee.Standing) -> String {
    switch standing {
    case .kept: signs.kept
    case .broken: signs.broken
    case .untested: signs.untested
    }
  }

  private func style(_ standing: RunView.Guarantee.Standing) -> Style {
    switch standing {
    case .kept: Style(.green)
    case .broken: Style(.red, .bold)
    case .untested: Style(nil, .dim)
    }
  }

  // MARK: Lines

  private mutating func blank() {
    if !(lines.last?.runs.isEmpty ?? true) { lines.append(StyledLine()) }
  }

  private mutating func heading(_ text: String) {
    blank()
    lines.append(StyledLine(text, Style(.cyan, .bold)))
  }

  private mutating func add(
    _ text: String, _ style: Style, indent: Int = 0, hanging: Int = 0
  ) {
    let blanks = String(repeating: " ", count: indent)
    let further = String(repeating: " ", count: indent + hanging)
    for line in TextWrap.lines(
      of: text, width: width, firstIndent: blanks, hangingIndent: further)
    {
      lines.append(StyledLine(line, style))
    }
  }
}
