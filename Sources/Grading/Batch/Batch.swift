import Dispatch
import Execution
import Synchronization

/// Grades many submissions of one exercise, several at a time. Identical ones are compiled and graded
/// once, and what a report says does not depend on how many are graded together.
public struct Batch: Sendable {
  private let grade: @Sendable ([SourceFile]) throws -> Report
  private let refuse: @Sendable (String) -> Report
  private let groups: [[ListedSubmission]]

  /// Prepares a batch.
  public init(_ grader: Grader, _ submissions: [ListedSubmission]) {
    self.init(submissions, grade: { try grader.grade($0) }, refuse: { grader.refusal($0) })
  }

  /// Prepares a batch whose submissions are graded otherwise.
  init(
    _ submissions: [ListedSubmission], grade: @escaping @Sendable ([SourceFile]) throws -> Report,
    refuse: @escaping @Sendable (String) -> Report
  ) {
    self.grade = grade
    self.refuse = refuse
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

  /// Grades everything.
  /// - Parameters:
  ///   - jobs: how many at a time.
  ///   - finish: called with each submission and its report as soon as there is one, by one caller at
  ///     a time and in no particular order; when it throws, the batch ends.
  /// - Throws: what `finish` threw, or `EnvironmentFailure` when this machine cannot grade.
  public func run(
    jobs: Int, finish: @Sendable (ListedSubmission, Report) throws -> Void
  ) throws {
    let next = Atomic<Int>(0)
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, groups.count))) { _ in
      while failure.withLock({ $0 == nil }) {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < groups.count else { return }
        let result = Result { try reports(on: groups[index]) }
        failure.withLock { failure in
          guard failure == nil else { return }
          do {
            for (submission, report) in try result.get() { try finish(submission, report) }
          } catch {
            failure = error
          }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  /// The reports on submissions that hold the same. Whichever has changed since is refused by itself.
  private func reports(
    on group: [ListedSubmission]
  ) throws -> [(ListedSubmission, Report)] {
    var changed: [(ListedSubmission, Report)] = []
    for (index, submission) in group.enumerated() {
      if let refusal = submission.refusal {
        changed.append((submission, refuse(refusal)))
        continue
      }
      let files: [SourceFile]
      do {
        files = try submission.files()
      } catch let refusal as IntakeRefusal {
        let reason = refusal.description(below: submission.paths[0])
        changed.append((submission.refused(because: reason), refuse(reason)))
        continue
      }
      let report = try grade(files)
      return changed + group[index...].map { ($0, report.renamingFiles(as: $0).adding($0.notes)) }
    }
    return changed
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
