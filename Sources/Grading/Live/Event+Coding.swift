import Checking
import Execution
import Wire

extension LiveGrading.Event {
  private enum Code: UInt8 {
    case compiling, checking, decided, finished, failed
  }

  /// Writes the event.
  func write(to writer: inout ByteWriter) {
    switch self {
    case .progress(.compiling):
      writer.byte(Code.compiling.rawValue)
    case .progress(.checking(let name, let number, let count)):
      writer.byte(Code.checking.rawValue)
      writer.string(name)
      writer.integer(number)
      writer.integer(count)
    case .decided(let checks):
      writer.byte(Code.decided.rawValue)
      writer.list(checks) { $0.write(to: &$1) }
    case .finished(let report):
      writer.byte(Code.finished.rawValue)
      report.write(to: &writer)
    case .failed(let why):
      writer.byte(Code.failed.rawValue)
      writer.string(why)
    }
  }

  /// Reads an event, and nothing after it.
  init(from reader: inout ByteReader) throws(WireError) {
    switch Code(rawValue: try reader.byte()) {
    case .compiling:
      self = .progress(.compiling)
    case .checking:
      self = .progress(
        .checking(
          name: try reader.string(), number: try reader.integer(), count: try reader.integer()))
    case .decided:
      self = .decided(
        try reader.list { (reader) throws(WireError) in try CheckReport(from: &reader) })
    case .finished: self = .finished(try Report(from: &reader))
    case .failed: self = .failed(try reader.string())
    case nil: throw .malformed("no event of a grading")
    }
    try reader.expectEnd()
  }
}

extension Report {
  /// Writes a report that has not been reduced.
  fileprivate func write(to writer: inout ByteWriter) {
    writer.string(exercise)
    writer.integer(suiteVersion)
    writer.list(files) { $1.string($0) }
    writer.string(outcome.rawValue)
    writer.optional(message) { $1.string($0) }
    writer.list(diagnostics) { $0.write(to: &$1) }
    writer.list(checks) { $0.write(to: &$1) }
    writer.integer(maximum)
    writer.string(printed)
    writer.optional(key) { $1.string($0) }
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    let exercise = try reader.string()
    let suiteVersion = try reader.integer()
    let files = try reader.list { (reader) throws(WireError) in try reader.string() }
    guard let outcome = Outcome(rawValue: try reader.string()) else {
      throw .malformed("no outcome of a report")
    }
    let message = try reader.optional { (reader) throws(WireError) in try reader.string() }
    self.init(
      exercise: exercise, suiteVersion: suiteVersion, files: files, outcome: outcome,
      message: message,
      diagnostics: try reader.list { (reader) throws(WireError) in try Diagnostic(from: &reader) },
      checks: try reader.list { (reader) throws(WireError) in try CheckReport(from: &reader) },
      maximum: try reader.integer(), printed: try reader.string())
    key = try reader.optional { (reader) throws(WireError) in try reader.string() }
  }
}

extension CheckReport {
  fileprivate func write(to writer: inout ByteWriter) {
    check.write(to: &writer)
    verdict.write(to: &writer)
    writer.optional(site) { site, writer in
      writer.string(site.file)
      writer.integer(site.line)
      writer.string(site.source)
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    self.init(check: try Check(from: &reader), verdict: try Verdict(from: &reader))
    site = try reader.optional { (reader) throws(WireError) in
      CrashSite(
        file: try reader.string(), line: try reader.integer(), source: try reader.string())
    }
  }
}

extension Diagnostic {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.string(severity.rawValue)
    writer.string(message)
    writer.optional(place) { place, writer in
      writer.string(place.file)
      writer.integer(place.line)
      writer.integer(place.column)
      writer.string(place.source)
    }
    writer.list(notes) { $0.write(to: &$1) }
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    guard let severity = Severity(rawValue: try reader.string()) else {
      throw .malformed("no severity of a diagnostic")
    }
    self.init(
      severity: severity, message: try reader.string(),
      place: try reader.optional { (reader) throws(WireError) in
        Place(
          file: try reader.string(), line: try reader.integer(), column: try reader.integer(),
          source: try reader.string())
      },
      notes: try reader.list { (reader) throws(WireError) in try Diagnostic(from: &reader) })
  }
}
