import Checking
import Simulation
import Stepping
import Wire

/// A conversation with one value that is walked line by line.
struct SteppedConversation<Model: ConversationModel>: SteppedRun {
  private let model: Model
  private let setting: Model.Setting
  private let check: String
  private var shadow: Model.Shadow
  private var lines: [Model.Line] = []
  private var speakers: [String]
  private var isBroken = false
  private var last = ""
  private var pending: Model.Line?

  /// - Parameter check: the check that wrong answers break.
  init(_ model: Model, _ setting: Model.Setting, check: String) {
    self.model = model
    self.setting = setting
    self.check = check
    shadow = model.shadow(setting)
    speakers = [model.subject]
  }

  var lanes: [StepLane] {
    speakers.enumerated().map { StepLane($0.element, value: $0.offset == 0 ? 0 : nil) }
  }

  var start: [StepAsk] {
    let arguments = model.arguments(setting)
    return [StepAsk(0, .make { arguments.write(to: &$0) })]
  }

  mutating func begin(_ text: String) throws(StepRefusal) -> [StepAsk] {
    guard let line = model.line(text) else {
      throw StepRefusal("no line is written so")
    }
    guard model.isFair(lines + [line], setting) else {
      throw StepRefusal("the task promises that this does not happen here")
    }
    if let speaker = model.speaker(of: line), !speakers.contains(speaker) {
      speakers.append(speaker)
    }
    pending = line
    let call = model.call(line, setting)
    return [StepAsk(0, .call { writer, _ in call.write(to: &writer) })]
  }

  mutating func skip() {}

  var begun: StepTelling {
    guard let pending else { return StepTelling(sentence: "", drawn: .local(lane: 0, label: "")) }
    let text = model.text(pending)
    let speaker = model.speaker(of: pending).flatMap { speakers.firstIndex(of: $0) }
    return StepTelling(
      sentence: model.sentence(pending),
      drawn: speaker.map { .delivery(from: $0, to: 0, label: text, sentIn: nil) }
        ?? .local(lane: 0, label: text))
  }

  func effects(of answers: [[UInt8]]) throws(Stop) -> [StepEffect] {
    try readAnswers(answers, as: Model.Words.Answer.self).map {
      StepEffect("answers \(model.text($0))")
    }
  }

  mutating func finish(_ answers: [[UInt8]]) throws(Stop) -> StepTelling {
    guard let line = pending,
      let answer = try readAnswers(answers, as: Model.Words.Answer.self).first
    else { throw .protocolViolation("a line without an answer") }
    var telling = begun
    telling.effects = try effects(of: answers)
    if let sentence = model.complaint(about: answer, to: line, &shadow) {
      telling.violations = [.init(check: check, sentence: sentence)]
      isBroken = true
    }
    lines.append(line)
    last = model.text(answer)
    pending = nil
    return telling
  }

  var view: RunView {
    RunView(
      states: [last] + speakers.dropFirst().map { _ in "" },
      guarantees: [
        .init(check, isBroken ? .broken : lines.isEmpty ? .untested : .kept)
      ])
  }

  /// Some lines that may come next: those that chance draws, the same ones each time.
  var choices: [StepChoice] {
    var random = RandomSource(seed: UInt64(lines.count))
    var choices: [StepChoice] = []
    for _ in 0..<40 where choices.count < 16 {
      let line = model.draw(setting, shadow, random: &random)
      let text = model.text(line)
      guard model.isFair(lines + [line], setting) else { continue }
      if !choices.contains(where: { $0.event == text }) { choices.append(StepChoice(.call, text)) }
    }
    return choices
  }

  func scheduled(_ events: [String]) -> [String]? {
    events.filter { !$0.hasPrefix("skip: ") }
  }
}

extension ConversationPart: SteppablePart {
  func steppedRun(setting: String, check: Check?) -> (any SteppedRun)? {
    guard let check = check ?? random ?? examples.first?.check else { return nil }
    return model.setting(setting).map { SteppedConversation(model, $0, check: check.name) }
  }

  var hasNetwork: Bool { false }

  var usualSetting: String? {
    var random = RandomSource(seed: 1)
    return model.drawSetting(isOdd: false, random: &random).description
  }
}
