import Dialects
import Histories

/// A history of one register as numbers, as text, and as the checker of `Histories` takes it.
struct RegisterRecord: Hashable, Sendable {
  /// What an operation did, and how it came out.
  enum Kind: Int128, Sendable {
    case write = 0
    case read
    case swap
    case refusedSwap
  }

  struct Entry: Hashable, Sendable {
    var kind: Kind
    /// What was written or read, or expected.
    var value: Int128
    /// What a swap puts there.
    var other: Int128 = 0
    var invoked: Int128
    /// Nil while it is open.
    var returned: Int128?
  }

  var entries: [Entry] = []
  var initial: Int128 = 0

  // MARK: As numbers

  private static let integers = NumberDomain(Int128(Int.min)...Int128(Int.max))

  /// The history and what the register holds at first. Each kind has two forms, the second for an open one.
  static let domains = [
    NumberDomain(
      listOf: [
        ("write(#)", [1]), ("read(#)", [1]), ("swap(#, #)", [1, 2]), ("refused(#, #)", [1, 2]),
      ]
      .flatMap { pattern, places in
        [
          ItemForm("\(pattern) #...#", places + [3, 4], ranks: [3, 4]),
          ItemForm("\(pattern) #...", places + [3], ranks: [3]),
        ]
      },
      [integers, integers, integers, integers], upTo: 64), integers,
  ]

  init(_ entries: [Entry], initial: Int128 = 0) {
    self.entries = entries
    self.initial = initial
  }

  /// Reads what `numbers` writes.
  init(_ numbers: [Int128]) {
    initial = numbers.last ?? 0
    for start in stride(from: 1, to: numbers.count - 5, by: 5) {
      let item = numbers[start..<start + 5]
      guard let kind = Kind(rawValue: item[start] / 2) else { continue }
      entries.append(
        Entry(
          kind: kind, value: item[start + 1], other: item[start + 2], invoked: item[start + 3],
          returned: item[start] % 2 == 0 ? item[start + 4] : nil))
    }
  }

  var numbers: [Int128] {
    [Int128(entries.count)] + entries.flatMap(Self.numbers) + [initial]
  }

  private static func numbers(of entry: Entry) -> [Int128] {
    let form = 2 * entry.kind.rawValue + (entry.returned == nil ? 1 : 0)
    return [form, entry.value, entry.other, entry.invoked, entry.returned ?? 0]
  }

  // MARK: What the task speaks of

  /// Whether no answer came before its question, and the history is one that the task asks for.
  var isAskedFor: Bool {
    entries.allSatisfy { ($0.returned ?? .max) >= $0.invoked }
      && (hasEachValueOnce || mostAtOnce <= 6)
  }

  /// Whether no two operations write one value, none writes the initial one, and none compares.
  private var hasEachValueOnce: Bool {
    var written: Set = [initial]
    return entries.allSatisfy { entry in
      switch entry.kind {
      case .write: written.insert(entry.value).inserted
      case .read: true
      case .swap, .refusedSwap: false
      }
    }
  }

  /// The most operations that are under way at one moment; those that touch are.
  private var mostAtOnce: Int {
    entries.map { one in
      entries.count { $0.invoked <= one.invoked && one.invoked <= $0.returned ?? .max }
    }.max() ?? 0
  }

  // MARK: What is right

  /// Operations without an answer have none of the outcomes that their entry tells. Times are counted from 0: to
  /// the checker the largest one means that there is none.
  private var operations: [Register<Int128>.Operation] {
    let times = Set(entries.flatMap { [$0.invoked] + ($0.returned.map { [$0] } ?? []) }).sorted()
    let places = Dictionary(
      uniqueKeysWithValues: times.enumerated().map { ($0.element, $0.offset) })
    return entries.enumerated().map { client, entry in
      let invoked = places[entry.invoked] ?? 0
      let (input, output): (Register<Int128>.Input, Register<Int128>.Output) =
        switch entry.kind {
        case .write: (.write(entry.value), .done)
        case .read: (.read, .value(entry.value))
        case .swap: (.compareAndSet(expected: entry.value, new: entry.other), .done)
        case .refusedSwap: (.compareAndSet(expected: entry.value, new: entry.other), .refused)
        }
      guard let returned = entry.returned else {
        return .init(client: client, pending: input, called: invoked)
      }
      return .init(
        client: client, input, output, called: invoked, returned: places[returned] ?? 0)
    }
  }

  /// Whether some order explains it; nil where that would take too long to find out.
  var isLinearizable: Bool? { Register(initial: initial).isLinearizable(operations) }

  /// An order that explains it, or operations that none explains.
  var reason: String {
    switch Register(initial: initial).linearizability(of: operations) {
    case .holds(let order) where order.isEmpty: "nothing has to have happened"
    case .holds(let order) where order.count <= 8: "explained by the order \(text(of: order))"
    case .holds: "an order explains it"
    case .broken(let part) where part.count <= 8: "no order explains \(text(of: part))"
    case .broken(let part): "no order explains \(part.count) of its operations"
    case .unknown: "an order was not found"
    }
  }

  private func text(of places: [Int]) -> String {
    let part = places.flatMap { Self.numbers(of: entries[$0]) }
    return String(Self.domains[0].text(part).dropFirst().dropLast())
  }
}

extension RegisterRecord {
  /// The same history at other times that have the same order, and with other values: extreme ones, and such as
  /// differ in a few bits only.
  func inOtherNumbers(factor: Int128, shift: Int128, values: [Int128]) -> RegisterRecord {
    func value(_ number: Int128) -> Int128 {
      values.indices.contains(Int(clamping: number)) ? values[Int(clamping: number)] : number
    }
    func time(_ number: Int128) -> Int128 {
      min(max(number * factor + shift, Int128(Int.min)), Int128(Int.max))
    }
    let changed = entries.map { entry in
      Entry(
        kind: entry.kind, value: value(entry.value),
        other: entry.kind == .swap || entry.kind == .refusedSwap ? value(entry.other) : 0,
        invoked: time(entry.invoked), returned: entry.returned.map(time))
    }
    return RegisterRecord(changed, initial: value(initial))
  }
}
