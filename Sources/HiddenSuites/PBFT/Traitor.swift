/// A faulty replica: it hears everything at once, and says what it likes to each.
struct Traitor: Sendable {
  /// What it is after.
  enum Plan: String, CaseIterable {
    case silent
    /// As primary it gives a number to two requests, and it agrees with each on everything.
    case twofaced
    /// As primary it begins a view with requests that nobody has prepared.
    case forgetful
    /// As primary it begins a view that nobody but itself has asked for.
    case hasty
    /// As primary it leaves out a number, and whoever has prepared something.
    case skipping
  }

  /// What it says, and to whom.
  typealias Lie = (message: ReplicaMessage, receivers: [Int])

  let plan: Plan
  let place: Int
  let names: [Int128]
  let quorum: Int
  /// Those to whom it tells the first of two stories.
  let believers: [Int]
  private var lastNumber: Int128 = 0
  private var views: Set<Int128> = []
  private var begun: Set<Int128> = [0]
  private var changes: [ReplicaMessage.Change] = []
  private var waiting: [Int128] = []

  init(_ plan: Plan, place: Int, names: [Int128], quorum: Int, believers: [Int]) {
    (self.plan, self.place, self.names) = (plan, place, names)
    (self.quorum, self.believers) = (quorum, believers)
  }

  private var name: Int128 { names[place] }
  private var others: [Int] { names.indices.filter { $0 != place } }
  private func isPrimary(of view: Int128) -> Bool { Int(view % Int128(names.count)) == place }

  /// A client asks.
  mutating func hears(request: Int128) -> [Lie] {
    waiting.append(request)
    guard let view = begun.max(), isPrimary(of: view) else { return [] }
    return proposals(of: request, in: view)
  }

  private mutating func proposals(of request: Int128, in view: Int128) -> [Lie] {
    switch plan {
    case .twofaced:
      lastNumber += 1
      let doubters = others.filter { !believers.contains($0) }
      return zip([request, request + 50], [believers, doubters]).map { request, receivers in
        (.prePrepare(request: request, sequence: lastNumber, view: view), receivers)
      }
    case .skipping:
      lastNumber += 2
      return [(.prePrepare(request: request, sequence: lastNumber, view: view), others)]
    case .silent, .forgetful, .hasty: return []
    }
  }

  /// A correct replica has sent something to all.
  mutating func hears(_ message: ReplicaMessage, from sender: Int) -> [Lie] {
    guard plan != .silent else { return [] }
    switch message {
    case .prePrepare(let request, let sequence, let view):
      return agrees(request, sequence, view, to: others)
    case .vote(false, let request, let sequence, let view):
      return agrees(request, sequence, view, to: [sender])
    case .vote: return []
    case .newView(let view, _, let requests):
      begun.insert(view)
      return requests.enumerated().flatMap {
        agrees($0.element, Int128($0.offset) + 1, view, to: others)
      }
    case .viewChange(let change): return answer(to: change)
    }
  }

  private func agrees(
    _ request: Int128, _ sequence: Int128, _ view: Int128, to receivers: [Int]
  ) -> [Lie] {
    [false, true].map {
      (.vote(isCommit: $0, request: request, sequence: sequence, view: view), receivers)
    }
  }

  /// It asks for every view that somebody asks for, and has prepared nothing.
  private mutating func answer(to change: ReplicaMessage.Change) -> [Lie] {
    changes.append(change)
    let view = change.view
    let own = ReplicaMessage.Change(replica: name, view: view, prepared: [])
    var lies: [Lie] = []
    if views.count < 100, views.insert(view).inserted { lies.append((.viewChange(own), others)) }
    guard isPrimary(of: view), !begun.contains(view) else { return lies }
    let asking = [own] + changes.filter { $0.view == view }
    let shown: [ReplicaMessage.Change]
    var requests: [Int128]? = nil
    switch plan {
    case .hasty: (shown, requests) = (Array(repeating: own, count: quorum), [40])
    case .skipping:
      shown = Array(asking.sorted { $0.prepared.count < $1.prepared.count }.prefix(quorum - 1))
      guard shown.count == quorum - 1 else { return lies }
    case .forgetful:
      guard asking.count >= quorum else { return lies }
      shown = Array(asking.prefix(quorum))
      requests = (0..<max(1, ByzantineShadow.following(from: shown).count)).map { Int128(60 + $0) }
    case .twofaced, .silent:
      guard asking.count >= quorum else { return lies }
      shown = Array(asking.prefix(quorum))
    }
    begun.insert(view)
    let following = requests ?? ByzantineShadow.following(from: shown)
    lastNumber = Int128(following.count)
    lies.append((.newView(view: view, changes: shown, requests: following), others))
    for (place, request) in following.enumerated() {
      lies += agrees(request, Int128(place) + 1, view, to: others)
    }
    for request in waiting.suffix(4) where !following.contains(request) {
      lies += proposals(of: request, in: view)
    }
    return lies
  }
}
