import Checking
import Testing
import Wire

@Suite("Explorer")
struct ExplorerTests {
  private func search(_ model: TableModel, states: Int = 1_000_000) throws -> Exploration {
    try explore({ model }, budget: Budget(states: states))
  }

  private func timeout(_ node: Int) -> GlobalEvent { GlobalEvent(node: node, event: .timeout) }

  // MARK: Counts

  @Test(arguments: [(1, 1), (2, 1), (2, 3), (3, 2), (5, 1)])
  func `counters are counted as on paper`(nodes: Int, limit: Int) throws {
    let found = try search(.counters(nodes: nodes, limit: limit))
    let others = (1..<nodes).reduce(1) { product, _ in product * (limit + 1) }
    #expect(found.end == .exhausted)
    #expect(found.states == others * (limit + 1))
    // Every node steps `limit` times whatever the others do; and the step into the first state.
    #expect(found.transitions == nodes * limit * others + 1)
    #expect(found.depth == nodes * limit)
    #expect(found.violations == [])
    #expect(found.stoppedRun == nil)
  }

  @Test func `a restart that changes nothing is no transition`() throws {
    let found = try search(.counters(nodes: 2, limit: 3, restarts: true))
    #expect(found.states == 16)
    #expect(found.transitions == 24 + 24 + 1)
    #expect(found.depth == 6)
  }

  @Test func `a step is asked for once, in however many states it can happen`() throws {
    let model = TableModel.counters(nodes: 3, limit: 4)
    let found = try search(model)
    #expect(found.states == 125)
    #expect(found.questions == 12)
    #expect(model.asked.count == 12)
    #expect(Set(model.asked).count == 12)
  }

  @Test func `a request may arrive again and again, and each arrival is a transition`() throws {
    let found = try search(.ring())
    #expect(found.end == .exhausted)
    #expect(found.states == 5)
    // The way round: 4. Messages that have been delivered arrive again: 0, 0, 1, 2 and 3 of them.
    #expect(found.transitions == 4 + 6 + 1)
    #expect(found.depth == 4)
  }

  @Test func `a reply that is ignored is no transition`() throws {
    let found = try search(.ring(replies: true))
    #expect(found.states == 5)
    #expect(found.transitions == 4 + 1)
  }

  // MARK: Spent messages

  @Test(arguments: [false, true])
  func `a spent message leaves the network`(isLostUnasked: Bool) throws {
    let model = TableModel.ring()
    // The number of the receiver's state at which each message is over.
    model.spent = { message, state in state >= (message == 2 ? 2 : 1) }
    model.losesSpentMessages = isLostUnasked
    let found = try search(model)
    #expect(found.states == 5)
    #expect(found.transitions == 4 + 1)
    let again = LocalRequest(node: 1, state: 1, event: .delivery(message: 0))
    #expect(model.asked.contains(again) == !isLostUnasked)
  }

  @Test func `a spent message stays as long as the subject does not ignore it`() throws {
    // One message; its receiver should ignore the second arrival and does not.
    let model = TableModel(nodes: 2, messages: [.init(receiver: 1)]) { request in
      switch request.event {
      case .timeout: .to(1, sends: [0])
      case .delivery: request.state < 3 ? .to(request.state + 1) : .to(3)
      case .restart: .to(0)
      }
    }
    model.timesOut = { node, state in node == 0 && state == 0 }
    model.spent = { _, state in state >= 1 }
    let kept = try search(model)
    #expect(kept.states == 5)
    #expect(kept.depth == 4)
    model.losesSpentMessages = true
    let lost = try search(model)
    #expect(lost.states == 3)
    #expect(lost.depth == 2)
  }

  // MARK: Violations

  @Test func `the run of a violation is one of the shortest`() throws {
    let model = TableModel(nodes: 2) { request in
      // The first node breaks it at its third step, the second at its second.
      request.state == 2 - request.node
        ? .breaking("late", next: request.state + 1) : .to(request.state + 1)
    }
    model.timesOut = { _, state in state < 3 }
    let found = try search(model)
    #expect(found.end == .exhausted)
    #expect(found.states == 16)
    #expect(found.violations.map(\.check) == ["late"])
    #expect(found.violations.map(\.sentence) == ["late is broken"])
    #expect(found.violations.first?.run == [timeout(1), timeout(1)])
  }

  @Test func `each check has its own run, the first met first`() throws {
    let model = TableModel(nodes: 2) { request in
      request.node == 0 && request.state == 2
        ? .breaking("third", next: 3)
        : request.node == 1 && request.state == 0
          ? .breaking("first", next: 1) : .to(request.state + 1)
    }
    model.timesOut = { _, state in state < 3 }
    let found = try search(model)
    #expect(found.violations.map(\.check) == ["first", "third"])
    #expect(
      found.violations.map(\.run) == [[timeout(1)], [timeout(0), timeout(0), timeout(0)]])
  }

  @Test func `a search cut at a violation does not say it saw everything`() throws {
    let model = TableModel(nodes: 2) { request in
      request.node == 1 ? .breaking("dead", next: nil) : .to(request.state + 1)
    }
    model.timesOut = { _, state in state < 2 }
    let found = try search(model)
    #expect(found.end == .cutAtViolations)
    #expect(found.states == 3)
    #expect(found.violations.map(\.run) == [[timeout(1)]])
  }

  @Test func `messages that contradict each other break a check wherever they meet`() throws {
    let model = TableModel(
      nodes: 3, messages: [.init(receiver: 1), .init(receiver: 0), .init(receiver: 0)]
    ) { request in
      request.event == .timeout ? .to(1, sends: [request.node]) : .to(request.state)
    }
    model.timesOut = { _, state in state == 0 }
    model.conflicts = [[0, 2]: "one of them"]
    let found = try search(model)
    #expect(found.end == .exhausted)
    #expect(found.states == 8)
    #expect(found.violations.map(\.check) == ["one of them"])
    #expect(found.violations.first?.run == [timeout(0), timeout(2)])
  }

  @Test func `a run is told with its deliveries and restarts`() throws {
    let model = TableModel.ring()
    model.canRestart = true
    let ring = model.react
    let breaking = TableModel(nodes: 3, messages: model.messages) { request in
      switch (request.node, request.state, request.event) {
      case (_, _, .restart): .to(request.node == 2 && request.state == 1 ? 2 : request.state)
      case (2, 2, .delivery(message: 1)): .breaking("restarted", next: 2)
      default: try ring(request)
      }
    }
    breaking.timesOut = model.timesOut
    breaking.canRestart = true
    let found = try search(breaking)
    #expect(
      found.violations.first?.run == [
        timeout(0), GlobalEvent(node: 1, event: .delivery(message: 0)),
        GlobalEvent(node: 2, event: .delivery(message: 1)), GlobalEvent(node: 2, event: .restart),
        GlobalEvent(node: 2, event: .delivery(message: 1)),
      ])
  }

  // MARK: Ends

  @Test func `a search that runs out of budget says so`() throws {
    let found = try search(.counters(nodes: 2, limit: 100), states: 50)
    #expect(found.end == .budgetSpent)
    #expect(found.states > 50)
    #expect(found.states < 100)
    let enough = try search(.counters(nodes: 2, limit: 6), states: 49)
    #expect(enough.end == .exhausted)
    #expect(enough.states == 49)
  }

  @Test func `a subject that stops ends the search, on the shortest run to it`() throws {
    let model = TableModel(nodes: 2) { request in
      if request.node == 1 && request.state == 2 { throw TableModel.Stopped() }
      return .to(request.state + 1)
    }
    model.timesOut = { _, state in state < 5 }
    let found = try search(model)
    #expect(found.end == .stopped(.memoryLimit))
    #expect(found.stoppedRun == [timeout(1), timeout(1), timeout(1)])
  }

  @Test func `a stop that no event can be blamed for has no run`() throws {
    let model = TableModel(nodes: 1) { _ in throw TableModel.Unlocated() }
    model.timesOut = { _, _ in true }
    let found = try search(model)
    #expect(found.end == .stopped(.memoryLimit))
    #expect(found.stoppedRun == nil)
  }

  // MARK: Width

  /// A node that sends a message of its own at every timeout, to one that counts up to two of them.
  private func sender(of messages: Int) -> TableModel {
    let model = TableModel(
      nodes: 2, messages: Array(repeating: .init(receiver: 1), count: messages)
    ) { request in
      request.event == .timeout
        ? .to(request.state + 1, sends: [request.state]) : .to(min(request.state + 1, 2))
    }
    model.timesOut = { node, state in node == 0 && state < messages }
    return model
  }

  @Test(arguments: [2, 63, 64, 65, 128])
  func `the width of the network changes no count`(messages: Int) throws {
    let found = try search(sender(of: messages))
    #expect(found.end == .exhausted)
    // The receiver cannot have counted before anything was sent.
    #expect(found.states == 3 * (messages + 1) - 2)
    #expect(found.depth == messages + 2)
    // Timeouts, then deliveries of every message sent in each of the receiver's three states.
    let timeouts = 3 * messages - 2
    let deliveries = 3 * messages * (messages + 1) / 2
    #expect(found.transitions == timeouts + deliveries + 1)
  }

  @Test func `a network too wide to pack ends the search, and what was found before stays`() throws
  {
    let sender = sender(of: 129)
    let wide = TableModel(nodes: 2, messages: sender.messages) { request in
      request.event == .timeout && request.state == 3
        ? .breaking("early", next: 4) : try sender.react(request)
    }
    wide.timesOut = sender.timesOut
    wide.numbersAsSent = true
    let found = try search(wide)
    #expect(found.end == .budgetSpent)
    #expect(found.states > 4)
    #expect(found.violations.map(\.run) == [Array(repeating: timeout(0), count: 4)])
  }

  // MARK: Growth

  @Test func `a node with more states of its own than the budget has ends the search`() throws {
    let model = TableModel.counters(nodes: 2, limit: 1_000)
    let found = try explore({ model }, budget: Budget(states: 1_000_000, localStates: 30))
    #expect(found.end == .tooManyLocalStates(node: 0))
    #expect(found.states < 1_000)
    #expect(found.growingRun == nil)
  }

  @Test func `what keeps growing ends the search, with a shortest run that shows it`() throws {
    let model = TableModel.counters(nodes: 2, limit: 1_000)
    model.growsFrom = 3
    let found = try search(model)
    #expect(found.end == .tooManyLocalStates(node: 0))
    #expect(found.growingRun == [timeout(0), timeout(0), timeout(0)])
  }

  // MARK: What is learned on the way

  /// The second node answers the spent request with a violation, which is looked at once. Whether the
  /// request is taken out of the network differs before and after.
  @Test func `a run is told as it was searched, whatever was learned since`() throws {
    let model = TableModel(
      nodes: 3, messages: [.init(receiver: 1, isReply: true), .init(receiver: 2)]
    ) { request in
      switch (request.node, request.event) {
      case (0, .timeout): .to(request.state + 1, sends: request.state == 0 ? [0] : [1])
      case (1, .delivery): .breaking("spent", next: request.state)
      case (2, .delivery): request.state == 2 ? .breaking("late", next: 2) : .to(request.state + 1)
      default: .to(request.state)
      }
    }
    model.timesOut = { node, state in node == 0 && state < 2 }
    model.spent = { message, _ in message == 0 }
    let found = try search(model)
    #expect(found.violations.map(\.check) == ["spent", "late"])
    let delivery = GlobalEvent(node: 2, event: .delivery(message: 1))
    #expect(found.violations[1].run == [timeout(0), timeout(0), delivery, delivery, delivery])
  }

  @Test func `two searches of one model find the same`() throws {
    let model = sender(of: 20)
    model.conflicts = [[3, 19]: "far", [0, 1]: "near"]
    let first = try search(model)
    let second = try search(model)
    #expect(first.violations.map(\.check) == ["near", "far"])
    #expect(first.violations == second.violations)
    #expect(first.states == second.states)
    #expect(first.transitions == second.transitions)
  }
}
