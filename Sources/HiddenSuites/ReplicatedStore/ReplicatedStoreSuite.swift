import Checking
import Dialects

/// The hidden tests of the exercise `replicated-store`: what one server does at each step, and what clients of whole
/// clusters are answered.
let replicatedStoreSuite = ComposedSuite(
  exercise: "replicated-store", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, servers do the same.", chapter: section, points: 3),
  parts: [
    ConversationPart(
      name: "replicated-store", object: storeServer, rules: rules,
      random: clients.check(
        "any-order-of-events",
        "Whatever clients ask, doubled, late and of any session, whatever the log commits and the election comes "
          + "to, with snapshots and restarts: every step is what the rules say.", .schedules, 9),
      copies: .copiesApart(
        "A copy of a server, and a snapshot, do not change with their original.", chapter: section,
        points: 3)),
    ClusterPart<ServedCluster>(
      histories: clients.check(
        "histories-are-linearizable",
        "In clusters of 3 to 5 servers that crash, are cut off and change leaders, with requests lost, doubled and "
          + "late, one order explains all that clients are answered, and each write is in it once.",
        .schedules, 8),
      answers: clients.check(
        "everybody-is-answered",
        "In such clusters every client that goes on asking is answered once faults end.",
        .schedules, 4)),
  ])

private let section = "raft#asking-twice"
private let clients = Teaching("Ongaro 2014, chapter 6", in: section)
private let routing = Teaching("Ongaro 2014, section 6.2", in: section)
private let sessions = Teaching("Ongaro 2014, section 6.3", in: section)
private let reading = Teaching("Ongaro 2014, section 6.4", in: "raft#reading")
private let images = Teaching("Ongaro 2014, section 5.1", in: section)

private let start = "without a snapshot"
private let last = "18446744073709551615"

private func put(_ session: Int, _ serial: Int, _ key: Int, _ value: Int) -> String {
  "session \(session), serial \(serial): put k\(key) = v\(value)"
}

private func committed(_ index: Int, in term: Int) -> String {
  "entry \(index) of term \(term) is committed"
}

private func nothing(_ index: Int) -> String { "applies entry \(index), which says nothing" }

private func applies(_ index: Int, _ request: String) -> String {
  "applies entry \(index): \(request)"
}

private func confirmed(_ read: Int, in term: Int) -> String {
  "read \(read) is confirmed in term \(term)"
}

/// A read that is confirmed by a leader of this term.
private func read(_ number: Int, _ key: Int, in term: Int) -> [String] {
  ["read \(number): k\(key)", confirmed(number, in: term)]
}

/// Leads term 1, whose first entry is committed and applied.
private let led = ["leads term 1", committed(1, in: 1), nothing(1)]

/// Requests that stand in the log from an index on, committed in a term and applied.
private func logged(_ requests: [String], from index: Int, in term: Int) -> [String] {
  [committed(index + requests.count - 1, in: term)]
    + requests.enumerated().map { applies(index + $0, $1) }
}

private typealias Talk = (setting: String, lines: [String])

/// Hundreds of writes and of reads wait, and are answered by one step or sent away.
private let crowds: [Talk] = {
  let writes = (1...260).map { put($0, 1, 1, $0) }
  let reads = (1...260).map { "read \($0): k\($0 % 9)" }
  return [
    (
      start,
      led + writes + reads + logged(Array(writes.suffix(3)), from: 2, in: 1)
        + ["follows n2 in term 2"]
    ),
    (
      start,
      led + [committed(5, in: 1)] + reads + (1...260).map { confirmed($0, in: 1) }
        + [applies(2, put(1, 1, 1, 1)), applies(3, put(1, 2, 2, 1)), applies(4, put(1, 3, 3, 1))]
        + [applies(5, put(1, 4, 4, 2))]
    ),
  ]
}()

/// More than a thousand sessions, keys and revisions.
private let sessionsByTheThousand: Talk = {
  let writes = (1...1_100).map { put($0, 1, $0, $0) }
  let some = [1, 2, 33, 66, 101, 257, 500, 777, 1_100]
  return (
    start,
    led + logged(writes, from: 2, in: 1) + some.map { writes[$0 - 1] }
      + ["makes a snapshot", "starts again from snapshot 1", "leads term 2"]
      + some.map { writes[$0 - 1] } + logged(some.map { put($0, 1, 7, 9) }, from: 1_102, in: 2)
      + some.flatMap { read($0, $0, in: 2) }
  )
}()

/// Numbers that are one for whoever joins the texts of two, or their bits.
private let namesAlike: Talk = {
  let names = [
    (1, 11), (11, 1), (1, 111), (111, 1), (11, 11), (2, 12), (12, 2), (1 << 32, 1), (1, 1 << 32),
    (1 << 32 + 1, 1), (1, 1 << 32 + 1), (256, 1), (1, 256), (0, 257), (1, 2), (2, 1), (0, 3),
  ]
  let writes = names.map { put($0, $1, 1, 1) }
  return (start, led + writes + [committed(2, in: 1), applies(2, writes[1])] + writes)
}()

/// Indices from just before to just after one; the first that are told may lie far below.
private let pointsOfIndices: [Talk] = {
  let powers = [8, 16, 31, 32, 53, 63].map { UInt64(1) << $0 }
  return (powers + [1 << 53 + 1, UInt64.max - 1]).map { indices(about: $0) }
}()

private func indices(about point: UInt64) -> Talk {
  func committed(_ index: UInt64) -> String { "entry \(index) of term 1 is committed" }
  func nothing(_ index: UInt64) -> String { "applies entry \(index), which says nothing" }
  let write = put(1, 1, 1, 1)
  var lines = ["leads term 1"]
  if point > 2_000 { lines.append(committed(point - 2_000)) }
  lines += [committed(point - 1), nothing(point - 1), "makes a snapshot"]
  lines += read(1, 1, in: 1) + [committed(point + 1)] + read(2, 1, in: 1)
  lines += ["applies entry \(point): \(write)", "makes a snapshot", nothing(point + 1)]
  lines += ["starts again from snapshot 1", "is sent snapshot 2", "is sent snapshot 1"]
  return (start, lines + ["leads term 2", write])
}

/// A leader's term is like that in which entries before it were committed, but for one bit.
private let termsAlike: [Talk] = {
  var terms: [(Int, Int)] = [8, 16, 32].map { (3, 3 + 1 << $0) }
  terms += [(1 << 53, 1 << 53 + 1), (Int.max - 2_000, Int.max)]
  return terms.map { talk(earlier: $0, later: $1) }
}()

private func talk(earlier: Int, later: Int) -> Talk {
  var lines = ["follows n2 in term \(earlier)", committed(1, in: earlier), nothing(1)]
  lines += ["leads term \(later)"] + read(1, 1, in: later)
  lines += ["read 2: k1", confirmed(2, in: earlier), committed(2, in: earlier), nothing(2)]
  return (start, lines + [committed(3, in: later), nothing(3), confirmed(2, in: later)])
}

/// Each odd value, and what is like a value and is not it.
private let valuesAlike: [Talk] = {
  // Two pairs differ in their last letter only, after eighty and after a thousand.
  let count = oddStoreValues.count
  let places = [(14, 15), (count - 3, count - 1)]
  var pairs: [(String, String)] = [("v1", "v11"), ("v11", "v1")]
  for value in oddStoreValues { pairs.append(("v1", value)) }
  for (one, other) in places {
    pairs.append((oddStoreValues[one], oddStoreValues[other]))
    pairs.append((oddStoreValues[other], oddStoreValues[one]))
  }
  var (compared, asked): ([String], [String]) = ([], [])
  for (place, (held, expected)) in pairs.enumerated() {
    asked.append("session \(place + 1), serial 2: put k1 = \(expected) -> v7")
    compared += ["session \(place + 1), serial 1: put k1 = \(held)", asked[place]]
  }
  let kept = oddStoreValues.enumerated().map { place, value in
    "session \(place + 1), serial 1: put k\(place) = \(value)"
  }
  let again = ["makes a snapshot", "starts again from snapshot 1", "leads term 2"]
  let reads = oddStoreValues.indices.flatMap { read($0, $0, in: 2) }
  return [
    (start, led + logged(compared, from: 2, in: 1) + asked),
    (
      start,
      led + logged(kept, from: 2, in: 1) + again + [committed(99, in: 2), nothing(99)] + reads
    ),
  ]
}()

private let rules: [ObjectRule] = [
  (
    routing.check(
      "only-the-leader-serves",
      "A server that does not lead proposes and asks nothing: it sends clients to the leader it knows of.",
      .examples, 5),
    [
      (
        start,
        [put(1, 1, 1, 1), "read 1: k1", "follows n2 in term 1", put(1, 1, 1, 1), "read 1: k1"]
      ),
      (
        start,
        [
          "follows n4294967295 in term 1", put(0, 1, 1, 1), "follows nobody in term 2",
          "read 0: k1",
        ]
          + ["follows n0 in term 2", "read 7: k1", "follows n3 in term 2", put(9, 9, 9, 9)]
      ),
      (
        start,
        ["follows n2 in term 1"] + logged([put(1, 1, 1, 1)], from: 1, in: 1)
          + [put(1, 1, 1, 1), confirmed(1, in: 1)]
      ),
    ]
  ),
  (
    reading.check(
      "a-leader-begins-with-an-entry",
      "Whoever becomes the leader of a term proposes one entry that says nothing, and no other time.",
      .examples, 3),
    [
      (
        start, led + [put(1, 1, 1, 1), "follows nobody in term 2", "leads term 3", put(1, 1, 1, 1)]
      ),
      (start, ["follows n2 in term 4", "follows nobody in term 5", "leads term 5"]),
      (start, ["follows n2 in term \(Int.max - 2_000)", "leads term \(Int.max)"]),
    ]
  ),
  (
    sessions.check(
      "a-write-is-proposed-once",
      "A write is proposed when it arrives, unless it is waiting already, or its session has come that far.",
      .examples, 7),
    [
      (
        start,
        led + [put(1, 1, 1, 1), put(1, 1, 1, 1), put(2, 1, 1, 1), put(1, 2, 1, 1)]
          + logged([put(1, 1, 1, 1)], from: 2, in: 1)
          + [put(1, 1, 1, 1), put(1, 2, 1, 1), put(1, 3, 1, 1)]
      ),
      (
        start,
        led + [put(1, 1, 1, 1)] + ["follows nobody in term 2", "leads term 3", put(1, 1, 1, 1)]
          + [put(1, 1, 1, 1)]
      ),
      namesAlike,
      (start, led + [0, 63, 64, 65, 255, 256, 257, 65_536, 1 << 31].map { put($0, 1, 1, 1) }),
      (
        start,
        led + logged([put(1, 5, 1, 1)], from: 2, in: 1)
          + [put(1, 4, 1, 1), put(1, 5, 1, 1), put(1, 6, 1, 1)]
      ),
      (
        start,
        led + [
          "session \(last), serial \(last): put k1 = v1", "session \(last), serial 1: put k1 = v1",
        ]
      ),
    ]
  ),
  (
    sessions.check(
      "a-write-counts-once",
      "A write that stands in the log twice is done once, and one whose session has gone on is not done.",
      .examples, 7),
    [
      (
        start,
        led + logged([put(1, 1, 1, 1), put(2, 1, 1, 2), put(1, 1, 1, 1)], from: 2, in: 1)
          + read(1, 1, in: 1)
      ),
      (
        start,
        led + logged([put(1, 2, 1, 1), put(1, 1, 1, 2), put(1, 2, 1, 3)], from: 2, in: 1)
          + read(1, 1, in: 1) + [put(1, 1, 1, 2), put(1, 2, 1, 1)]
      ),
      sessionsByTheThousand,
      (
        start,
        led
          + logged(["session 1, serial \(last): put k1 = v1", put(1, 1, 1, 2)], from: 2, in: 1)
          + ["session 1, serial \(last): put k1 = v1", put(1, 2, 1, 1)] + read(1, 1, in: 1)
      ),
      (
        start,
        led
          + logged(
            ["session 1, serial 1: put k1 = nil -> v1", "session 2, serial 1: remove k1"]
              + ["session 1, serial 1: put k1 = nil -> v1"], from: 2, in: 1) + read(1, 1, in: 1)
      ),
      (
        start,
        led
          + logged(
            ["session 1, serial 1: put k1 = v9 -> v1", put(2, 1, 1, 9)]
              + ["session 1, serial 1: put k1 = v9 -> v1"], from: 2, in: 1) + read(1, 1, in: 1)
      ),
      (
        start,
        ["follows n2 in term 1"]
          + logged([put(1, 1, 1, 1), put(2, 1, 1, 2), put(1, 1, 1, 1)], from: 1, in: 1)
          + ["leads term 2", committed(4, in: 2), nothing(4)] + read(1, 1, in: 2)
      ),
    ]
  ),
  (
    sessions.check(
      "a-repetition-gets-the-first-outcome",
      "Whoever repeats the last write of a session is answered with what it came to the first time.",
      .examples, 7),
    [
      (
        start,
        led
          + logged(
            ["session 1, serial 1: put k1 = nil -> v1", put(2, 1, 1, 2)], from: 2, in: 1)
          + ["session 1, serial 1: put k1 = nil -> v1", put(2, 1, 1, 2)]
      ),
      (
        start,
        ["follows n2 in term 1"]
          + logged(["session 1, serial 1: remove k1", put(2, 1, 1, 2)], from: 1, in: 1)
          + ["leads term 2", "session 1, serial 1: remove k1", put(2, 1, 1, 2)]
      ),
      (
        start,
        led + [put(1, 1, 1, 1)] + logged([put(1, 1, 1, 1), put(2, 1, 1, 2)], from: 2, in: 1)
          + ["follows nobody in term 2", "leads term 2", put(1, 1, 1, 1), put(1, 1, 1, 1)]
          + logged([put(1, 1, 1, 1)], from: 4, in: 2)
      ),
      (
        start,
        led + [put(1, 1, 1, 1), put(1, 2, 1, 2)] + logged([put(1, 2, 1, 2)], from: 2, in: 1)
          + logged([put(1, 1, 1, 1)], from: 3, in: 1)
      ),
    ]
  ),
  (
    clients.check(
      "writes-do-what-they-say",
      "A put, a removal and a comparison change what the rules say, and each change takes the next revision.",
      .examples, 7),
    valuesAlike + [
      (
        start,
        led
          + logged(
            ["session 1, serial 1: put k1 = \"\"", "session 1, serial 2: remove k1"]
              + ["session 1, serial 3: remove k1", "session 1, serial 4: put k1 = \"\" -> v1"],
            from: 2, in: 1) + read(1, 1, in: 1)
      ),
      (
        start,
        led
          + [
            "put k1 = nil -> v1", "put k1 = v1 -> v2", "put k1 = v1 -> v3", "put k2 = v1 -> v2",
            "put k1 = nil -> v4", "put k1 = v2", "put k1 = v2 -> v2", "remove k2", "remove k1",
            "remove k1", "put k1 = nil -> v1",
          ].enumerated().flatMap { place, write -> [String] in
            let request = "session 1, serial \(place + 1): \(write)"
            return [request] + logged([request], from: place + 2, in: 1)
              + read(place, 1, in: 1)
          }
      ),
      (
        start,
        led + logged((1...70).map { put(1, $0, 1, $0) }, from: 2, in: 1) + read(1, 1, in: 1)
          + read(2, 2, in: 1)
      ),
      // An empty text is a value, and a key.
      (
        start,
        led
          + logged(["session 1, serial 1: put k1 = \"\""], from: 2, in: 1) + read(1, 1, in: 1)
          + logged(["session 1, serial 2: put k1 = nil -> v1"], from: 3, in: 1)
          + logged(["session 1, serial 3: put \"\" = v2"], from: 4, in: 1)
          + ["read 2: \"\"", confirmed(2, in: 1)]
      ),
    ]
  ),
  (
    sessions.check(
      "who-waits-is-answered-when-it-is-applied",
      "A client is answered where it waits, once, when its write is applied, whoever proposed that.",
      .examples, 5),
    [
      (
        start,
        led + [put(1, 1, 1, 1), put(2, 1, 1, 1), committed(3, in: 1)]
          + [applies(2, put(1, 1, 1, 1)), applies(3, put(2, 1, 1, 1))]
          + logged([put(1, 1, 1, 1)], from: 4, in: 1)
      ),
      (
        start,
        ["follows n2 in term 1", "leads term 2", put(1, 1, 1, 1), committed(2, in: 2)]
          + [applies(1, put(1, 1, 1, 1)), nothing(2)]
          + logged([put(1, 1, 1, 1)], from: 3, in: 2)
      ),
      (start, led + logged([put(1, 1, 1, 1)], from: 2, in: 1) + [put(1, 1, 1, 1)]),
    ]
  ),
  (
    reading.check(
      "a-read-needs-a-majority",
      "A leader asks a majority for each read, once, and answers it once, when it is confirmed in its term.",
      .examples, 6),
    crowds + [
      (
        start,
        led + ["read 5: k1", "read 5: k1", confirmed(6, in: 1), confirmed(5, in: 1)] + [
          confirmed(5, in: 1)
        ]
      ),
      (
        start,
        led + ["read 5: k1", "follows nobody in term 2", "leads term 2", "read 5: k1"]
          + [committed(2, in: 2), nothing(2), confirmed(5, in: 1), confirmed(5, in: 2)]
          + read(5, 1, in: 2)
      ),
      (start, led + (0...40).map { "read \($0): k1" } + (0...40).map { confirmed(40 - $0, in: 1) }),
      (
        start,
        led + ["read 0: k1", "read \(last): k1", "read \(last) is confirmed in term 1"]
          + [confirmed(0, in: 1)]
      ),
    ]
  ),
  (
    reading.check(
      "a-read-waits-for-what-is-committed",
      "A read waits until what was committed when it arrived is applied, for nothing after that, and sees all that is "
        + "applied when it is answered.", .examples, 7),
    pointsOfIndices + [
      // Much is applied before it is confirmed.
      (
        start,
        led + ["read 1: k1", committed(900, in: 1), nothing(60), nothing(900)]
          + [confirmed(1, in: 1)]
      ),
      (
        start,
        led + [committed(3, in: 1)] + read(1, 1, in: 1)
          + [applies(2, put(1, 1, 1, 1)), applies(3, put(1, 2, 1, 2))]
      ),
      (
        start,
        led + [committed(3, in: 1), "read 1: k1", committed(5, in: 1), confirmed(1, in: 1)]
          + [applies(2, put(1, 1, 1, 1)), applies(3, put(1, 2, 1, 2)), "read 2: k1"]
          + [applies(4, put(1, 3, 1, 3)), confirmed(2, in: 1), nothing(5)]
      ),
      (
        start,
        led + ["read 1: k1"] + logged([put(1, 1, 1, 1)], from: 2, in: 1) + [confirmed(1, in: 1)]
      ),
      // The log leaves indexes out.
      (
        start,
        ["leads term 1", committed(7, in: 1), nothing(7), committed(900, in: 1)]
          + read(1, 1, in: 1) + [applies(8, put(1, 1, 1, 1)), applies(900, put(1, 2, 1, 2))]
      ),
    ]
  ),
  (
    reading.check(
      "first-an-entry-of-its-own-term",
      "Until an entry of its own term is committed, a leader does not know what is: reads wait for the index of that "
        + "entry.", .examples, 7),
    termsAlike + [
      (
        start,
        ["follows n2 in term 1"] + logged([put(1, 1, 1, 1)], from: 1, in: 1)
          + ["leads term 2"] + read(1, 1, in: 2) + [committed(3, in: 2)]
          + [applies(2, put(1, 2, 1, 2)), nothing(3)] + read(2, 1, in: 2)
      ),
      (
        start,
        led + ["follows n2 in term 2", "leads term 3"] + read(1, 1, in: 3)
          + [
            committed(2, in: 2), applies(2, put(1, 1, 1, 1)), committed(3, in: 3),
            committed(4, in: 3),
          ]
          + [nothing(3), nothing(4)]
      ),
      (
        start,
        ["leads term 1", "read 1: k1", committed(1, in: 1), nothing(1), confirmed(1, in: 1)]
      ),
    ]
  ),
  (
    routing.check(
      "who-leads-no-longer-redirects",
      "Whoever does not lead any more sends all that wait elsewhere, once, and answers none of them later.",
      .examples, 5),
    [
      (
        start,
        led + [put(1, 1, 1, 1), put(2, 1, 1, 1), "read 3: k1", "read 4: k2"]
          + ["follows n2 in term 2", confirmed(3, in: 1), "follows n3 in term 2"]
          + logged([put(1, 1, 1, 1)], from: 2, in: 1) + ["leads term 3", committed(3, in: 3)]
          + [applies(3, put(2, 1, 1, 1)), confirmed(4, in: 3)]
      ),
      (
        start,
        led + [put(1, 1, 1, 1), put(1, 2, 1, 1), committed(2, in: 1)] + read(1, 1, in: 1)
          + ["follows nobody in term 1", applies(2, put(1, 1, 1, 1))]
          + ["leads term 2", committed(3, in: 2), applies(3, put(1, 2, 1, 1))]
      ),
    ]
  ),
  (
    images.check(
      "snapshots-hold-everything",
      "Who starts again from a snapshot, or is sent one, goes on as whoever made it; one that is no further is nothing.",
      .examples, 7),
    [
      (
        start,
        led + [put(1, 1, 1, 1)]
          + logged([put(1, 1, 1, 1), put(2, 1, 2, 2), put(2, 2, 2, 3)], from: 2, in: 1)
          + ["makes a snapshot"] + logged([put(1, 2, 1, 9)], from: 5, in: 1)
          + ["starts again from snapshot 1", put(1, 1, 1, 1), "leads term 2"]
          + [put(1, 1, 1, 1), put(2, 1, 1, 1), put(2, 2, 2, 3)]
          + logged([put(1, 1, 1, 1), put(1, 2, 1, 9)], from: 5, in: 2) + read(1, 1, in: 2)
          + read(2, 2, in: 2)
      ),
      (
        start,
        led + [put(1, 1, 1, 1), "read 1: k1", "makes a snapshot", "starts again from nothing"]
          + ["leads term 2", committed(2, in: 2), nothing(1), confirmed(1, in: 2)]
          + [applies(2, put(1, 1, 1, 1))] + read(1, 1, in: 2)
      ),
      (
        start,
        led + logged([put(1, 1, 1, 1)], from: 2, in: 1) + ["makes a snapshot"]
          + logged([put(2, 1, 1, 2), put(1, 2, 3, 3)], from: 3, in: 1) + ["makes a snapshot"]
          + ["starts again from snapshot 1", "is sent snapshot 2", "is sent snapshot 1"]
          + ["leads term 2", committed(5, in: 2)] + read(1, 1, in: 2)
          + [applies(5, put(2, 1, 1, 2)), put(1, 2, 3, 3)] + read(2, 3, in: 2)
      ),
      // Who waits is not in it.
      (
        start,
        led + [put(1, 1, 1, 1), "makes a snapshot", "starts again from snapshot 1"]
          + ["follows n2 in term 2", "leads term 3", put(1, 1, 1, 1)]
      ),
      // It says what is applied, not what is committed.
      (
        start,
        led + [committed(4, in: 1), applies(2, put(1, 1, 1, 1)), "makes a snapshot"]
          + [applies(3, put(2, 1, 2, 2)), "makes a snapshot", "starts again from snapshot 1"]
          + ["is sent snapshot 2", "leads term 2", put(2, 1, 2, 2)]
      ),
      (
        start,
        led + logged([put(1, 1, 1, 1)], from: 2, in: 1) + ["makes a snapshot"]
          + logged(["session 2, serial 1: remove k1"], from: 3, in: 1) + ["makes a snapshot"]
          + ["starts again from snapshot 2", "is sent snapshot 1", "leads term 2"]
          + ["session 2, serial 1: remove k1", committed(4, in: 2), nothing(4)] + read(1, 1, in: 2)
      ),
      (
        start,
        led + logged([put(1, 1, 1, 1)], from: 2, in: 1) + ["makes a snapshot"]
          + logged(["session 2, serial 1: remove k1"], from: 3, in: 1) + ["makes a snapshot"]
          + ["starts again from snapshot 1", "is sent snapshot 2", "leads term 2"]
          + [committed(4, in: 2), nothing(4)] + read(1, 1, in: 2)
      ),
      // A later one with the same revision, or just one entry more.
      (
        start,
        led + logged([put(1, 1, 1, 1)], from: 2, in: 1) + ["makes a snapshot"]
          + logged(["session 2, serial 1: remove k9"], from: 3, in: 1) + ["makes a snapshot"]
          + ["starts again from snapshot 1", "is sent snapshot 2", "leads term 2"]
          + ["session 2, serial 1: remove k9", "starts again from nothing", "is sent snapshot 1"]
          + ["is sent snapshot 2", "leads term 3", "session 2, serial 1: remove k9"]
      ),
      // What a session came to stays what it was, whatever others have done since.
      (
        start,
        led + logged([put(5, 1, 1, 1)] + (1...70).map { put(6, $0, 2, $0) }, from: 2, in: 1)
          + ["makes a snapshot", "starts again from snapshot 1", "leads term 2", put(5, 1, 1, 1)]
      ),
      // It says nothing of terms, nor of who leads.
      (
        start,
        led + ["makes a snapshot", "starts again from snapshot 1", "leads term 2"]
          + read(1, 1, in: 2) + [committed(3, in: 2), nothing(3)]
      ),
      (
        start,
        led + logged([put(1, 1, 1, 1)], from: 2, in: 1) + ["makes a snapshot"]
          + ["starts again from nothing", "follows n2 in term 2", "is sent snapshot 1"]
          + [put(1, 2, 1, 1), "read 1: k1"]
      ),
      // What is applied after a snapshot counts from its index.
      (
        start,
        led + [
          committed(40, in: 1), nothing(40), "makes a snapshot", "starts again from snapshot 1",
        ]
          + ["leads term 2", committed(41, in: 2)] + read(1, 1, in: 2) + [nothing(41)]
          + read(2, 1, in: 2)
      ),
    ]
  ),
]
