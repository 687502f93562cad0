import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// What is the value of a counter after merges?
  static let counterMerge = TracingQuestion("counter-merge-trace") { random in
    // Three replicas count and send each other their states; two of them are then looked at.
    var replicas = TracedRun.nodes.map(GCounter.init)
    for _ in 0..<12 {
      let place = random.index(below: 3)
      if random.chance(1, in: 3) {
        replicas[place].merge(replicas[(place + 1 + random.index(below: 2)) % 3])
      } else {
        replicas[place].increment(by: UInt64(1 + random.index(below: 2)))
      }
    }
    let pair = random.shuffled([0, 1, 2])
    let (receiver, sender) = (replicas[pair[0]], replicas[pair[1]])
    var merged = receiver
    merged.merge(sender)
    merged.merge(sender)
    func slots(_ counter: GCounter) -> [UInt64] { TracedRun.nodes.map { counter[$0] } }
    func text(_ counter: GCounter) -> String {
      "`[" + slots(counter).map(String.init).joined(separator: ",") + "]`"
    }
    return Instance(
      ask:
        "A counter that only grows has a slot for each of three replicas. \(TracedRun.nodes[pair[0]]) "
        + "holds \(text(receiver)), \(TracedRun.nodes[pair[1]]) holds \(text(sender)). The second "
        + "state arrives twice at the first and is merged each time. What is the value there?",
      answer: "\(merged.value)",
      mistakes: [
        .wrong(
          "\(receiver.value + sender.value)", "merging is adding",
          why: "What both have counted would count twice."),
        .wrong(
          "\(receiver.value + 2 * sender.value)", "every arrival counts",
          why: "The same state again brings nothing new."),
        .wrong(
          "\(max(receiver.value, sender.value))", "the larger value wins",
          why: "The larger number is taken slot by slot, and then summed."),
      ],
      why:
        "Slot by slot the larger number: "
        + slots(merged).map(String.init).joined(separator: " + ")
        + ". Merging the same again changes nothing.")
  }

  /// What does an OR-Set hold after adds, removes and merges?
  static let orSet = TracingQuestion(
    "or-set-trace", outcomes: ["x", "y", "x and y"]
  ) { random in
    let trace = SetTrace(&random)
    let right = trace.answers[0]
    let misconceptions = [
      "last write wins", "a removed element never returns", "merging is union",
    ]
    guard Set(trace.answers).count > 2 else { return nil }
    return Instance(
      ask: "Two replicas of an OR-Set start empty.\n\n\(trace.markdown)\n\n"
        + "Which elements does each hold in the end?",
      right: .right(right, why: "Those with an add that no remove had observed."),
      traps: zip(trace.answers.dropFirst(), misconceptions).map {
        .wrong($0, $1, why: "An OR-Set knows which adds each remove had seen.")
      },
      why: trace.witness, outcome: right)
  }

  /// Which values does a read return after writes with contexts?
  static let siblings = TracingQuestion(
    // A context covers all that its reader saw, so what is left are the last few writes.
    "siblings-trace", outcomes: ["v4", "v3 and v4", "v2 and v3 and v4"]
  ) { random in
    let trace = StoreTrace(&random)
    let right = trace.answers[0]
    let misconceptions = [
      "the last write replaces all", "every write is kept", "the first write stays",
      "a blind write replaces all",
    ]
    guard Set(trace.answers).count > 2 else { return nil }
    return Instance(
      ask: "A store keeps every value that no write with a covering context has replaced.\n\n"
        + "\(trace.markdown)\n\nWhich values does a read return now?",
      right: .right(right, why: "No later writer had read them."),
      traps: zip(trace.answers.dropFirst(), misconceptions).map {
        .wrong($0, $1, why: "A write replaces exactly what its context covers.")
      },
      why: trace.witness, outcome: right)
  }
}

/// Adds and removes at two replicas, a merge in the middle and one at the end.
private struct SetTrace {
  var markdown = ""
  /// Which remove had seen which adds.
  var witness = ""
  /// The OR-Set's elements; then those of a set in which the last change wins, of one in which removes
  /// are for ever, and of one that is merged by union.
  var answers: [String] = []

  init(_ random: inout RandomSource) {
    let names = ["A", "B"]
    var sets = [ORSet<String>(replica: NodeID(1)), ORSet<String>(replica: NodeID(2))]
    var plain: [Set<String>] = [[], []]
    var last: [String: Bool] = [:]
    var removed: Set<String> = []
    var lines: [String] = []
    // The line in which each add was made, by the add's name.
    var added: [Dot: Int] = [:]
    var removals: [String] = []
    for step in 0..<6 {
      if step == 2 {
        sets[0].merge(sets[1])
        sets[1].merge(sets[0])
        plain = [plain[0].union(plain[1]), plain[0].union(plain[1])]
        lines.append("both send their state and merge")
      }
      let replica = random.index(below: 2)
      let held = sets[replica].elements.sorted()
      if step >= 2, !held.isEmpty, random.chance(1, in: 2) {
        let element = held[random.index(below: held.count)]
        let seen = sets[replica].remove(element).compactMap { added[$0] }.sorted()
        removals.append(
          "line \(lines.count + 1) takes the add"
            + (seen.count == 1 ? "" : "s") + " of line "
            + seen.map(String.init).joined(separator: " and "))
        plain[replica].remove(element)
        removed.insert(element)
        last[element] = false
        lines.append("\(names[replica]) removes \(element)")
      } else {
        let element = ["x", "y"][random.index(below: 2)]
        added[sets[replica].add(element)] = lines.count + 1
        plain[replica].insert(element)
        last[element] = true
        lines.append("\(names[replica]) adds \(element)")
      }
    }
    lines.append("both send their state and merge")
    let named = Set(last.keys)
    sets[0].merge(sets[1])
    witness =
      (removals.isEmpty
        ? "Nothing is removed"
        : "What each remove had seen: "
          + removals
          .joined(separator: "; ")) + ". Every other add lives."
    markdown = lines.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    answers = [
      sets[0].elements, named.filter { last[$0] == true }, named.subtracting(removed),
      plain[0].union(plain[1]),
    ].map { $0.isEmpty ? "none" : $0.sorted().joined(separator: " and ") }
  }
}

/// Clients that read and write one key at one node.
private struct StoreTrace {
  var markdown = ""
  /// Which values each write replaced.
  var witness = ""
  /// The values of our store; then those under last write wins, when all are kept, when only the first
  /// is, and when a write that has read nothing replaces everything.
  var answers: [String] = []

  init(_ random: inout RandomSource) {
    let clients = ["Ann", "Ben", "Cem"]
    var contexts = clients.map { _ in VectorClock() }
    var store = SiblingStore<String>(node: NodeID(1))
    var lines: [String] = []
    var values: [String] = []
    var replacements: [String] = []
    var careless: [String] = []
    while values.count < 4 {
      let client = random.index(below: 3)
      let current = store.get("key").context
      if contexts[client] != current, random.chance(1, in: 2) {
        contexts[client] = current
        lines.append("\(clients[client]) reads")
      } else {
        let value = "v\(values.count + 1)"
        let isBlind = contexts[client] == VectorClock()
        let before = store.get("key").values
        store.put("key", value, context: contexts[client])
        let replaced = before.filter { !store.get("key").values.contains($0) }
        replacements.append(
          "\(value) replaces \(replaced.isEmpty ? "nothing" : replaced.joined(separator: " and "))")
        careless = isBlind ? [value] : careless.filter { !replaced.contains($0) } + [value]
        values.append(value)
        lines.append(
          "\(clients[client]) writes \(value) "
            + (isBlind
              ? "without having read anything"
              : "with the context of \(clients[client])'s last read"))
      }
    }
    markdown = lines.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    witness =
      "Each write replaces what its client had read: "
      + replacements.joined(separator: "; ") + "."
    answers = [
      store.get("key").values, values.suffix(1), values, Array(values.prefix(1)), careless,
    ]
    .map { $0.joined(separator: " and ") }
  }
}
