import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// What is the value of a counter after merges?
  static let counterMerge = TracingQuestion("counter-merge-trace") { random in
    let nodes = TracedRun.nodes
    func slots() -> [UInt64] { nodes.map { _ in UInt64(random.index(below: 6)) } }
    let states = (slots(), slots())
    var counter = GCounter(
      replica: nodes[0], slots: Dictionary(uniqueKeysWithValues: zip(nodes, states.0)))
    counter.merge(
      GCounter(replica: nodes[1], slots: Dictionary(uniqueKeysWithValues: zip(nodes, states.1))))
    let texts = [states.0, states.1].map { state in
      "`[" + state.map(String.init).joined(separator: ",") + "]`"
    }
    return Question(
      ask:
        "Two replicas of a counter that only grows hold \(texts[0]) and \(texts[1]), a slot for each "
        + "of three replicas. The second state arrives twice at the first and is merged each time. "
        + "What is the value there?",
      answer: .short("\(counter.value)"),
      why:
        "Slot by slot the larger number: \(nodes.map { "\(counter[$0])" }.joined(separator: " + ")). "
        + "Merging the same again changes nothing.")
  }

  /// What does an OR-Set hold after adds, removes and merges?
  static let orSet = TracingQuestion("or-set-trace") { random in
    var trace = SetTrace(&random)
    // A run in which every way of merging comes out alike has nothing to ask.
    for _ in 0..<100 where Set(trace.answers).count < 3 { trace = SetTrace(&random) }
    let right = trace.answers[0]
    let misconceptions = [
      "last write wins", "a removed element never returns", "merging is union",
    ]
    let wrong = zip(trace.answers.dropFirst(), misconceptions).filter { $0.0 != right }
      .map { Choice.wrong($0, $1, why: "An OR-Set knows which adds each remove had seen.") }
    return Question(
      ask: "Two replicas of an OR-Set start empty.\n\n\(trace.markdown)\n\n"
        + "Which elements does each hold in the end?",
      answer: .single(
        Choice.sorted(
          right: .right(right, why: "Those with an add that no remove had observed."), wrong: wrong)
      ),
      why:
        "A remove takes the adds its replica had seen. An add made elsewhere meanwhile survives it."
    )
  }

  /// Which values does a read return after writes with contexts?
  static let siblings = TracingQuestion("siblings-trace") { random in
    var trace = StoreTrace(&random)
    for _ in 0..<100 where Set(trace.answers).count < 4 { trace = StoreTrace(&random) }
    let right = trace.answers[0]
    let misconceptions = [
      "the last write replaces all", "every write is kept", "the first write stays",
    ]
    let wrong = zip(trace.answers.dropFirst(), misconceptions).filter { $0.0 != right }
      .map { Choice.wrong($0, $1, why: "A write replaces exactly what its context covers.") }
    return Question(
      ask: "A store keeps every value that no write with a covering context has replaced.\n\n"
        + "\(trace.markdown)\n\nWhich values does a read return now?",
      answer: .single(
        Choice.sorted(right: .right(right, why: "No later writer had read them."), wrong: wrong)),
      why: "For each write ask what its client had read before: that and nothing else is replaced.")
  }
}

/// Adds and removes at two replicas, a merge in the middle and one at the end.
private struct SetTrace {
  var markdown = ""
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
        sets[replica].remove(element)
        plain[replica].remove(element)
        removed.insert(element)
        last[element] = false
        lines.append("\(names[replica]) removes \(element)")
      } else {
        let element = ["x", "y"][random.index(below: 2)]
        sets[replica].add(element)
        plain[replica].insert(element)
        last[element] = true
        lines.append("\(names[replica]) adds \(element)")
      }
    }
    lines.append("both send their state and merge")
    let added = Set(last.keys)
    sets[0].merge(sets[1])
    markdown = lines.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    answers = [
      sets[0].elements, added.filter { last[$0] == true }, added.subtracting(removed),
      plain[0].union(plain[1]),
    ].map { $0.isEmpty ? "none" : $0.sorted().joined(separator: " and ") }
  }
}

/// Clients that read and write one key at one node.
private struct StoreTrace {
  var markdown = ""
  /// The values of our store; then those under last write wins, when all are kept, and when only the
  /// first is.
  var answers: [String] = []

  init(_ random: inout RandomSource) {
    let clients = ["Ann", "Ben", "Cem"]
    var contexts = clients.map { _ in VectorClock() }
    var store = SiblingStore<String>(node: NodeID(1))
    var lines: [String] = []
    var values: [String] = []
    while values.count < 4 {
      let client = random.index(below: 3)
      let current = store.get("key").context
      if contexts[client] != current, random.chance(1, in: 2) {
        contexts[client] = current
        lines.append("\(clients[client]) reads")
      } else {
        let value = "v\(values.count + 1)"
        let isBlind = contexts[client] == VectorClock()
        store.put("key", value, context: contexts[client])
        values.append(value)
        lines.append(
          "\(clients[client]) writes \(value) "
            + (isBlind
              ? "without having read anything"
              : "with the context of \(clients[client])'s last read"))
      }
    }
    markdown = lines.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    answers = [store.get("key").values, values.suffix(1), values, Array(values.prefix(1))]
      .map { $0.joined(separator: " and ") }
  }
}
