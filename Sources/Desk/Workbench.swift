import Execution
import Glibc
import Grading
import Screen

/// Where the learner's files are watched and graded, one grading at a time.
final class Workbench {
  private(set) var place: WorkPlace
  private var watcher: FileWatcher
  private var grading: LiveGrading?
  private let polls: Bool

  /// How often to look after a grading that says nothing, in milliseconds.
  private static let patience = 1000

  /// Begins to watch.
  /// - Parameter polls: true to look again and again, whatever the kernel offers.
  init(_ place: WorkPlace, polls: Bool) {
    self.place = place
    self.polls = polls
    watcher = Self.watcher(of: place, polls: polls)
  }

  private static func watcher(of place: WorkPlace, polls: Bool) -> FileWatcher {
    FileWatcher(place.folder, place.names, polls: polls, at: now)
  }

  /// Puts another exercise in the place of this one.
  func replace(with place: WorkPlace) {
    stop()
    self.place = place
    watcher = Self.watcher(of: place, polls: polls)
  }

  /// Why the files are looked at again and again although nobody asked for that; nil when they are not.
  var note: String? { watcher.note }

  /// The time, in milliseconds of a clock that only goes forward, also while the machine sleeps.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// What can be read when there is something to `look` at.
  var descriptors: [Int32] { [watcher.descriptor, grading?.descriptor].compactMap { $0 } }

  /// When to `look` at the latest; nil for not before a descriptor can be read.
  var nextLook: Int? {
    [watcher.nextLook, grading?.descriptor.map { _ in Self.now + Self.patience }]
      .compactMap { $0 }.min()
  }

  /// What has happened, without waiting. A save goes before what the grading of the files before it told,
  /// of which nobody wants to know any more.
  func look() -> (isSaved: Bool, told: [LiveGrading.Event]) {
    if watcher.look(at: Self.now) {
      stop()
      return (true, [])
    }
    return (false, grading?.events() ?? [])
  }

  /// Begins a grading in the place of the one that goes on.
  /// - Returns: why it cannot be begun; nil when it has.
  func check(only name: String?) -> String? {
    stop()
    do throws(EnvironmentFailure) {
      grading = try LiveGrading(
        of: place.path, with: place.grader, only: name.map { [$0] },
        prepare: { TerminalScreen.leaveToOriginal() })
      return nil
    } catch {
      return error.description
    }
  }

  /// Ends the grading that goes on.
  func stop() {
    grading?.cancel()
    grading = nil
  }
}
