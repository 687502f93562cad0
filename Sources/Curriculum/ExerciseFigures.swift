/// What came of the faults that were put into an exercise's reference, graded by its hidden suite.
public struct ExerciseFigures: Hashable, Sendable {
  /// What became of some sources that were made.
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

  /// The name of the exercise's folder.
  public let exercise: String
  /// Of which text they are, as `ReferenceTable` digests it.
  public let digest: String
  /// The version of the suite that graded.
  public let suiteVersion: Int
  /// Faults that show always.
  public let faults: Count
  /// Faults that show only in a situation; none where the account names no situation.
  public let guarded: Count
  /// Additions that change nothing.
  public let right: Count

  /// Describes what came of a run.
  public init(
    exercise: String, digest: String, suiteVersion: Int, faults: Count, guarded: Count, right: Count
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
    let numbers = fields.dropFirst(2).compactMap { Int($0) }
    guard fields.count == 11, numbers.count == 9 else { return nil }
    func count(_ place: Int) -> Count {
      Count(made: numbers[place], well: numbers[place + 1], equivalent: numbers[place + 2])
    }
    self.init(
      exercise: fields[0], digest: fields[1], suiteVersion: numbers[0], faults: count(1),
      guarded: count(4), right: Count(made: numbers[7], well: numbers[8]))
  }

  /// The line.
  public var line: String {
    let numbers =
      [suiteVersion] + [faults, guarded].flatMap { [$0.made, $0.well, $0.equivalent] }
      + [right.made, right.well]
    return ([exercise, digest] + numbers.map(String.init)).joined(separator: "\t")
  }
}
