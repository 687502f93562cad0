import ExerciseKit
import Solutions

extension Erratum {
  /// The erratum on what fencing does.
  static let fencingErrata: [Erratum] = [
    Erratum(
      "E-25", .unsafe, place: "second document, line 320",
      said: """
        For the prevention of split brain a checklist has one box: fencing tokens.
        """,
      truth: """
        A lease by itself excludes nobody: its holder may sleep through the end and wake up. \
        Fencing prevents no second leader. It takes away the old one's power to do harm, where the \
        *resource* refuses smaller tokens. The documentation of Kubernetes' election says as much: \
        one acting leader is not guaranteed. What prevents two leaders of one term is a quorum.
        """,
      settlement: .proven(
        method: """
          a lease's holder is paused until another has it, and both write: to a register that \
          takes any write, and to one that compares tokens
          """, pausedHolder))
  ]

  private static func pausedHolder() -> Evidence {
    let (n1, n2) = (NodeID(1), NodeID(2))
    var service = LeaseService(ttl: 100, stored: LeaseService.Stored(lastToken: 32))
    guard let old = service.acquire(n1, now: 0), let new = service.acquire(n2, now: 150) else {
      return Evidence()
    }
    var unfenced: String?
    var fenced = FencedRegister<String>()
    var isTaken: [Bool] = []
    // n1 was paused from 50 to 200 and has not looked at a clock since.
    for (lease, value) in [(new, "by n2"), (old, "by n1")] {
      unfenced = value
      isTaken.append(fenced.write(value, token: lease.token))
    }
    let renewal = service.renew(old, now: 200)
    return Evidence(
      .init(
        "holders that act at 200, each with a lease it was granted",
        "\(old.holder) with token \(old.token), \(new.holder) with token \(new.token)",
        holds: old.token == 33 && new.token == 34),
      .init(
        "what a register without fencing holds", unfenced ?? "nothing", holds: unfenced == "by n1"),
      .init(
        "what a register that compares tokens holds", fenced.value ?? "nothing",
        holds: fenced.value == "by n2" && isTaken == [true, false]),
      .init(
        "the old lease, renewed after the new one was granted",
        renewal == nil ? "refused" : "renewed", holds: renewal == nil))
  }
}
