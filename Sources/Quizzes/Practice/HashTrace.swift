import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// What does an edit of a hash-chained log break?
  static let hashTrace = TracingQuestion(
    "hash-trace",
    outcomes: ["the entry's own hash", "the next hash", "a published head", "nothing"]
  ) { random in
    let count = 4 + random.index(below: 4)
    let edited = 1 + random.index(below: count - 1)
    let published = 1 + random.index(below: count)
    let repair = random.index(below: 3)
    var chain = AuditLog()
    let heads = (1...count).map { chain.append("entry \($0)") }
    var found = chain
    found.links[edited - 1].entry = "forged"
    if repair > 0 {
      var forged = AuditLog(links: Array(found.links[..<(edited - 1)]))
      let last = repair == 1 ? edited : count
      for link in found.links[(edited - 1)..<last] { forged.append(link.entry) }
      found = AuditLog(links: forged.links + found.links[last...])
    }
    let how = [
      "and leaves all hashes as they were", "and computes the hash beside it anew, but no other",
      "and computes its hash and all that follow anew",
    ][repair]
    func text(_ finding: AuditLog.Finding?) -> String {
      switch finding {
      case .wrongDigest(let entry): "the hash beside entry \(entry) does not fit"
      case .rewritten(let length):
        "all hashes fit, but not the head published after entry \(length)"
      case .truncated(let length): "the log ends before entry \(length), whose head was published"
      case nil: "nothing: all hashes fit, and so does the published head"
      }
    }
    let finding = found.firstFinding(published: [heads[published - 1]])
    let outcome =
      switch finding {
      case .wrongDigest(let entry): entry == edited ? "the entry's own hash" : "the next hash"
      case .rewritten, .truncated: "a published head"
      case nil: "nothing"
      }
    let tempting = [
      Choice.wrong(
        text(.wrongDigest(entry: edited)), "an entry's hash cannot be computed anew",
        why: "Anybody can compute a hash; no key is needed."),
      .wrong(
        text(.wrongDigest(entry: edited + 1)), "an entry's own hash does not cover it",
        why: "The hash beside an entry covers that entry and everything before it."),
      .wrong(
        text(.rewritten(publishedCount: published)), "a published head covers the whole log",
        why: "A head covers the entries up to its length, and hashes are checked first."),
      .wrong(
        text(nil), "hashes protect without anything published",
        why:
          "Somebody with the log alone can write it anew; what is published before the edit shows "
          + "it."),
    ]
    return Instance(
      ask: "A hash chain has \(count) entries; its head was published after entry \(published). "
        + "Somebody changes entry \(edited) in storage \(how). What does an auditor who reads from "
        + "the start find first?",
      right: .right(text(finding)), traps: tempting,
      why:
        "Every hash covers its entry and the hash before. An edit shows at the first hash that was "
        + "not computed anew; if all were, only a head published over the edited entry tells. Here "
        + "the edit is in entry \(edited) and the head covers entries 1 to \(published).",
      outcome: outcome)
  }
}
