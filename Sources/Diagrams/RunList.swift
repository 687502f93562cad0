import Checking

/// A run in words: what a reader gets below the picture, or instead of it.
struct RunList {
  private let run: Counterexample
  private let margin: Int
  private let width: Int
  private let isASCII: Bool

  /// Describes a run whose texts are fit to print.
  /// - Parameter margin: the columns for the number of a step, on the left of all text.
  init(_ run: Counterexample, margin: Int, width: Int, isASCII: Bool) {
    self.run = run
    self.margin = margin
    self.width = width
    self.isASCII = isASCII
  }

  /// What is broken, and by which steps.
  var violation: [[StyledRun]] {
    let steps = run.violation.steps.map { String($0 + 1) }
    let blame =
      switch steps.count {
      case 0: ""
      case 1: " It shows in step \(steps[0])."
      default:
        " Steps \(Self.enumeration(steps)) contradict each other."
      }
    let text = Self.finished(run.violation.sentence) + blame
    return text.wrapped(to: width - 2).enumerated().map { index, line in
      [StyledRun(text: "\(bar(isFirst: index == 0)) \(line)", role: .contradiction)]
    }
  }

  /// Every step as a sentence.
  var sentences: [[StyledRun]] {
    [[StyledRun(text: caption, role: .laneName)]]
      + run.steps.indices.flatMap { step -> [[StyledRun]] in
        let sentence = run.steps[step].sentence
        let text = sentence.isEmpty ? event(step) : sentence
        return item(step, paragraphs: [[(Self.finished(text), .plain)]])
      }
  }

  /// Every lane's state at the start, as sentences.
  var start: [[StyledRun]] {
    let states = zip(run.lanes, run.initialStates).filter { !$0.1.isEmpty }
      .map { "\($0.0) \($0.1)" }.joined(separator: "; ")
    let text = states.isEmpty ? [] : "At the start: \(states).".wrapped(to: width)
    return text.map { [StyledRun(text: $0, role: .plain)] }
      + (text.isEmpty ? [] : [[]]) + [[StyledRun(text: caption, role: .laneName)]]
  }

  /// Every step as an event in short, and a sentence below it.
  var events: [[StyledRun]] {
    run.steps.indices.flatMap { index in
      let step = run.steps[index]
      var paragraphs: [[(String, TextRole)]] = [[(event(index), .event)]]
      if let state = step.state, !state.isEmpty {
        paragraphs[0].append(("[\(run.lanes[step.event.lane]): \(state)]", .state))
      }
      if let loss = loss(in: step) { paragraphs.append([(loss, .loss)]) }
      paragraphs.append([(Self.finished(step.sentence), .plain)])
      return item(index, paragraphs: paragraphs)
    }
  }

  private var caption: String {
    run.isShortest ? "The shortest such run, step by step:" : "The run, step by step:"
  }

  /// A line drawn past all rows of a mark, but a sign that is read aloud only once.
  private func bar(isFirst: Bool) -> String {
    guard isASCII else { return StepMargin.bar }
    return isFirst ? "!" : " "
  }

  /// Who misses which message.
  private func loss(in step: Counterexample.Step) -> String? {
    guard !step.lost.isEmpty else { return nil }
    var receivers: [(label: String, names: [String])] = []
    for message in step.lost {
      let name = run.lanes[message.to]
      if let same = receivers.firstIndex(where: { $0.label == message.label }) {
        receivers[same].names.append(name)
      } else {
        receivers.append((message.label, [name]))
      }
    }
    let losses = receivers.map { "\($0.label), to \(Self.enumeration($0.names))" }
    return "Lost: \(losses.joined(separator: "; "))."
  }

  private func event(_ index: Int) -> String {
    switch run.steps[index].event {
    case .local(let lane, let label):
      return "\(run.lanes[lane]): \(label)"
    case .restart(let lane):
      return "\(run.lanes[lane]): crash and restart"
    case .delivery(let sender, let receiver, let label, let sentIn):
      let note = SpaceTimeLayout.departureNote(sentIn: sentIn, deliveredIn: index)
      return "\(run.lanes[sender]) \(isASCII ? "->" : "→") \(run.lanes[receiver]): \(label)"
        + (note.map { " (\($0))" } ?? "")
    }
  }

  /// An item of a list with hanging indent; the parts of a paragraph follow each other.
  private func item(_ step: Int, paragraphs: [[(text: String, role: TextRole)]]) -> [[StyledRun]] {
    let contradicts = run.violation.steps.contains(step)
    let lead = StepMargin.number(step, before: margin) + (isASCII ? ". " : "  ")
    var lines: [[StyledRun]] = []
    for paragraph in paragraphs {
      for line in Self.wrapped(paragraph, to: width - margin) {
        let isFirst = lines.isEmpty
        let start = isFirst ? lead : String(repeating: " ", count: margin - 1)
        let role: TextRole = contradicts ? .contradiction : isFirst ? .event : .plain
        lines.append(
          [StyledRun(text: (contradicts ? bar(isFirst: isFirst) : " ") + start, role: role)] + line)
      }
    }
    return lines
  }

  /// Wraps a paragraph of several roles.
  private static func wrapped(
    _ parts: [(text: String, role: TextRole)], to width: Int
  ) -> [[StyledRun]] {
    var lines: [[StyledRun]] = []
    var column = 0
    for (text, role) in parts {
      let whole = text.wrapped(to: width)
      if column > 0, whole.count == 1, column + 2 + whole[0].columns <= width {
        lines[lines.count - 1].append(StyledRun(text: "  " + whole[0], role: role))
      } else {
        lines += whole.map { [StyledRun(text: $0, role: role)] }
      }
      column = lines.last.map { $0.map(\.text).joined().columns } ?? 0
    }
    return lines
  }

  private static func enumeration(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A sentence with a full stop.
  private static func finished(_ sentence: String) -> String {
    let end = sentence.last { $0 != " " }
    guard let end, !".!?…".contains(end) else { return sentence }
    return sentence + "."
  }
}
