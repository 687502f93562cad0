import Checking
import ExerciseKit
import Histories

/// A run as it is drawn: a lane for each server and client, a step for each event.
struct ServiceStory<Model: ServiceModel> {
  let run: ServiceRun<Model>

  private var model: Model { run.model }

  /// The run up to the last of some events.
  /// - Parameter places: the events that contradict each other.
  func counterexample(
    violation: String, at places: [Int], isShortest: Bool, schedule: Schedule
  ) -> Counterexample {
    let end = min(run.script.events.count, (places.max() ?? 0) + 1)
    var schedule = schedule
    schedule.events = Array(schedule.events.prefix(end))
    let cast = run.cast
    return Counterexample(
      lanes: (cast.servers + cast.clients).map(\.description),
      initialStates: cast.servers.map { model.label(model.server($0)) }
        + cast.clients.map { _ in "" },
      steps: (0..<end).map(step), violation: .init(sentence: violation, steps: places),
      isShortest: isShortest, schedule: schedule)
  }

  private func step(_ place: Int) -> Counterexample.Step {
    let cast = run.cast
    func lane(ofClient client: Int) -> Int { cast.servers.count + client }
    switch run.script.events[place] {
    case .start(let client, let input):
      let phrase = model.phrase(input)
      return .init(
        event: .local(lane: lane(ofClient: client), label: phrase),
        sentence: "\(cast.clients[client]) begins: it \(phrase)", state: ending(at: place))
    case .serve(let server, let request):
      let sent = run.sent[request]
      let client = sent?.client ?? 0
      let label = sent.map { model.label($0.request) } ?? ""
      return .init(
        event: .delivery(
          from: lane(ofClient: client), to: server, label: label, sentIn: request),
        sentence: "\(cast.servers[server]) receives \(label) from \(cast.clients[client])",
        state: run.kept[place].map(model.label))
    case .hear(let client, let reply):
      let answer = run.answered[reply]
      let server = answer?.server ?? 0
      let label = answer.map { model.label($0.reply) } ?? ""
      return .init(
        event: .delivery(
          from: server, to: lane(ofClient: client), label: label, sentIn: reply),
        sentence: "\(cast.clients[client]) hears \(label) from \(cast.servers[server])",
        state: ending(at: place))
    case .stop(let server):
      return .init(
        event: .local(lane: server, label: "stops"),
        sentence: "\(cast.servers[server]) stops for ever", state: "stopped")
    }
  }

  /// The operation that ends in an event, as a client's state; nil when none does.
  private func ending(at place: Int) -> String? {
    run.operations.first { $0.end == place }.map { done in
      let phrase = model.phrase(done.operation.input)
      return "ended: \(phrase)\(done.operation.answer.map { model.ending($0.output) } ?? "")"
    }
  }
}
