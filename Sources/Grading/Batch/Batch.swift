public import Execution

/// Grades many submissions of one exercise, several at a time, each in a supervised copy of this process:
/// whatever one of them does to its grader, the others are graded as when they are alone.
///
/// Submissions that hold the same are compiled and graded once. What a report says does not depend on how
/// many are graded together, in which order, or what they are.
public struct Batch: Sendable {
  private let groups: [[ListedSubmission]]
  private let limits: SupervisedWork.Limits

  /// Prepares a batch.
  /// - Parameter limits: what grading one submission may take of this program's own.
  public init(
    _ submissions: [ListedSubmission], limits: SupervisedWork.Limits = SupervisedWork.Limits()
  ) {
    self.limits = limits
    var groups: [[ListedSubmission]] = []
    var places: [String: Int] = [:]
    for submission in submissions {
      if let digest = submission.digest, let place = places[digest] {
        groups[place].append(submission)
      } else {
        if let digest = submission.digest { places[digest] = groups.count }
        groups.append([submission])
      }
    }
    self.groups = groups
  }

  /// How many different submissions there are.
  public var distinctCount: Int { groups.count }

  private struct Running {
    let group: Int
    let work: SupervisedWork
  }

  /// Grades everything.
  /// - Parameters:
  ///   - jobs: how many at a time.
  ///   - errors: where the standard error of the copies goes; stays as it is unless given.
  ///   - grade: grades submissions that hold the same, in a copy of this process, and returns what is to
  ///     be known of them here.
  ///   - finish: called here with the submissions and what `grade` returned, or how its copy ended
  ///     otherwise, in no particular order; when it throws, the batch ends.
  /// - Throws: what `finish` threw, or `EnvironmentFailure` when there can be no further process.
  public func run(
    jobs: Int, errors: Int32? = nil,
    grade: @escaping @Sendable ([ListedSubmission]) -> [UInt8],
    finish: ([ListedSubmission], SupervisedWork.Outcome) throws -> Void
  ) throws {
    var waiting = groups.indices[...]
    var running: [Running] = []
    while !waiting.isEmpty || !running.isEmpty {
      while running.count < max(1, jobs), let index = waiting.popFirst() {
        let group = groups[index]
        let work = try SupervisedWork(limits: limits, errors: errors) { (grade(group), 0) }
        running.append(Running(group: index, work: work))
      }
      SupervisedWork.advance(running.map(\.work))
      for ended in running {
        if let outcome = ended.work.outcome { try finish(groups[ended.group], outcome) }
      }
      running.removeAll { $0.work.outcome != nil }
    }
  }
}

extension Grader {
  /// The reports on submissions that hold the same. Whichever has changed since is refused by itself, and
  /// what this machine cannot grade says so.
  public func reports(
    on group: [ListedSubmission]
  ) -> [(submission: ListedSubmission, report: Report)] {
    var reports: [(ListedSubmission, Report)] = []
    for (index, submission) in group.enumerated() {
      if let refusal = submission.refusal {
        reports.append((submission, self.refusal(refusal)))
        continue
      }
      do {
        let report = try grade(try submission.files())
        return reports
          + group[index...].map { ($0, report.renamingFiles(as: $0).adding($0.notes)) }
      } catch let refusal as IntakeRefusal {
        let reason = refusal.description(below: submission.paths[0])
        reports.append((submission.refused(because: reason), self.refusal(reason)))
      } catch {
        return reports + group[index...].map { ($0, ungraded("\(error)")) }
      }
    }
    return reports
  }
}

extension Report {
  /// The report with what is to be known of how the files were taken in.
  func adding(_ notes: [Diagnostic]) -> Report {
    var report = self
    report.diagnostics += notes
    return report
  }

  /// The report as it would be had the only file another name: that of a submission with the same
  /// bytes.
  fileprivate func renamingFiles(as submission: ListedSubmission) -> Report {
    guard files.count == 1, let name = submission.onlyFileName, name != files[0] else {
      return self
    }
    var report = self
    report.files = [name]
    report.diagnostics = diagnostics.map { $0.renamingFile(to: name) }
    for index in report.checks.indices {
      guard let site = report.checks[index].site else { continue }
      report.checks[index].site = CrashSite(file: name, line: site.line, source: site.source)
    }
    return report
  }
}

extension Diagnostic {
  fileprivate func renamingFile(to name: String) -> Diagnostic {
    let place = place.map {
      Place(file: name, line: $0.line, column: $0.column, source: $0.source)
    }
    return Diagnostic(
      severity: severity, message: message, place: place,
      notes: notes.map { $0.renamingFile(to: name) })
  }
}
