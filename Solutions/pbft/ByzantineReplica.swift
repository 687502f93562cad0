public import ExerciseKit

/// One replica of Practical Byzantine Fault Tolerance: pre-prepare, prepare and commit under one primary,
/// checkpoints, and the replacement of a primary that is silent or lies.
///
/// Guarantee: among n = 3f + 1 replicas of which at most f are faulty in any way, no two correct ones
/// execute different requests under one sequence number, none executes a request twice, and what one has
/// executed is the beginning of what the other has. It holds with messages lost, repeated, reordered and
/// delayed, and with correct ones that stop and start again from what they persisted. When messages of the
/// correct replicas arrive within a time that the growing timeouts exceed in the end, what a client has
/// asked all of them for is executed by at least f + 1 correct ones, who answer it; one that has left its
/// view alone meanwhile gets the state with the next checkpoint. Source: Castro and Liskov 1999, section 4.2
/// (normal case), 4.3
/// (garbage collection), 4.4 (view changes) and 4.5 (why it is safe and live).
///
/// Each phase has its reason. Prepares make sure that no other request has a certificate in this view.
/// Commits make sure that enough replicas hold it: 2f + 1 say so, of any 2f + 1 who ask for another view one
/// correct replica is among them, and the new view keeps the request. Who executes what is merely prepared
/// can be the only one to know, and the next view gives the number to something else.
///
/// Must be stored: `Stored`, before an output of a step takes place. One that has forgotten what it
/// prepared can prepare something else, and is then one of the f. Words of others that had no output
/// yet may be lost with it, as messages are. An application of its own that starts again compares its
/// state with `executed`.
///
/// Cost: n - 1 messages and two rounds in which everybody tells everybody, for each request; one such
/// round more for each `interval` of them; for a view change one round of messages that each hold up to
/// 2 · `interval` certificates, and one message that holds 2f + 1 of those. A write to the disk for each
/// step with an output.
///
/// Memory: numbers above the last stable checkpoint by more than 2 · `interval` are refused, so there are
/// at most so many slots, each with one word of each member for each phase and one certificate. Beside them,
/// of each member one view change and one digest for each of two checkpoints; and at most 2 · `interval`
/// requests that wait. The executed requests are the application's state, and grow as it does.
///
/// Inputs: a client's request, a message, and that the timer has run out; `retransmit` after a start and
/// whenever nothing has arrived for long. What arrives for another view than this is not kept: it comes
/// again.
///
/// Deviations: the caller says who has sent a message and has checked its signatures (`quotes`): a list of
/// names stands for what they have signed. Clients sign nothing, so a faulty primary can make up requests; a
/// client believes what f + 1 replicas answer alike. A request is its own name: one that is executed
/// already, or asked for twice, is passed over, where the paper compares a client's timestamps. The state
/// is the list of requests. Who lacks the state of a stable checkpoint asks for all of it (the paper sends
/// the pages that differ). Of a member's view changes the latest is kept, of other words the first.
public struct ByzantineReplica: Hashable, Sendable {
  /// What a replica wants done, in this order.
  public enum Output: Hashable, Sendable {
    /// Put this on stable storage; what follows waits until it is there.
    case persist(Stored)
    /// Send to every other replica.
    case broadcast(Message)
    /// Send to one.
    case send(Message, to: NodeID)
    /// Execute the request. Numbers rise; those of requests that do nothing are left out.
    case execute(sequence: Int, request: String)
    /// The state is now this one, which others have executed.
    case install(sequence: Int, executed: [String])
    /// Let the timer run, from its start: the usual time, doubled so often.
    case setTimer(doublings: Int)
    /// Stop the timer.
    case stopTimer
  }

  /// This replica.
  public let id: NodeID
  let members: [NodeID]
  let firstPrimary: Int
  let interval: Int
  /// What it knows, as it must be on the disk before anything that follows from it shows.
  public internal(set) var stored: Stored { didSet { isPersisted = false } }
  private var isPersisted = true
  private var isTimerRunning = false
  /// True when the timer is to begin anew at the end of this step.
  var restartsTimer = false
  /// View changes since something was executed.
  var attempts = 0

  /// Makes a replica of a cluster of 3f + 1; it starts, or starts again from what was persisted last.
  /// - Parameters:
  ///   - id: this replica.
  ///   - members: all replicas, this one included.
  ///   - primary: the one that numbers requests in view 0; those after it follow by name, in a ring.
  ///   - interval: a checkpoint is taken each time so many numbers are executed, the same at all.
  ///   - stored: what this replica has persisted under its name.
  public init(
    id: NodeID, members: [NodeID], primary: NodeID, interval: Int = 128, stored: Stored = Stored()
  ) {
    let ring = Set(members).sorted()
    precondition(ring.contains(id), "members of the cluster")
    precondition(ring.count % 3 == 1, "a cluster of 3f + 1")
    precondition((1...1_000_000).contains(interval), "an interval from 1 to a million")
    guard let firstPrimary = ring.firstIndex(of: primary) else {
      preconditionFailure("a primary among the members")
    }
    self.id = id
    self.firstPrimary = firstPrimary
    self.interval = interval
    self.stored = stored
    self.members = ring
  }

  /// The view it is in, or is changing to.
  public var view: Int { stored.view }
  /// True from leaving a view until the next one begins.
  public var isChangingView: Bool { stored.isChangingView }
  /// The requests executed, in order.
  public var executed: [String] { stored.executed }
  /// The number up to which everything is executed and may be forgotten: the low water mark.
  public var lowWaterMark: Int { stored.stable.sequence }
  /// The highest number that is taken in.
  public var highWaterMark: Int { stored.stable.sequence + window }
  /// How many numbers there is something kept of.
  public var slotCount: Int { stored.slots.count }

  /// f: how many faulty replicas are masked.
  var faults: Int { (members.count - 1) / 3 }
  /// How many numbers lie between the water marks.
  var window: Int { 2 * interval }

  /// Who numbers requests in a view.
  public func primary(of view: Int) -> NodeID {
    members[(firstPrimary + max(0, view) % members.count) % members.count]
  }

  var isPrimary: Bool { primary(of: view) == id }

  // MARK: Inputs

  /// A client asks. The primary numbers the request; others pass it on and wait with a timer. Nothing
  /// comes of a request that is executed, or of one too many.
  public mutating func propose(_ request: String) -> [Output] {
    guard wait(for: request), !isPrimary, !isChangingView else { return finished([]) }
    return finished([.send(.request(request), to: primary(of: view))])
  }

  /// The timer has run out: the primary has had its time. Nothing comes of a timer that was stopped.
  public mutating func timeout() -> [Output] {
    guard isTimerRunning, view < .max else { return [] }
    return finished(changeView(to: view + 1))
  }

  /// Says again what it has said and what may not have arrived.
  public mutating func retransmit() -> [Output] {
    var outputs: [Output] = []
    if lowWaterMark > 0 { outputs.append(.broadcast(.stable(stored.stable))) }
    for (sequence, digests) in stored.checkpoints.sorted(by: { $0.key < $1.key }) {
      guard let own = digests[id] else { continue }
      outputs.append(.broadcast(.checkpoint(sequence: sequence, digest: own)))
    }
    if stored.lastExecuted < lowWaterMark { outputs.append(fetch) }
    if isChangingView {
      if let own = stored.viewChanges[id] { outputs.append(.broadcast(.viewChange(own))) }
    } else {
      if let newView = stored.newView { outputs.append(.broadcast(.newView(newView))) }
      outputs += stored.slots.keys.sorted().flatMap(said)
      outputs += relays
    }
    return finished(outputs)
  }

  /// Takes in a message. What a stranger says, and a second word on a number, change nothing.
  public mutating func receive(_ message: Message, from sender: NodeID) -> [Output] {
    guard members.contains(sender), sender != id else { return [] }
    return finished(handle(message, from: sender))
  }

  private mutating func handle(_ message: Message, from sender: NodeID) -> [Output] {
    switch message {
    case .request(let request):
      if isPrimary { _ = wait(for: request) }
      return []
    case .prePrepare(let view, let sequence, let request):
      guard isOpen(view, sequence) else { return [] }
      return accept(Order(request: request), sequence, from: sender)
    case .prepare(let view, let sequence, let request):
      // The primary prepares by its pre-prepare.
      guard isOpen(view, sequence), sender != primary(of: view) else { return [] }
      keep(Order(request: request), of: sender, in: \.prepares, sequence)
      return progress(sequence)
    case .commit(let view, let sequence, let request):
      guard isOpen(view, sequence) else { return [] }
      keep(Order(request: request), of: sender, in: \.commits, sequence)
      return progress(sequence)
    case .checkpoint(let sequence, let digest):
      return take(digest, for: sequence, from: sender)
    case .stable(let checkpoint): return isValid(checkpoint) ? advance(to: checkpoint) : []
    case .fetch(let sequence): return state(after: sequence, for: sender)
    case .state(let checkpoint, let executed): return install(executed, at: checkpoint)
    case .viewChange(let viewChange): return take(viewChange, from: sender)
    case .newView(let newView): return take(newView, from: sender)
    }
  }

  /// Keeps a request until it is executed; false when it is, or when there are too many.
  private mutating func wait(for request: String) -> Bool {
    guard !executed.contains(request) else { return false }
    if stored.pending.contains(request) { return true }
    guard stored.pending.count < window else { return false }
    stored.pending.append(request)
    return true
  }

  // MARK: The normal case

  /// True when something is taken in for a number in a view.
  private func isOpen(_ view: Int, _ sequence: Int) -> Bool {
    view == self.view && !isChangingView && isWithinMarks(sequence)
  }

  func isWithinMarks(_ sequence: Int) -> Bool {
    sequence > lowWaterMark && sequence <= highWaterMark
  }

  /// Whoever calls it: only the view's primary gives numbers.
  private mutating func accept(_ order: Order, _ sequence: Int, from sender: NodeID) -> [Output] {
    guard sender == primary(of: view), stored.slots[sequence]?.accepted == nil else { return [] }
    return prepare(order, sequence) + progress(sequence)
  }

  /// Takes what the primary has said for its own word.
  mutating func prepare(_ order: Order, _ sequence: Int) -> [Output] {
    stored.slots[sequence, default: Slot()].accepted = order
    guard !isPrimary else { return [] }
    stored.slots[sequence, default: Slot()].prepares[id] = order
    return [
      .broadcast(.prepare(view: view, sequence: sequence, request: order.request))
    ]
  }

  /// The first word of a member counts.
  private mutating func keep(
    _ order: Order, of sender: NodeID, in phase: WritableKeyPath<Slot, [NodeID: Order]>,
    _ sequence: Int
  ) {
    guard stored.slots[sequence]?[keyPath: phase][sender] == nil else { return }
    stored.slots[sequence, default: Slot()][keyPath: phase][sender] = order
  }

  /// Sends the commit of what is prepared, and executes what is committed.
  mutating func progress(_ sequence: Int) -> [Output] {
    var outputs: [Output] = []
    if var slot = stored.slots[sequence], let order = slot.accepted,
      slot.certificate?.view != view
    {
      let signers = Set(slot.prepares.filter { $0.value == order }.keys)
      if signers.count >= 2 * faults {
        slot.certificate = Certificate(
          view: view, sequence: sequence, request: order.request, signers: signers)
        slot.commits[id] = order
        stored.slots[sequence] = slot
        outputs.append(
          .broadcast(.commit(view: view, sequence: sequence, request: order.request)))
      }
    }
    return outputs + execute()
  }

  /// Executes whatever is next and committed.
  mutating func execute() -> [Output] {
    var outputs: [Output] = []
    while let order = committed(stored.lastExecuted + 1) {
      stored.lastExecuted += 1
      (attempts, restartsTimer) = (0, true)
      if let request = order.request, !executed.contains(request) {
        stored.append(request)
        outputs.append(.execute(sequence: stored.lastExecuted, request: request))
        stored.pending.removeAll { $0 == request }
      }
      if stored.lastExecuted % interval == 0 { outputs += takeCheckpoint() }
    }
    return outputs
  }

  /// What is committed under a number: prepared here, and 2f + 1 members say the same.
  private func committed(_ sequence: Int) -> Order? {
    guard let slot = stored.slots[sequence], let order = slot.accepted,
      slot.certificate?.view == view,
      slot.commits.values.count(where: { $0 == order }) >= 2 * faults + 1
    else { return nil }
    return order
  }

  /// The primary numbers what waits, as far as the high water mark.
  private mutating func assign() -> [Output] {
    guard isPrimary, !isChangingView else { return [] }
    var outputs: [Output] = []
    let numbered = Set(stored.slots.values.compactMap { $0.accepted?.request })
    for request in stored.pending where !numbered.contains(request) {
      let last = stored.slots.filter { $0.value.accepted != nil }.keys.max() ?? lowWaterMark
      guard last < highWaterMark else { break }
      stored.slots[last + 1, default: Slot()].accepted = Order(request: request)
      outputs.append(.broadcast(.prePrepare(view: view, sequence: last + 1, request: request)))
      outputs += progress(last + 1)
    }
    return outputs
  }

  /// What this replica has said of a number in this view.
  private func said(_ sequence: Int) -> [Output] {
    guard let slot = stored.slots[sequence], let order = slot.accepted else { return [] }
    let request = order.request
    let first: Message =
      isPrimary
      ? .prePrepare(view: view, sequence: sequence, request: request)
      : .prepare(view: view, sequence: sequence, request: request)
    guard slot.certificate?.view == view else { return [.broadcast(first)] }
    return [
      .broadcast(first), .broadcast(.commit(view: view, sequence: sequence, request: request)),
    ]
  }

  /// What waits, for the primary to know.
  var relays: [Output] {
    isPrimary ? [] : stored.pending.map { .send(.request($0), to: primary(of: view)) }
  }

  // MARK: The end of a step

  /// The outputs of a step, after what must be on the disk before them.
  private mutating func finished(_ outputs: [Output]) -> [Output] {
    var outputs = outputs + assign()
    outputs += timer()
    guard !outputs.isEmpty, !isPersisted else { return outputs }
    isPersisted = true
    return [.persist(stored)] + outputs
  }

  /// The timer runs while a backup waits for the primary, or a new view for its beginning. It begins anew
  /// with each request that is executed and each view that is asked for.
  private mutating func timer() -> [Output] {
    let isWaiting = isChangingView ? hasQuorumForView : isWaitingForPrimary
    defer { (isTimerRunning, restartsTimer) = (isWaiting, false) }
    if isWaiting, !isTimerRunning || restartsTimer { return [.setTimer(doublings: attempts)] }
    return !isWaiting && isTimerRunning ? [.stopTimer] : []
  }

  private var isWaitingForPrimary: Bool {
    !isPrimary
      && (!stored.pending.isEmpty
        || stored.slots.contains {
          $0.key > stored.lastExecuted && $0.value.accepted?.request != nil
        })
  }
}
