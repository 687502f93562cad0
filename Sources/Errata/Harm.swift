extension Erratum {
  /// What goes wrong unnoticed where the documents are followed, as a clause; for errata that are unsafe to
  /// believe, and for those alone.
  public var harm: String? { Self.harms[id] }

  private static let harms: [String: String] = [
    "E-01": "two leaders of one term",
    "E-02": "a deposed leader goes on leading",
    "E-03": "logs that differ are taken for equal",
    "E-04": "a committed entry is overwritten",
    "E-05": "a register goes back to an old value",
    "E-06": "acknowledged writes are lost with one machine",
    "E-07": "a write that was reported as failed takes effect",
    "E-08": "a write destroys one that its writer had not seen",
    "E-09": "of two writes one disappears",
    "E-10": "a cause and its effect are taken for a conflict",
    "E-11": "a message that arrives twice becomes a conflict",
    "E-12": "an old value is returned as the newest",
    "E-13": "a risk is put nearly a thousand times too low",
    "E-14": "a payment is taken for safe that is not",
    "E-15": "a risk is put too low",
    "E-16": "an added item is invisible for ever",
    "E-17": "logs that differ are taken for equal",
    "E-18": "a later transaction gets the earlier timestamp",
    "E-19": "a value is read before its timestamp is past",
    "E-20": "a node votes twice in one term",
    "E-22": "a deposit is made twice",
    "E-23": "a count becomes no number",
    "E-24": "what was counted is lost in a merge",
    "E-25": "a holder that was replaced still writes",
    "E-26": "a balance falls below zero",
    "E-54": "a leader is elected that lacks an entry",
    "E-60": "operations are dropped",
    "E-61": "a merge undoes what was counted",
  ]
}
