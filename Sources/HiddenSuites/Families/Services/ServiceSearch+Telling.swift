extension ServiceSearch {
  /// The events that have led to a state, and the move after it.
  func script(
    _ parents: [(state: Int, move: Move?)], _ last: Int, _ move: Move?
  ) -> ServiceScript<Model> {
    var moves = [move].compactMap(\.self)
    var number = last
    while number > 0 {
      if let move = parents[number].move { moves.append(move) }
      number = parents[number].state
    }
    var script = ServiceScript<Model>(cast, [])
    // For each client the events in which its requests were sent.
    var sent: [[Int]] = cast.clients.map { _ in [] }
    var locals = cast.clients.map { _ in 0 }
    var kept = cast.servers.map { serverNumbers[model.server($0)] ?? 0 }
    func call(_ client: Int, _ step: Step) {
      let before = clients[client][locals[client]].requests.count
      locals[client] = steps[step] ?? 0
      if clients[client][locals[client]].requests.count > before {
        sent[client].append(script.events.count - 1)
      }
    }
    for move in moves.reversed() {
      switch move {
      case .start(let client):
        script.events.append(.start(client: client, inputs[client]))
        call(client, Step(client: client, place: locals[client], reply: -1))
      case .exchange(let client, let request, let server):
        let asked = clients[client][locals[client]].requests[request]
        let (after, reply) = served[UInt64(asked) << 32 | UInt64(kept[server])] ?? (0, 0)
        kept[server] = after
        script.events.append(.serve(server: server, request: sent[client][request]))
        script.events.append(.hear(client: client, reply: script.events.count - 1))
        call(
          client, Step(client: client, place: locals[client], reply: reply))
      }
    }
    return script
  }
}
