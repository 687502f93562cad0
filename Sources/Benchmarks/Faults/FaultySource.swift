import Simulation

/// A reference with one fault, or a pair of them, chosen by a seed.
struct FaultySource {
  let seed: UInt64
  let faults: [SourceFault]
  /// In which situation alone the fault shows; nil for always.
  let situation: FaultFile.Situation?
  /// Each file's text, in the order of the reference's files.
  let texts: [String]
  /// The faults without their places, which is how they are accounted for: `old` → `new`.
  let key: String
  /// What is wrong, in words.
  let description: String

  /// Makes what a seed names: first the kind, so that kinds with few places are not rare.
  ///
  /// With situations the fault is in the line twice, as it is meant and wrong, and a condition decides. To
  /// let a condition ask how often methods were called, the first type counts that.
  init(
    of sources: [String], seed: UInt64, isPair: Bool, situations: [FaultFile.Situation]
  ) {
    var random = RandomSource(seed: seed)
    let file = random.index(below: sources.count)
    let original = SourceLines(sources[file])
    let situation = situations.isEmpty ? nil : situations[random.index(below: situations.count)]
    var all = SourceFault.all(in: original.lines).filter { !$0.isOnlyAnotherOrder }
    if let situation {
      all = all.filter { $0.guarded(by: situation.condition, in: original.lines) != nil }
    }
    let places = Dictionary(grouping: all, by: \.kind)
    let kinds = SourceFault.Kind.allCases.filter { places[$0] != nil }
    var faults: [SourceFault] = []
    while faults.count < (isPair ? 2 : 1) {
      let some = places[kinds[random.index(below: kinds.count)]] ?? []
      let fault = some[random.index(below: some.count)]
      // The lines of a pair lie apart, so that neither undoes the other.
      if faults.allSatisfy({ abs($0.line - fault.line) > 1 }) { faults.append(fault) }
    }
    var lines = original.lines
    for fault in faults {
      let replacement =
        situation.flatMap { fault.guarded(by: $0.condition, in: original.lines) }
        ?? fault.replacement
      lines.replaceSubrange(fault.line..<fault.line + fault.replacement.count, with: replacement)
    }
    var changed = SourceLines(lines)
    if situation?.condition.contains("calls.") == true { changed.countCalls() }
    var texts = sources
    texts[file] = changed.text
    let only = situation.map { ", only \($0.words)" } ?? ""
    self.seed = seed
    self.faults = faults
    self.situation = situation
    self.texts = texts
    key = faults.map { $0.key(in: original.lines) }.joined(separator: "; ")
    description =
      faults.map { "line \($0.line + 1), \($0.kind.rawValue): \($0.key(in: original.lines))" }
      .joined(separator: "; ") + only
  }
}
