import Checking
import Wire

extension Counterexample {
  /// Writes the run.
  func write(to writer: inout ByteWriter) {
    writer.list(lanes) { $1.string($0) }
    writer.list(initialStates) { $1.string($0) }
    writer.list(steps) { $0.write(to: &$1) }
    writer.string(violation.sentence)
    writer.list(violation.steps) { $1.integer($0) }
    writer.bool(isShortest)
    writer.string(schedule.check)
    writer.string(schedule.setting)
    writer.list(schedule.events) { $1.string($0) }
  }

  /// Reads a run.
  init(from reader: inout ByteReader) throws(WireError) {
    func texts(_ reader: inout ByteReader) throws(WireError) -> [String] {
      try reader.list { (reader) throws(WireError) in try reader.string() }
    }
    self.init(
      lanes: try texts(&reader), initialStates: try texts(&reader),
      steps: try reader.list { (reader) throws(WireError) in try Step(from: &reader) },
      violation: Violation(
        sentence: try reader.string(),
        steps: try reader.list { (reader) throws(WireError) in try reader.integer() }),
      isShortest: try reader.bool(),
      schedule: Schedule(
        check: try reader.string(), setting: try reader.string(), events: try texts(&reader)))
  }
}

extension Counterexample.Step {
  fileprivate func write(to writer: inout ByteWriter) {
    switch event {
    case .local(let lane, let label):
      writer.byte(0)
      writer.integer(lane)
      writer.string(label)
    case .delivery(let sender, let receiver, let label, let sentIn):
      writer.byte(1)
      writer.integer(sender)
      writer.integer(receiver)
      writer.string(label)
      writer.optional(sentIn) { $1.integer($0) }
    case .restart(let lane):
      writer.byte(2)
      writer.integer(lane)
    }
    writer.string(sentence)
    writer.optional(state) { $1.string($0) }
    writer.list(lost) { message, writer in
      writer.integer(message.to)
      writer.string(message.label)
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    let event: Counterexample.Event
    switch try reader.byte() {
    case 0: event = .local(lane: try reader.integer(), label: try reader.string())
    case 1:
      event = .delivery(
        from: try reader.integer(), to: try reader.integer(), label: try reader.string(),
        sentIn: try reader.optional { (reader) throws(WireError) in try reader.integer() })
    case 2: event = .restart(lane: try reader.integer())
    default: throw .malformed("no event of a run")
    }
    self.init(
      event: event, sentence: try reader.string(),
      state: try reader.optional { (reader) throws(WireError) in try reader.string() },
      lost: try reader.list { (reader) throws(WireError) in
        Counterexample.LostMessage(to: try reader.integer(), label: try reader.string())
      })
  }
}
