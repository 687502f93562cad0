public import Stepping
import Checking
public import Wire

/// One moment of a run: what an event led to.
public struct Moment: Sendable {
  /// Its number in the tree; the start is 0.
  public let id: Int
  /// The moment it comes of; nil for the start.
  public let parent: Int?
  /// The line of the event; empty for the start.
  public let event: String
  /// The moments that come of it, in the order in which they were visited first.
  public internal(set) var children: [Int] = []
  /// What happened; nil for the start, and where the code stopped before it had answered.
  public internal(set) var told: StepTelling?
  /// What the reference did, told the same; nil where it is not known.
  public internal(set) var expected: [StepEffect]?
  /// Whether that is something else.
  public internal(set) var differs = false
  /// What the code printed in this step.
  public internal(set) var printed = ""
  /// How the code stopped in this step; nil when it did not.
  public internal(set) var stop: Stop?
  /// What each value keeps, by its number.
  public internal(set) var fields: [Int: ValueFields] = [:]

  /// The run up to here.
  public internal(set) var run: any SteppedRun
  /// What is to be seen of it.
  public var view: RunView { run.view }

  var values = SlotTable()
  /// What was asked, exchange by exchange.
  var programs: [Program] = []
  var learnerLife = 0
  var referenceLife = 0
  var lastVisited: Int?

  init(id: Int, parent: Int?, event: String, run: any SteppedRun) {
    self.id = id
    self.parent = parent
    self.event = event
    self.run = run
  }

  /// True for an event in which no code was asked.
  public var isOfNetwork: Bool { parent != nil && programs.isEmpty && stop == nil }

  /// What is wrong here, as one sentence; nil when nothing is.
  public var complaint: String? {
    stop.map { "the submission \($0.phrase)" } ?? told?.violations.first?.sentence
  }

  /// What the value of a lane keeps.
  public func fields(ofLane lane: Int) -> [ValueFields.Field] {
    guard run.lanes.indices.contains(lane), let value = run.lanes[lane].value else { return [] }
    return fields[value]?.fields ?? []
  }

  mutating func inherit(_ parent: Moment) { fields = parent.fields }

  /// Says that the code stopped instead of answering.
  mutating func end(by stop: Stop, before run: any SteppedRun) {
    self.stop = stop
    told = self.run.begun
    self.run = run
  }

  /// Lets an event pass that cannot happen.
  mutating func skip(_ event: String, _ parent: Moment) {
    run.skip()
    values = parent.values
    learnerLife = parent.learnerLife
    referenceLife = parent.referenceLife
    told = StepTelling(
      sentence: "(this cannot happen here: \(event))", drawn: .local(lane: 0, label: "nothing"))
  }

  /// Takes in what values keep.
  mutating func describe(_ values: [Int], _ answers: ArraySlice<[UInt8]>) {
    for (value, answer) in zip(values, answers) {
      var reader = ByteReader(answer)
      do throws(WireError) {
        fields[value] = try ValueFields(from: &reader)
      } catch {
        // Only the code's own process can have forged it, and only its author is shown it.
        fields[value] = ValueFields([.init(name: "", text: "(not readable: \(error))")])
      }
    }
  }
}
