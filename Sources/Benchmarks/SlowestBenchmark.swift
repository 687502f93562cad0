import Curriculum
import Execution
import Foundation

/// How near the slowest right submissions of ours come to the limit of a whole grading.
///
/// A suite that asks for more is paid for by whoever is right and slow. What they take here is processor
/// time, compiling and the grader's own included.
struct SlowestBenchmark {
  let root: String
  let truthbook: String
  /// The exercises to measure; all when empty.
  let names: [String]

  /// The part of the limit that a right submission of ours may use, so that a processor of half the speed
  /// still turns no verdict.
  private static let mostShare = 0.5

  /// Grades every reference and alternative once, one at a time, and prints the slowest of each exercise.
  /// - Returns: false when one does not pass or uses too much.
  func run() throws -> Bool {
    let curriculum = Curriculum(root: root)
    let limit = Double(WorkerLimits.allowing(callMilliseconds: 1_000).gradingMilliseconds)
    print(
      "The slowest right submissions: processor time in ms, and its share of the \(limit.text) that end a grading"
    )
    var isWell = true
    for id in try curriculum.exerciseIDs() where names.isEmpty || names.contains(id) {
      let exercise = try curriculum.exercise(id)
      // A text is judged in the grader itself.
      if exercise.isText { continue }
      let paths =
        [exercise.reference.path] + (try exercise.alternatives()).map(\.path)
      var slowest: (path: String, time: Double) = ("", 0)
      for path in paths {
        let (status, usage) = try Command([truthbook, "grade", exercise.id, path], in: root)
          .outcome()
        if status != 0 {
          print("  \(exercise.id): \(path) came to status \(status), not 0")
          isWell = false
        }
        if usage.processor > slowest.time { slowest = (path, usage.processor) }
      }
      let share = slowest.time / limit
      if share > Self.mostShare { isWell = false }
      print(
        "  \(exercise.id): \(slowest.time.text), \((100 * share).text) %"
          + (share > Self.mostShare ? " (at most \((100 * Self.mostShare).text))" : "")
          + ", \(slowest.path)")
    }
    return isWell
  }
}
