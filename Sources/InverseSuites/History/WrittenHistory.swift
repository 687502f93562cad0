import Checking
import Histories
import HistoryFiles

/// A history as a learner writes it, an operation on each line:
///
///     A writes x 1
///     B reads x nothing
///     C reads x 1 from 2 to 9
///
/// Without times each operation has ended before the next line's begins.
struct WrittenHistory {
  typealias Store = KeyValueStore<String, String>

  /// The most operations of one history.
  static let limit = 12
  /// The latest moment.
  static let latest = 1_000_000

  /// How many steps each search may take; a history of so few operations needs far fewer.
  private static let budget = 500_000

  /// The clients' names, in order of their first operation.
  private(set) var clients: [String] = []
  /// The operations, in the order of the lines.
  private(set) var operations: [Store.Operation] = []

  private var isTimed: Bool?
  /// The lines of the writes, by key and value.
  private var writes: [[String]: Int] = [:]

  /// Reads the lines of one history.
  /// - Throws: `TextFault` for a line that is no operation, or one that cannot be.
  init(_ lines: [AnswerText.Line]) throws(TextFault) {
    for line in lines { try take(line) }
    try requireSessions(lines)
    try requirePast(lines)
  }

  private mutating func take(_ line: AnswerText.Line) throws(TextFault) {
    guard operations.count < Self.limit else {
      throw TextFault(line, "more than \(Self.limit) operations; far fewer are enough")
    }
    let words = line.words
    guard words.count == 4 || words.count == 8, words[0].text.isShortName else {
      throw TextFault(
        line,
        "an operation is 'A writes x 1' or 'A reads x 1', or 'A reads x nothing', and may end in "
          + "'from 2 to 5'")
    }
    let (key, value) = (words[2].text, words[3].text)
    guard key.isShortName else { throw line.fault(words[2], "a key is a few letters or digits") }
    guard value.isShortName else {
      throw line.fault(words[3], "a value is a few letters or digits, or nothing")
    }
    let time = try time(of: line, words)
    let client = client(named: words[0].text)
    switch words[1].text {
    case "writes":
      guard value != "nothing" else {
        throw line.fault(
          words[3], "'nothing' is what a read says that found no value; write another")
      }
      if let first = writes.updateValue(line.number, forKey: [key, value]) {
        throw line.fault(
          words[3],
          "line \(first) writes \(value) to \(key) as well; write another value, so that a read "
            + "tells which write it has seen")
      }
      add(client, .put(key, value), .done, time)
    case "reads": add(client, .get(key), .value(value == "nothing" ? nil : value), time)
    default:
      throw line.fault(words[1], "'\(words[1].text.shown())' is neither 'writes' nor 'reads'")
    }
  }

  private mutating func add(
    _ client: Int, _ input: Store.Input, _ output: Store.Output, _ time: ClosedRange<Int>
  ) {
    operations.append(
      Store.Operation(
        client: client, input, output, called: time.lowerBound, returned: time.upperBound))
  }

  private mutating func client(named name: String) -> Int {
    if let known = clients.firstIndex(of: name) { return known }
    clients.append(name)
    return clients.count - 1
  }

  private mutating func time(
    of line: AnswerText.Line, _ words: [AnswerWord]
  ) throws(TextFault) -> ClosedRange<Int> {
    let hasTime = words.count == 8
    guard isTimed ?? hasTime == hasTime else {
      throw TextFault(
        line, "either all operations of a history say 'from 2 to 5', or none of them does")
    }
    isTimed = hasTime
    guard hasTime else { return 2 * operations.count...2 * operations.count + 1 }
    guard words[4].text == "from", words[6].text == "to" else {
      throw line.fault(words[4].text == "from" ? words[6] : words[4], "times are 'from 2 to 5'")
    }
    var moments: [Int] = []
    for word in [words[5], words[7]] {
      guard let moment = Int(word.text), (0...Self.latest).contains(moment) else {
        throw line.fault(word, "a moment is a whole number from 0 to \(Self.latest)")
      }
      moments.append(moment)
    }
    guard moments[0] < moments[1] else {
      throw line.fault(words[7], "it ends at \(moments[1]), and does not begin before; let it last")
    }
    return moments[0]...moments[1]
  }

  /// A client asks one thing after the other.
  private func requireSessions(_ lines: [AnswerText.Line]) throws(TextFault) {
    var last: [Int: Int] = [:]
    for (operation, line) in zip(operations, lines) {
      if let before = last[operation.client], before >= operation.called {
        throw TextFault(
          line,
          "\(clients[operation.client]) begins at \(operation.called), and its operation before ends "
            + "at \(before); a client does one thing after the other")
      }
      last[operation.client] = operation.returned
    }
  }

  /// Nobody reads what has not begun to be written.
  private func requirePast(_ lines: [AnswerText.Line]) throws(TextFault) {
    for (operation, line) in zip(operations, lines) {
      guard case .get(let key) = operation.input,
        case .value(let value?) = operation.answer?.output,
        let write = operations.firstIndex(where: { $0.input == .put(key, value) }),
        operations[write].called > operation.returned
      else { continue }
      throw line.fault(
        line.words[3],
        "it reads \(value), which is written only later, in line \(lines[write].number)")
    }
  }

  /// What our checkers say of it, the strongest level first.
  var levels: [(level: ConsistencyLevel, finding: ConsistencyLevel.Finding)] {
    RecordedHistory.store(operations).levels(budget: Self.budget)
  }

  /// An operation in words: `A reads x nothing`.
  func words(of index: Int) -> String {
    let operation = operations[index]
    let name = clients[operation.client]
    switch (operation.input, operation.answer?.output) {
    case (.put(let key, let value), _): return "\(name) writes \(key) \(value)"
    case (.get(let key), .value(let value)): return "\(name) reads \(key) \(value ?? "nothing")"
    default: return name
    }
  }

  /// The history drawn, with the operations that contradict each other.
  func drawn(_ sentence: String, part: [Int], check: String) -> Counterexample {
    let order = operations.indices.sorted {
      (operations[$0].called, $0) < (operations[$1].called, $1)
    }
    return Counterexample(
      lanes: clients, initialStates: clients.map { _ in "" },
      steps: order.map { index in
        let operation = operations[index]
        let when =
          isTimed == true ? ", from \(operation.called) to \(operation.returned)" : ""
        let words = words(of: index)
        return .init(
          event: .local(
            lane: operation.client,
            label: String(words.dropFirst(clients[operation.client].count + 1))),
          sentence: words + when)
      },
      violation: .init(
        sentence: sentence, steps: part.compactMap { order.firstIndex(of: $0) }.sorted()),
      isShortest: false, schedule: Schedule(check: check, setting: "", events: []))
  }
}
