import Checking
import Execution
import Synchronization

/// Draws what stages ask, in their order, on a thread of its own: while a submission is compiled, and while it
/// answers what earlier ones ask.
struct PreparedStages {
  private let isUnneeded: Flag
  private let work: WorkBeside<Void>

  /// Begins to draw.
  /// - Throws: `EnvironmentFailure` when there can be no further thread.
  init(_ stages: [Stage]) throws(EnvironmentFailure) {
    let isUnneeded = Flag()
    self.isUnneeded = isUnneeded
    work = try WorkBeside {
      for stage in stages where !isUnneeded.value.load(ordering: .relaxed) { stage.prepare() }
    }
  }

  /// Lets the rest be once the stage that is being drawn is. Nobody waits for that: it may take longer than to
  /// say that a submission does not compile.
  func end() {
    isUnneeded.value.store(true, ordering: .relaxed)
    work.leave()
  }

  private final class Flag: Sendable {
    let value = Atomic(false)
  }
}
