import Simulation

/// A reference that keeps more than it needs, or writes the same in other words: as right as before.
struct RightVariant {
  let seed: UInt64
  let texts: [String]
  let description: String

  /// State that changes no answer, as learners add it to understand their own code.
  private static let additions: [(words: String, property: String, statement: String)] = [
    ("a counter of calls", "steps = Unseen(0)", "steps.value += 1"),
    ("a Bool that toggles", "isOdd = Unseen(false)", "isOdd.value.toggle()"),
    ("a history of all calls", "log = Unseen([Int]())", "log.value.append(log.value.count)"),
    (
      "the last three calls", "recent = Unseen([Int]())",
      "recent.value = Array((recent.value + [(recent.value.last ?? 0) + 1]).suffix(3))"
    ),
    ("a text that grows", "trace = Unseen(\"\")", "trace.value += \"+\""),
    ("a number that wraps", "phase = Unseen(0 as UInt8)", "phase.value &+= 7"),
    ("a countdown that ends", "rest = Unseen(40)", "rest.value = max(0, rest.value - 1)"),
    (
      "a table of calls", "table = Unseen([Int: Bool]())",
      "table.value[table.value.count % 5] = table.value.count.isMultiple(of: 2)"
    ),
    ("nothing that is used", "unused = Unseen(Set<String>())", "_ = unused.value.isEmpty"),
    ("a line on standard error", "said = Unseen(())", "debugPrint(\"call\")"),
  ]

  /// Makes the variant that a seed names, with one to three additions.
  init(of sources: [String], seed: UInt64) {
    var random = RandomSource(seed: seed)
    let file = random.index(below: sources.count)
    let chosen = random.shuffled(Self.additions).prefix(1 + random.index(below: 3))
    var lines = SourceLines(sources[file])
    for addition in chosen { lines.addState(addition.property, inMethods: addition.statement) }
    var texts = sources
    texts[file] = lines.text
    self.seed = seed
    self.texts = texts
    description = chosen.map(\.words).joined(separator: ", ")
  }
}
