import Yams

/// Reads the values of a YAML mapping and collects everything wrong with them.
///
/// A value that is wrong is recorded and a neutral one returned, so that `finish` can report all
/// faults of a file together.
struct YAMLFields {
  private let source: YAMLSource
  private let mapping: Node.Mapping
  /// What the mapping is, for messages: `the front matter`.
  private let owner: String
  /// Where a missing key is reported.
  let start: YAMLSource.Place
  private var diagnostics: [Diagnostic] = []
  private var knownKeys: [String] = []

  init(_ frontMatter: FrontMatter) {
    mapping = frontMatter.mapping
    source = frontMatter.source
    owner = "the front matter"
    start = YAMLSource.Place(line: 1, column: 1)
  }

  init(_ mapping: Node.Mapping, in source: YAMLSource, owner: String) {
    self.mapping = mapping
    self.source = source
    self.owner = owner
    start = source.place(of: mapping.mark)
  }

  /// True when there is a value for `key`.
  func has(_ key: String) -> Bool { mapping[key] != nil }

  /// The items of a list of mappings; empty when the key is absent.
  mutating func mappings(_ key: String) -> [Node.Mapping] {
    knownKeys.append(key)
    guard let node = mapping[key] else { return [] }
    guard case .sequence(let sequence) = node else {
      report(node, "'\(key)' must be a list")
      return []
    }
    var items: [Node.Mapping] = []
    for item in sequence {
      guard case .mapping(let mapping) = item else {
        report(item, "each item of '\(key)' must be lines 'name: value'")
        continue
      }
      items.append(mapping)
    }
    return items
  }

  /// A text that is not empty; nil when the key is absent.
  mutating func optionalText(_ key: String) -> String? {
    guard has(key) else {
      knownKeys.append(key)
      return nil
    }
    return text(key)
  }

  /// A text that is not empty.
  mutating func text(_ key: String) -> String {
    guard let node = required(key) else { return "" }
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      report(node, "'\(key)' must be a text")
      return ""
    }
    return scalar.string
  }

  /// A whole number within `range`.
  mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int {
    guard let node = required(key) else { return range.lowerBound }
    guard case .scalar(let scalar) = node, let value = Int(scalar.string), range.contains(value)
    else {
      report(
        node, "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return range.lowerBound
    }
    return value
  }

  /// A list of texts, each of which `isValid` accepts; empty when the key is absent.
  mutating func texts(
    _ key: String, each expectation: String = "a text",
    where isValid: (String) -> Bool = { !$0.isEmpty }
  ) -> [String] {
    knownKeys.append(key)
    guard let node = mapping[key] else { return [] }
    guard case .sequence(let sequence) = node else {
      report(node, "'\(key)' must be a list, as in '\(key): [one, two]'")
      return []
    }
    var values: [String] = []
    for item in sequence {
      guard case .scalar(let scalar) = item, isValid(scalar.string) else {
        report(item, "each item of '\(key)' must be \(expectation)")
        continue
      }
      if values.contains(scalar.string) {
        report(item, "'\(scalar.string)' appears twice in '\(key)'; keep one")
      }
      values.append(scalar.string)
    }
    return values
  }

  /// Lists of texts by name, each text accepted by `isValid` and none named twice; empty when the key
  /// is absent.
  mutating func lists(
    _ key: String, each expectation: String, where isValid: (String) -> Bool
  ) -> [(name: String, values: [String])] {
    knownKeys.append(key)
    guard let node = mapping[key] else { return [] }
    guard case .mapping(let mapping) = node else {
      report(node, "'\(key)' must be lines 'name: [one, two]' below it")
      return []
    }
    var lists: [(name: String, values: [String])] = []
    var seen: Set<String> = []
    for (name, node) in mapping {
      guard let name = name.string, case .sequence(let sequence) = node else {
        report(node, "each value of '\(key)' must be a list, as in 'name: [one, two]'")
        continue
      }
      var values: [String] = []
      for item in sequence {
        guard case .scalar(let scalar) = item, isValid(scalar.string) else {
          report(item, "each item of '\(key)' must be \(expectation)")
          continue
        }
        if !seen.insert(scalar.string).inserted {
          report(item, "'\(scalar.string)' appears twice in '\(key)'; keep one")
        }
        values.append(scalar.string)
      }
      lists.append((name, values))
    }
    return lists
  }

  /// What stands below a key; nil when the key is absent, or that is no mapping.
  mutating func nested(_ key: String) -> YAMLFields? {
    knownKeys.append(key)
    guard let node = mapping[key] else { return nil }
    guard case .mapping(let mapping) = node else {
      report(node, "'\(key)' must be lines 'name: [one, two]' below it")
      return nil
    }
    return YAMLFields(mapping, in: source, owner: "'\(key)'")
  }

  /// The keys, in order.
  var keys: [String] { mapping.compactMap { $0.key.string } }

  /// Whole numbers by name, each within `range`; empty when the key is absent.
  mutating func integers(_ key: String, in range: ClosedRange<Int>) -> [String: Int] {
    knownKeys.append(key)
    guard let node = mapping[key] else { return [:] }
    guard case .mapping(let mapping) = node else {
      report(node, "'\(key)' must be lines 'name: number' below it")
      return [:]
    }
    var values: [String: Int] = [:]
    for (name, node) in mapping {
      guard let name = name.string, case .scalar(let scalar) = node,
        let value = Int(scalar.string), range.contains(value)
      else {
        report(
          node,
          "each value of '\(key)' must be a whole number from \(range.lowerBound) to "
            + "\(range.upperBound)")
        continue
      }
      values[name] = value
    }
    return values
  }

  /// Adds faults found within a value.
  mutating func add(_ faults: [Diagnostic]) {
    diagnostics += faults
  }

  /// Records a fault at the value of `key`, or where it is missing.
  mutating func report(_ key: String, _ message: String) {
    diagnostics.append((places[key] ?? start).diagnostic(in: source.file, message))
  }

  /// Where the values are, by key.
  var places: [String: YAMLSource.Place] {
    var places: [String: YAMLSource.Place] = [:]
    for (key, value) in mapping { places[key.string ?? ""] = source.place(of: value.mark) }
    return places
  }

  /// Ends the reading.
  /// - Throws: every fault recorded, and every key that nobody asked for.
  mutating func finish() throws(CurriculumError) {
    let faults = takeFaults()
    guard faults.isEmpty else { throw CurriculumError(faults) }
  }

  /// Ends the reading: every fault recorded, and every key that nobody asked for, in the order of
  /// their places.
  mutating func takeFaults() -> [Diagnostic] {
    for (key, _) in mapping {
      let name = key.string ?? ""
      if !knownKeys.contains(name) {
        report(key, "unknown key '\(name)'; \(suggestion(for: name, among: knownKeys))")
      }
    }
    defer { diagnostics = [] }
    return diagnostics.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
  }

  private mutating func required(_ key: String) -> Node? {
    knownKeys.append(key)
    guard let node = mapping[key] else {
      report(key, "\(owner) has no '\(key)'; add a line '\(key): …'")
      return nil
    }
    return node
  }

  private mutating func report(_ node: Node?, _ message: String) {
    diagnostics.append(source.diagnostic(at: node, message))
  }
}
