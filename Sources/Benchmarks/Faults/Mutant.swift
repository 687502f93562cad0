import Simulation

/// A source with one fault, or a pair of them, chosen by a seed.
struct Mutant {
  let seed: UInt64
  let faults: [SourceFault]
  let text: String
  /// What is wrong, in words.
  let description: String

  /// Makes the mutant that a seed names: first the kind, so that kinds with few places are not rare.
  init(of source: String, seed: UInt64, isPair: Bool) {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let original = lines
    let places = Dictionary(grouping: SourceFault.all(in: lines), by: \.kind)
    let kinds = SourceFault.Kind.allCases.filter { places[$0] != nil }
    var random = RandomSource(seed: seed)
    var faults: [SourceFault] = []
    while faults.count < (isPair ? 2 : 1) {
      let some = places[kinds[random.index(below: kinds.count)]] ?? []
      let fault = some[random.index(below: some.count)]
      // The lines of a pair lie apart, so that neither undoes the other.
      if faults.allSatisfy({ abs($0.line - fault.line) > 1 }) { faults.append(fault) }
    }
    for fault in faults {
      lines.replaceSubrange(
        fault.line..<fault.line + fault.replacement.count, with: fault.replacement)
    }
    self.seed = seed
    self.faults = faults
    text = lines.joined(separator: "\n")
    description = faults.map { $0.description(in: original) }.joined(separator: "; ")
  }
}
