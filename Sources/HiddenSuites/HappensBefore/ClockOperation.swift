/// What a process does by itself. Receiving counts as an event too: the clock merges, then ticks.
/// Sending needs no word of its own, since any event's clock may travel in a message.
enum ClockOperation: NodeOperation {
  /// One more event: the clock ticks.
  case tick

  var phrase: String { "ticks" }

  init?(phrase: String) {
    guard phrase == "ticks" else { return nil }
    self = .tick
  }
}

typealias Trace = CausalHistory<ClockOperation>
