import Curriculum

extension Workbook {
  /// The hints of an exercise, from gentle to nearly the answer.
  func hints(of exercise: Exercise) throws(Fault) -> [Hint] {
    do throws(CurriculumError) {
      return try exercise.hints()
    } catch {
      throw .environment(error.description)
    }
  }
}

/// Which hint comes next.
struct HintChoice {
  /// What is for the check that fails comes first, since it was chosen for just that; then what helps with all, and
  /// then the rest; the last one again when all have been shown. Nil when there are none.
  let next: Hint?
  /// True when no other is left.
  let isLast: Bool
  private let failing: String?

  /// Chooses by what the learner has seen and by which check failed last.
  init(of hints: [Hint], _ progress: Progress, _ exercise: String) {
    let seen = progress.hintsSeen(of: exercise)
    let failing = progress.failingCheck(of: exercise)
    let unseen = hints.filter { !seen.contains($0.number) }
    let next =
      unseen.first { failing.map($0.checks.contains) ?? false }
      ?? unseen.first { $0.helps(with: failing) } ?? unseen.first ?? hints.last
    self.next = next
    self.failing = failing
    isLast = unseen.allSatisfy { $0.number == next?.number }
  }

  /// What a hint is about, as the end of its heading.
  func about(_ hint: Hint) -> String {
    guard let failing, hint.checks.contains(failing) else { return "" }
    return ", for " + failing
  }
}
