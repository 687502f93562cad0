import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `fits-the-log`.
  static let fitsTheLog = SmallTable(
    "fits-the-log", of: "LogFit",
    Teaching(
      "Ongaro and Ousterhout 2014, section 5.3: the consistency check of AppendEntries",
      in: "patterns#logs-that-match"),
    forms: .lists(
      "fits(after: #, term: #, log: [*])", [NumberDomain(0...8), NumberDomain(0...1_000_000_000)],
      of: 0...5,
      NumberDomain(1...1_000_000_000), where: { $0[0] > 0 ? $0[1] > 0 : $0[1] == 0 }),
    rows: [
      Rows(
        "the-terms-agree",
        "The entry before must be of the term that the leader says.",
        [
          ("fits(after: 2, term: 1, log: [1, 1, 3])", "true"),
          ("fits(after: 3, term: 2, log: [1, 1, 3])", "false"),
          ("fits(after: 3, term: 3, log: [1, 1, 3])", "true"),
          ("fits(after: 1, term: 3, log: [1, 1, 3])", "false"),
          ("fits(after: 1, term: 1, log: [1, 1, 3])", "true"),
        ]),
      Rows(
        "there-is-such-an-entry",
        "A log that is too short does not fit.",
        [
          ("fits(after: 4, term: 3, log: [1, 1, 3])", "false"),
          ("fits(after: 1, term: 1, log: [])", "false"),
          ("fits(after: 6, term: 3, log: [1, 1, 1, 1, 3])", "false"),
          ("fits(after: 2, term: 1, log: [1])", "false"),
          ("fits(after: 8, term: 1, log: [1])", "false"),
        ]),
      Rows(
        "the-beginning-fits",
        "Entries that begin the log fit every log.",
        [
          ("fits(after: 0, term: 0, log: [])", "true"),
          ("fits(after: 0, term: 0, log: [5, 5])", "true"),
        ]),
    ],
    whole: ("any-log", "The answer is right for any log.")
  ) { numbers in
    let (index, log) = (Int(clamping: numbers[0]), numbers.dropFirst(2))
    return .truth(index == 0 || index <= log.count && log[log.startIndex + index - 1] == numbers[1])
  } because: { numbers in
    numbers[0] == 0
      ? "nothing is before the beginning"
      : Int(clamping: numbers[0]) > numbers.count - 2
        ? "the log ends before index \(numbers[0])"
        : "index \(numbers[0]) is of term \(numbers[Int(clamping: numbers[0]) + 1])"
  }
}
