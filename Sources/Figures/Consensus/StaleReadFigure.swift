import Clusters
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F20: a leader that is cut off is asked to read.
  static let staleRead = Figure(
    id: "F20", name: "stale-read", title: "a deposed leader is asked to read",
    parameters: [
      Parameter(
        "read", "how the leader answers: from memory, or after a round of heartbeats (ReadIndex)",
        .choice(["memory", "readindex"]), standard: "memory"),
      Parameter("cut", "whether the leader is cut off", .choice(["yes", "no"]), standard: "yes"),
    ]
  ) { arguments, canvas in
    let asksFirst = arguments.text("read") == "readindex"
    let run = StaleRead(isPartitioned: arguments.text("cut") == "yes", asksFirst: asksFirst)
    let answer = asksFirst ? run.answerByReadIndex : run.answerFromMemory
    let isStale = !asksFirst && !isLinearizable(run.history, initial: 0)
    let verdict =
      if isStale {
        "x was 2 before the read began, and it returns \(answer ?? 0): not linearizable."
      } else if let answer {
        "The read returns \(answer): linearizable."
      } else {
        "\(run.confirmations) of 3 confirm the leader, so it answers nothing; "
          + (run.learnsOfItsEnd ? "the first reply it gets again tells it that it is deposed." : "")
      }
    let look = ClusterDrawing.Look(
      state: { step in
        let x = StaleRead.value(step.view).map { "x=\($0)" } ?? "no x"
        return "\(ClusterDrawing.roleAndTerm(step)) \(x)"
      }, showsTerms: false, showsLost: { $0.event == .heartbeat(NodeID(1)) })
    let drawing = ClusterDrawing(
      run.cluster, from: run.firstStep, hasClient: true, look: look)
    let page = FigureText(canvas: canvas)
    return drawing.picture(on: canvas) {
      isStale && $0.event == run.cluster.steps.last?.event
    }.followed(
      by: page.wrapped(
        "Beside a node: its role, its term, and x by the entries that it knows to be committed.")
        + page.wrapped(verdict, isStale ? Style(.red, .bold) : .plain))
  }
}
