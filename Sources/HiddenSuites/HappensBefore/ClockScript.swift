import ExerciseKit
import Wire

/// A few lines of code over clocks named a, b and c, after each of which the counters are read of every
/// node that is ever named, and of a few that are not.
struct ClockScript: Sendable {
  enum Line: Hashable, Sendable {
    case make(String, SparseClock)
    case copy(String, to: String)
    case tick(String, UInt32)
    case merge(String, into: String)
    /// Reads one counter.
    case read(String, UInt32)
    /// Compares two clocks in every way there is.
    case relate(String, String)

    /// The line as a learner would write it.
    var text: String {
      switch self {
      case .make(let name, let clock): "\(name) = \(clock)"
      case .copy(let source, let name): "\(name) = \(source)"
      case .tick(let name, let node): "\(name).tick(n\(node))"
      case .merge(let other, let name): "\(name).merge(\(other))"
      case .read(let name, let node): "\(name)[n\(node)]"
      case .relate(let name, let other): "\(name).compare(to: \(other))"
      }
    }
  }

  /// When every counter is read.
  enum Reading: Hashable, Sendable {
    case afterEachLine, atTheEnd
    /// Only the lines themselves read.
    case never
  }

  let lines: [Line]
  private let reading: Reading
  /// The nodes whose counters are read.
  private let probes: [UInt32]
  /// The longest script that is told line by line.
  private static let toldLimit = 12

  init(_ lines: Line...) {
    self.init(lines)
  }

  init(_ lines: [Line], reading: Reading = .afterEachLine) {
    self.lines = lines
    self.reading = reading
    probes = reading == .never ? [] : Set([1, 2, 3, 9] + lines.flatMap(\.nodes)).sorted()
  }

  private func isRead(after line: Int) -> Bool {
    switch reading {
    case .afterEachLine: true
    case .atTheEnd: line + 1 == lines.count
    case .never: false
    }
  }

  /// The lines up to one of them; of very many, the first few and the last.
  private func text(upTo index: Int) -> String {
    var told = lines[...index].prefix(Self.toldLimit).map(\.text)
    if index >= Self.toldLimit {
      told =
        told.prefix(4) + ["… (\(index - 6) more lines) …"] + lines[...index].suffix(3).map(\.text)
    }
    return told.joined(separator: "; ")
  }

  private static let names = ["a", "b", "c"]

  /// Runs scripts in one exchange.
  /// - Returns: the first wrong counter, with the lines that led to it; nil when all are right.
  static func fault(in scripts: [ClockScript], on subject: any Subject) throws(Stop) -> String? {
    var program = Program()
    for script in scripts { script.write(to: &program) }
    var answers = try subject.run(program)[...]
    for script in scripts {
      if let fault = try script.fault(in: &answers) { return fault }
    }
    return nil
  }

  private static func slot(_ name: String) -> Int {
    names.firstIndex(of: name) ?? names.count
  }

  private func write(to program: inout Program) {
    let read = ClockRequest.counters(probes.map { NodeID($0) })
    for index in lines.indices {
      switch lines[index] {
      case .make(let name, let clock): program.make(Self.slot(name)) { clock.write(to: &$0) }
      case .copy(let source, let name): program.copy(Self.slot(source), to: Self.slot(name))
      case .tick(let name, let node):
        program.call(Self.slot(name)) { ClockRequest.tick(NodeID(node)).write(to: &$0) }
      case .merge(let other, let name):
        program.call(Self.slot(name)) {
          ClockRequest.merge(slot: Self.slot(other)).write(to: &$0)
        }
      case .read(let name, let node):
        program.call(Self.slot(name)) { ClockRequest.counters([NodeID(node)]).write(to: &$0) }
      case .relate(let name, let other):
        program.call(Self.slot(name)) {
          ClockRequest.relate(slot: Self.slot(other)).write(to: &$0)
        }
      }
      guard isRead(after: index) else { continue }
      for name in named(upTo: index) { program.call(Self.slot(name)) { read.write(to: &$0) } }
    }
  }

  /// The clocks that exist after a line.
  private func named(upTo index: Int) -> [String] {
    Self.names.filter { name in
      lines[...index].contains { line in
        switch line {
        case .make(let made, _), .copy(_, let made): made == name
        case .tick, .merge, .read, .relate: false
        }
      }
    }
  }

  private func fault(in answers: inout ArraySlice<[UInt8]>) throws(Stop) -> String? {
    var clocks: [String: SparseClock] = [:]
    for (index, line) in lines.enumerated() {
      var fault = try fault(of: line, &clocks, &answers)
      if fault == nil { fault = try readingFault(index, clocks, &answers) }
      if let fault {
        return "after \(text(upTo: index)): \(fault)"
      }
    }
    return nil
  }

  private func fault(
    of line: Line, _ clocks: inout [String: SparseClock], _ answers: inout ArraySlice<[UInt8]>
  ) throws(Stop) -> String? {
    switch line {
    case .make(let name, let clock): clocks[name] = clock
    case .copy(let source, let name): clocks[name] = clocks[source]
    case .tick(let name, let node):
      clocks[name]?[node] += 1
      try HiddenSuites.read(answers.removeFirst()) { (_) throws(WireError) in }
    case .merge(let other, let name):
      if let other = clocks[other] { clocks[name]?.merge(other) }
      try HiddenSuites.read(answers.removeFirst()) { (_) throws(WireError) in }
    case .read(let name, let node):
      return try fault(of: name, [node], clocks, &answers)
    case .relate(let name, let other):
      let pair = ClockPair(clocks[name] ?? SparseClock(), clocks[other] ?? SparseClock())
      let relation = try HiddenSuites.read(answers.removeFirst()) { (reader) throws(WireError) in
        try ClockRelation(from: &reader)
      }
      return pair.orderFault(relation) ?? pair.equalityFault(relation)
    }
    return nil
  }

  private func readingFault(
    _ index: Int, _ clocks: [String: SparseClock], _ answers: inout ArraySlice<[UInt8]>
  ) throws(Stop) -> String? {
    guard isRead(after: index) else { return nil }
    var first: String?
    for name in named(upTo: index) {
      let fault = try fault(of: name, probes, clocks, &answers)
      first = first ?? fault
    }
    return first
  }

  private func fault(
    of name: String, _ nodes: [UInt32], _ clocks: [String: SparseClock],
    _ answers: inout ArraySlice<[UInt8]>
  ) throws(Stop) -> String? {
    let counters = try HiddenSuites.read(answers.removeFirst()) { (reader) throws(WireError) in
      var counters: [UInt64] = []
      for _ in nodes { counters.append(try reader.unsigned()) }
      return counters
    }
    for (node, counter) in zip(nodes, counters) {
      let right = clocks[name]?[node] ?? 0
      if counter != right { return "\(name)[n\(node)] is \(counter), must be \(right)" }
    }
    return nil
  }
}

extension ClockScript.Line {
  /// The same change of the clock with this name; no clock merges itself but by a copy.
  func of(_ name: String) -> Self {
    switch self {
    case .make(_, let clock): .make(name, clock)
    case .copy(let source, _): .copy(source, to: name)
    case .tick(_, let node): .tick(name, node)
    case .merge(let other, _): .merge(other == name ? "b" : other, into: name)
    case .read(_, let node): .read(name, node)
    case .relate(_, let other): .relate(name, other)
    }
  }

  /// The nodes that the line names.
  fileprivate var nodes: [UInt32] {
    switch self {
    case .make(_, let clock): clock.entries.map(\.node)
    case .tick(_, let node), .read(_, let node): [node]
    case .copy, .merge, .relate: []
    }
  }
}
