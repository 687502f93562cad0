/// What happens in a run of a service. Clients and servers are known by their places in the cast, other
/// events by their places in the run.
enum ServiceEvent<Input: Hashable & Sendable>: OriginatedEvent {
  /// A client begins an operation, and gives up one that is under way.
  case start(client: Int, Input)
  /// A server answers the request that was sent in this event, perhaps not for the first time.
  case serve(server: Int, request: Int)
  /// The answer that was given in this event reaches its client, perhaps not for the first time.
  case hear(client: Int, reply: Int)
  /// A server stops for ever.
  case stop(server: Int)

  /// The event that this one comes of.
  var origin: Int? {
    switch self {
    case .serve(_, let origin), .hear(_, let origin): origin
    case .start, .stop: nil
    }
  }

  func moved(to origin: Int) -> ServiceEvent {
    switch self {
    case .serve(let server, _): .serve(server: server, request: origin)
    case .hear(let client, _): .hear(client: client, reply: origin)
    case .start, .stop: self
    }
  }
}

/// Events in order, with who takes part.
struct ServiceScript<Model: ServiceModel>: Hashable, Sendable {
  typealias Event = ServiceEvent<Model.Object.Input>

  var cast: ServiceCast
  var events: [Event]

  init(_ cast: ServiceCast, _ events: [Event]) {
    self.cast = cast
    self.events = events
  }

  /// The script without some events, and without what comes of them.
  func removing(_ isRemoved: (Int) -> Bool) -> Self {
    Self(cast, events.removing(isRemoved))
  }

  // MARK: As text

  /// One line per event: `n4 writes a`, `n1 serves 1`, `n4 hears 2`, `n1 stops`.
  func lines(_ model: Model) -> [String] {
    events.map { event in
      switch event {
      case .start(let client, let input): "\(cast.clients[client]) \(model.phrase(input))"
      case .serve(let server, let request): "\(cast.servers[server]) serves \(request + 1)"
      case .hear(let client, let reply): "\(cast.clients[client]) hears \(reply + 1)"
      case .stop(let server): "\(cast.servers[server]) stops"
      }
    }
  }

  /// Reads what `lines` writes; nil for anything else.
  init?(_ cast: ServiceCast, lines: [String], _ model: Model) {
    self.init(cast, [])
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, let node = node(named: words[0]).map(identifier) else { return nil }
      let server = cast.servers.firstIndex(of: node)
      let client = cast.clients.firstIndex(of: node)
      func origin(_ verb: String) -> Int? {
        guard words[1].hasPrefix(verb), let number = Int(words[1].dropFirst(verb.count)) else {
          return nil
        }
        return (1...max(1, events.count)).contains(number) && !events.isEmpty ? number - 1 : nil
      }
      if let server, let request = origin("serves ") {
        events.append(.serve(server: server, request: request))
      } else if let client, let reply = origin("hears ") {
        events.append(.hear(client: client, reply: reply))
      } else if let server, words[1] == "stops" {
        events.append(.stop(server: server))
      } else if let client, let input = model.input(phrase: words[1]) {
        events.append(.start(client: client, input))
      } else {
        return nil
      }
    }
  }
}
