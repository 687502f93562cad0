public import Execution
import Glibc
import Wire

/// A grading that goes on beside what this process does, in a copy of it: it tells each check when it is
/// decided, and can be ended at any moment.
public final class LiveGrading {
  /// Something a grading tells, in this order.
  public enum Event: Hashable, Sendable {
    /// How far it has come.
    case progress(Grader.Progress)
    /// Checks that are over, after those told before.
    case decided([CheckReport])
    /// Everything, which is what counts: how the whole went may change what was told of a check.
    case finished(Report)
    /// There is no report, through no fault of the submission: one sentence without a full stop.
    case failed(String)
  }

  private let work: SupervisedWork
  private var taken = 0
  private var isOver = false

  /// Begins to grade what lies at `path`.
  /// - Parameters:
  ///   - names: asks only the stages that have a check of these names; the report is then no verdict.
  ///   - prepare: called first in the copy, to leave to this process what is its own.
  /// - Throws: `EnvironmentFailure` when there can be no further process.
  public init(
    of path: String, with grader: Grader, only names: Set<String>? = nil,
    prepare: @escaping @Sendable () -> Void = {}
  ) throws(EnvironmentFailure) {
    // What the copy says when it crashes would be written across the screen; how it ended is known.
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(nowhere) }
    work = try SupervisedWork(errors: nowhere < 0 ? nil : nowhere) { tell in
      // What keys send to the foreground is not meant for the copy.
      setpgid(0, 0)
      prepare()
      return Self.grade(path, with: grader, only: names) { tell(Self.framed($0)) } ? 0 : 1
    }
  }

  /// Can be read when there is something to take in; nil once the grading is over and its process gone.
  public var descriptor: Int32? { work.outcome == nil ? work.descriptor : nil }

  /// Takes in what has been told since, without waiting.
  public func events() -> [Event] {
    work.look()
    // What told everything has to tidy up still.
    guard !isOver else { return [] }
    var events: [Event] = []
    while let message = nextMessage() {
      do throws(WireError) {
        var reader = ByteReader(message)
        events.append(try Event(from: &reader))
      } catch {
        return events + fail("told something that cannot be understood")
      }
      switch events.last {
      case .finished, .failed:
        isOver = true
        return events
      default: break
      }
    }
    switch work.outcome {
    case nil: return events
    case .fault(let fault): return events + fail(fault)
    case .finished: return events + fail("ended without a report")
    }
  }

  /// Ends the grading; it tells nothing any more.
  public func cancel() {
    isOver = true
    work.cancel()
  }

  private func fail(_ fault: String) -> [Event] {
    cancel()
    return [.failed("the grader \(fault), which is a fault of Truthbook's")]
  }

  // MARK: Messages

  /// The bytes of a message's length, the least significant first.
  private static let lengthSize = 4

  private static func framed(_ event: Event) -> [UInt8] {
    var writer = ByteWriter()
    event.write(to: &writer)
    let length = UInt32(writer.bytes.count)
    return (0..<UInt32(lengthSize)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
      + writer.bytes
  }

  private func nextMessage() -> [UInt8]? {
    let told = work.told
    let start = taken + Self.lengthSize
    guard told.count >= start else { return nil }
    let length = told[taken..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard told.count - start >= length else { return nil }
    taken = start + length
    return Array(told[start..<taken])
  }

  // MARK: In the copy

  /// - Returns: false when nobody listens any more.
  private static func grade(
    _ path: String, with grader: Grader, only names: Set<String>?, tell: @escaping (Event) -> Bool
  ) -> Bool {
    var known = 0
    do throws(EnvironmentFailure) {
      let report = try grader.grade(
        path, only: names, progress: { _ = tell(.progress($0)) },
        keep: { report in
          let decided = report.decided
          guard decided.count > known else { return }
          _ = tell(.decided(Array(decided.dropFirst(known))))
          known = decided.count
        })
      return tell(.finished(report))
    } catch {
      return tell(.failed(error.description))
    }
  }
}
