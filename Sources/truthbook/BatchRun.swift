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
  let suite: any Suite
  let points: [String: Int]
  let timeout: Double
  let paths: [String]
  let options: BatchOptions
  let reports: ReportOptions
  let look: LookOptions

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
        "truthbook: passed over what is not Swift (\(list.passedOver.count)), such as "
          + "\(Sanitizer.clean(list.passedOver[0]))")
    }
    var entries = try folder?.begin(submissions) ?? []
    let known = Set(entries.map(\.number))
    entries += try grade(submissions.filter { !known.contains($0.number) }, into: folder)
    Console.clearProgress()
    let result = BatchReport(
      exercise: suite.exercise, suiteVersion: suite.version,
      shards: options.shard.map { .init(count: $0.count, present: [$0.number]) },
      submissions: entries)
    try write(result, to: folder)
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
      points: suite.checks.map { points[$0.name] ?? $0.points })
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
      return try SubmissionList(paths, areCohorts: areCohorts)
    } catch {
      throw .environment(error.description)
    }
  }

  private func grade(
    _ submissions: [ListedSubmission], into folder: BatchFolder?
  ) throws -> [BatchEntry] {
    guard !submissions.isEmpty else { return [] }
    let entries = Mutex<[BatchEntry]>([])
    let formats = learnerFormats
    let feedback = reports.feedback
    let start = ContinuousClock.now
    if folder != nil, Console.showsProgress {
      Console.note("Ctrl-C keeps what is done; the same command with --resume goes on.")
    }
    do {
      try Batch(grader, submissions).run(jobs: options.jobCount) { submission, report in
        let entry = BatchEntry(submission, report)
        try folder?.add(entry, submission, report, formats: formats, feedback: feedback)
        let done = entries.withLock {
          $0.append(entry)
          return $0.count
        }
        Console.progress(
          Self.progress(done, of: submissions.count, since: start) + " "
            + Sanitizer.clean(submission.name))
      }
    } catch let failure as EnvironmentFailure {
      throw Fault.environment(failure.description)
    }
    return entries.withLock { $0 }
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

  private func write(_ result: BatchReport, to folder: BatchFolder?) throws {
    let json = Array(try result.json())
    if let folder {
      try folder.write("batch.json", json)
      try folder.write("grades.csv", Array(result.csv.utf8))
      let hasPages = learnerFormats.contains(.html)
      let page = BatchPage(result) { stem in
        hasPages ? "feedback/\(stem).html" : "reports/\(stem).json"
      }
      try folder.write("batch.html", Array(page.html.utf8))
    }
    try result.write(
      json: reports.format.filter { !$0.isBare }.map(\.file), csv: options.csv, look: look)
  }
}

extension BatchReport {
  /// Writes the combined report and the gradebook where they were asked for, and the table to standard
  /// output unless one of them is there.
  /// - Parameter json: the files for the combined report; nil for standard output.
  func write(json: [String?], csv: String?, look: LookOptions) throws {
    var isOutputTaken = false
    for file in json {
      let bytes = Array(try self.json())
      if let file {
        try writeFile(file, bytes)
      } else {
        isOutputTaken = true
        try Console.print(String(decoding: bytes, as: UTF8.self), terminator: "")
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
