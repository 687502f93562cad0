import Checking
import ExerciseKit
import Simulation
import Wire

/// Finds out which stored properties set states apart that by the rules are one, and whether such a
/// property ever changes what a node does.
///
/// Pairs of states with the same picture are put to the same inputs: every event that the search knows
/// of, and runs of several; and a state is compared with what it is after many events that by the
/// rules change nothing, so that a count or a record becomes long. A property that never made a
/// difference may be set aside. That is evidence, not proof: a search that sets something aside is
/// never called exhaustive.
struct RuledGrowth<P: RuledProtocol> {
  /// What was found.
  struct Finding {
    /// Properties by which states differ that by the rules are one, in the order they were met.
    var differing: [String] = []
    /// Those of them that may have changed what a node did.
    var influential: Set<String> = []
    /// How many pairs of states were compared.
    var pairs = 0
    /// The property with the most values along the repeated events; nil when none has more than a few.
    var growing: String?
  }

  /// Two values that should behave alike.
  private struct Pair {
    var node: Int
    var first: Int
    var second: Int
  }

  /// How many pairs are compared, on how many messages, and on how many runs of several events.
  private static var pairLimit: Int { 120 }
  private static var messageLimit: Int { 30 }
  private static var runs: Int { 4 }
  private static var runLength: Int { 5 }
  /// How often events are repeated: counts up to a hundred are passed on the way.
  private static var repetitions: Int { 120 }
  /// After how many of them the properties are looked at.
  private static var look: Int { 6 }

  private let cluster: RuledCluster<P>
  private var random = RandomSource(seed: 11)
  private var finding = Finding()
  /// The smallest sets of properties by which a pair differed that behaved differently, and single
  /// properties by which pairs differed that did not.
  private var suspects: [Set<String>] = []
  private var cleared: Set<String> = []

  private init(_ cluster: RuledCluster<P>) {
    self.cluster = cluster
  }

  /// Compares states of a search that did not get to its end.
  static func find(in cluster: RuledCluster<P>) throws(Stop) -> Finding {
    var growth = RuledGrowth(cluster)
    try growth.compare(try growth.alike())
    try growth.repeatQuietEvents(at: 20)
    return growth.concluded()
  }

  /// Compares states that a search took for one.
  static func check(mergedIn cluster: RuledCluster<P>) throws(Stop) -> Finding {
    var growth = RuledGrowth(cluster)
    let pairs = cluster.merged.map {
      Pair(node: $0.node, first: cluster.origins[$0.node][$0.state].slot, second: $0.slot)
    }
    try growth.compare(pairs)
    try growth.repeatQuietEvents(at: 5)
    return growth.concluded()
  }

  private func concluded() -> Finding {
    var finding = finding
    for suspect in suspects {
      let left = suspect.subtracting(cleared)
      finding.influential.formUnion(left.isEmpty ? suspect : left)
    }
    return finding
  }

  // MARK: Pairs

  /// Pairs of states with the same picture, spread over nodes and pictures: the first and the last of
  /// each, and the first with some in between.
  private mutating func alike() throws(Stop) -> [Pair] {
    var pairs: [Pair] = []
    for node in 0..<cluster.nodeCount {
      var groups: [[Int]] = []
      var group: [P.Shadow: Int] = [:]
      for (state, local) in cluster.states[node].enumerated() {
        if let index = group[local.shadow] {
          groups[index].append(state)
        } else {
          group[local.shadow] = groups.count
          groups.append([state])
        }
      }
      for states in groups where states.count > 1 {
        for other in Set([1, states.count / 3, states.count / 2, states.count - 1]).sorted()
        where other > 0 {
          pairs.append(
            Pair(
              node: node, first: cluster.origins[node][states[0]].slot,
              second: cluster.origins[node][states[other]].slot))
        }
      }
    }
    guard pairs.count > Self.pairLimit else { return pairs }
    return (0..<Self.pairLimit).map { pairs[$0 * pairs.count / Self.pairLimit] }
  }

  private mutating func compare(_ pairs: [Pair]) throws(Stop) {
    let chunk = 8
    for start in stride(from: 0, to: pairs.count, by: chunk) {
      let some = pairs[start..<min(start + chunk, pairs.count)]
      var program = Program()
      var counts: [Int] = []
      for pair in some {
        let before = program.answerCount
        program.storedProperties(pair.first)
        program.storedProperties(pair.second)
        for inputs in scripts(for: pair.node) {
          let bits = inputs.map { _ in random.next() }
          for slot in [pair.first, pair.second] {
            let copy = RuledCluster<P>.scratchSlot
            program.copy(slot, to: copy)
            for (input, bits) in zip(inputs, bits) {
              P.tell(copy, input, random: bits, &program)
            }
          }
        }
        counts.append(program.answerCount - before)
      }
      var answers = try cluster.subject.run(program)[...]
      for (pair, count) in zip(some, counts) {
        try judge(Array(answers.prefix(count)), scripts: lengths(for: pair.node))
        answers = answers.dropFirst(count)
      }
    }
  }

  /// What a node is put to: each event by itself, then runs of several.
  private mutating func scripts(for node: Int) -> [[P.Input]] {
    let inputs = inputs(for: node)
    return inputs.map { [$0] }
      + (0..<Self.runs).map { _ in
        (0..<Self.runLength).map { _ in inputs[random.index(below: inputs.count)] }
      }
  }

  private func lengths(for node: Int) -> [Int] {
    Array(repeating: 1, count: inputs(for: node).count)
      + Array(repeating: Self.runLength, count: Self.runs)
  }

  private func inputs(for node: Int) -> [P.Input] {
    let messages = cluster.messages.indices.filter { cluster.messages[$0].receiver == node }
    let count = min(messages.count, Self.messageLimit)
    return P.Timer.allCases.map(P.input)
      + (0..<count).map {
        cluster.event(.delivery(message: messages[$0 * messages.count / count]), at: node).input
      }
  }

  /// Judges a pair by its two lists of properties and its answers, script by script, first the one
  /// then the other.
  private mutating func judge(_ answers: [[UInt8]], scripts: [Int]) throws(Stop) {
    let differing = try differing(answers[0], answers[1])
    guard !differing.isEmpty else { return }
    finding.pairs += 1
    for name in differing.sorted() where !finding.differing.contains(name) {
      finding.differing.append(name)
    }
    var position = 2
    for length in scripts {
      let first = answers[position..<position + length]
      let second = answers[position + length..<position + 2 * length]
      position += 2 * length
      guard first.elementsEqual(second) else {
        suspects.append(differing)
        return
      }
    }
    if differing.count == 1 { cleared.formUnion(differing) }
  }

  /// The properties in which two answers of `Program.storedProperties` differ.
  private func differing(_ first: [UInt8], _ second: [UInt8]) throws(Stop) -> Set<String> {
    let first = try Self.properties(first)
    let second = try Self.properties(second)
    guard first.map(\.name) == second.map(\.name) else { return [""] }
    return Set(zip(first, second).filter { $0 != $1 }.map(\.0.name))
  }

  private static func properties(
    _ answer: [UInt8]
  ) throws(Stop) -> [StoredProperties.Property] {
    do throws(WireError) {
      var reader = ByteReader(answer)
      let stored = try StoredProperties(from: &reader)
      try reader.expectEnd()
      return stored.properties
    } catch {
      throw .protocolViolation("stored properties that are none: \(error)")
    }
  }

  // MARK: Repeating

  /// Compares states with what they are after many events that change nothing by the rules.
  /// - Parameter count: how many states are taken.
  private mutating func repeatQuietEvents(at count: Int) throws(Stop) {
    var left = count
    var values: [String: Set<[UInt8]>] = [:]
    for node in 0..<cluster.nodeCount {
      for (state, local) in cluster.states[node].enumerated() {
        guard let events = cluster.quietEvents[node][local.shadow], left > 0,
          cluster.states[node][..<state].last(where: { $0.shadow == local.shadow }) == nil
        else { continue }
        left -= 1
        let slot = cluster.newSlot()
        var program = Program()
        program.copy(cluster.origins[node][state].slot, to: slot)
        var looks: [Int] = []
        for repetition in 1...Self.repetitions {
          let event = cluster.event(events[random.index(below: events.count)], at: node)
          P.tell(slot, event.input, random: random.next(), &program)
          guard repetition % Self.look == 0 else { continue }
          looks.append(program.answerCount)
          program.storedProperties(slot)
        }
        let answers = try cluster.subject.run(program)
        for look in looks {
          for property in try Self.properties(answers[look]) {
            values[property.name, default: []].insert(property.form)
          }
        }
        // Only while the node still is, by what it says of itself, what it was.
        guard let last = answers.dropLast().last,
          P.label(P.claimed(try P.reaction(in: last), local.shadow)) == P.label(local.shadow)
        else { continue }
        try compare([Pair(node: node, first: cluster.origins[node][state].slot, second: slot)])
      }
    }
    let most = values.map { (name: $0.key, count: $0.value.count) }
      .max { ($0.count, $1.name) < ($1.count, $0.name) }
    if let most, most.count > Self.repetitions / Self.look / 2 { finding.growing = most.name }
  }
}
