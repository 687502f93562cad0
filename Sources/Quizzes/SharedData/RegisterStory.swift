import Simulation
import Solutions

/// Operations of three processes on one register, one after another in real time, and which models permit
/// them and why.
struct RegisterStory {
  let operations: [RegisterOperation]
  let strongest: ConsistencyModel?

  /// Up to two writes and some reads, of anything written so far.
  init(_ random: inout RandomSource) {
    var written = 0
    let processes = 2 + random.index(below: 2)
    operations = (0..<(4 + random.index(below: 2))).map { place in
      let isWrite = place == 0 || (written < 2 && random.chance(1, in: 3))
      if isWrite { written += 1 }
      return RegisterOperation(
        process: random.index(below: processes), isWrite ? .write : .read,
        value: isWrite ? written : random.index(below: written + 1),
        invoked: 2 * place, returned: 2 * place + 1)
    }
    strongest = ConsistencyModel.strongest(allowing: operations)
  }

  /// The operations as a numbered list.
  var markdown: String {
    operations.enumerated().map { "\($0 + 1). \(Self.text($1))" }.joined(separator: "\n")
  }

  /// What shows that the strongest model permits it, and that the next stronger one does not.
  var witness: String {
    switch strongest {
    case .linearizable: "In the order of real time every read returns the last value written."
    case .sequential: "\(commonOrder ?? "") \(staleRead ?? "")"
    case .causal: "\(views) \(disagreement ?? "")"
    case nil: contradiction ?? ""
    }
  }

  /// A read that began after a write had returned, and missed it.
  private var staleRead: String? {
    for (place, read) in operations.enumerated() where read.kind == .read {
      let last = operations[..<place].last { $0.kind == .write }?.value ?? 0
      if read.value != last {
        return
          "Not linearizable: operation \(place + 1) returns \(read.value) after \(last) had been "
          + "written."
      }
    }
    return nil
  }

  /// One order of all operations that keeps each process's own, in words.
  private var commonOrder: String? {
    order(of: Array(operations.indices), before: isBeforeInProgram).map {
      "One order for all: \(Self.list($0))."
    }
  }

  /// For each process an order of its operations and all writes in which causes come first.
  private var views: String {
    let orders = Set(operations.map(\.process)).sorted().compactMap { process -> String? in
      let seen = operations.indices.filter {
        operations[$0].process == process || operations[$0].kind == .write
      }
      guard seen.contains(where: { operations[$0].kind == .read }) else { return nil }
      return order(of: seen, before: isCause).map { "process \(process + 1) \(Self.list($0))" }
    }
    return "An order for each that reads: \(orders.joined(separator: "; "))."
  }

  /// Two processes that must have seen the two writes in opposite orders.
  private var disagreement: String? {
    let sights = sightings
    for (value, later) in [(1, 2), (2, 1)] {
      guard let one = sights.first(where: { $0.earlier == value && $0.later == later }),
        let other = sights.first(where: { $0.earlier == later && $0.later == value })
      else { continue }
      return "No order for all: \(one.text), \(other.text), and it cannot be both."
    }
    return nil
  }

  /// A process that must have seen an effect before its cause, or gone back.
  private var contradiction: String? {
    for sight in sightings where sight.later == 0 {
      return "Not even causal: \(sight.text), and 0 is the value before all writes."
    }
    guard let first = operations.firstIndex(where: { $0.kind == .write && $0.value == 1 }),
      let second = operations.firstIndex(where: { $0.kind == .write && $0.value == 2 })
    else { return nil }
    let cause = "the write of 1 is a cause of the write of 2"
    if isCause(first, second),
      let sight = sightings.first(where: { $0.earlier == 2 && $0.later == 1 })
    {
      return "Not even causal: \(sight.text), though \(cause)."
    }
    let byProcess = Dictionary(grouping: sightings, by: \.process)
    for sights in byProcess.keys.sorted().compactMap({ byProcess[$0] }) {
      if let one = sights.first(where: { $0.earlier == 1 && $0.later == 2 }),
        let back = sights.first(where: { $0.earlier == 2 && $0.later == 1 })
      {
        return "Not even causal: \(one.text), but \(back.text)."
      }
    }
    return nil
  }

  /// That a process saw one value and, later, another.
  private struct Sighting {
    var process: Int
    var earlier: Int
    var later: Int
    var text: String
  }

  private var sightings: [Sighting] {
    operations.indices.flatMap { first in
      operations.indices.compactMap { second -> Sighting? in
        let (a, b) = (operations[first], operations[second])
        guard first < second, a.process == b.process, b.kind == .read, a.value != b.value else {
          return nil
        }
        let doing = a.kind == .write ? "writes" : "reads"
        return Sighting(
          process: a.process, earlier: a.value, later: b.value,
          text: "process \(a.process + 1) \(doing) \(a.value) and then reads \(b.value)")
      }
    }
  }

  // MARK: Orders

  private func isBeforeInProgram(_ first: Int, _ second: Int) -> Bool {
    first < second && operations[first].process == operations[second].process
  }

  /// True when a chain of program order and of reads from writes leads from one to the other.
  private func isCause(_ first: Int, _ second: Int) -> Bool {
    var reached: Set<Int> = [first]
    // Real time runs along the list, and so does every link of a chain.
    for place in operations.indices where place > first {
      let isLinked = reached.contains { earlier in
        isBeforeInProgram(earlier, place)
          || (operations[earlier].kind == .write && operations[place].kind == .read
            && operations[earlier].value == operations[place].value)
      }
      if isLinked { reached.insert(place) }
    }
    return first != second && reached.contains(second)
  }

  /// An order of some operations in which every read returns the last value written.
  private func order(
    of places: [Int], before: (Int, Int) -> Bool, after value: Int = 0
  ) -> [RegisterOperation]? {
    if places.isEmpty { return [] }
    for next in places where !places.contains(where: { before($0, next) }) {
      let operation = operations[next]
      guard operation.kind == .write || operation.value == value else { continue }
      let rest = places.filter { $0 != next }
      if let tail = order(of: rest, before: before, after: operation.value) {
        return [operation] + tail
      }
    }
    return nil
  }

  private static func text(_ operation: RegisterOperation) -> String {
    "process \(operation.process + 1) \(operation.kind == .write ? "writes" : "reads") "
      + "\(operation.value)"
  }

  private static func list(_ order: [RegisterOperation]) -> String {
    "`"
      + order.map { "\($0.kind == .write ? "w" : "r")\($0.value)@\($0.process + 1)" }
      .joined(separator: " ") + "`"
  }
}
