public import ExerciseKit
public import Histories
import Simulation
public import Solutions

/// A replicated store and its clients in virtual time: servers with clocks and timers, a network that
/// loses, repeats, delays, reorders and is cut, servers that stop between any two effects and start again
/// from what is on their disks, members that come and go, clients that ask again until they are answered,
/// and watchers.
///
/// The seed is the whole run. What the clients saw is a history for `Histories` to judge; what took place
/// inside is put to `ClusterInvariants` effect by effect.
public struct StoreCluster: Sendable {
  /// What clients did, as a history of registers under keys.
  public typealias Registers = KeyValueStore<String, String>

  typealias Server = ReplicatedStore.Server

  /// One machine.
  struct Host: Sendable {
    /// Nil while it is stopped.
    var store: ReplicatedStore?
    var disk: Server.Stored
    /// How fast its clock runs, in thousandths.
    var rate: Int
    /// What its clock shows at the start of the run; it means nothing.
    var offset: Millis
    /// How often it was started.
    var starts = 0
    /// Which election timer is the one that counts.
    var timer = 0
    /// Before what is due at this moment nothing happens here.
    var pausedUntil: Millis = 0
    /// After how many effects it stops.
    var effectsLeft: Int?
    /// What each of its watches must be given next.
    var watches: [UInt64: UInt64] = [:]
  }

  enum Event: Sendable {
    case electionTimer(NodeID, timer: Int)
    case heartbeat(NodeID, start: Int)
    case message(Server.Message, from: NodeID, to: NodeID)
    case request(ReplicatedStore.Input, to: NodeID)
    case response(StoreClient.Response, token: UInt64, from: NodeID)
    case clientTurn(Int)
    case clientTimeout(Int, token: UInt64, attempt: Int)
    case watcherTurn(Int)
    case incident
    case start(NodeID)
    case mend(cut: Int)
    case calm
  }

  struct Link: Hashable, Sendable {
    var from: NodeID
    var to: NodeID
  }

  let setting: StoreSetting
  /// Every server there may be, n1 first.
  public let ids: [NodeID]
  var faults: StoreFaults
  var hosts: [NodeID: Host] = [:]
  var clients: [StoreClient] = []
  var watchers: [StoreWatcher] = []
  var queue = EventQueue<Event>()
  var random: RandomSource
  /// Links that carry nothing, by the cut that made them so.
  var cuts: [Int: Set<Link>] = [:]
  var cutCount = 0
  /// Until when half of the messages are lost.
  var stormUntil: Millis = 0
  /// Virtual time, in milliseconds.
  public private(set) var now: Millis = 0
  /// How many things have happened.
  public private(set) var eventCount = 0
  /// What is called and answered is ordered by this.
  private(set) var tick = 0
  var ledger: StoreLedger
  var report = StoreReport()

  /// Prepares a run; nothing has happened.
  public init(_ setting: StoreSetting) {
    self.setting = setting
    faults = setting.faults
    ledger = StoreLedger(maxSessions: setting.maxSessions)
    random = RandomSource(seed: setting.seed)
    let count = max(setting.members, 1) + max(setting.spares, 0)
    ids = (1...count).map { NodeID(UInt32($0)) }
    let members = Array(ids.prefix(max(setting.members, 1)))
    for id in ids {
      let isMember = members.contains(id)
      let disk = ReplicatedStore.blank(
        members: isMember ? members : [], maxSessions: setting.maxSessions)
      let drift = 10 * faults.clockDrift
      hosts[id] = Host(disk: disk, rate: 1_000 + random.index(below: drift + 1), offset: 0)
      start(id)
    }
    for number in 0..<setting.clients {
      clients.append(StoreClient(number: number, target: members[number % members.count]))
      queue.add(.clientTurn(number), at: 1 + number)
    }
    for number in 0..<setting.watchers {
      watchers.append(StoreWatcher(number: number))
      queue.add(.watcherTurn(number), at: 1)
    }
    if faults.incidents > 0 { queue.add(.incident, at: 200) }
  }

  /// A server as it is now; nil while it is stopped.
  public subscript(id: NodeID) -> ReplicatedStore? { hosts[id]?.store }

  /// Lets the next thing happen.
  /// - Returns: false when nothing is left to happen.
  @discardableResult
  mutating func step() -> Bool {
    guard let next = queue.next() else { return false }
    now = next.time
    eventCount += 1
    handle(next.event)
    return true
  }

  /// The next moment of the history.
  mutating func nextTick() -> Int {
    tick += 1
    return tick
  }

  private mutating func handle(_ event: Event) {
    switch event {
    case .electionTimer(let id, let timer):
      guard !isDelayed(event, by: id), hosts[id]?.timer == timer else { return }
      give(.raft(.electionTimeout), to: id)
    case .heartbeat(let id, let start):
      guard !isDelayed(event, by: id), hosts[id]?.starts == start else { return }
      queue.add(.heartbeat(id, start: start), at: now + setting.heartbeat)
      give(.raft(.heartbeatTimeout), to: id)
    case .message(let message, let sender, let receiver):
      guard !isDelayed(event, by: receiver) else { return }
      give(.raft(.received(message, from: sender)), to: receiver)
    case .request(let input, let id):
      guard !isDelayed(event, by: id) else { return }
      give(input, to: id)
    case .response(let response, let token, let id): deliver(response, token, from: id)
    case .clientTurn(let number): takeTurn(of: number)
    case .clientTimeout(let number, let token, let attempt): giveUp(number, token, attempt)
    case .watcherTurn(let number): watch(number)
    case .incident: cause()
    case .start(let id): start(id)
    case .mend(let cut): cuts[cut] = nil
    case .calm: break
    }
  }

  /// Puts off what is due at a machine that pauses.
  private mutating func isDelayed(_ event: Event, by id: NodeID) -> Bool {
    guard let until = hosts[id]?.pausedUntil, until > now else { return false }
    queue.add(event, at: until)
    return true
  }

  // MARK: Servers

  /// What a machine's clock shows.
  private func clock(_ host: Host) -> Millis { host.offset + now * host.rate / 1_000 }

  private mutating func start(_ id: NodeID) {
    guard var host = hosts[id], host.store == nil else { return }
    host.starts += 1
    host.offset = random.index(below: 1_000_000)
    host.watches = [:]
    host.store = ReplicatedStore(
      id: id, stored: host.disk, settings: setting.servers, now: clock(host))
    hosts[id] = host
    let timeouts = setting.servers.timeouts
    setTimer(of: id, timeouts.lowerBound + random.index(below: timeouts.count))
    queue.add(.heartbeat(id, start: host.starts), at: now + setting.heartbeat)
  }

  private mutating func setTimer(of id: NodeID, _ delay: Millis) {
    guard let rate = hosts[id]?.rate, let timer = hosts[id]?.timer else { return }
    hosts[id]?.timer = timer + 1
    queue.add(.electionTimer(id, timer: timer + 1), at: now + (delay * 1_000 + rate - 1) / rate)
  }

  /// A machine stops, and starts again some time later.
  mutating func stop(_ id: NodeID) {
    report.stops += 1
    hosts[id]?.store = nil
    hosts[id]?.effectsLeft = nil
    hosts[id]?.timer += 1
    if faults.emptiesDisks {
      hosts[id]?.disk = ReplicatedStore.blank(
        members: Array(ids.prefix(setting.members)), maxSessions: setting.maxSessions)
    }
    queue.add(.start(id), at: now + 10 + random.index(below: 500))
  }

  private mutating func give(_ input: ReplicatedStore.Input, to id: NodeID) {
    guard let shown = hosts[id].map(clock), var store = hosts[id]?.store else { return }
    // Taken out, so that what it holds is changed in place.
    hosts[id]?.store = nil
    let outputs = store.step(input, now: shown, random: random.next())
    let term = store.server.term
    if case .watch(let revision, let token) = input { hosts[id]?.watches[token] = revision }
    hosts[id]?.store = store
    for output in outputs {
      if let left = hosts[id]?.effectsLeft {
        guard left > 0 else { return stop(id) }
        hosts[id]?.effectsLeft = left - 1
      }
      perform(output, of: id, in: term)
    }
    ledger.invariants.observe(store.server)
  }

  private mutating func perform(_ output: ReplicatedStore.Output, of id: NodeID, in term: Term) {
    switch output {
    case .raft(let effect):
      ledger.observe(effect, at: id, in: term)
      switch effect {
      case .persist(let stored): hosts[id]?.disk = stored
      case .send(let message, let receiver): send(message, from: id, to: receiver)
      case .setElectionTimer(let delay): setTimer(of: id, delay)
      case .reply(let reply, let token): respond(.reply(reply), token, from: id)
      case .applied, .restored: break
      }
    case .changes(let changes, let token):
      let next = (hosts[id]?.watches[token] ?? 0) + 1
      ledger.checkChanges(changes, from: next, at: id)
      hosts[id]?.watches[token] = changes.last?.revision
      respond(.changes(changes), token, from: id)
    case .watchEnded(let oldest, let token): respond(.watchEnded(oldest), token, from: id)
    }
  }

  // MARK: The network

  private mutating func send(_ message: Server.Message, from sender: NodeID, to receiver: NodeID) {
    guard hosts[receiver] != nil else { return }
    let isCut =
      !cuts.isEmpty && cuts.values.contains { $0.contains(Link(from: sender, to: receiver)) }
    for delay in travels() where !isCut {
      queue.add(.message(message, from: sender, to: receiver), at: now + delay)
    }
  }

  mutating func request(_ input: ReplicatedStore.Input, to id: NodeID) {
    for delay in travels() { queue.add(.request(input, to: id), at: now + delay) }
  }

  private mutating func respond(
    _ response: StoreClient.Response, _ token: UInt64, from id: NodeID
  ) {
    for delay in travels() {
      queue.add(.response(response, token: token, from: id), at: now + delay)
    }
  }

  /// How long a message and its copies take.
  private mutating func travels() -> [Millis] {
    let losses = stormUntil > now ? 500 : faults.losses
    guard !random.chance(losses, in: 1_000) else { return [] }
    var delays = [travel()]
    if random.chance(faults.copies, in: 1_000) { delays.append(travel()) }
    return delays
  }

  private mutating func travel() -> Millis {
    1 + random.index(below: random.chance(faults.delays, in: 1_000) ? 500 : 6)
  }
}
