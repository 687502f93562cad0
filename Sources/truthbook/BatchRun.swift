import ArgumentParser
import Checking
import Execution
import FoundationEssentials
import Grading
import Synchronization
import Terminal

/// One run of `truthbook grade` over many submissions.
struct BatchRun {
  let grader: Grader
  let suite: any ExerciseSuite
  let points: [String: Int]
  let timeout: Double
  let paths: [String]
  let options: BatchOptions
  let reports: ReportOptions
  let look: LookOptions
  /// True when the status is to be 0 whatever the verdicts.
  let isStatusZero: Bool

  /// Grades them and writes everything asked for.
  func perform() throws {
    try requireSensibleFormats()
    let list = try list()
    var submissions = list.submissions
    guard !submissions.isEmpty else {
      throw Fault.usage("\(paths.joined(separator: ", ")): holds no submission; check the path")
    }
    if let shard = options.shard {
      submissions = submissions.filter { $0.shard(of: shard.count) == shard.number }
    }
    let folder = try options.output.map {
      try BatchFolder($0, setting: setting, isResumed: options.resume)
    }
    if !list.passedOver.isEmpty {
      Console.note(
        "truthbook: passed over: " + Sanitizer.clean(Intake.summary(of: list.passedOver)))
    }
    let scratch = try ScratchFolder(hasReports: folder == nil)
    let written = BatchReports(
      folder: folder?.path ?? scratch.path, formats: learnerFormats, feedback: reports.feedback)
    var entries = try folder?.begin(submissions) ?? []
    let known = Set(entries.map(\.number))
    entries += try grade(
      submissions.filter { !known.contains($0.number) }, into: folder, written, scratch)
    Console.clearProgress()
    let result = BatchReport(
      exercise: suite.exercise, suiteVersion: suite.version,
      key: grader.secret?.name,
      shards: options.shard.map { .init(count: $0.count, present: [$0.number]) },
      submissions: entries)
    try folder?.write(result, hasPages: learnerFormats.contains(.html))
    try result.write(
      json: reports.format.filter { !$0.isBare }.map(\.file), csv: options.csv, look: look,
      with: written.complete)
    try exit(after: result)
  }

  /// Status 0 says that every submission passed, unless something else was asked for; a submission that
  /// could not be graded is never passed over.
  private func exit(after result: BatchReport) throws {
    let statuses = result.submissions.map { ExitCode(outcome: $0.outcome) }
    if statuses.contains(.environment) { throw ExitCode.environment }
    if options.batch || isStatusZero { return }
    let worst = [ExitCode.stopped, .notCompiled, .checkFailed].first(where: statuses.contains)
    if let worst { throw worst }
  }

  /// What a learner gets of each submission, beside the teacher's report.
  private var learnerFormats: [ReportFormat] {
    reports.format.filter(\.isBare).map(\.format)
  }

  private var setting: BatchFolder.Setting {
    BatchFolder.Setting(
      exercise: suite.exercise, suiteVersion: suite.version, timeout: timeout,
      feedback: reports.feedback.rawValue, formats: learnerFormats.map(\.rawValue),
      shard: options.shard.map { "\($0.number)/\($0.count)" } ?? "",
      points: suite.checks.map { points[$0.name] ?? $0.points }, key: grader.secret?.name)
  }

  private func requireSensibleFormats() throws(Fault) {
    try reports.requirePlaces()
    if let csv = options.csv, csv != "-" { try ReportDestination.requirePlace(for: csv) }
    if !reports.teacherFormat.isEmpty {
      throw .usage(
        "--teacher-format is for one submission; a batch's --output holds the teacher's reports")
    }
    for format in reports.format {
      if format.format == .classroom50 {
        throw .usage("--format classroom50 says whose submission it is; grade one at a time")
      }
      if format.isBare, options.output == nil {
        throw .usage(
          "--format \(format.format.rawValue): name with --output the folder for a batch's reports")
      }
      if !format.isBare, format.format != .json {
        throw .usage(
          "--format \(format.format.rawValue)=…: only json can hold a whole batch; leave the file "
            + "out for a report on each submission")
      }
    }
    let onOutput =
      reports.format.count { !$0.isBare && $0.file == nil } + (options.csv == "-" ? 1 : 0)
    if onOutput > 1 {
      throw .usage("JSON and CSV cannot share standard output; send one of them to a file")
    }
  }

  /// One folder given together with an option for batches can be nothing else than a cohort.
  private var areCohorts: Bool { options.batch || (paths.count == 1 && options.isAskedFor) }

  private func list() throws(Fault) -> SubmissionList {
    do throws(EnvironmentFailure) {
      return try SubmissionList(paths, areCohorts: areCohorts, besides: options.output)
    } catch {
      throw .environment(error.description)
    }
  }

  private func grade(
    _ submissions: [ListedSubmission], into folder: BatchFolder?, _ written: BatchReports,
    _ scratch: ScratchFolder
  ) throws -> [BatchEntry] {
    guard !submissions.isEmpty else { return [] }
    var entries: [BatchEntry] = []
    let start = ContinuousClock.now
    if folder != nil, Console.showsProgress {
      Console.note("Ctrl-C keeps what is done; the same command with --resume goes on.")
    }
    let batch = Batch(submissions)
    // A copy that grades one draws what is its own alone.
    if batch.distinctCount > 1 { grader.prepare() }
    do {
      try batch.run(
        jobs: options.jobCount, errors: scratch.errors,
        grade: { [grader] group in Self.graded(group, grader, written) }
      ) { group, outcome in
        let graded = try result(of: group, outcome, folder, written, scratch)
        try folder?.add(graded)
        entries += graded
        Console.progress(
          Self.progress(entries.count, of: submissions.count, since: start) + " "
            + Sanitizer.clean(group[0].name))
      }
    } catch let failure as EnvironmentFailure {
      throw Fault.environment(failure.description)
    }
    return entries
  }

  /// Grades submissions that hold the same and writes their reports, in a copy of this process.
  /// - Returns: what is to be known of them, for `result(of:)`; a text that is no list when their reports
  ///   cannot be written.
  private static func graded(
    _ group: [ListedSubmission], _ grader: Grader, _ written: BatchReports
  ) -> [UInt8] {
    do {
      return Array(try JSONEncoder().encode(try written.write(grader.reports(on: group))))
    } catch {
      return Array("\(error)".utf8)
    }
  }

  /// What submissions that hold the same came to, whatever became of their grader.
  private func result(
    of group: [ListedSubmission], _ outcome: SupervisedWork.Outcome, _ folder: BatchFolder?,
    _ written: BatchReports, _ scratch: ScratchFolder
  ) throws -> [BatchEntry] {
    let report: Report
    switch outcome {
    case .finished(let result, 0):
      if let entries = try? JSONDecoder().decode([BatchEntry].self, from: Data(result)) {
        return entries
      }
      // Whatever keeps a report from being written keeps the next from it too.
      throw Fault.environment(String(decoding: result, as: UTF8.self))
    case .finished(_, let status):
      report = grader.ungraded(grader: "ended with status \(status)")
    case .fault(let fault):
      report = grader.ungraded(grader: fault)
    }
    let errors = scratch.takeErrors()
    for submission in group { try folder?.keep(submission, said: errors) }
    return try written.write(group.map { ($0, report) })
  }

  /// `37/200, about 2 min left`
  private static func progress(
    _ done: Int, of count: Int, since start: ContinuousClock.Instant
  ) -> String {
    let elapsed = (ContinuousClock.now - start) / Duration.seconds(1)
    let left = Int(elapsed / Double(done) * Double(count - done))
    let time = left < 90 ? "\(left) s" : "\((left + 30) / 60) min"
    return "\(done)/\(count), about \(time) left:"
  }
}

extension BatchReport {
  /// Writes the combined report and the gradebook where they were asked for, and the table to standard
  /// output unless one of them is there.
  /// - Parameters:
  ///   - json: the files for the combined report; nil for standard output.
  ///   - complete: gives an entry the report that the combined one holds of it.
  func write(
    json: [String?], csv: String?, look: LookOptions,
    with complete: (BatchEntry) throws -> BatchEntry = { $0 }
  ) throws {
    var isOutputTaken = false
    for file in json {
      if let file {
        try writeFile(file) { write in
          try writeJSON(with: complete) { try write(Array($0)) }
        }
      } else {
        isOutputTaken = true
        try writeJSON(with: complete) {
          try Console.print(String(decoding: $0, as: UTF8.self), terminator: "")
        }
      }
    }
    if csv == "-" {
      isOutputTaken = true
      try Console.print(self.csv, terminator: "")
    } else if let csv {
      try writeFile(csv, Array(self.csv.utf8))
    }
    if !isOutputTaken { try Console.print(table(width: look.columns), terminator: "") }
  }
}
