import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `slow-or-dead`.
  static let slowOrDead = SmallTable(
    "slow-or-dead", of: "Suspicion",
    Teaching(
      "Chandra and Toueg 1996, section 3: suspicions may be wrong and are taken back",
      in: "limits#ways-round"),
    forms: [
      .init(
        "suspects(lastHeard: #, now: #, interval: #, missed: #, delay: #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(1...1_000_000), NumberDomain(0...1_000), NumberDomain(0...1_000_000),
        ], where: { $0[0] <= $0[1] })
    ],
    rows: [
      Rows(
        "lost-heartbeats-are-allowed",
        "As many heartbeats as allowed may be lost.",
        [
          ("suspects(lastHeard: 0, now: 3000, interval: 1000, missed: 2, delay: 200)", "false"),
          ("suspects(lastHeard: 0, now: 3201, interval: 1000, missed: 2, delay: 200)", "true"),
          ("suspects(lastHeard: 0, now: 1100, interval: 1000, missed: 0, delay: 200)", "false"),
        ]),
      Rows(
        "they-take-time-to-travel",
        "A heartbeat may travel as long as was assumed.",
        [
          ("suspects(lastHeard: 0, now: 1150, interval: 1000, missed: 0, delay: 200)", "false"),
          ("suspects(lastHeard: 0, now: 1500, interval: 1000, missed: 0, delay: 200)", "true"),
          ("suspects(lastHeard: 0, now: 3500, interval: 1000, missed: 2, delay: 200)", "true"),
        ]),
      Rows(
        "exactly-the-limit",
        "A silence that is just possible is no reason; one millisecond more is.",
        [
          ("suspects(lastHeard: 500, now: 1700, interval: 1000, missed: 0, delay: 200)", "false"),
          ("suspects(lastHeard: 500, now: 1701, interval: 1000, missed: 0, delay: 200)", "true"),
          ("suspects(lastHeard: 7, now: 7, interval: 1, missed: 0, delay: 0)", "false"),
        ]),
    ],
    whole: ("any-silence", "The answer is right for any silence.")
  ) { numbers in
    return .truth(numbers[1] - numbers[0] > (numbers[3] + 1) * numbers[2] + numbers[4])
  } because: { numbers in
    "silent for \(numbers[1] - numbers[0]), and \((numbers[3] + 1) * numbers[2] + numbers[4]) are possible"
  }
}
