import Dialects

extension PBFTRules {
  // MARK: More than meets the eye

  /// How a name is written in a line.
  static func written(_ name: String) -> String {
    NumberDomain.clientRequest.text(Int128(WrittenName.number(of: name, "r") ?? 0))
  }

  static let long = String(repeating: "r1", count: 40)

  /// Requests that are two, and look alike.
  static let unequal = [
    ("r1", "R1"), ("r1", "r1 "), ("r1", "r01"), ("r1", "r10"), (long, long + "0"), ("", "nil"),
    ("", nil), ("nil", nil),
    ("r\u{FB01}", "rfi"),
  ].map { (one: written($0), other: $1.map(written) ?? "nothing") }

  /// What is said of one request, as n1 pre-prepares it and others say another.
  static let mistaken: [(String, [String])] = unequal.flatMap { one, other in
    func turned(_ lines: [String]) -> [String] { lines.map { $0.replacing("r1", with: other) } }
    func plain(_ lines: [String]) -> [String] { lines.map { $0.replacing("r1", with: one) } }
    let shown = "word 1 has r1 as number 1 in view 0"
    return [
      (
        replica(2),
        plain([proposes(1)]) + turned(prepare([3], 1)) + plain(prepare([4], 1))
          + turned(commit([1, 3], 1)) + plain(commit([4], 1)) + [timer]
      ),
      (
        replica(4),
        [begins(1, asked: [1, 2, 3], with: plain([shown]), [other])]
          + [begins(1, asked: [1, 2, 3], with: plain([shown]), [one])]
          + plain(prepare([1, 3], 1, in: 1))
          + turned(commit([1, 3], 1, in: 1))
      ),
      (
        replica(4),
        [begins(1, asked: [1, 2, 3], with: turned([shown]), [one])]
          + [begins(1, asked: [1, 2, 3], with: turned([shown]), [other])]
      ),
      (
        replica(2),
        plain([asks(1)] + settled(1)) + (other == "nothing" ? [] : turned([asks(1)])) + [timer]
      ),
    ]
  }

  /// Requests that are one, however their accents are written.
  static let equal: [(String, [String])] = {
    let (one, other) = ("\"r\\u{C5}\"", "\"r\\u{212B}\"")
    func turned(_ lines: [String]) -> [String] { lines.map { $0.replacing("r1", with: other) } }
    func plain(_ lines: [String]) -> [String] { lines.map { $0.replacing("r1", with: one) } }
    return [
      (replica(2), plain(settled(1, 1)) + turned(settled(1, 2) + [asks(1), timer])),
      (replica(2), plain([asks(1)]) + turned(settled(1, 1)) + [timer]),
      (
        replica(4),
        [
          begins(
            1, asked: [1, 2, 3], with: plain(["word 1 has r1 as number 1 in view 0"]), [other])
        ]
          + plain(prepare([1, 3], 1, in: 1)) + turned(commit([1, 3], 1, in: 1))
      ),
    ]
  }()

  /// Clusters of more than a word of bits, and such in which f has just grown.
  static let largeClusters: [(String, [String])] =
    [17, 18, 19, 20, 29, 30, 33, 34, 64, 66, 100, 102, 130].map { size in
      let others = Array(3...size)
      return (replica(2, of: size), [proposes(1)] + prepare(others, 1) + commit([1] + others, 1))
    }

  /// Windows, views and numbers as large as they come.
  static let farNumbers: [(String, [String])] =
    [
      (
        replica(2, upTo: 2_000),
        [257, 1_001, 2_000, 2_001, 3].flatMap { [proposes(1, $0)] + prepare([3], 1, $0) }
      ),
      (replica(3), [proposes(1, 10), proposes(2, 3), proposes(3, 1)] + prepare([2], 2, 3)),
      (
        replica(2, upTo: far),
        [proposes(1, far)] + prepare([3], 1, far) + [proposes(2, 1 << 32 + 1), proposes(3)]
      ),
      (
        replica(2),
        [8, 16, 32, 53].flatMap { [proposes(1, 1 << $0 + 1)] + prepare([3], 1, in: 1 << $0) }
          + [proposes(1)] + prepare([4], 1)
      ),
      (
        replica(4),
        prepare([3, 1], 1, in: far) + [leaves(1, for: far), begins(far, asked: [1, 2, 3], by: 4)]
      ),
      (
        replica(3),
        [begins(far, asked: [1, 2, 4]), proposes(1, in: far)] + prepare([1, 2], 1, in: far)
      ),
      (
        replica(4),
        [8, 32].map { begins(1 + 1 << $0, asked: [1, 2, 3], inPlaceOf: (1, 1)) }
          + [
            begins(1, asked: [1, 2, 3], inPlaceOf: (1, 257)),
            begins(1, asked: [1, 2, 3], inPlaceOf: (1, 1 + 1 << 32)),
          ]
      ),
    ]

  /// What was prepared in views that are one in fewer bits, or rounded: the later counts, whichever is shown first.
  static let farViews: [(String, [String])] =
    ([(5, 1 << 32 + 5), (5, 261), (1 << 53, 1 << 53 + 1)] as [(Int, Int)]).flatMap { low, high in
      [("r1", "r2"), ("r2", "r1")].map { one, other in
        let shown = [
          "word 1 has \(one) as number 1 in view \(low)",
          "word 2 has \(other) as number 1 in view \(high)",
        ]
        // One that is begun by n1.
        let view = high + 8 - high % 4
        return (
          replica(4), [one, other].map { begins(view, asked: [1, 2, 3], with: shown, [$0]) }
        )
      }
    }

  /// Words that come early, late, or for a view that was left.
  static let turns: [(String, [String])] = [
    // Who is to be the next primary says something of its own view before.
    (
      replica(4),
      prepare([2], 1, in: 1)
        + [begins(1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 0"], ["r1"])]
        + prepare([3], 1, in: 1) + prepare([1], 1, in: 1)
    ),
    (
      replica(4),
      prepare([1, 2], 1, in: 2) + [begins(1, asked: [1, 2, 3]), begins(2, asked: [1, 2, 3])] + [
        proposes(1, in: 2)
      ]
    ),
    (
      replica(4),
      [proposes(1)] + prepare([2, 3], 1)
        + [begins(1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 0"], ["r1"])]
        + commit([1, 2, 3], 1, in: 1) + prepare([1, 3], 1, in: 1)
    ),
    (
      replica(4),
      settled(1).map { $0.replacing("n4", with: "n2") } + prepare([3], 1, in: 1)
        + prepare([1], 1, in: 1)
        + [begins(1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 0"], ["r1"])]
    ),
    (
      replica(4),
      [proposes(1)] + prepare([2, 3], 1) + [asks(1), timer, begins(1, asked: [1, 2, 3])]
        + [begins(1, asked: [1, 2, 4], with: ["word 3 has r1 as number 1 in view 0"], ["r1"])]
        + prepare([1, 3], 1, in: 1)
    ),
    (replica(7, of: 7), [begins(1, asked: Array(1...7), by: 2), proposes(1, in: 1, by: 2)]),
    (
      replica(4),
      [
        begins(
          1, asked: [1, 2, 3],
          with: ["word 1 has r1 as number 1 in view 0", "word 1 has r2 as number 2 in view 0"],
          ["r2", "r1"])
      ]
    ),
    (
      replica(4),
      ["r1", "nothing"].map {
        begins(
          2, asked: [1, 2, 3],
          with: [
            "word 1 has r1 as number 1 in view 0", "word 2 has nothing as number 1 in view 1",
          ], [$0])
      }
    ),
  ]

  /// What others ask for beside what it asks for itself.
  static let leavings: [(String, [String])] = [
    (replica(4), [asks(1), timer, leaves(2, for: 1), leaves(3, for: 1), leaves(1, for: 7), timer]),
    (
      replica(4),
      [
        asks(1), timer, leaves(2, for: 2), leaves(3, for: 2), begins(1, asked: [1, 2, 3]),
        proposes(1, in: 1),
      ]
    ),
  ]

  /// Words of strangers, and of its own name, for later views.
  static let strayWords: [(String, [String])] = [
    (
      replica(2),
      [proposes(1)] + commit([9, 8], 1, in: 1) + prepare([2], 1, in: 5) + prepare([3, 4], 1)
    )
  ]

  /// That nothing has a number is as good as a request, where its view is later.
  static let laterNothings: [(String, [String])] = [
    (
      replica(3),
      [leaves(1, for: 2, ["r1 as number 1 in view 0"])]
        + [
          leaves(2, for: 2, ["nothing as number 1 in view 1", "r2 as number 2 in view 1"]),
          leaves(4, for: 2),
        ]
    )
  ]

  /// Many numbers that are done in one step, and many before.
  static let manyAtOnce: [(String, [String])] = [
    (replica(2), [asks(10), asks(12)] + settled(1) + [timer]),
    (
      replica(2, upTo: 400),
      (2...330).flatMap { settled($0, $0) } + settled(1) + [asks(330), asks(1), timer]
    ),
    (
      replica(2, upTo: 400),
      (1...5).flatMap { settled($0, $0).dropLast() } + (2...5).flatMap { commit([4], $0, $0) }
        + commit([4], 1)
    ),
    (
      replica(3, upTo: 80),
      (1...70).flatMap { [proposes($0, $0)] + prepare([2, 4], $0, $0) + commit([1, 2], $0, $0) } + [
        asks(99), timer,
      ]
    ),
  ]
}
