import Checking

/// The hidden tests of the exercise `failure-detector`.
let failureDetectorSuite = ComposedSuite(
  exercise: "failure-detector", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, detectors suspect the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "failure-detector", object: failureDetector, rules: rules,
      random: accurate.check(
        "any-heartbeats",
        "Whatever arrives, late, doubled, of whichever life and whoever's, at any time: every answer is what "
          + "the rules say.", .schedules, 20),
      copies: .copiesApart(
        "A copy of a detector does not change with its original.", chapter: section, points: 4))
  ])

private let section = "limits#ways-round"
private let accurate = Teaching("Chandra and Toueg 1996, figure 10", in: section)
private let complete = Teaching("Chandra and Toueg 1996, section 2.3", in: section)
private let leadership = Teaching("Chandra, Hadzilacos and Toueg 1996, section 3", in: section)

/// The largest time there is.
private let last = "9223372036854775807"
private let three = "n5 with 3 peers from n1 in steps of 1, timeout 50 and step 20, from time 100"
private let one = "n1 with 1 peers from n2 in steps of 1, timeout 50 and step 40, from time 0"

private let rules: [ObjectRule] = [
  (
    complete.check(
      "silence-is-suspected",
      "Whoever has been silent for longer than its timeout is suspected by the next check, from the start on; "
        + "a silence as long as the timeout is none.", .examples, 16),
    [
      (
        three, ["check at 100", "check at 150", "check at 151", "check at 152", "check at \(last)"]
      ),
      (
        three,
        [
          "heartbeat 1/1 from n2 at 140", "check at 151", "check at 190", "check at 191",
          "timeout of n2",
        ]
      ),
      (one, ["heartbeat 1/1 from n2 at 51", "check at 101", "check at 102"]),
      (
        "n0 with 9 peers from n65536 in steps of 65536, timeout 0 and step 1, from time 7",
        ["check at 7", "check at 8", "heartbeat 1/1 from n65536 at 8", "check at 8", "check at 9"]
      ),
      (
        "n200 with 100 peers from n1 in steps of 1, timeout 5 and step 1, from time 0",
        ["check at 6"] + (1...100).map { "heartbeat 1/1 from n\($0) at 7" } + ["check at 20"]
      ),
      (
        "n1 with 2 peers from n63 in steps of 2, timeout \(last) and step 1, from time 5",
        ["check at \(last)", "heartbeat 1/1 from n63 at \(last)", "check at \(last)"]
      ),
    ]
  ),
  (
    complete.check(
      "only-a-check-suspects",
      "Between two checks nobody becomes suspected, whatever arrives; a suspect stays one until it is heard of.",
      .examples, 12),
    [
      (one, ["heartbeat 1/1 from n2 at 300", "timeout of n2", "check at 350", "check at 351"]),
      (
        three,
        [
          "heartbeat 1/1 from n1 at 500", "timeout of n2", "check at 500", "check at 501",
          "heartbeat 1/2 from n1 at 502", "heartbeat 1/1 from n3 at 503", "check at 503",
        ]
      ),
    ]
  ),
  (
    accurate.check(
      "a-mistake-makes-it-patient",
      "When a suspect turns out to live, its timeout grows by the step, and that of nobody else.",
      .examples, 14),
    [
      (
        one,
        (1...6).flatMap { beat -> [String] in
          ["check at \(beat * 230 - 1)", "heartbeat 1/\(beat) from n2 at \(beat * 230)"]
        } + ["timeout of n2"]
      ),
      // The hundredth mistake as well as the first.
      (
        "n1 with 1 peers from n2 in steps of 1, timeout 50 and step 1, from time 0",
        (1...100).flatMap { beat -> [String] in
          ["check at \(beat * 230 - 1)", "heartbeat 1/\(beat) from n2 at \(beat * 230)"]
        } + ["timeout of n2"]
      ),
      (
        three,
        [
          "check at 151", "heartbeat 1/1 from n1 at 160", "timeout of n1", "timeout of n2",
          "check at 230", "check at 231", "heartbeat 1/2 from n1 at 240", "timeout of n1",
        ]
      ),
    ]
      // Nobody else's, however alike the names are.
      + [64, 256, 65_536, 1 << 31].map { step in
        (
          "n9 with 2 peers from n2 in steps of \(step), timeout 50 and step 20, from time 0",
          [
            "check at 51", "heartbeat 1/1 from n2 at 60", "timeout of n2",
            "timeout of n\(2 + step)", "heartbeat 1/1 from n\(2 + step) at 61",
            "timeout of n\(2 + step)", "timeout of n2",
          ]
        )
      }
      + [
        (
          "n1 with 1 peers from n0 in steps of 1, timeout \(last) and step \(last), from time 0",
          ["timeout of n0", "check at \(last)", "heartbeat 1/1 from n0 at \(last)"]
        ),
        (
          "n1 with 1 peers from n0 in steps of 1, timeout 1 and step \(last), from time 0",
          ["check at 2", "heartbeat 1/1 from n0 at 3", "timeout of n0", "check at \(last)"]
        ),
        (
          "n1 with 2 peers from n2 in steps of 1, timeout 0 and step \(last), from time 0",
          [
            "check at 2", "heartbeat 1/1 from n2 at 3", "timeout of n2", "timeout of n3",
            "check at \(last)", "heartbeat 1/2 from n2 at \(last)", "timeout of n2",
          ]
        ),
        (
          "n1 with 2 peers from n2 in steps of 1, timeout 0 and step \(1 << 62), from time 0",
          [
            "check at 1", "heartbeat 1/1 from n2 at 1", "timeout of n2", "check at \(1 << 62 + 2)",
            "heartbeat 1/2 from n2 at \(1 << 62 + 2)", "timeout of n2", "timeout of n3",
          ]
        ),
      ]
  ),
  (
    accurate.check(
      "old-heartbeats-say-nothing",
      "A heartbeat that is not newer than all that came before from its sender is no sign of life.",
      .examples, 12),
    [
      (
        one,
        [
          "heartbeat 1/2 from n2 at 10", "heartbeat 1/1 from n2 at 40",
          "heartbeat 1/2 from n2 at 50", "check at 61", "heartbeat 1/2 from n2 at 62",
          "timeout of n2", "heartbeat 1/3 from n2 at 63", "timeout of n2",
        ]
      ),
      (
        one,
        [
          "heartbeat 2/1 from n2 at 10", "heartbeat 1/9 from n2 at 40", "check at 61",
          "heartbeat 1/10 from n2 at 62", "heartbeat 2/2 from n2 at 63",
        ]
      ),
      (one, ["heartbeat 0/0 from n2 at 10", "heartbeat 0/0 from n2 at 30", "check at 61"]),
      // After the largest number comes no other of this life, and after the largest life none.
      (
        one,
        [
          "heartbeat 1/18446744073709551615 from n2 at 0", "check at 51",
          "heartbeat 1/0 from n2 at 52", "heartbeat 1/1 from n2 at 53", "timeout of n2",
          "heartbeat 18446744073709551615/3 from n2 at 54", "check at 105",
          "heartbeat 0/4 from n2 at 106", "heartbeat 1/4 from n2 at 107", "timeout of n2",
        ]
      ),
    ]
  ),
  (
    accurate.check(
      "a-new-life-is-no-mistake",
      "A suspect that is heard of in a new life had stopped indeed: it is trusted again, and its timeout stays.",
      .examples, 8),
    [
      (
        one,
        [
          "heartbeat 1/7 from n2 at 10", "check at 100", "heartbeat 2/0 from n2 at 110",
          "timeout of n2", "check at 160", "check at 161", "heartbeat 2/1 from n2 at 170",
          "timeout of n2",
        ]
      ),
      (one, ["check at 100", "heartbeat 3/9 from n2 at 110", "timeout of n2"]),
      (one, ["heartbeat 1/7 from n2 at 10", "heartbeat 2/1 from n2 at 20", "check at 71"]),
    ]
  ),
  (
    leadership.check(
      "the-smallest-trusted-leads",
      "The leader is the smallest name that is not suspected, this node's own among them; a stranger never is.",
      .examples, 10),
    [
      (
        three,
        [
          "heartbeat 1/1 from n2 at 120", "check at 151", "check at 171",
          "heartbeat 1/1 from n3 at 180", "heartbeat 1/1 from n1 at 181", "check at 260",
        ]
      ),
      (
        "n0 with 2 peers from n1 in steps of 1, timeout 5 and step 1, from time 0",
        [
          "check at 3", "check at 6", "heartbeat 1/1 from n0 at 7", "timeout of n0",
          "timeout of n9",
        ]
      ),
      (
        "n9 with 2 peers from n64 in steps of 192, timeout 5 and step 1, from time 0",
        ["heartbeat 1/1 from n3 at 1", "check at 6", "heartbeat 1/1 from n256 at 7"]
      ),
    ]
  ),
]
