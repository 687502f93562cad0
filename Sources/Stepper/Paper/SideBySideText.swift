import Wire
import Stepping
public import Terminal

/// A step of two runs beside each other, as lines of text: in two columns, or in words where there is no room
/// for them.
public struct SideBySideText {
  /// What stands beside each other.
  private struct Pair {
    var own: String?
    var other: String?
    var isSame: Bool
    var style = Style.plain
  }

  private let pair: SideBySide
  private let row: SideBySide.Row
  private let own: Moment?
  private let other: Moment?
  private let width: Int
  private let signs: StepSigns
  private let isFolded: Bool
  private let filter: MessageFilter
  /// The lines.
  public private(set) var lines: [StyledLine] = []

  /// The fewest columns in which two runs stand in two columns.
  public static let columnsNeeded = 60

  /// Lays a row out.
  /// - Parameters:
  ///   - width: the columns there are.
  ///   - isFolded: true to leave out what is the same in both.
  public init(
    _ pair: SideBySide, row: Int, width: Int, signs: StepSigns = .drawn, isFolded: Bool = true,
    filter: MessageFilter = MessageFilter()
  ) {
    self.pair = pair
    self.row = pair.rows[row]
    own = self.row.own.map { pair.own.tree.moments[$0] }
    other = self.row.other.map { pair.other.tree.moments[$0] }
    self.width = max(24, width)
    self.signs = signs
    self.isFolded = isFolded
    self.filter = filter
    write()
  }

  private var isWide: Bool { width >= Self.columnsNeeded }
  private var markColumns: Int { signs == .plain ? 3 : 2 }
  /// The columns of each side.
  private var half: Int { (width - 3 - markColumns) / 2 }

  private mutating func write() {
    if isWide {
      columns(pair.own.name, pair.other.name, mark: " ", Style(.cyan, .bold))
    }
    for step in steps { write(step) }
    section("What they did", effects)
    section("Nodes", nodes)
    section("On the way", flight)
    section("Guarantees", guarantees)
  }

  // MARK: What is compared

  private var steps: [Pair] {
    func sentence(_ moment: Moment?) -> String? {
      moment.map { $0.told?.sentence ?? ($0.parent == nil ? "the run begins" : $0.event) }
    }
    func broken(_ moment: Moment?) -> String? {
      guard let moment else { return nil }
      if let stop = moment.stop { return "\(signs.broken) the submission \(stop.phrase)" }
      return moment.told?.violations.first.map { "\(signs.broken) \($0.check): \($0.sentence)" }
    }
    let (left, right) = (sentence(own), sentence(other))
    var pairs = [
      Pair(
        own: left ?? "(no such step)", other: right ?? "(no such step)", isSame: left == right,
        style: Style(nil, .bold))
    ]
    let (one, two) = (broken(own), broken(other))
    if one != nil || two != nil {
      pairs.append(Pair(own: one, other: two, isSame: one == two, style: Style(.red, .bold)))
    }
    return pairs
  }

  private var effects: [Pair] {
    EffectRows(own?.told?.effects ?? [], other?.told?.effects ?? []).rows.map {
      Pair(own: $0.own, other: $0.reference, isSame: $0.isSame)
    }
  }

  private var nodes: [Pair] {
    // Where one run has no such step, it is where its last step left it.
    let sides = (own ?? last(\.own, pair.own), other ?? last(\.other, pair.other))
    var pairs: [Pair] = []
    for lane in 0..<max(sides.0.run.lanes.count, sides.1.run.lanes.count) {
      let (left, right) = (Self.state(lane, sides.0), Self.state(lane, sides.1))
      pairs.append(Pair(own: left, other: right, isSame: left == right))
      // Fields can be compared where both runs are of the same code.
      guard pair.own.tree === pair.other.tree else { continue }
      let rows = EffectRows(Self.fields(lane, sides.0), Self.fields(lane, sides.1)).rows
      pairs += rows.filter { !$0.isSame || !isFolded }.map {
        Pair(
          own: $0.own.map { "  " + $0 }, other: $0.reference.map { "  " + $0 }, isSame: $0.isSame)
      }
    }
    return pairs
  }

  /// The last moment of a run before this row.
  private func last(_ side: KeyPath<SideBySide.Row, Int?>, _ way: SideBySide.Way) -> Moment {
    var last = 0
    for other in pair.rows {
      if let id = other[keyPath: side] { last = id }
      if other == row { break }
    }
    return way.tree.moments[last]
  }

  private static func state(_ lane: Int, _ moment: Moment) -> String? {
    guard moment.run.lanes.indices.contains(lane) else { return nil }
    let view = moment.view
    func text(_ texts: [String]) -> String? {
      lane < texts.count && !texts[lane].isEmpty ? texts[lane] : nil
    }
    let facts = [text(view.states), text(view.stored).map { "stored: \($0)" }].compactMap { $0 }
    return moment.run.lanes[lane].name + (facts.isEmpty ? "" : " " + facts.joined(separator: "; "))
  }

  private static func fields(_ lane: Int, _ moment: Moment) -> [StepEffect] {
    moment.fields(ofLane: lane).map { field in
      StepEffect(field.name.isEmpty ? field.text : "\(field.name): \(field.text)")
    }
  }

  private var flight: [Pair] {
    func messages(_ moment: Moment?) -> [StepEffect] {
      guard let moment else { return [] }
      let lanes = moment.run.lanes
      return moment.view.flight.filter {
        filter.passes(from: $0.from, to: $0.to, label: $0.label, lanes)
      }.map {
        StepEffect(
          "\(lanes[$0.from].name)\(signs.arrow)\(lanes[$0.to].name): \($0.label)"
            + ($0.note.isEmpty ? "" : " (\($0.note))"))
      }
    }
    let rows = EffectRows(
      messages(own ?? last(\.own, pair.own)), messages(other ?? last(\.other, pair.other))
    ).rows
    return rows.map { Pair(own: $0.own, other: $0.reference, isSame: $0.isSame) }
  }

  private var guarantees: [Pair] {
    func standing(_ moment: Moment, _ check: String) -> String? {
      moment.view.guarantees.first { $0.check == check }.map { guarantee in
        switch guarantee.standing {
        case .kept: "\(signs.kept) \(check)"
        case .broken: "\(signs.broken) \(check)"
        case .untested: "\(signs.untested) \(check)"
        }
      }
    }
    let sides = (own ?? last(\.own, pair.own), other ?? last(\.other, pair.other))
    return sides.0.view.guarantees.map(\.check).map { check in
      let (left, right) = (standing(sides.0, check), standing(sides.1, check))
      return Pair(own: left, other: right, isSame: left == right)
    }
  }

  // MARK: Lines

  private mutating func section(_ title: String, _ pairs: [Pair]) {
    guard !pairs.isEmpty else { return }
    let shown = isFolded ? pairs.filter { !$0.isSame } : pairs
    if !(lines.last?.runs.isEmpty ?? true) { lines.append(StyledLine()) }
    let same = pairs.count - shown.count
    let note =
      same == 0 ? "" : shown.isEmpty ? " are the same in both" : "  (\(same) more the same)"
    lines.append(
      StyledLine([.init(title, Style(.cyan, .bold)), .init(note, Style(nil, .dim))]))
    for pair in shown { write(pair) }
  }

  private mutating func write(_ line: Pair) {
    guard isWide else { return words(line) }
    columns(
      line.own ?? (line.isSame ? "" : "-"), line.other ?? (line.isSame ? "" : "-"),
      mark: line.isSame ? " " : signs.differs,
      line.style == .plain && !line.isSame ? Style(.yellow) : line.style)
  }

  private mutating func columns(_ left: String, _ right: String, mark: String, _ style: Style) {
    let columns = (Self.wrapped(left, half), Self.wrapped(right, half))
    for index in 0..<max(columns.0.count, columns.1.count) {
      let own = index < columns.0.count ? columns.0[index] : ""
      let other = index < columns.1.count ? columns.1[index] : ""
      lines.append(
        StyledLine([
          .init(
            DisplayWidth.padded(index == 0 ? mark : "", to: markColumns), Style(.yellow, .bold)),
          .init(DisplayWidth.padded(own, to: half), style),
          .init(signs == .plain ? " | " : " │ ", Style(nil, .dim)), .init(other, style),
        ]))
    }
  }

  private static func wrapped(_ text: String, _ width: Int) -> [String] {
    let indent = String(text.prefix { $0 == " " })
    return TextWrap.lines(
      of: String(text.dropFirst(indent.count)), width: width, firstIndent: indent,
      hangingIndent: indent + "  ")
  }

  private mutating func words(_ line: Pair) {
    if line.isSame, let text = line.own {
      return add("both: " + text, line.style)
    }
    let style = line.style == .plain ? Style(.yellow) : line.style
    add("\(signs.differs) \(pair.own.name): \(line.own ?? "nothing")", style)
    add("\(signs.differs) \(pair.other.name): \(line.other ?? "nothing")", style)
  }

  private mutating func add(_ text: String, _ style: Style) {
    for line in TextWrap.lines(of: text, width: width, hangingIndent: "  ") {
      lines.append(StyledLine(line, style))
    }
  }
}

/// Two runs beside each other, all steps one after the other, for a pipe, a log or a screen reader.
public struct SideBySideRun {
  private let pair: SideBySide
  private let signs: StepSigns

  /// Prepares two runs.
  public init(_ pair: SideBySide, signs: StepSigns) {
    self.pair = pair
    self.signs = signs
  }

  /// Lines that each end with a line feed.
  public func render(width: Int, mode: ColorMode) -> String {
    var text = ""
    for index in pair.rows.indices {
      let mark = pair.rows[index].isSame ? "" : " \(signs.differs)"
      let first = index == pair.firstDifference ? " (first difference)" : ""
      let title = (index == 0 ? "Start" : "Step \(index) of \(pair.rows.count - 1)") + mark + first
      text += Style(nil, .inverse).applied(to: title, in: mode) + "\n"
      for line in SideBySideText(pair, row: index, width: width, signs: signs).lines {
        var shown = line.encoded(in: mode)[...]
        while shown.last == " " { shown.removeLast() }
        text += shown + "\n"
      }
      text += "\n"
    }
    return text + summary + "\n"
  }

  /// Where the runs part, in a sentence.
  public var summary: String {
    guard let first = pair.firstDifference else {
      return "Both runs are the same in every step."
    }
    let row = pair.rows[first]
    let moment =
      row.own.map { pair.own.tree.moments[$0] } ?? row.other.map { pair.other.tree.moments[$0] }
    let sentence = Sanitizer.clean(moment?.told?.sentence ?? "")
    return "The first difference is in step \(first): \(sentence)."
  }
}
