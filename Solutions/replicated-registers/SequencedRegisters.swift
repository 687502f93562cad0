/// Sequentially consistent registers: the first replica numbers all writes, everybody applies them in
/// that order, a write is answered once it is applied here, and a read is answered from the own copy.
///
/// Guarantee: every history is sequentially consistent, and not always linearizable, since a copy may
/// be behind. Reads are always answered; a write only while the first replica and a majority can be
/// reached. Source: Attiya and Welch 1994, section 4.1 (local reads).
///
/// It holds while no replica stops and channels repeat what they lose; they may deliver it twice. Cost: a
/// write is forwarded, then three messages to or from each other replica; a read costs none.
///
/// Deviation: the paper assumes an atomic broadcast. This is a small one: a number is final once a
/// majority holds its write. Replacing the first replica when it fails is left out; that is what
/// consensus is for. Writes and their order are kept for good.
struct SequencedRegisters: ReplicatedRegisters {
  /// A write with its place in the order.
  struct Entry: Sendable {
    let number: Int
    let replica: Int
    let request: Int
    let register: Int
    let value: Int
  }

  /// The steps of a write.
  enum Message: Sendable {
    case forward(RegisterRequest)
    case append(Entry)
    case appended(number: Int)
    case commit(upTo: Int)
  }

  private let index: Int
  private let count: Int
  private var entries: [Int: Entry] = [:]
  /// At the first replica: how many entries there are, which requests they carry, and which replicas
  /// hold each that is not final.
  private var lastNumber = 0
  private var numbered: Set<Int> = []
  private var holders: [Int: Set<Int>] = [:]
  private var committed = 0
  private var applied = 0
  private var values: [Int: Int] = [:]

  static var needsReliableChannels: Bool { true }

  init(index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  mutating func request(_ request: RegisterRequest) -> [RegisterEffect<Message>] {
    if request.kind == .read {
      return [.answer(request: request.id, value: value(of: request.register))]
    }
    return index == 0 ? number(request) : [.send(.forward(request), to: 0)]
  }

  mutating func receive(
    _ message: Message, from sender: Int
  ) -> [RegisterEffect<Message>] {
    switch message {
    case .forward(let request):
      return number(request)
    case .append(let entry):
      entries[entry.number] = entry
      return [.send(.appended(number: entry.number), to: sender)] + apply()
    case .appended(let number):
      guard number > committed, number <= lastNumber else { return [] }
      holders[number, default: []].insert(sender)
      return commit()
    case .commit(let number):
      committed = max(committed, number)
      return apply()
    }
  }

  mutating func exchange(with partner: Int) -> [RegisterEffect<Message>] { [] }

  func value(of register: Int) -> Int {
    values[register, default: 0]
  }

  private mutating func number(_ request: RegisterRequest) -> [RegisterEffect<Message>] {
    // A write that was forwarded twice is one write.
    guard numbered.insert(request.id).inserted else { return [] }
    lastNumber += 1
    let entry = Entry(
      number: lastNumber, replica: request.replica, request: request.id,
      register: request.register, value: request.written)
    entries[lastNumber] = entry
    holders[lastNumber] = [index]
    return toOthers(.append(entry)) + commit()
  }

  /// At the first replica: entries that a majority holds, with all before them, are final.
  private mutating func commit() -> [RegisterEffect<Message>] {
    let before = committed
    while holders[committed + 1, default: []].count > count / 2 {
      committed += 1
      holders[committed] = nil
    }
    return committed == before ? [] : toOthers(.commit(upTo: committed)) + apply()
  }

  private mutating func apply() -> [RegisterEffect<Message>] {
    var effects: [RegisterEffect<Message>] = []
    while applied < committed, let entry = entries[applied + 1] {
      applied += 1
      values[entry.register] = entry.value
      if entry.replica == index {
        effects.append(.answer(request: entry.request, value: entry.value))
      }
    }
    return effects
  }

  private func toOthers(_ message: Message) -> [RegisterEffect<Message>] {
    (0..<count).filter { $0 != index }.map { .send(message, to: $0) }
  }
}
