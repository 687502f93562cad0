import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// Does the last update of a store with versions happen?
  static let updateTrace = TracingQuestion(
    "update-trace", outcomes: ["taken", "refused"]
  ) { random in
    var store = ObjectStore<Int>()
    var lines: [String] = []
    var perKey: [String: UInt64] = [:]
    // The versions that `web` has had.
    var versions: [UInt64] = []
    func write(_ key: String, by writer: String, expecting version: UInt64?) {
      let expected = version.map { "expecting version \($0)" } ?? "expecting that it does not exist"
      lines.append("\(lines.count + 1). \(writer) writes `\(key)`, \(expected).")
      guard case .success(let taken) = store.update(key, lines.count, expecting: version) else {
        return
      }
      perKey[key, default: 0] += 1
      if key == "web" { versions.append(taken) }
    }
    write("web", by: "Ann", expecting: nil)
    write("db", by: "Ben", expecting: nil)
    for _ in 0..<(1 + random.index(below: 3)) {
      let key = random.chance(1, in: 2) ? "web" : "db"
      let writer = random.chance(1, in: 2) ? "Ann" : "Ben"
      write(key, by: writer, expecting: store.get(key)?.version)
    }
    // Cem read `web` either before the last changes or after them.
    guard let expected = random.element(of: versions), let current = versions.last else {
      return nil
    }
    let isFresh = expected == current
    lines.append("\(lines.count + 1). Cem writes `web`, expecting version \(expected).")

    func taken(_ version: UInt64) -> String { "It happens and takes version \(version)." }
    func refused(_ version: UInt64) -> String { "It is refused: `web` is at version \(version)." }
    let next = store.version + 1
    let right = isFresh ? taken(next) : refused(current)
    let tempting = [
      Choice.wrong(
        taken(next), "the last write wins",
        why:
          "Somebody changed `web` after Cem had read it; a store that takes the write loses that."),
      .wrong(
        taken((perKey["web"] ?? 0) + 1), "a version per key",
        why: "One counter numbers the changes of all objects."),
      .wrong(
        refused(store.version), "any change is a conflict",
        why: "Only a change of the same object conflicts."),
      .wrong(
        refused(perKey["web"] ?? 0), "versions count the changes of one object",
        why: "One counter numbers the changes of all objects."),
    ]
    return Instance(
      ask: "A new store numbers its changes from 1.\n\n" + lines.joined(separator: "\n")
        + "\n\nWhat becomes of the last write?",
      right: .right(right),
      // Nobody believes that expecting the version that is named fails.
      traps: tempting.filter { $0.text != refused(expected) },
      why: "The newest change of `web` took version \(current). An update happens exactly when it "
        + "expects that version, and then takes the next one of the whole store.",
      outcome: isFresh ? "taken" : "refused")
  }
}
