/// Some operations as real time shows them: a line for each client, a bar for each operation, and what it
/// was below the clients, by number.
public struct TimeLine: Sendable {
  /// The lines.
  public let lines: [String]

  /// Draws operations of a history.
  /// - Parameter width: the most columns.
  public init(_ history: RecordedHistory, _ operations: [Int], width: Int) {
    let spans = operations.map { history.span(of: $0) }
    let instants = Set(spans.flatMap { [$0.called] + [$0.returned].compactMap(\.self) }).sorted()
    let clients = Set(spans.map(\.client)).sorted()
    let names = clients.map { "client \($0)" }
    let start = (names.map(\.count).max() ?? 0) + 2
    // Instants are put at equal distances: what counts is which came first.
    let step = max(3, min(10, (width - start - 2) / max(1, instants.count)))
    func column(_ instant: Int) -> Int { (instants.firstIndex(of: instant) ?? 0) * step }
    var rows: [String] = []
    for (client, name) in zip(clients, names) {
      var row = Array(repeating: Character(" "), count: instants.count * step + 1)
      for (number, span) in spans.enumerated() where span.client == client {
        let (from, to) = (column(span.called), span.returned.map(column) ?? row.count - 1)
        for place in from...max(from, to) { row[place] = "─" }
        row[from] = "├"
        row[max(from, to)] = span.returned == nil ? "→" : "┤"
        for (offset, digit) in "\(number + 1)".enumerated() where from + 1 + offset < row.count {
          row[from + 1 + offset] = digit
        }
      }
      let text = name + String(repeating: " ", count: start - name.count) + String(row)
      rows.append(String(text.reversed().drop { $0 == " " }.reversed()))
    }
    lines =
      rows + [""]
      + operations.enumerated().map { number, index in
        "\(number + 1)  client \(spans[number].client): \(history.description(of: index))"
          + (spans[number].returned == nil ? " (never answered)" : "")
      }
  }
}
