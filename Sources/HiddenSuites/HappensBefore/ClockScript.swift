import ExerciseKit
import Wire

/// A few lines of code over clocks named a, b and c, after each of which all counters are read.
struct ClockScript: Sendable {
  enum Line: Hashable, Sendable {
    case make(String, SparseClock)
    case copy(String, to: String)
    case tick(String, UInt32)
    case merge(String, into: String)

    /// The line as a learner would write it.
    var text: String {
      switch self {
      case .make(let name, let clock): "\(name) = \(clock)"
      case .copy(let source, let name): "\(name) = \(source)"
      case .tick(let name, let node): "\(name).tick(n\(node))"
      case .merge(let other, let name): "\(name).merge(\(other))"
      }
    }
  }

  let lines: [Line]

  init(_ lines: Line...) {
    self.lines = lines
  }

  init(_ lines: [Line]) {
    self.lines = lines
  }

  private static let names = ["a", "b", "c"]
  private static let probes: [UInt32] = [1, 2, 3, 9]

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
    let read = ClockRequest.counters(Self.probes.map { NodeID($0) })
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
      }
      for name in named(upTo: index) { program.call(Self.slot(name)) { read.write(to: &$0) } }
    }
  }

  /// The clocks that exist after a line.
  private func named(upTo index: Int) -> [String] {
    Self.names.filter { name in
      lines[...index].contains { line in
        switch line {
        case .make(let made, _), .copy(_, let made): made == name
        case .tick, .merge: false
        }
      }
    }
  }

  private func fault(in answers: inout ArraySlice<[UInt8]>) throws(Stop) -> String? {
    var clocks: [String: SparseClock] = [:]
    for (index, line) in lines.enumerated() {
      switch line {
      case .make(let name, let clock): clocks[name] = clock
      case .copy(let source, let name): clocks[name] = clocks[source]
      case .tick(let name, let node):
        clocks[name]?[node] += 1
        try read(answers.removeFirst()) { (_) throws(WireError) in }
      case .merge(let other, let name):
        if let other = clocks[other] { clocks[name]?.merge(other) }
        try read(answers.removeFirst()) { (_) throws(WireError) in }
      }
      for name in named(upTo: index) {
        let counters = try read(answers.removeFirst()) { (reader) throws(WireError) in
          var counters: [UInt64] = []
          for _ in Self.probes { counters.append(try reader.unsigned()) }
          return counters
        }
        for (node, counter) in zip(Self.probes, counters) {
          let right = clocks[name]?[node] ?? 0
          guard counter != right else { continue }
          let code = lines[...index].map(\.text).joined(separator: "; ")
          return "after \(code): \(name)[n\(node)] is \(counter), must be \(right)"
        }
      }
    }
    return nil
  }
}
