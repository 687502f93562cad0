/// A trial of one replication model: replicas, a network that is cut for a while, and what the
/// clients experienced.
///
/// The same setting, requests and delays give the same record. There is no other source of chance:
/// `delay` brings its own.
public struct RegisterTrial: Sendable {
  /// Who takes part and what happens to the network. Times are in milliseconds.
  public struct Setting: Hashable, Sendable {
    /// The number of replicas, at least two.
    public var replicas: Int
    /// While the network is cut, the last replica reaches no other and none reaches it.
    public var cut: Range<Int>
    /// How long a client waits for an answer.
    public var patience: Int
    /// How often each replica is given a partner to exchange copies with.
    public var exchangeInterval: Int
    /// When the trial ends.
    public var end: Int

    /// Describes a setting.
    public init(replicas: Int, cut: Range<Int>, patience: Int, exchangeInterval: Int, end: Int) {
      self.replicas = replicas
      self.cut = cut
      self.patience = patience
      self.exchangeInterval = exchangeInterval
      self.end = end
    }
  }

  /// What became of a request.
  public struct Outcome: Hashable, Sendable {
    /// The request.
    public let request: RegisterRequest
    /// When it was answered, within the client's patience; nil when it was not.
    public let answered: Int?
    /// The value that was read or written; nil without an answer.
    public let value: Int?
  }

  /// What a trial left behind.
  public struct Record: Sendable {
    /// The outcomes, in the order of the requests.
    public let outcomes: [Outcome]
    /// How many messages the replicas sent.
    public let messageCount: Int
    /// The copies at the end: by replica, then by register.
    public let copies: [[Int]]
  }

  private let setting: Setting
  private let requests: [RegisterRequest]
  private let registers: Int

  /// Prepares a trial. Requests are in the order of their times and numbered from 0.
  public init(_ setting: Setting, requests: [RegisterRequest]) {
    self.setting = setting
    self.requests = requests
    registers = (requests.map(\.register).max() ?? 0) + 1
  }

  /// Runs the trial.
  /// - Parameter delay: how long the network takes from one replica to another, in milliseconds; nil
  ///   for a loss. A channel that repeats messages asks again until there is an answer.
  public func run(
    _ model: ReplicationModel, delay: (_ from: Int, _ to: Int) -> Int?
  ) -> Record {
    switch model {
    case .linearizable: run(MajorityRegisters.self, delay)
    case .sequential: run(SequencedRegisters.self, delay)
    case .causal: run(CausalRegisters.self, delay)
    case .eventual: run(GossipedRegisters.self, delay)
    case .none: run(ForgetfulRegisters.self, delay)
    }
  }

  private enum Event<Message: Sendable>: Sendable {
    case request(RegisterRequest)
    case arrival(Message, from: Int, to: Int)
    case exchange(Int)
  }

  private func run<Replica: ReplicatedRegisters>(
    _: Replica.Type, _ delay: (Int, Int) -> Int?
  ) -> Record {
    var replicas = (0..<setting.replicas).map { Replica(index: $0, of: setting.replicas) }
    var agenda = Agenda<Event<Replica.Message>>()
    for request in requests { agenda.add(.request(request), at: request.time) }
    for (turn, time) in stride(
      from: setting.exchangeInterval, to: setting.end, by: setting.exchangeInterval
    ).enumerated() {
      agenda.add(.exchange(turn), at: time)
    }
    var answers: [Int: (time: Int, value: Int)] = [:]
    var messageCount = 0
    while let (time, event) = agenda.next(), time < setting.end {
      let actor: Int
      let effects: [RegisterEffect<Replica.Message>]
      switch event {
      case .request(let request):
        actor = request.replica
        effects = replicas[actor].request(request)
      case .arrival(let message, let sender, let receiver):
        actor = receiver
        effects = replicas[actor].receive(message, from: sender)
      case .exchange(let turn):
        actor = turn % setting.replicas
        // Every replica meets every other in turn.
        let places = 1 + turn / setting.replicas % (setting.replicas - 1)
        effects = replicas[actor].exchange(with: (actor + places) % setting.replicas)
      }
      for effect in effects {
        switch effect {
        case .answer(let request, let value):
          answers[request] = (time, value)
        case .send(let message, let receiver):
          messageCount += 1
          let arrival = arrival(
            from: actor, to: receiver, at: time, isReliable: Replica.needsReliableChannels, delay)
          if let arrival { agenda.add(.arrival(message, from: actor, to: receiver), at: arrival) }
        }
      }
    }
    let outcomes = requests.map { request in
      let answer = answers[request.id].flatMap {
        $0.time - request.time <= setting.patience ? $0 : nil
      }
      return Outcome(request: request, answered: answer?.time, value: answer?.value)
    }
    let copies = replicas.map { replica in (0..<registers).map(replica.value) }
    return Record(outcomes: outcomes, messageCount: messageCount, copies: copies)
  }

  /// When a message arrives; nil when it never does.
  private func arrival(
    from sender: Int, to receiver: Int, at time: Int, isReliable: Bool,
    _ delay: (Int, Int) -> Int?
  ) -> Int? {
    let crosses = sender == setting.replicas - 1 || receiver == setting.replicas - 1
    if isReliable {
      var taken = delay(sender, receiver)
      while taken == nil { taken = delay(sender, receiver) }
      let arrival = time + (taken ?? 0)
      return crosses && setting.cut.contains(arrival)
        ? setting.cut.upperBound + (taken ?? 0) : arrival
    }
    guard let taken = delay(sender, receiver) else { return nil }
    return crosses && setting.cut.contains(time + taken) ? nil : time + taken
  }
}

/// Events by their time; of the same time, in the order they were added.
private struct Agenda<Event> {
  private var items: [(time: Int, event: Event)] = []

  mutating func add(_ event: Event, at time: Int) {
    // The later events lie in front, so that the next is the last and cheap to take.
    let place = items.lastIndex { $0.time > time }.map { $0 + 1 } ?? 0
    items.insert((time, event), at: place)
  }

  mutating func next() -> (time: Int, event: Event)? {
    items.popLast()
  }
}
