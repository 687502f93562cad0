import Checking

/// The runs whose drawings are on record, by name.
enum SampleRuns {
  static let all: [(name: String, run: Counterexample)] = [
    ("two-votes-in-a-term", twoVotes),
    ("two-leaders-of-five", twoLeadersOfFive),
    ("vote-forgotten-by-a-crash", forgottenVote),
    ("remove-wins", removeWins),
    ("hostile-texts", hostileTexts),
  ]

  /// A voter votes for both of its rivals.
  static let twoVotes = Counterexample(
    lanes: ["n1", "n2", "n3"],
    initialStates: ["follower t0", "follower t0", "follower t0"],
    steps: [
      .init(
        event: .local(lane: 0, label: "timeout"),
        sentence: "n1's election timer runs out: it becomes a candidate of term 1"
          + " and asks n2 and n3 for their votes",
        state: "candidate t1", lost: [.init(to: 2, label: "request vote t1")]),
      .init(
        event: .local(lane: 2, label: "timeout"),
        sentence: "n3's election timer runs out: it becomes a candidate of term 1"
          + " and asks n1 and n2 for their votes",
        state: "candidate t1", lost: [.init(to: 0, label: "request vote t1")]),
      .init(
        event: .delivery(from: 0, to: 1, label: "request vote t1", sentIn: 0),
        sentence: "n2 hears n1's request, enters term 1 and votes for n1", state: "follower t1"),
      .init(
        event: .delivery(from: 2, to: 1, label: "request vote t1", sentIn: 1),
        sentence: "n2 hears n3's request and votes for n3 as well, still in term 1"),
      .init(
        event: .delivery(from: 1, to: 0, label: "vote granted t1", sentIn: 2),
        sentence: "n1 counts two votes of three and leads term 1", state: "leader t1"),
      .init(
        event: .delivery(from: 1, to: 2, label: "vote granted t1", sentIn: 3),
        sentence: "n3 counts two votes of three and leads term 1", state: "leader t1"),
    ],
    violation: .init(sentence: "n1 and n3 both lead term 1", steps: [4, 5]),
    isShortest: true,
    schedule: .init(check: "at-most-one-leader-per-term", setting: "3 nodes", events: []))

  /// A candidate of five takes two votes for a majority.
  static let twoLeadersOfFive = Counterexample(
    lanes: ["n1", "n2", "n3", "n4", "n5"],
    initialStates: Array(repeating: "follower t0", count: 5),
    steps: [
      .init(
        event: .local(lane: 1, label: "timeout"),
        sentence: "n2's election timer runs out and it asks everyone for a vote",
        state: "candidate t1",
        lost: [0, 3, 4].map { .init(to: $0, label: "vote? t1") }),
      .init(
        event: .local(lane: 4, label: "timeout"),
        sentence: "n5's election timer runs out and it asks everyone for a vote",
        state: "candidate t1",
        lost: [1, 2, 3].map { .init(to: $0, label: "vote? t1") }),
      .init(
        event: .delivery(from: 1, to: 2, label: "vote? t1", sentIn: 0),
        sentence: "n3 votes for n2", state: "follower t1"),
      .init(
        event: .delivery(from: 4, to: 0, label: "vote? t1", sentIn: 1),
        sentence: "n1 votes for n5", state: "follower t1"),
      .init(
        event: .delivery(from: 0, to: 4, label: "yes t1", sentIn: 3),
        sentence: "n5 counts two votes and takes them for a majority of five", state: "leader t1"),
      .init(
        event: .delivery(from: 2, to: 1, label: "yes t1", sentIn: 2),
        sentence: "n2 counts two votes and takes them for a majority of five", state: "leader t1"),
    ],
    violation: .init(sentence: "n2 and n5 both lead term 1", steps: [4, 5]),
    isShortest: true,
    schedule: .init(check: "quorum-of-distinct-voters", setting: "5 nodes", events: []))

  /// A vote that was not persisted is given again after a restart.
  static let forgottenVote = Counterexample(
    lanes: ["n1", "n2", "n3"],
    initialStates: ["candidate t1", "", "candidate t1"],
    steps: [
      .init(
        event: .delivery(from: 0, to: 1, label: "request vote, term 1", sentIn: nil),
        sentence: "n2 votes for n1", state: "follower t1, voted for n1"),
      .init(
        event: .restart(lane: 1),
        sentence: "n2 crashes and comes back with what it had persisted: term 1 and no vote",
        state: "follower t1, no vote"),
      .init(
        event: .delivery(from: 2, to: 1, label: "request vote, term 1", sentIn: nil),
        sentence: "n2 votes for n3", state: "follower t1, voted for n3"),
    ],
    violation: .init(
      sentence: "n2 voted for n1 and for n3 in term 1", steps: [0, 2]),
    isShortest: true,
    schedule: .init(check: "one-vote-per-term", setting: "3 nodes", events: []))

  /// A replicated set whose remove also removes an add it never saw.
  static let removeWins = Counterexample(
    lanes: ["A", "B"],
    initialStates: ["{}", "{}"],
    steps: [
      .init(event: .local(lane: 0, label: "add x"), sentence: "A adds x", state: "{x}"),
      .init(
        event: .delivery(from: 0, to: 1, label: "state {x}", sentIn: 0),
        sentence: "B merges A's state", state: "{x}"),
      .init(event: .local(lane: 1, label: "remove x"), sentence: "B removes x", state: "{}"),
      .init(event: .local(lane: 0, label: "add x"), sentence: "A adds x once more"),
      .init(
        event: .delivery(from: 1, to: 0, label: "state {}", sentIn: 2),
        sentence: "A merges B's state and loses its second x, which B never saw", state: "{}"),
    ],
    violation: .init(sentence: "x is gone although its second add was not observed", steps: [4]),
    isShortest: false,
    schedule: .init(check: "add-wins", setting: "2 replicas", events: []))

  /// Texts that a drawing must not be led astray by.
  static let hostileTexts = Counterexample(
    lanes: ["\u{1b}[2Jnode one with a very long name", "节点二", "three\u{202e}eerht"],
    initialStates: ["a state that goes on and on and on and on without an end", "候选人 t1", ""],
    steps: [
      .init(
        event: .local(lane: 1, label: "line\nbreak\tand \u{9b}31mcolour"),
        sentence: "A sentence with an \u{1b}]0;escape\u{7} sequence, and an end. ",
        state: String(repeating: "unbroken", count: 12)),
      .init(
        event: .delivery(
          from: 2, to: 0, label: String(repeating: "长标签 ", count: 20), sentIn: 0),
        sentence: String(repeating: "long", count: 40),
        lost: [.init(to: 1, label: "👩‍👩‍👧 → family\r")]),
      .init(event: .delivery(from: 1, to: 1, label: "to itself", sentIn: 0), sentence: "Odd"),
      .init(event: .restart(lane: 2), sentence: ""),
    ],
    violation: .init(sentence: "Everything\u{1b}[31m breaks!", steps: [0, 1, 3]),
    isShortest: false,
    schedule: .init(check: "none", setting: "", events: []))
}
