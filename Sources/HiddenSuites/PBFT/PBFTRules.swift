import Checking

/// What one replica of PBFT is told for each rule of the task.
///
/// What writes a line is not inlined: the compiler would write out hundreds of them in one function of 140 kB, on which its
/// passes take long.
enum PBFTRules {
  static let section = "specters#generals-who-lie"
  static let normal = Teaching("Castro and Liskov 1999, section 4.2", in: section)
  static let changes = Teaching("Castro and Liskov 1999, section 4.4", in: section)
  static let proof = Teaching("Castro and Liskov 1999, section 4.5.1", in: section)
  static let liveness = Teaching("Castro and Liskov 1999, section 4.5.2", in: section)
  static let quorums = Teaching("Malkhi and Reiter 1997, section 4", in: section)

  /// One of so many from n1 on.
  @inline(never)
  static func replica(_ place: Int, of size: Int = 4, upTo window: Int = 20) -> String {
    "replica \(place) of \(size) from n1 in steps of 1, numbers up to \(window)"
  }

  static let timer = "the timer runs out"

  @inline(never)
  static func asks(_ request: Int) -> String { "a client asks for r\(request)" }

  @inline(never)
  static func proposes(_ request: Int, _ sequence: Int = 1, in view: Int = 0, by name: Int? = nil)
    -> String
  {
    "n\(name ?? view % 4 + 1) pre-prepares r\(request) as number \(sequence) in view \(view)"
  }

  /// Those who say the same, one after the other; request 0 is none.
  @inline(never)
  static func prepare(_ names: [Int], _ request: Int, _ sequence: Int = 1, in view: Int = 0)
    -> [String]
  {
    names.map {
      "n\($0) prepares \(request == 0 ? "nothing" : "r\(request)") as number \(sequence) in view \(view)"
    }
  }

  @inline(never)
  static func commit(_ names: [Int], _ request: Int, _ sequence: Int = 1, in view: Int = 0)
    -> [String]
  {
    names.map {
      "n\($0) commits \(request == 0 ? "nothing" : "r\(request)") as number \(sequence) in view \(view)"
    }
  }

  /// A number is proposed, prepared and committed, as one of four from n1 on sees it that is no primary.
  @inline(never)
  static func settled(_ request: Int, _ sequence: Int = 1) -> [String] {
    [proposes(request, sequence)] + prepare([3, 4], request, sequence)
      + commit([1, 3, 4], request, sequence)
  }

  @inline(never)
  static func leaves(
    _ name: Int, for view: Int, _ prepared: [String] = [], of replica: Int? = nil
  ) -> String {
    "n\(name) sends: n\(replica ?? name) asks for view \(view), having prepared "
      + "[\(prepared.joined(separator: ", "))]"
  }

  @inline(never)
  static func begins(
    _ view: Int, asked names: [Int], with prepared: [String] = [], _ requests: [String] = [],
    by primary: Int? = nil, inPlaceOf wrong: (Int, Int)? = nil
  ) -> String {
    let asked = names.enumerated().map { place, name in
      "n\(name) for view \(place == wrong?.0 ? wrong?.1 ?? view : view)"
    }
    return
      "n\(primary ?? view % 4 + 1) begins view \(view), asked by [\(asked.joined(separator: ", "))], with "
      + "[\(prepared.joined(separator: ", "))], and re-proposes [\(requests.joined(separator: ", "))]"
  }

  static let far = Int.max

  /// What nobody can have prepared who asks for view 2, with numbers up to 20.
  static let improper = [
    ["r1 as number 2 in view 0", "r1 as number 1 in view 0"],
    ["r1 as number 1 in view 0", "r1 as number 1 in view 1"], ["r1 as number 1 in view 2"],
    ["r1 as number 21 in view 0"], ["r1 as number 0 in view 0"],
  ]

  /// Steps between names that are alike in their last 8, 16, 30 and 31 bits.
  static let steps = [256, 65_536, 1 << 30]

  @inline(never)
  static func names(inStepsOf step: Int) -> [Int] { (0..<4).map { 1 + $0 * step } }

  @inline(never)
  static func replica(_ place: Int, inStepsOf step: Int) -> String {
    "replica \(place) of 4 from n1 in steps of \(step), numbers up to 9"
  }

  /// Strangers whose names end like those of n1 to n4.
  static let strangers = [256, 65_536, 1 << 31].map { 3 + $0 }

  static let rules: [ObjectRule] = [
    (
      normal.check(
        "the-primary-gives-numbers",
        "The primary of a view gives each request that it is told, has not executed and has not numbered in this view the "
          + "next number, up to the window; others wait.", .examples, 7),
      [
        (replica(1), [asks(1), asks(2), asks(1), asks(3)]),
        (replica(2), [asks(1), asks(1), timer]),
        (replica(1, upTo: 2), [asks(1), asks(2), asks(3), asks(4), timer]),
        (
          replica(1),
          [asks(1)] + prepare([2, 3], 1) + commit([2, 3], 1) + [asks(1), asks(2), asks(2)]
        ),
        (replica(1, of: 1), [asks(1), asks(2), asks(1)]),
        (replica(1, upTo: 200), (1...120).map(asks)),
        // Names are sorted, whatever the order in which they were given.
        ("replica 1 of 6 from n255 in steps of 1, numbers up to 9", [asks(1)]),
        ("replica 1 of 7 from n64 in steps of 65536, numbers up to 9", [asks(1), asks(2)]),
        ("replica 7 of 7 from n64 in steps of 65536, numbers up to 9", [asks(1)]),
        // A later name has smaller last bits; the last one has the sign's.
        ("replica 1 of 5 from n64 in steps of 255, numbers up to 9", [asks(1)]),
        ("replica 1 of 7 from n64 in steps of 65535, numbers up to 9", [asks(1)]),
        ("replica 1 of 2 from n5 in steps of 2147483647, numbers up to 9", [asks(1)]),
        // What Swift calls equal is one request.
        (replica(1), ["a client asks for \"r\\u{C5}\"", "a client asks for \"r\\u{212B}\""]),
        (replica(1), ["a client asks for \"R1\"", asks(1), "a client asks for \"\""]),
      ]
    ),
    (
      normal.check(
        "a-pre-prepare-is-the-primary-s",
        "A backup prepares what the primary of its view has proposed first for a number within the window, while the view "
          + "is on; the primary prepares nothing.", .examples, 7),
      [
        (
          replica(2),
          [
            proposes(1, by: 3), proposes(1, by: 2), proposes(1, by: 9), proposes(1), proposes(2),
            proposes(1),
          ]
            + [proposes(2, 2)]
        ),
        (
          replica(2, upTo: 3),
          [0, 3, 4, far].map { proposes(1, $0) } + [proposes(1, 1), proposes(2, 1)]
        ),
        (replica(3), [proposes(1, in: 1), proposes(1, in: 4, by: 1), proposes(1, in: 0)]),
        (replica(2), [asks(1), timer, proposes(1), timer]),
        (replica(3), [asks(1), timer, proposes(1, in: 1), proposes(1)]),
        (replica(1), [proposes(1), proposes(1, by: 2), asks(1)]),
        (replica(3), [proposes(1, 5), proposes(1, 2), proposes(2, 5), proposes(1, 1)]),
      ] + farNumbers
    ),
    (
      normal.check(
        "a-quorum-prepares",
        "Prepared is what the primary proposed when so many backups say the same that they and the primary are a quorum; "
          + "then the replica commits, once. Of each replica its first word in its latest view counts.",
        .examples, 8),
      [
        (replica(2), [proposes(1)] + prepare([1, 9, 2, 3, 4, 3], 1)),
        (replica(2), prepare([3], 1) + [proposes(1)] + prepare([4], 1)),
        (replica(2), [proposes(1)] + prepare([3], 2) + prepare([3, 3, 4], 1)),
        (replica(2), [proposes(1)] + prepare([3], 1, 2) + prepare([3], 1, in: 1) + prepare([4], 1)),
        (replica(2), prepare([3, 4], 2) + [proposes(1)] + prepare([3, 4], 1)),
        (replica(1), [asks(1)] + prepare([2, 2, 1, 9], 1) + prepare([3, 4], 1)),
        (replica(2), [proposes(1)] + prepare([3, 4], 0)),
        (
          replica(2),
          [proposes(1)] + prepare([3], 1, in: 2) + prepare([3], 1, in: 0) + prepare([4], 1)
        ),
        // A word on a number beyond the window is nothing; the largest within counts.
        (
          replica(2, upTo: 3),
          prepare([3, 4], 1, 3) + prepare([3, 4], 1, 4) + prepare([3, 4], 1, 0) + [proposes(1, 3)]
        ),
        (replica(2, upTo: 100), prepare([3], 1, 90) + [proposes(1, 90)]),
        (
          replica(2),
          ["n1 pre-prepares \"r\\u{C5}\" as number 1 in view 0"]
            + prepare([3], 1).map { $0.replacing("r1", with: "\"r\\u{212B}\"") }
        ),
        (
          replica(4),
          prepare([3], 1, in: 1 << 31)
            + [begins(1 << 31, asked: [1, 2, 3]), proposes(1, in: 1 << 31)]
        ),
        (
          replica(2), [proposes(1)] + prepare(strangers, 1) + prepare([3], 1) + commit(strangers, 1)
        ),
      ]
        + steps.flatMap { step -> [(String, [String])] in
          let names = names(inStepsOf: step)
          return [
            (
              replica(2, inStepsOf: step),
              [proposes(1)] + prepare(Array(names[2...]), 1) + commit([1] + names[2...], 1)
            ),
            (
              replica(1, inStepsOf: step),
              [asks(1)] + prepare(Array(names[2...]), 1) + commit(Array(names[1...]), 1)
            ),
          ]
        } + mistaken + strayWords
    ),
    (
      quorums.check(
        "two-quorums-share-a-correct-one",
        "A quorum is more than half of n + f replicas, f being (n - 1) / 3, rounded down.",
        .examples,
        6),
      (2...16).map { size in
        (
          replica(2, of: size),
          [proposes(1)] + prepare(Array(3...size + 2).filter { $0 <= size }, 1)
            + commit([1] + Array(3...size + 2).filter { $0 <= size }, 1)
        )
      } + largeClusters
    ),
    (
      normal.check(
        "a-quorum-commits",
        "What is prepared is executed when a quorum commits it, the replica itself included; commits that come before "
          + "are kept, and those for something else do not count.", .examples, 7),
      [
        (replica(2), [proposes(1)] + prepare([3], 1) + commit([1, 1, 9, 2, 3], 1)),
        (replica(2), commit([1, 3, 4], 1) + [proposes(1)] + prepare([3, 4], 1)),
        (replica(2), [proposes(1)] + commit([1, 3, 4], 1) + prepare([4], 1)),
        (
          replica(2),
          [proposes(1)] + prepare([3], 1) + commit([1], 2) + commit([3], 1, in: 1) + commit([4], 0)
            + commit([1, 3, 4], 1)
        ),
        (replica(1), [asks(1)] + prepare([2, 3], 1) + commit([2, 1, 9, 4], 1)),
        (replica(2), commit([1, 3], 2) + [proposes(1)] + prepare([3], 1) + commit([4], 1)),
        (replica(2), [proposes(1)] + prepare([3], 1) + commit([3], 1, 2) + commit([1], 1)),
      ]
    ),
    (
      normal.check(
        "executed-in-order",
        "Requests are executed by rising number without a gap, each once: a number whose request is executed already "
          + "passes without effect.", .examples, 7),
      [
        (replica(2), settled(2, 2) + settled(3, 3) + settled(1, 1)),
        (replica(2), settled(1, 1) + settled(1, 2) + settled(2, 3)),
        (replica(2), [asks(1), asks(2)] + settled(2, 2) + settled(1, 1) + [timer, asks(2)]),
        (replica(2), settled(1).map { $0.replacing("r1", with: "\"R1\"") } + settled(1, 2)),
        (replica(2, upTo: 100), (1...40).flatMap { settled($0, $0) } + [asks(1), timer]),
        (replica(2), [asks(1), asks(2)] + settled(2, 1) + settled(1, 2) + [timer, asks(2)]),
        (replica(2), [asks(1)] + settled(1, 3) + settled(1, 2) + settled(1, 1) + [timer]),
        (replica(2), settled(1) + commit([1, 3, 4], 1) + prepare([3, 4], 1) + settled(2, 2)),
      ] + equal + manyAtOnce
    ),
    (
      changes.check(
        "who-waits-may-leave",
        "A replica waits while a client's request is not executed, and between two views while a quorum asks for the next; "
          + "only then a timeout makes it ask for the view after its own, with what it has prepared.",
        .examples, 7),
      [
        (replica(3), [timer, asks(1), timer, timer, asks(2), timer]),
        (replica(2), [proposes(1), timer]),
        (
          replica(3),
          [asks(1), proposes(1)] + prepare([4], 1) + [proposes(2, 2), proposes(3, 3)]
            + prepare([2, 4], 3, 3) + [timer]
        ),
        (replica(3), [asks(1)] + settled(1) + [timer, asks(2), timer]),
        (
          replica(4),
          [asks(1), timer, leaves(3, for: 1), timer, leaves(1, for: 1), timer, leaves(1, for: 2)]
            + [leaves(3, for: 2), timer]
        ),
        // Between two views it takes part in none.
        (
          replica(3),
          [asks(1), proposes(1), timer, proposes(2, 2)] + prepare([2, 4], 1) + commit([1, 2, 4], 1)
        ),
        (
          replica(3),
          [asks(1), proposes(1)] + prepare([2, 4], 1) + [timer] + commit([1, 2, 4], 1)
        ),
        (replica(1), [asks(1), timer]),
        // In the last view there is no next one.
        (
          replica(3),
          [asks(1), leaves(1, for: far), leaves(2, for: far), leaves(4, for: far), timer]
        ),
        (replica(3), [asks(1)] + [1, 2, 4].map { leaves($0, for: far - 1) } + [timer]),
      ] + leavings
    ),
    (
      liveness.check(
        "one-of-them-is-correct",
        "When f + 1 others ask for views later than its own, a replica asks for the earliest of these; of each the latest "
          + "view counts, and nobody speaks for another.", .examples, 6),
      [
        (replica(4), [leaves(2, for: 3), leaves(2, for: 3), leaves(2, for: 5), leaves(3, for: 2)]),
        (
          replica(4),
          [leaves(2, for: 2), leaves(2, for: 2, of: 3), leaves(9, for: 2), leaves(4, for: 2)]
            + [leaves(3, for: 0), leaves(3, for: 1)]
        ),
        (replica(4), [leaves(2, for: 2, of: 3), leaves(1, for: 2), leaves(3, for: 2)]),
        (replica(4), [leaves(2, for: 2), leaves(2, for: 5), leaves(3, for: 4)]),
        (replica(4), [leaves(2, for: 7), leaves(2, for: 1), leaves(3, for: 9), leaves(1, for: 8)]),
        (
          replica(7, of: 7),
          [leaves(1, for: 1), leaves(2, for: 4), leaves(3, for: 2), leaves(4, for: 1)]
        ),
        (replica(2, of: 3), [leaves(1, for: 1), leaves(3, for: 1)]),
        (replica(5, of: 6), [leaves(1, for: 6), leaves(2, for: far)]),
        (
          replica(4),
          [leaves(2, for: 2, ["r1 as number 1 in view 2"])]
            + [leaves(3, for: 2, ["r1 as number 2 in view 0", "r1 as number 1 in view 0"])]
            + [leaves(1, for: 2, ["r1 as number 1 in view 1", "r1 as number 1 in view 0"])]
            + [leaves(1, for: 2, ["r2 as number 21 in view 0"])]
            + [leaves(2, for: 2, ["r1 as number 0 in view 0"])]
            + [leaves(3, for: 2, ["r1 as number 20 in view 1"]), leaves(2, for: 2)]
        ),
      ] + strangers.map { (replica(4), [leaves($0, for: 2), leaves(2, for: 2), timer]) }
        + steps.map { step in
          let names = names(inStepsOf: step)
          return (replica(4, inStepsOf: step), names.prefix(3).map { leaves($0, for: 2) })
        } + improper.map { (replica(4), [leaves(3, for: 2, $0), leaves(1, for: 2), timer]) }
    ),
    (
      changes.check(
        "a-quorum-begins-a-view",
        "The primary of a view that asks for it begins it when a quorum does: it shows who has asked, proposes again what "
          + "was prepared in the latest view, nothing for gaps, and then numbers what waits.",
        .examples, 8),
      [
        (replica(2), [asks(1), timer, leaves(3, for: 1), leaves(4, for: 1), leaves(1, for: 1)]),
        (replica(2), [leaves(3, for: 1), leaves(4, for: 1), asks(7)]),
        (
          replica(2, upTo: 200),
          (1...120).map(asks) + [timer, leaves(3, for: 1), leaves(4, for: 1)]
        ),
        (
          replica(2, upTo: 50),
          (1...20).flatMap { [proposes($0, $0)] + prepare([3], $0, $0) }
            + [asks(30), timer, leaves(3, for: 1), leaves(4, for: 1)]
        ),
        // Nobody else begins it, and before it has begun nothing has a number.
        (replica(4), [asks(1), timer, leaves(3, for: 1), leaves(1, for: 1), leaves(2, for: 1)]),
        (replica(2), [asks(1), timer, asks(2), leaves(3, for: 1), leaves(4, for: 1)]),
        // Of two of one replica the first is shown.
        (
          replica(2),
          [leaves(3, for: 1, ["r1 as number 1 in view 0"]), leaves(3, for: 1), leaves(4, for: 1)]
        ),
        (
          replica(2),
          [asks(1), asks(2), proposes(1)] + prepare([3], 1) + [proposes(2, 2), timer]
            + [leaves(4, for: 1, ["r3 as number 4 in view 0"]), leaves(3, for: 1)]
            + prepare([3, 4], 1, in: 1) + commit([3, 4], 1, in: 1) + prepare([3, 4], 0, 2, in: 1)
            + commit([3, 4], 0, 2, in: 1)
        ),
        (
          replica(3),
          [leaves(1, for: 2, ["r1 as number 1 in view 0", "r5 as number 2 in view 1"])]
            + [
              leaves(4, for: 2, ["r2 as number 1 in view 1", "r4 as number 2 in view 0"]), asks(2),
              asks(9),
            ]
        ),
        (
          replica(3),
          [leaves(1, for: 2, ["nothing as number 1 in view 1"])]
            + [leaves(4, for: 2, ["r1 as number 1 in view 0"])]
        ),
        (replica(2), settled(1) + [asks(2), timer, leaves(3, for: 1), leaves(4, for: 1)]),
        (
          replica(2, of: 6),
          [leaves(6, for: 1), leaves(5, for: 1), leaves(4, for: 1), leaves(3, for: 1)]
        ),
        (
          replica(2, upTo: 2),
          [asks(1), asks(2), leaves(3, for: 1, ["r5 as number 1 in view 0"]), leaves(4, for: 1)]
        ),
      ] + laterNothings
    ),
    (
      changes.check(
        "a-new-view-is-checked",
        "A replica enters a view that it has not been in when its primary shows that a quorum asks for it and proposes "
          + "what follows; then it prepares each number anew, and old words do not count.",
        .examples,
        8),
      [
        (
          replica(4),
          [begins(1, asked: [1, 2]), begins(1, asked: [1, 2, 2]), begins(1, asked: [1, 2, 9])]
            + [begins(1, asked: [1, 2, 3, 3]), begins(1, asked: [1, 2, 3], by: 3)]
            + [begins(1, asked: [1, 2, 3], inPlaceOf: (2, 2)), begins(0, asked: [1, 2, 3])]
            + [
              begins(1, asked: [3, 2, 1]), begins(1, asked: [1, 2, 3]),
              begins(5, asked: [1, 3, 4]),
            ]
            + [begins(2, asked: [1, 2, 3])]
        ),
        (
          replica(4),
          [
            begins(1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 0"], []),
            begins(1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 0"], ["r2"]),
            begins(
              1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 0"], ["nothing"]),
            begins(
              1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 0"], ["r1", "r2"]),
            begins(1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 1"], ["r1"]),
            begins(1, asked: [1, 2, 3], with: ["word 1 has r1 as number 21 in view 0"], ["r1"]),
            begins(1, asked: [1, 2, 3], with: [], ["r1"]),
            begins(
              1, asked: [1, 2, 3],
              with: [
                "word 3 has r1 as number 1 in view 0", "word 3 has r2 as number 3 in view 0",
              ], ["r1", "nothing", "r2"]),
          ]
            + prepare([1, 3], 0, 2, in: 1) + commit([1, 2, 3], 0, 2, in: 1)
            + prepare([1, 3], 1, 1, in: 1) + commit([1, 2, 3], 1, 1, in: 1)
            + prepare([1, 3], 2, 3, in: 1) + commit([1, 2, 3], 2, 3, in: 1)
        ),
        // What was said in view 0 does not count in view 1; what was said early does.
        (
          replica(4),
          [proposes(1)] + prepare([2, 3], 1) + commit([2], 1) + prepare([1], 1, in: 1)
            + [
              begins(1, asked: [1, 2, 3], with: ["word 2 has r1 as number 1 in view 0"], ["r1"])
            ] + commit([1], 1) + prepare([3], 1, in: 1) + commit([2, 3], 1, in: 1)
        ),
        (
          replica(4),
          settled(1).map { $0.replacing("n4", with: "n2") }
            + [
              begins(1, asked: [1, 2, 3], with: ["word 1 has r1 as number 1 in view 0"], ["r1"])
            ] + prepare([1, 3], 1, in: 1) + commit([1, 3], 1, in: 1)
            + [proposes(2, 2, in: 1)] + prepare([1, 3], 2, 2, in: 1) + commit([1, 3], 2, 2, in: 1)
        ),
        (
          replica(4),
          [proposes(1)] + commit([1, 2], 1)
            + [begins(1, asked: [1, 2, 3], with: ["word 2 has r1 as number 1 in view 0"], ["r1"])]
            + prepare([1], 1, in: 1) + commit([1, 2], 1, in: 1)
        ),
        // It may have asked for the view itself, or for an earlier one.
        (
          replica(4),
          [asks(1), timer, begins(1, asked: [1, 2, 3]), proposes(1, in: 1)]
            + prepare([1], 1, in: 1)
        ),
        (replica(4), [asks(1), timer, begins(2, asked: [1, 2, 3]), proposes(1, in: 2)]),
        // A view begins once.
        (
          replica(4),
          [
            begins(1, asked: [1, 2, 3]), proposes(1, in: 1),
            begins(1, asked: [1, 2, 3], with: ["word 1 has r2 as number 1 in view 0"], ["r2"]),
          ] + prepare([1], 1, in: 1)
        ),
        // Of one number the latest view counts, whoever shows it.
        (
          replica(4),
          [
            begins(
              2, asked: [3, 2, 1],
              with: [
                "word 1 has r1 as number 1 in view 1", "word 2 has r2 as number 1 in view 0",
              ], ["r2"]),
            begins(
              2, asked: [3, 2, 1],
              with: [
                "word 1 has r1 as number 1 in view 1", "word 2 has r2 as number 1 in view 0",
              ], ["r1"]),
          ]
        ),
        // What was proposed in an old view may be proposed otherwise in a new one.
        (
          replica(4),
          [
            proposes(1), proposes(2, 2), begins(1, asked: [1, 2, 3]), proposes(3, 1, in: 1),
            proposes(4, 2),
          ]
            + prepare([1, 3], 3, 1, in: 1) + [proposes(5, 1, in: 1), asks(7), timer]
        ),
        // A certificate stays until there is a newer one.
        (
          replica(4),
          [proposes(1)] + prepare([2, 3], 1) + [begins(1, asked: [1, 2, 3]), asks(1), timer]
            + [leaves(1, for: 2), leaves(2, for: 2), begins(2, asked: [1, 2, 3])]
        ),
      ]
        + strangers.map {
          (replica(4), [begins(1, asked: [1, 2, $0]), begins(1, asked: [1, 2, 3])])
        }
        + steps.map { step in
          let names = names(inStepsOf: step)
          return (
            replica(4, inStepsOf: step),
            [begins(1, asked: Array(names.prefix(3)), by: names[1])]
          )
        } + turns + farViews
    ),
  ]
}
