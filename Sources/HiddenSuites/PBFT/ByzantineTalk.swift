import Dialects
import Simulation

// What a replica of PBFT may be told, in lines of text and in numbers.

private typealias Shadow = ByzantineShadow

extension NumberDomain {
  /// A client's request.
  static let clientRequest = NumberDomain(namesWith: "r")
  /// A view, or a number that a request has.
  static let count = NumberDomain(0...Int128(Int.max))
}

/// What lists hold at most.
private let longestList = 240

private let certificates = NumberDomain(
  listOf: [
    ItemForm("# as number # in view #", [1, 2, 3]),
    ItemForm("nothing as number # in view #", [2, 3]),
  ], [.clientRequest, .count, .count], upTo: longestList)

private let askers = NumberDomain(
  listOf: [ItemForm("n# for view #", [1, 2])], [.node, .count], upTo: 20)

/// The first number says whose they are, by place in the list of those who ask.
private let shownCertificates = NumberDomain(
  listOf: [
    ItemForm("word # has # as number # in view #", [1, 2, 3, 4]),
    ItemForm("word # has nothing as number # in view #", [1, 3, 4]),
  ], [NumberDomain(1...20), .clientRequest, .count, .count], upTo: longestList)

private let followingRequests = NumberDomain(
  listOf: [ItemForm("#", [1]), ItemForm("nothing", [])], [.clientRequest], upTo: longestList)

/// Lines and numbers of messages; a cluster sends what replicas have said with the same operations.
enum ByzantineLines {
  typealias Change = ByzantineShadow.Change

  static func viewChange(_ change: Change, from sender: Int128) -> [Int128] {
    [sender, change.replica, change.view, Int128(change.prepared.count)]
      + change.prepared.flatMap { listed($0[0]) + $0[1...] }
  }

  static func newView(
    _ view: Int128, _ changes: [Change], _ requests: [Int128], from sender: Int128
  ) -> [Int128] {
    let shown = changes.enumerated().flatMap { place, change in
      change.prepared.map { certificate -> [Int128] in
        let request = listed(certificate[0])
        return [request[0], Int128(place) + 1, request[1]] + certificate[1...]
      }
    }
    var numbers = [sender, view, Int128(changes.count)]
    for change in changes { numbers += [0, change.replica, change.view] }
    numbers.append(Int128(shown.count))
    for item in shown { numbers += item }
    numbers.append(Int128(requests.count))
    for request in requests { numbers += listed(request) }
    return numbers
  }

  /// A request in a list of items of two forms.
  private static func listed(_ request: Int128) -> [Int128] {
    request == ByzantineShadow.none ? [1, 0] : [0, request]
  }

  /// The request of such an item, of those that Swift calls equal the first.
  private static func request(_ item: ArraySlice<Int128>) -> Int128 {
    item[item.startIndex] == 1
      ? ByzantineShadow.none
      : NumberDomain.clientRequest.first(equalTo: item[item.startIndex + 1])
  }

  fileprivate static func change(_ numbers: [Int128]) -> Change {
    let items = stride(from: 4, to: numbers.count, by: 4).map { numbers[$0..<$0 + 4] }
    return Change(
      replica: numbers[1], view: numbers[2],
      prepared: items.map { [request($0)] + $0.dropFirst(2) })
  }

  fileprivate static func newView(_ numbers: [Int128]) -> (changes: [Change], requests: [Int128]) {
    var rest = numbers[2...]
    func take(_ width: Int) -> [ArraySlice<Int128>] {
      let count = Int(rest.popFirst() ?? 0)
      return (0..<count).map { _ in
        defer { rest = rest.dropFirst(width) }
        return rest.prefix(width)
      }
    }
    var changes = take(3).map {
      Change(replica: $0[$0.startIndex + 1], view: $0[$0.startIndex + 2], prepared: [])
    }
    for item in take(5) {
      let place = Int(item[item.startIndex + 1]) - 1
      guard changes.indices.contains(place) else { continue }
      let form = item.prefix(1)
      let request = request(ArraySlice(form + item.dropFirst(2)))
      changes[place].prepared.append([request] + item.dropFirst(3))
    }
    return (changes, take(2).map(request))
  }
}

/// Whether a line leaves what was shown and what was prepared without a contradiction.
private func isGenuine(
  _ state: Shadow, after line: @Sendable (inout Shadow) -> SequentialObject<Shadow>.Right
) -> Bool {
  var state = state
  _ = line(&state)
  return state.isGenuine
}

private func operation(
  _ form: NumberForm, weight: Int, near: @escaping @Sendable (Shadow) -> [[Int128]] = { _ in [] },
  fitting: @escaping @Sendable (Shadow) -> [[Int128]],
  right: @escaping @Sendable ([Int128], inout Shadow) -> SequentialObject<Shadow>.Right
) -> SequentialObject<Shadow>.Operation {
  .init(
    form, weight: weight, isAllowed: { numbers, state in isGenuine(state) { right(numbers, &$0) } },
    near: near, fitting: fitting, right: right)
}

private func vote(isCommit: Bool, isNone: Bool) -> SequentialObject<Shadow>.Operation {
  let verb = isCommit ? "commits" : "prepares"
  let domains: [NumberDomain] =
    [.node] + (isNone ? [] : [.clientRequest]) + [.count, .count]
  return operation(
    NumberForm("n# \(verb) \(isNone ? "nothing" : "#") as number # in view #", domains),
    weight: isNone ? 4 : 24,
    near: { [$0.replicas] + (isNone ? [] : [$0.requests]) + [$0.numbers, $0.views] },
    fitting: { $0.votes(isCommit: isCommit, isNone: isNone) }
  ) { numbers, state in
    let place = numbers.count - 2
    let word = Shadow.Word(
      view: numbers[place + 1], request: isNone ? Shadow.none : numbers[1])
    return state.vote(word, numbers[place], isCommit: isCommit, from: numbers[0])
  }
}

let byzantineReplica = SequentialObject<ByzantineShadow>(
  subject: "replica",
  setting: NumberForm(
    "replica # of # from n# in steps of #, numbers up to #",
    [
      NumberDomain(1...130, drawnTo: 16), NumberDomain(1...130, drawnTo: 16), .node, .node,
      NumberDomain(1...Int128(Int.max), drawnTo: 200),
    ]
  ) { $0[0] <= $0[1] && SpacedNodes.exist($0[1...3]) },
  start: { ByzantineShadow($0) },
  operations: [
    .init(
      NumberForm("a client asks for #", [.clientRequest]), weight: 8, near: { [$0.requests] }
    ) { $1.request($0[0]) },
    .init(NumberForm("the timer runs out"), weight: 3) { $1.timeout() },
    operation(
      NumberForm(
        "n# pre-prepares # as number # in view #", [.node, .clientRequest, .count, .count]),
      weight: 16,
      near: { [[$0.primary(of: $0.view)] + $0.replicas, $0.requests, $0.numbers, $0.views] },
      fitting: \.proposals
    ) { numbers, state in
      let word = Shadow.Word(view: numbers[3], request: numbers[1])
      return state.prePrepare(word, numbers[2], from: numbers[0])
    },
    vote(isCommit: false, isNone: false), vote(isCommit: false, isNone: true),
    vote(isCommit: true, isNone: false), vote(isCommit: true, isNone: true),
    operation(
      NumberForm(
        "n# sends: n# asks for view #, having prepared #", [.node, .node, .count, certificates]),
      weight: 10, near: { [$0.replicas, $0.replicas, $0.views] }, fitting: \.viewChanges
    ) { numbers, state in
      state.viewChange(ByzantineLines.change(numbers), from: numbers[0])
    },
    operation(
      NumberForm(
        "n# begins view #, asked by #, with #, and re-proposes #",
        [.node, .count, askers, shownCertificates, followingRequests]),
      weight: 5, near: { [$0.replicas, $0.views] }, fitting: \.newViews
    ) { numbers, state in
      let (changes, requests) = ByzantineLines.newView(numbers)
      return state.newView(numbers[1], changes, requests, from: numbers[0])
    },
  ],
  text: byzantineText, isTelling: { $0.numbers.count > 3 }, longest: 240)

/// An answer as a learner sees it.
@Sendable private func byzantineText(_ answer: ObjectWords.Answer) -> String {
  var rest = answer.numbers[...]
  func next() -> Int128 { rest.popFirst() ?? -1 }
  func count() -> Int { max(0, min(Int(clamping: next()), rest.count)) }
  func request() -> String {
    let number = next()
    return number == ByzantineShadow.none ? "nothing" : NumberDomain.clientRequest.text(number)
  }
  func order() -> String { "\(request()) as number \(next()) in view \(next())" }
  func change() -> String {
    let (replica, view) = (next(), next())
    return "n\(replica) asks for view \(view), having prepared "
      + "[\((0..<count()).map { _ in order() }.joined(separator: ", "))]"
  }
  func numbered() -> String {
    let (view, sequence) = (next(), next())
    return "\(request()) as number \(sequence) in view \(view)"
  }
  let state = "view \(next())" + (next() == 1 ? ", waiting" : "")
  var effects = (0..<count()).map { _ in
    let sequence = next()
    return "executes \(request()) as number \(sequence)"
  }
  while let kind = rest.popFirst() {
    switch kind {
    case 0: effects.append("pre-prepares \(numbered())")
    case 1: effects.append("prepares \(numbered())")
    case 2: effects.append("commits \(numbered())")
    case 3: effects.append("sends: \(change())")
    default:
      let view = next()
      let changes = (0..<count()).map { _ in change() }.joined(separator: "; ")
      let requests = (0..<count()).map { _ in request() }.joined(separator: ", ")
      effects.append("begins view \(view), because \(changes), and re-proposes [\(requests)]")
    }
  }
  return (effects.isEmpty ? "nothing" : effects.joined(separator: ", ")) + "; \(state)"
}
