import Clusters
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F12: the leader stops between committing and answering; the client asks again.
  static let lostAnswer = Figure(
    id: "F12", name: "lost-answer", title: "a crash before the acknowledgement",
    parameters: [
      Parameter(
        "serial", "whether the client repeats its deposit under the same number or a new one",
        .choice(["same", "new"]), standard: "same"),
      Parameter(
        "copied", "whether the followers have the deposit when the leader stops",
        .choice(["yes", "no"]), standard: "yes"),
    ]
  ) { arguments, canvas in
    let run = LostAnswer(
      sameSerial: arguments.text("serial") == "same", isCommitted: arguments.text("copied") == "yes"
    )
    let balance = run.balances.first ?? 0
    let isDouble = balance != 100
    let look = ClusterDrawing.Look(
      state: {
        "\(ClusterDrawing.roleAndTerm($0)) has \(LostAnswer.account($0.view).table.balance)"
      },
      showsTerms: false, showsLost: { _ in false })
    let drawing = ClusterDrawing(
      run.cluster, from: run.firstStep, hasClient: true, look: look)
    return drawing.picture(on: canvas) {
      isDouble && $0.event == run.cluster.steps.last?.event
    }.followed(
      by: FigureText(canvas: canvas).wrapped(
        "One deposit of 100. The balance on every replica that is up: \(balance).",
        isDouble ? Style(.red, .bold) : .plain))
  }
}
