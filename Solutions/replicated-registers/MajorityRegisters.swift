import ExerciseKit

/// Linearizable registers: each operation first asks a majority for the latest version, then stores
/// that version, or a new one above it, at a majority.
///
/// Guarantee: every history is linearizable, and an operation is answered while a majority can be
/// reached and not otherwise. Source: Attiya, Bar-Noy and Dolev 1995, with the versions of several
/// writers ordered as in Lynch and Shvartsman 1997.
///
/// It holds while no replica stops and channels repeat what they lose; they may deliver it twice. Cost: two
/// round trips to a majority for each operation, 4(n - 1) messages.
///
/// Must be stored: nothing is here, as the replicas of a trial do not stop; a replica that could would have
/// to store its copies before it answers.
struct MajorityRegisters: ReplicatedRegisters {
  /// The two rounds and their answers.
  enum Message: Sendable {
    case query(request: Int, register: Int)
    case version(request: Int, LWWRegister<Int, LamportStamp>)
    case store(request: Int, register: Int, LWWRegister<Int, LamportStamp>)
    case stored(request: Int)
  }

  private struct Operation {
    let request: RegisterRequest
    var latest: LWWRegister<Int, LamportStamp>
    var isStoring = false
    /// Replicas that have answered in this round, this one included: a channel that repeats a message
    /// until it arrives may deliver it twice, and one voice twice is no majority.
    var answered: Set<Int>
  }

  private let index: Int
  private let count: Int
  private var copies: [Int: LWWRegister<Int, LamportStamp>] = [:]
  private var operations: [Int: Operation] = [:]

  static var needsReliableChannels: Bool { true }

  init(index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  mutating func request(_ request: RegisterRequest) -> [RegisterEffect<Message>] {
    operations[request.id] = Operation(
      request: request, latest: copies[request.register, default: LWWRegister()],
      answered: [index])
    return toOthers(.query(request: request.id, register: request.register)) + advance(request.id)
  }

  mutating func receive(
    _ message: Message, from sender: Int
  ) -> [RegisterEffect<Message>] {
    switch message {
    case .query(let request, let register):
      let copy = copies[register, default: LWWRegister()]
      return [.send(.version(request: request, copy), to: sender)]
    case .version(let request, let version):
      guard operations[request]?.isStoring == false else { return [] }
      operations[request]?.latest.merge(version)
      operations[request]?.answered.insert(sender)
      return advance(request)
    case .store(let request, let register, let version):
      copies[register, default: LWWRegister()].merge(version)
      return [.send(.stored(request: request), to: sender)]
    case .stored(let request):
      guard operations[request]?.isStoring == true else { return [] }
      operations[request]?.answered.insert(sender)
      return advance(request)
    }
  }

  mutating func exchange(with partner: Int) -> [RegisterEffect<Message>] { [] }

  func value(of register: Int) -> Int {
    copies[register]?.value ?? 0
  }

  /// Begins the second round, or finishes, once a majority has answered.
  private mutating func advance(_ id: Int) -> [RegisterEffect<Message>] {
    guard var operation = operations[id], operation.answered.count > count / 2 else { return [] }
    guard !operation.isStoring else {
      operations[id] = nil
      return [.answer(request: id, value: operation.latest.value ?? 0)]
    }
    let request = operation.request
    if request.kind == .write {
      let highest = operation.latest.stamp?.counter ?? 0
      let counter = highest + min(1, .max - highest)
      operation.latest.write(
        request.written, at: LamportStamp(counter: counter, node: NodeID(UInt32(index + 1))))
    }
    operation.isStoring = true
    operation.answered = [index]
    operations[id] = operation
    copies[request.register, default: LWWRegister()].merge(operation.latest)
    return toOthers(.store(request: id, register: request.register, operation.latest))
      + advance(id)
  }

  private func toOthers(_ message: Message) -> [RegisterEffect<Message>] {
    (0..<count).filter { $0 != index }.map { .send(message, to: $0) }
  }
}
