import Checking
import Wire

extension Check {
  /// Writes the check.
  func write(to writer: inout ByteWriter) {
    writer.string(name)
    writer.string(guarantee)
    writer.string(source)
    writer.string(chapter)
    writer.string(kind.rawValue)
    writer.integer(points)
  }

  /// Reads a check.
  init(from reader: inout ByteReader) throws(WireError) {
    let (name, guarantee) = (try reader.string(), try reader.string())
    let (source, chapter) = (try reader.string(), try reader.string())
    guard let kind = Kind(rawValue: try reader.string()) else {
      throw .malformed("no kind of a check")
    }
    self.init(
      name: name, guarantee: guarantee, source: source, chapter: chapter, kind: kind,
      points: try reader.integer())
  }
}

extension Verdict {
  /// Writes the verdict.
  func write(to writer: inout ByteWriter) {
    switch self {
    case .passed(let strength):
      writer.byte(0)
      strength.write(to: &writer)
    case .failed(let failure):
      writer.byte(1)
      writer.string(failure.message)
      writer.optional(failure.counterexample) { $0.write(to: &$1) }
    case .held(let strength, let until, let run):
      writer.byte(2)
      strength.write(to: &writer)
      writer.string(until)
      writer.optional(run) { $0.write(to: &$1) }
    case .notReached(let why):
      writer.byte(3)
      writer.string(why)
    case .stopped(let stop, let run):
      writer.byte(4)
      stop.write(to: &writer)
      writer.optional(run) { $0.write(to: &$1) }
    }
  }

  /// Reads a verdict.
  init(from reader: inout ByteReader) throws(WireError) {
    func run(_ reader: inout ByteReader) throws(WireError) -> Counterexample? {
      try reader.optional { (reader) throws(WireError) in try Counterexample(from: &reader) }
    }
    switch try reader.byte() {
    case 0: self = .passed(try Strength(from: &reader))
    case 1: self = .failed(Failure(message: try reader.string(), counterexample: try run(&reader)))
    case 2:
      self = .held(try Strength(from: &reader), until: try reader.string(), try run(&reader))
    case 3: self = .notReached(try reader.string())
    case 4: self = .stopped(try Stop(from: &reader), try run(&reader))
    default: throw .malformed("no verdict")
    }
  }
}

extension Strength {
  fileprivate func write(to writer: inout ByteWriter) {
    switch self {
    case .examples(let count): writer.numbers(0, count)
    case .cases(let count): writer.numbers(1, count)
    case .exhaustive(let states, let transitions, let depth):
      writer.numbers(2, states, transitions, depth)
    case .searched(let states, let transitions, let depth, let unseen):
      writer.numbers(3, states, transitions, depth)
      writer.list(unseen) { $1.string($0) }
    case .searchedWithout(let names, let states, let transitions, let depth):
      writer.numbers(4, states, transitions, depth)
      writer.list(names) { $1.string($0) }
    case .schedules(let count, let steps): writer.numbers(5, count, steps)
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    func names(_ reader: inout ByteReader) throws(WireError) -> [String] {
      try reader.list { (reader) throws(WireError) in try reader.string() }
    }
    let code = try reader.byte()
    let first = try reader.integer()
    switch code {
    case 0: self = .examples(first)
    case 1: self = .cases(first)
    case 2:
      self = .exhaustive(
        states: first, transitions: try reader.integer(), depth: try reader.integer())
    case 3:
      self = .searched(
        states: first, transitions: try reader.integer(), depth: try reader.integer(),
        unseen: try names(&reader))
    case 4:
      let (transitions, depth) = (try reader.integer(), try reader.integer())
      self = .searchedWithout(
        try names(&reader), states: first, transitions: transitions, depth: depth)
    case 5: self = .schedules(first, steps: try reader.integer())
    default: throw .malformed("no strength of a check")
    }
  }
}

extension Stop {
  fileprivate func write(to writer: inout ByteWriter) {
    switch self {
    case .crashed(let signal, let message): writer.stop(0, Int(signal), message)
    case .exited(let status): writer.stop(1, Int(status), "")
    case .timeLimit(let milliseconds): writer.stop(2, milliseconds, "")
    case .gradingLimit(let milliseconds, let cost): writer.stop(3, milliseconds, cost)
    case .memoryLimit: writer.stop(4, 0, "")
    case .forbiddenOperation: writer.stop(5, 0, "")
    case .protocolViolation(let what): writer.stop(6, 0, what)
    case .inconsistent(let what): writer.stop(7, 0, what)
    case .unavailable(let why): writer.stop(8, 0, why)
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    let code = try reader.byte()
    let number = try reader.integer()
    let text = try reader.string()
    switch code {
    case 0: self = .crashed(signal: Int32(truncatingIfNeeded: number), message: text)
    case 1: self = .exited(status: Int32(truncatingIfNeeded: number))
    case 2: self = .timeLimit(milliseconds: number)
    case 3: self = .gradingLimit(milliseconds: number, costOfCall: text)
    case 4: self = .memoryLimit
    case 5: self = .forbiddenOperation
    case 6: self = .protocolViolation(text)
    case 7: self = .inconsistent(text)
    case 8: self = .unavailable(text)
    default: throw .malformed("no stop")
    }
  }
}

extension ByteWriter {
  fileprivate mutating func numbers(_ code: UInt8, _ numbers: Int...) {
    byte(code)
    for number in numbers { integer(number) }
  }

  fileprivate mutating func stop(_ code: UInt8, _ number: Int, _ text: String) {
    numbers(code, number)
    string(text)
  }

  /// Writes the number of items, and each of them.
  mutating func list<Item>(_ items: [Item], _ write: (Item, inout ByteWriter) -> Void) {
    count(items.count)
    for item in items { write(item, &self) }
  }

  /// Writes whether there is a value, and the value.
  mutating func optional<Value>(_ value: Value?, _ write: (Value, inout ByteWriter) -> Void) {
    bool(value != nil)
    if let value { write(value, &self) }
  }
}

extension ByteReader {
  /// Reads what `ByteWriter.list` wrote.
  mutating func list<Item>(
    _ read: (inout ByteReader) throws(WireError) -> Item
  ) throws(WireError) -> [Item] {
    var items: [Item] = []
    for _ in 0..<(try itemCount()) { items.append(try read(&self)) }
    return items
  }

  /// Reads what `ByteWriter.optional` wrote.
  mutating func optional<Value>(
    _ read: (inout ByteReader) throws(WireError) -> Value
  ) throws(WireError) -> Value? {
    try bool() ? try read(&self) : nil
  }
}
