import Dialects

/// What a replica of a cluster has sent to all others, in numbers that another replica can be told.
enum ReplicaMessage: Hashable, Sendable {
  typealias Change = ByzantineShadow.Change

  case prePrepare(request: Int128, sequence: Int128, view: Int128)
  case vote(isCommit: Bool, request: Int128, sequence: Int128, view: Int128)
  case viewChange(Change)
  case newView(view: Int128, changes: [Change], requests: [Int128])

  fileprivate var isAboutViews: Bool {
    switch self {
    case .viewChange, .newView: true
    case .prePrepare, .vote: false
    }
  }

  /// How it is told to another.
  func call(from sender: Int128) -> ObjectWords.Call {
    switch self {
    case .prePrepare(let request, let sequence, let view):
      .init(operation: 2, numbers: [sender, request, sequence, view])
    case .vote(let isCommit, let request, let sequence, let view):
      request == ByzantineShadow.none
        ? .init(operation: isCommit ? 6 : 4, numbers: [sender, sequence, view])
        : .init(operation: isCommit ? 5 : 3, numbers: [sender, request, sequence, view])
    case .viewChange(let change):
      .init(operation: 7, numbers: ByzantineLines.viewChange(change, from: sender))
    case .newView(let view, let changes, let requests):
      .init(
        operation: 8, numbers: ByzantineLines.newView(view, changes, requests, from: sender))
    }
  }

  /// The line of a conversation that says the same.
  func text(from sender: Int128) -> String {
    let call = call(from: sender)
    return byzantineReplica.operations[Int(call.operation)].form.text(call.numbers)
  }
}

/// What a replica has answered: where it is, what it has executed and what it has sent.
struct ReplicaAnswer: Sendable {
  /// At most so many messages of one answer are taken, each with at most so many items.
  private static let (mostMessages, mostItems) = (100, 200)

  private(set) var view: Int128 = 0
  private(set) var isWaiting = false
  private(set) var executed: [(sequence: Int128, request: Int128)] = []
  private(set) var messages: [ReplicaMessage] = []
  private var rest: ArraySlice<Int128>

  /// Reads an answer. A message with numbers that no replica can be told is left out.
  init(_ answer: ObjectWords.Answer) {
    rest = answer.numbers[...]
    view = next()
    isWaiting = next() == 1
    for _ in 0..<count(width: 2) { executed.append((next(), next())) }
    while let kind = rest.popFirst(), messages.count < Self.mostMessages {
      if let message = message(of: kind) { messages.append(message) }
    }
    rest = []
    // Effects have no order. What begins a view goes before what belongs to it.
    messages = messages.filter(\.isAboutViews) + messages.filter { !$0.isAboutViews }
  }

  private mutating func next() -> Int128 { rest.popFirst() ?? -1 }

  /// How many items follow, as many as there can be.
  private mutating func count(width: Int) -> Int {
    max(0, min(Int(clamping: next()), rest.count / max(1, width)))
  }

  private mutating func message(of kind: Int128) -> ReplicaMessage? {
    switch kind {
    case 0...2:
      let (view, sequence, request) = (next(), next(), next())
      guard Self.isCount(view), Self.isCount(sequence), Self.isRequest(request) else { return nil }
      guard kind == 0 else {
        return .vote(isCommit: kind == 2, request: request, sequence: sequence, view: view)
      }
      return request == ByzantineShadow.none
        ? nil : .prePrepare(request: request, sequence: sequence, view: view)
    case 3: return change().map { .viewChange($0) }
    default:
      let view = next()
      let changes = (0..<count(width: 3)).map { _ in change() }
      let requests = (0..<count(width: 1)).map { _ in next() }
      let genuine = changes.compactMap { $0 }
      guard Self.isCount(view), genuine.count == changes.count, changes.count <= 20,
        genuine.reduce(0, { $0 + $1.prepared.count }) <= Self.mostItems,
        requests.count <= Self.mostItems, requests.allSatisfy(Self.isRequest)
      else { return nil }
      return .newView(view: view, changes: genuine, requests: requests)
    }
  }

  private mutating func change() -> ReplicaMessage.Change? {
    let (replica, view) = (next(), next())
    let prepared = (0..<count(width: 3)).map { _ in [next(), next(), next()] }
    guard (0...Int128(UInt32.max)).contains(replica), Self.isCount(view),
      prepared.count <= Self.mostItems,
      prepared.allSatisfy({
        Self.isRequest($0[0]) && Self.isCount($0[1]) && Self.isCount($0[2])
      })
    else { return nil }
    return .init(replica: replica, view: view, prepared: prepared)
  }

  private static func isCount(_ number: Int128) -> Bool {
    NumberDomain.count.range.contains(number)
  }

  private static func isRequest(_ number: Int128) -> Bool {
    number == ByzantineShadow.none || NumberDomain.clientRequest.range.contains(number)
  }
}
