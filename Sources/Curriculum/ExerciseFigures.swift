/// What came of the faults that were put into an exercise's reference, graded by its hidden suite.
public struct ExerciseFigures: Hashable, Sendable {
  /// How many of some sources came to what they must.
  public struct Count: Hashable, Sendable {
    /// How many of them compile.
    public let made: Int
    /// How many did not pass; of right variants how many passed.
    public let well: Int
    /// How many others are accounted for.
    public let equivalent: Int

    /// Describes what became of some.
    public init(made: Int, well: Int, equivalent: Int = 0) {
      self.made = made
      self.well = well
      self.equivalent = equivalent
    }

    /// The sum of some.
    init(_ counts: [Count]) {
      self.init(
        made: counts.reduce(0) { $0 + $1.made }, well: counts.reduce(0) { $0 + $1.well },
        equivalent: counts.reduce(0) { $0 + $1.equivalent })
    }

    /// How many nobody has accounted for.
    public var open: Int { made - well - equivalent }
  }

  /// What became of some sources with faults.
  public struct Account: Hashable, Sendable {
    /// How many of them compile.
    public let made: Int
    /// The faults of those that passed.
    public let passed: [Passed]

    /// A fault that the suite did not catch.
    public struct Passed: Hashable, Sendable {
      /// `OLD` → `NEW`, with the situation in which alone it shows.
      public let fault: String
      /// Whether the exercise's file of faults says why.
      public let isAccountedFor: Bool

      /// Describes one.
      public init(fault: String, isAccountedFor: Bool) {
        self.fault = fault
        self.isAccountedFor = isAccountedFor
      }
    }

    /// Describes what became of some.
    public init(made: Int, passed: [Passed]) {
      self.made = made
      self.passed = passed
    }

    /// How many there are of each kind.
    public var count: Count {
      Count(
        made: made, well: made - passed.count, equivalent: passed.count { $0.isAccountedFor })
    }

    /// Ends a fault in a line of figures; no Swift has it.
    private static let end: Character = "¦"

    /// Reads what `text` writes; nil for what is none.
    init?(_ text: String) {
      let parts = text.split(separator: Self.end).map(String.init)
      guard let first = parts.first, let made = Int(first) else { return nil }
      self.init(
        made: made,
        passed: parts.dropFirst().map {
          Passed(fault: String($0.dropFirst()), isAccountedFor: $0.hasPrefix("="))
        })
    }

    /// The number, and each fault that passed, with `=` before those that are accounted for.
    var text: String {
      ([String(made)] + passed.map { ($0.isAccountedFor ? "=" : "?") + $0.fault })
        .joined(separator: String(Self.end))
    }
  }

  /// The name of the exercise's folder.
  public let exercise: String
  /// Of which code they are, as `ReferenceTable` digests it.
  public let digest: String
  /// The version of the suite that graded.
  public let suiteVersion: Int
  /// Faults that show always.
  public let faults: Account
  /// Faults that show only in a situation; none where the account names no situation.
  public let guarded: Account
  /// Additions that change nothing.
  public let right: Count

  /// Describes what came of a run.
  public init(
    exercise: String, digest: String, suiteVersion: Int, faults: Account, guarded: Account,
    right: Count
  ) {
    self.exercise = exercise
    self.digest = digest
    self.suiteVersion = suiteVersion
    self.faults = faults
    self.guarded = guarded
    self.right = right
  }

  /// Reads a line; nil for what is none.
  public init?(line: String) {
    let fields = line.split(separator: "\t").map(String.init)
    guard fields.count == 7, let version = Int(fields[2]), let faults = Account(fields[3]),
      let guarded = Account(fields[4]), let made = Int(fields[5]), let passed = Int(fields[6])
    else { return nil }
    self.init(
      exercise: fields[0], digest: fields[1], suiteVersion: version, faults: faults,
      guarded: guarded, right: Count(made: made, well: passed))
  }

  /// The line.
  public var line: String {
    [
      exercise, digest, String(suiteVersion), faults.text, guarded.text, String(right.made),
      String(right.well),
    ].joined(separator: "\t")
  }
}
