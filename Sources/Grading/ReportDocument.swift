import Checking
import Execution
public import FoundationEssentials
import Wire

/// The report as one JSON document; `report.schema.json` beside this file describes it.
struct ReportDocument: Hashable, Sendable, Codable {
  struct CheckDocument: Hashable, Sendable, Codable {
    var name: String
    var guarantee: String
    var source: String
    var chapter: String
    var kind: String
    var status: String
    var score: Int
    var maximum: Int
    var strength: StrengthDocument?
    var stop: String?
    var signal: String?
    var site: SiteDocument?
    var message: String?
    var counterexample: CounterexampleDocument?

    init(_ report: CheckReport) {
      name = report.check.name
      guarantee = report.check.guarantee
      source = report.check.source
      chapter = report.check.chapter
      kind = report.check.kind.rawValue
      status = report.status.rawValue
      score = report.score
      maximum = report.check.points
      strength = report.strength.map(StrengthDocument.init)
      if case .stopped(let stop, _) = report.verdict {
        self.stop = stop.word
        if case .crashed(let number, _) = stop, !report.tellsKindOnly {
          signal = signalName(number)
        }
      }
      site = report.site.map { SiteDocument(file: $0.file, line: $0.line) }
      message = report.message
      counterexample = report.counterexample.map(CounterexampleDocument.init)
    }
  }

  struct SiteDocument: Hashable, Sendable, Codable {
    var file: String
    var line: Int
  }

  struct StrengthDocument: Hashable, Sendable, Codable {
    var kind: String
    var count: Int?
    var steps: Int?
    var states: Int?
    var transitions: Int?
    var depth: Int?
    var unseen: [String]?
    var setAside: [String]?

    init(_ strength: Strength) {
      switch strength {
      case .examples(let count):
        kind = "examples"
        self.count = count
      case .cases(let count):
        kind = "cases"
        self.count = count
      case .schedules(let count, let steps):
        kind = "schedules"
        self.count = count
        self.steps = steps
      case .exhaustive(let states, let transitions, let depth):
        kind = "exhaustive"
        self.states = states
        self.transitions = transitions
        self.depth = depth
      case .searched(let states, let transitions, let depth, let unseen):
        kind = "searched"
        self.states = states
        self.transitions = transitions
        self.depth = depth
        self.unseen = unseen.isEmpty ? nil : unseen
      case .searchedWithout(let setAside, let states, let transitions, let depth):
        kind = "searched"
        self.states = states
        self.transitions = transitions
        self.depth = depth
        self.setAside = setAside
      }
    }
  }

  struct CounterexampleDocument: Hashable, Sendable, Codable {
    struct Step: Hashable, Sendable, Codable {
      var kind: String
      var lane: String
      var from: String?
      var label: String?
      var sentIn: Int?
      var sentence: String
      var state: String?
      var lost: [Lost]
    }

    struct Lost: Hashable, Sendable, Codable {
      var to: String
      var label: String
    }

    struct Violation: Hashable, Sendable, Codable {
      var sentence: String
      var steps: [Int]
    }

    var lanes: [String]
    var initialStates: [String]
    var steps: [Step]
    var violation: Violation
    var isShortest: Bool
    var schedule: Schedule

    init(_ counterexample: Counterexample) {
      let lanes = counterexample.lanes
      self.lanes = lanes
      initialStates = counterexample.initialStates
      steps = counterexample.steps.map { step in
        var document = Step(
          kind: "local", lane: lanes[step.event.lane], sentence: step.sentence, state: step.state,
          lost: step.lost.map { Lost(to: lanes[$0.to], label: $0.label) })
        switch step.event {
        case .local(_, let label):
          document.label = label
        case .restart:
          document.kind = "restart"
        case .delivery(let sender, _, let label, let sentIn):
          document.kind = "delivery"
          document.from = lanes[sender]
          document.label = label
          document.sentIn = sentIn.map { $0 + 1 }
        }
        return document
      }
      violation = Violation(
        sentence: counterexample.violation.sentence,
        steps: counterexample.violation.steps.map { $0 + 1 })
      isShortest = counterexample.isShortest
      schedule = counterexample.schedule
    }
  }

  struct DiagnosticDocument: Hashable, Sendable, Codable {
    var file: String?
    var line: Int?
    var column: Int?
    var severity: String
    var message: String
    var notes: [DiagnosticDocument]

    init(_ diagnostic: Diagnostic) {
      file = diagnostic.place?.file
      line = diagnostic.place?.line
      column = diagnostic.place?.column
      severity = diagnostic.severity.rawValue
      message = diagnostic.message
      notes = diagnostic.notes.map(DiagnosticDocument.init)
    }
  }

  struct SandboxDocument: Hashable, Sendable, Codable {
    var level: String
    var missing: [String]
    /// What a submission learns of the machine even where nothing is missing.
    var visible: [String]?

    init(_ sandbox: Sandbox) {
      level = sandbox.level.rawValue
      missing = sandbox.missing.map(\.rawValue)
      visible = sandbox.visible
    }
  }

  var format = "truthbook-report"
  var formatVersion = 1
  var exercise: String
  var suiteVersion: Int
  var files: [String]
  var complete: Bool
  var status: String
  var outcome: String
  var score: Int
  var maximum: Int
  var message: String?
  var diagnostics: [DiagnosticDocument]
  var checks: [CheckDocument]
  var printed: String
  var sandbox: SandboxDocument?
  var key: String?
  var feedback: String

  init(_ report: Report) {
    exercise = report.exercise
    suiteVersion = report.suiteVersion
    files = report.files
    status = report.status
    outcome = report.outcome.rawValue
    complete = report.outcome != .unfinished
    score = report.score
    maximum = report.maximum
    message = report.message
    diagnostics = report.diagnostics.map(DiagnosticDocument.init)
    checks = report.checks.map(CheckDocument.init)
    printed = report.printed
    sandbox = report.sandbox.map(SandboxDocument.init)
    key = report.key
    feedback = report.feedback.rawValue
  }
}

extension Report {
  /// `pass`, `fail`, or `error` when no check ran or not every check is over.
  public var status: String { outcome.telling.status }

  /// The report as JSON, keys in alphabetical order, ending with a newline.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(ReportDocument(self)) + Data("\n".utf8)
  }
}
