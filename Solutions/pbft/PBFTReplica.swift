public import ExerciseKit

/// One replica of Practical Byzantine Fault Tolerance: three phases under one primary, and the replacement of a
/// primary that is silent or lies. `ByzantineReplica` is the same with checkpoints, which forget, and restarts.
///
/// Guarantee: among n replicas of which at most f = (n - 1) / 3, rounded down, are faulty in any way, no two correct
/// ones execute different requests under one number, and none executes a request twice.
///
/// It holds with messages lost, repeated, reordered and delayed. When those among correct replicas arrive, in the
/// order in which they were sent and within a time that the timers exceed in the end, every request that a client has
/// told them all is executed. Source: Castro and Liskov 1999, sections 4.2 and 4.4.
///
/// Must be stored: all of it; a replica that starts anew counts as one of the f.
///
/// Cost: n - 1 messages and two rounds in which everybody tells everybody, for each request; for a view change one
/// round of messages with what was prepared, and one message that shows a quorum of those.
///
/// Memory: of each number one word of each replica for each phase, and at most `window` numbers; of each replica the
/// latest view change. Requests that wait, and those executed, are kept for good.
///
/// Deviation: no checkpoints, so a view begins with the first number, and the numbers end at the window. A quorum is
/// more than half of n + f, which is the paper's 2f + 1 where n = 3f + 1. A request is its own digest, and stands for
/// itself where the paper compares a client's timestamps. Also a primary has a timer.
public struct PBFTReplica: ByzantineReplicating {
  /// What somebody has said of a number.
  private struct Word: Hashable, Sendable {
    let view: Int
    let request: String?
  }

  /// What is known of a number.
  private struct Slot: Hashable, Sendable {
    /// What the primary of a view has said first.
    var accepted: Word?
    /// Each replica's first word in the latest view.
    var prepares: [NodeID: Word] = [:]
    var commits: [NodeID: Word] = [:]
    /// That it was prepared here, in the latest view in which it was.
    var certificate: PreparedCertificate?
  }

  private let id: NodeID
  private let replicas: [NodeID]
  private let window: Int
  /// The view it is in, or asks for.
  public private(set) var view = 0
  /// True from leaving a view until the next one begins.
  private var isChangingView = false
  private var slots: [Int: Slot] = [:]
  /// The last number given in this view, for its primary.
  private var lastNumber = 0
  private var lastExecuted = 0
  private var executed: Set<String> = []
  /// What clients have asked for, until it is executed.
  private var waiting: [String] = []
  /// Each replica's word on the latest view it has asked for.
  private var asked: [NodeID: ViewChange] = [:]

  /// A replica in view 0.
  public init(id: NodeID, replicas: [NodeID], window: Int) {
    self.id = id
    self.replicas = replicas.sorted()
    self.window = window
  }

  private var faults: Int { (replicas.count - 1) / 3 }
  private var quorum: Int { (replicas.count + faults) / 2 + 1 }

  private func primary(of view: Int) -> NodeID { replicas[view % replicas.count] }

  /// Whether its timer has to run.
  public var isWaiting: Bool {
    isChangingView ? wordsForView.count >= quorum : !waiting.isEmpty
  }

  // MARK: Inputs

  /// A client asks for something.
  public mutating func request(_ request: String) -> [AgreementEffect] {
    guard !executed.contains(request), !waiting.contains(request) else { return [] }
    waiting.append(request)
    return numberRequests()
  }

  /// The timer has run out.
  public mutating func timeout() -> [AgreementEffect] {
    guard isWaiting, view < .max else { return [] }
    return changeView(to: view + 1)
  }

  /// A message arrives.
  public mutating func receive(
    _ message: AgreementMessage, from sender: NodeID
  ) -> [AgreementEffect] {
    guard sender != id, replicas.contains(sender) else { return [] }
    switch message {
    case .prePrepare(let view, let sequence, let request):
      guard view == self.view, !isChangingView, sender == primary(of: view),
        isInWindow(sequence), slots[sequence]?.accepted?.view != view
      else { return [] }
      return accept(Word(view: view, request: request), sequence) + progress(sequence)
    case .prepare(let view, let sequence, let request):
      keep(Word(view: view, request: request), of: sender, in: \.prepares, sequence)
      return progress(sequence)
    case .commit(let view, let sequence, let request):
      keep(Word(view: view, request: request), of: sender, in: \.commits, sequence)
      return progress(sequence)
    case .viewChange(let change): return take(change, from: sender)
    case .newView(let view, let changes, let requests):
      guard sender == primary(of: max(0, view)), isAhead(view), isProof(changes, of: view),
        requests == reproposed(changes)
      else { return [] }
      return begin(view, with: requests)
    }
  }

  // MARK: The three phases

  private func isInWindow(_ sequence: Int) -> Bool { sequence >= 1 && sequence <= window }

  /// The primary gives numbers to what has none in its view.
  private mutating func numberRequests() -> [AgreementEffect] {
    guard primary(of: view) == id, !isChangingView else { return [] }
    var effects: [AgreementEffect] = []
    for request in waiting {
      let word = Word(view: view, request: request)
      guard lastNumber < window, !slots.values.contains(where: { $0.accepted == word }) else {
        continue
      }
      lastNumber += 1
      slots[lastNumber, default: Slot()].accepted = word
      effects.append(
        .broadcast(.prePrepare(view: view, sequence: lastNumber, request: request)))
      effects += progress(lastNumber)
    }
    return effects
  }

  /// Takes the primary's word, and says so unless it is the own one.
  private mutating func accept(_ word: Word, _ sequence: Int) -> [AgreementEffect] {
    slots[sequence, default: Slot()].accepted = word
    guard primary(of: word.view) != id else { return [] }
    slots[sequence]?.prepares[id] = word
    return [
      .broadcast(.prepare(view: word.view, sequence: sequence, request: word.request))
    ]
  }

  /// Of each replica the first word in its latest view counts.
  private mutating func keep(
    _ word: Word, of sender: NodeID, in phase: WritableKeyPath<Slot, [NodeID: Word]>,
    _ sequence: Int
  ) {
    guard word.view >= view, isInWindow(sequence) else { return }
    var slot = slots[sequence] ?? Slot()
    if let known = slot[keyPath: phase][sender], known.view >= word.view { return }
    slot[keyPath: phase][sender] = word
    slots[sequence] = slot
  }

  /// Sends the commit of what has become prepared, and executes what is next and committed.
  private mutating func progress(_ sequence: Int) -> [AgreementEffect] {
    guard !isChangingView else { return [] }
    var effects: [AgreementEffect] = []
    if var slot = slots[sequence], let word = slot.accepted, word.view == view,
      slot.certificate?.view != view
    {
      let primary = primary(of: view)
      let backups = slot.prepares.count { $0.value == word && $0.key != primary }
      if backups + 1 >= quorum {
        slot.certificate = PreparedCertificate(
          view: view, sequence: sequence, request: word.request)
        slot.commits[id] = word
        slots[sequence] = slot
        effects.append(
          .broadcast(.commit(view: view, sequence: sequence, request: word.request)))
      }
    }
    while let word = committed(lastExecuted + 1) {
      lastExecuted += 1
      guard let request = word.request, executed.insert(request).inserted else { continue }
      waiting.removeAll { $0 == request }
      effects.append(.execute(sequence: lastExecuted, request: request))
    }
    return effects
  }

  private func committed(_ sequence: Int) -> Word? {
    guard let slot = slots[sequence], let word = slot.accepted, word.view == view,
      slot.certificate?.view == view, slot.commits.values.count(where: { $0 == word }) >= quorum
    else { return nil }
    return word
  }

  // MARK: Another view

  private var wordsForView: [ViewChange] { asked.values.filter { $0.view == view } }

  /// Whether a view is one that this replica has not been in.
  private func isAhead(_ view: Int) -> Bool {
    view > self.view || view == self.view && isChangingView
  }

  private mutating func changeView(to view: Int) -> [AgreementEffect] {
    self.view = view
    isChangingView = true
    let prepared = slots.values.compactMap(\.certificate).sorted { $0.sequence < $1.sequence }
    let own = ViewChange(replica: id, view: view, prepared: prepared)
    asked[id] = own
    return [.broadcast(.viewChange(own))] + beginIfAsked()
  }

  /// Follows when some correct replica has left for a later view.
  private mutating func take(_ change: ViewChange, from sender: NodeID) -> [AgreementEffect] {
    guard change.replica == sender, isAhead(change.view), isValid(change),
      asked[sender].map({ $0.view < change.view }) ?? true
    else { return [] }
    asked[sender] = change
    let later = asked.values.map(\.view).filter { $0 > view }
    if later.count > faults, let first = later.min() { return changeView(to: first) }
    return beginIfAsked()
  }

  /// The primary begins the view that a quorum has asked for.
  private mutating func beginIfAsked() -> [AgreementEffect] {
    let changes = wordsForView.sorted { $0.replica < $1.replica }
    guard isChangingView, primary(of: view) == id, changes.count >= quorum else { return [] }
    let requests = reproposed(changes)
    let message = AgreementMessage.newView(view: view, viewChanges: changes, requests: requests)
    return [.broadcast(message)] + begin(view, with: requests) + numberRequests()
  }

  private mutating func begin(_ view: Int, with requests: [String?]) -> [AgreementEffect] {
    self.view = view
    isChangingView = false
    lastNumber = requests.count
    var effects: [AgreementEffect] = []
    for (index, request) in requests.enumerated() {
      effects += accept(Word(view: view, request: request), index + 1) + progress(index + 1)
    }
    return effects
  }

  /// What each number is pre-prepared with, up to the last that somebody had prepared.
  private func reproposed(_ changes: [ViewChange]) -> [String?] {
    var latest: [Int: PreparedCertificate] = [:]
    for certificate in changes.flatMap(\.prepared) {
      if let known = latest[certificate.sequence], known.view >= certificate.view { continue }
      latest[certificate.sequence] = certificate
    }
    guard let last = latest.keys.max() else { return [] }
    return (1...last).map { latest[$0]?.request }
  }

  private func isProof(_ changes: [ViewChange], of view: Int) -> Bool {
    let names = Set(changes.map(\.replica))
    return names.count == changes.count && names.count >= quorum && names.isSubset(of: replicas)
      && changes.allSatisfy { $0.view == view && isValid($0) }
  }

  private func isValid(_ change: ViewChange) -> Bool {
    let numbers = change.prepared.map(\.sequence)
    return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
      && change.prepared.allSatisfy { isInWindow($0.sequence) && $0.view < change.view }
  }
}
