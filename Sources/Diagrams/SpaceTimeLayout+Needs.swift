import Checking

extension SpaceTimeLayout {
  /// The distance between lanes at which no text of this run must be wrapped.
  static func pitchNeeded(by run: Counterexample) -> Int {
    let besideLanes = run.initialStates + run.lanes + run.steps.compactMap(\.state)
    var needed = besideLanes.map { $0.columns + 3 }.max() ?? 0
    for step in run.steps {
      switch step.event {
      case .local(_, let label): needed = max(needed, label.columns + 3)
      // A blank and two columns of line on either side of the label, the head, the lane.
      case .delivery(_, _, let label, _): needed = max(needed, label.columns + 8)
      case .restart: break
      }
      needed = step.lost.reduce(needed) { max($0, $1.label.columns + 9) }
    }
    return needed
  }
}
