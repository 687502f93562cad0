/// A source that holds many faults at once, of which its process chooses one by its number.
///
/// Each function is there as it is meant and once more for each of its faults, so that one build serves
/// them all.
struct InstrumentedSource {
  /// A fault, and by which number it is chosen.
  struct Numbered {
    let number: Int
    let fault: SourceFault
  }

  /// The text.
  let text: String
  /// For each of its lines the number of the fault that it belongs to.
  let owners: [Int?]
  /// For each of its lines the number of the function it is in.
  let functionsOfLines: [Int?]
  /// For each fault that has a place, the number of the function it is in; nil for what no function does.
  let functions: [Int: Int?]
  /// How each function begins.
  let heads: [Int: String]

  /// Puts faults into a source.
  /// - Parameter firstFunction: the number of its first function.
  init(_ lines: [String], faults: [Numbered], firstFunction: Int) {
    var writer = Writer()
    var functions: [Int: Int?] = [:]
    var heads: [Int: String] = [:]
    var index = 0
    var number = firstFunction
    for body in FunctionBody.all(in: lines) {
      for line in index..<body.lines.lowerBound {
        functions.merge(writer.writeDeclaration(line, of: lines, faults)) { $1 }
      }
      index = body.lines.upperBound
      let own: [(number: Int, lines: [String])] = faults.compactMap { numbered in
        body.text(of: lines, with: numbered.fault).map { (numbered.number, $0) }
      }
      writer.write(body, of: lines, variants: own, function: number)
      heads[number] = lines[body.lines.lowerBound]
      for variant in own { functions[variant.number] = .some(number) }
      number += 1
    }
    for line in index..<lines.count {
      functions.merge(writer.writeDeclaration(line, of: lines, faults)) { $1 }
    }
    text = writer.lines.joined(separator: "\n")
    owners = writer.owners
    functionsOfLines = writer.functions
    self.functions = functions
    self.heads = heads
  }

  /// What every instrumented source asks: which fault is chosen, and which test has reached a function.
  /// Where a file for it is named, each test is written to it with its place, how many seconds passed between
  /// what it reached first and last, and the functions it reached.
  static let switchboard = """
    import Glibc
    import Synchronization
    import Testing

    let chosenFault: Int = getenv("TRUTHBOOK_FAULT").flatMap { Int(String(cString: $0)) } ?? 0

    private struct Place: Hashable {
      let file: String
      let name: String
    }

    private struct Reach {
      let begin = ContinuousClock.now
      var end = ContinuousClock.now
      var functions: Set<Int> = []
    }

    private let reaches = Mutex<[Place: Reach]>([:])

    private let isRecorded: Bool = {
      guard getenv("TRUTHBOOK_REACH") != nil else { return false }
      atexit {
        guard let path = getenv("TRUTHBOOK_REACH"), let file = fopen(path, "w") else { return }
        for (place, reach) in reaches.withLock({ $0 }) {
          let functions = reach.functions.sorted().map { "\\t\\($0)" }.joined()
          let seconds = (reach.end - reach.begin) / .seconds(1)
          fputs("\\(place.file) \\(place.name)\\t\\(seconds)\\(functions)\\n", file)
        }
        fclose(file)
      }
      return true
    }()

    func reachedFunction(_ number: Int) {
      guard isRecorded, let test = Test.current else { return }
      reaches.withLock {
        let key = Place(file: test.sourceLocation.fileID, name: test.name)
        var reach = $0.removeValue(forKey: key) ?? Reach()
        reach.functions.insert(number)
        reach.end = .now
        $0[key] = reach
      }
    }
    """
}

extension FunctionBody {
  /// The lines of the body when a fault is in it; nil when the fault is elsewhere.
  fileprivate func text(of lines: [String], with fault: SourceFault) -> [String]? {
    let places = fault.line..<fault.line + fault.replacement.count
    guard body.lowerBound <= places.lowerBound, places.upperBound <= body.upperBound else {
      return nil
    }
    if let around {
      let line = fault.replacement[0]
      guard line.hasPrefix(around.before), line.hasSuffix(around.behind) else { return nil }
      return [String(line.dropFirst(around.before.count).dropLast(around.behind.count))]
    }
    var changed = lines
    changed.replaceSubrange(places, with: fault.replacement)
    return Array(changed[body])
  }

  /// The lines of the body as they are meant.
  fileprivate func text(of lines: [String]) -> [String] {
    guard let around else { return Array(lines[body]) }
    let line = lines[body.lowerBound]
    return [String(line.dropFirst(around.before.count).dropLast(around.behind.count))]
  }
}

/// Lines with the faults that they belong to.
private struct Writer {
  private(set) var lines: [String] = []
  private(set) var owners: [Int?] = []
  private(set) var functions: [Int?] = []

  mutating func write(_ some: some Collection<String>, owner: Int? = nil) {
    lines += some
    owners += Array(repeating: owner, count: some.count)
    functions += Array(repeating: nil, count: some.count)
  }

  /// A function: a choice between its variants, and what it is meant to do.
  mutating func write(
    _ body: FunctionBody, of source: [String], variants: [(number: Int, lines: [String])],
    function: Int
  ) {
    let start = lines.count
    defer { for line in start..<lines.count { functions[line] = function } }
    if let around = body.around {
      write([around.before])
    } else {
      write(source[body.lines.lowerBound..<body.body.lowerBound])
    }
    write(["reachedFunction(\(function))", "switch chosenFault {"])
    for variant in variants {
      write(["case \(variant.number):"])
      write(Self.whole(variant.lines, body.form), owner: variant.number)
    }
    write(["default:"])
    switch body.form {
    case .initializer:
      write(["break", "}"])
      write(body.text(of: source))
    case .function:
      write(Self.whole(body.text(of: source), body.form))
      write(["}"])
    }
    write(["}"])
  }

  /// A body that ends by itself, so that the compiler finds what is missing in it and nowhere else.
  private static func whole(_ body: [String], _ form: FunctionBody.Form) -> [String] {
    switch form {
    case .initializer: body + ["return"]
    case .function(let result, let effects):
      ["func variant() \(effects)-> \(result) {"] + body
        + ["}", effects.isEmpty ? "return variant()" : "return try variant()"]
    }
  }

  /// A line outside of functions; where it gives something a value, a choice between values.
  /// - Returns: the faults that it holds now.
  mutating func writeDeclaration(
    _ index: Int, of source: [String], _ faults: [InstrumentedSource.Numbered]
  ) -> [Int: Int?] {
    let line = source[index]
    let own = faults.filter { $0.fault.line == index && $0.fault.replacement.count == 1 }
    guard !own.isEmpty, let match = line.firstMatch(of: #/^ *[a-z() ]*(?:let|var) [^={]*= /#),
      !line.hasSuffix("{"), !line.hasSuffix("("), !line.hasSuffix("[")
    else {
      write([line])
      return [:]
    }
    let start = line[match.range]
    write([String(start)])
    var held: [Int: Int?] = [:]
    for numbered in own where numbered.fault.replacement[0].hasPrefix(start) {
      let value = numbered.fault.replacement[0].dropFirst(start.count)
      write(["chosenFault == \(numbered.number) ? (\(value)) :"], owner: numbered.number)
      held[numbered.number] = .some(nil)
    }
    write(["(\(line[match.range.upperBound...]))"])
    return held
  }
}
