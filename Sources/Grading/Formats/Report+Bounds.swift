import Checking
import Diagrams
import Execution
import Wire

extension Report {
  /// The most bytes of a message.
  static let messageLimit = TextLimit.bytes(8 << 10)
  /// The most bytes of what the submission printed.
  static let printedLimit = TextLimit.bytes(128 << 10)
  /// The most diagnostics, and the most bytes of them together.
  static let diagnosticsLimit = (count: 100, bytes: 64 << 10)
  /// The most bytes of a file's name, which the file system keeps to a quarter of that and printable
  /// text may make longer.
  static let nameLimit = TextLimit.bytes(1 << 10)

  /// The report with every text that a submission can make long cut to a length that every consumer
  /// takes, and lists of such texts too. In time linear in the report; bounding again changes nothing.
  public var bounded: Report {
    var report = self
    report.files = files.prefix(100).map { $0.cut(to: Self.nameLimit) }
    report.message = message?.cut(to: Self.messageLimit)
    report.printed = printed.cut(to: Self.printedLimit)
    report.diagnostics = diagnostics.bounded
    report.checks = checks.map(\.bounded)
    return report
  }
}

extension CheckReport {
  fileprivate var bounded: CheckReport {
    var report = self
    report.site = site.map {
      CrashSite(
        file: $0.file.cut(to: Report.nameLimit), line: $0.line,
        source: $0.source.cut(to: .bytes(1 << 10)))
    }
    switch verdict {
    case .passed: break
    case .held(let strength, let why, let run):
      report.verdict = .held(strength, until: why.cut(to: Report.messageLimit), run?.bounded)
    case .notReached(let why): report.verdict = .notReached(why.cut(to: Report.messageLimit))
    case .failed(var failure):
      let run = failure.counterexample
      failure.counterexample = run?.bounded
      failure.message = failure.message.cut(to: Report.messageLimit)
      if let run, failure.counterexample == nil {
        failure.message =
          "a run of \(run.steps.count) steps, more than a report tells, breaks this guarantee"
      }
      report.verdict = .failed(failure)
    case .stopped(let stop, let run): report.verdict = .stopped(stop.bounded, run?.bounded)
    }
    return report
  }
}

extension Stop {
  fileprivate var bounded: Stop {
    switch self {
    case .crashed(let signal, let message):
      .crashed(signal: signal, message: message.cut(to: Report.messageLimit))
    case .protocolViolation(let what): .protocolViolation(what.cut(to: Report.messageLimit))
    case .inconsistent(let what): .inconsistent(what.cut(to: Report.messageLimit))
    case .exited, .timeLimit, .gradingLimit, .memoryLimit, .forbiddenOperation,
      .unavailable:
      self
    }
  }
}

extension [Diagnostic] {
  /// As many as fit, errors first where not all do, and then a word on how many are missing.
  fileprivate var bounded: [Diagnostic] {
    let limit = Report.diagnosticsLimit
    if count <= limit.count, allSatisfy(\.isShort),
      reduce(0, { $0 + $1.size }) <= limit.bytes
    {
      return self
    }
    var kept: [Diagnostic] = []
    // The last one's place, and its size, are for the word on the others.
    var room = limit.bytes - 256
    for diagnostic in filter({ $0.severity == .error }) + filter({ $0.severity != .error }) {
      let diagnostic = diagnostic.bounded
      room -= diagnostic.size
      guard room >= 0, kept.count + 1 < limit.count else { break }
      kept.append(diagnostic)
    }
    if kept.count < count {
      kept.append(
        Diagnostic(severity: .note, message: "\(count - kept.count) more are left out here"))
    }
    return kept
  }
}

extension Diagnostic {
  private static let textLimit = TextLimit.bytes(2 << 10)
  private static let mostNotes = 8

  /// What it takes when it is written down, about; in bytes.
  fileprivate var size: Int {
    message.utf8.count + (place.map { $0.file.utf8.count + 2 * $0.source.utf8.count } ?? 0) + 64
      + notes.reduce(0) { $0 + $1.size }
  }

  fileprivate var isShort: Bool { bounded == self }

  fileprivate var bounded: Diagnostic { bounded(notes: Self.mostNotes) }

  private func bounded(notes count: Int) -> Diagnostic {
    Diagnostic(
      severity: severity, message: message.cut(to: Self.textLimit),
      place: place.map {
        Place(
          file: $0.file.cut(to: Report.nameLimit), line: $0.line, column: $0.column,
          source: $0.source.cut(to: Self.textLimit))
      }, notes: notes.prefix(count).map { $0.bounded(notes: 0) })
  }
}

extension Counterexample {
  private static let mostSteps = 1_000
  private static let mostLost = 16
  /// The most bytes of all its texts together, and what each may take in any case.
  private static let room = 128 << 10
  private static let shortest = 64

  /// The run with its texts cut; nil for one of too many steps to be told.
  fileprivate var bounded: Counterexample? {
    guard steps.count <= Self.mostSteps else { return nil }
    var run = self
    for index in steps.indices where steps[index].lost.count > Self.mostLost + 1 {
      let rest = steps[index].lost.count - Self.mostLost
      run.steps[index].lost.removeLast(rest)
      run.steps[index].lost.append(
        LostMessage(to: steps[index].lost[Self.mostLost].to, label: "\(rest) more"))
    }
    var (texts, bytes) = (0, 0)
    _ = run.mappingText {
      texts += 1
      bytes += $0.utf8.count
      return $0
    }
    let each = bytes <= Self.room ? Self.room : max(Self.shortest, Self.room / max(1, texts))
    return run.mappingText { $0.cut(to: .bytes(min(each, 2 << 10))) }
  }
}
