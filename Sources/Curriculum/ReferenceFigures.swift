/// What came of the faults in one reference: a line of `Solutions/Faults/figures.tsv`.
public struct ReferenceFigures: Hashable, Sendable {
  /// The name of its folder.
  public let reference: String
  /// Of which text they are, as `ReferenceTable` digests it.
  public let digest: String
  /// How many faults were made that compile.
  public let made: Int
  /// How many of them a test noticed.
  public let killed: Int
  /// How many others are accounted for.
  public let equivalent: Int
  /// The tests that reach it and go through everything within bounds.
  public let searches: [String]
  /// How many others that reach it draw runs from seeds.
  public let walks: Int
  /// How many other tests reach it.
  public let examples: Int

  /// Describes what came of a run.
  public init(
    reference: String, digest: String, made: Int, killed: Int, equivalent: Int, searches: [String],
    walks: Int, examples: Int
  ) {
    self.reference = reference
    self.digest = digest
    self.made = made
    self.killed = killed
    self.equivalent = equivalent
    self.searches = searches
    self.walks = walks
    self.examples = examples
  }

  /// Reads a line; nil for what is none.
  public init?(line: String) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 8, let made = Int(fields[2]), let killed = Int(fields[3]),
      let equivalent = Int(fields[4]), let walks = Int(fields[5]), let examples = Int(fields[6])
    else { return nil }
    self.init(
      reference: fields[0], digest: fields[1], made: made, killed: killed, equivalent: equivalent,
      searches: fields[7].isEmpty ? [] : fields[7].split(separator: ";").map(String.init),
      walks: walks, examples: examples)
  }

  /// The line.
  public var line: String {
    let numbers = [made, killed, equivalent, walks, examples].map { "\($0)" }
    return ([reference, digest] + numbers + [searches.joined(separator: ";")])
      .joined(separator: "\t")
  }
}
