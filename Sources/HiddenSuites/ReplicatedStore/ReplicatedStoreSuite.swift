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
      (
        start,
        led
          + logged(
            (1...300).map { put($0, 1, $0, $0) } + (1...300).map { put($0, 1, 7, 9) }, from: 2,
            in: 1)
          + read(1, 7, in: 1) + [put(1, 1, 1, 1), put(300, 1, 1, 1)]
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
    [
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
    [
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
    [
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
    [
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
