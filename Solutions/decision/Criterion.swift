/// A question about data whose answer decides how it must be kept. Each is answered by yes or no.
public enum Criterion: String, Hashable, Sendable, CaseIterable {
  /// History that others must be able to check.
  case isHistoryChecked = "Must others be able to prove that the past was not edited?"
  /// Writers who do not trust each other.
  case areWritersHostile = "May some of those who keep the log lie?"
  /// No list of members.
  case isMembershipOpen = "May anybody join unknown?"
  /// An invariant over several objects.
  case spansObjects = "Must one change touch several objects, all or none?"
  /// Real-time order between clients everywhere.
  case needsRealTimeOrder =
    "Must all regions see such changes in the order in which they happened?"
  /// A decision that hangs on the newest value.
  case needsNewestValue = "Does a wrong decision follow from acting on an old value?"
  /// Writes on both sides of a cut.
  case mustAcceptWhenCutOff = "Must a write succeed on either side of a partition?"
  /// Answers that follow questions.
  case needsCausalOrder = "May nothing be seen before what it answers?"
  /// A rule for conflicts.
  case hasMergeRule = "Is there a merge of concurrent changes that everybody accepts?"
  /// Somebody who decides later.
  case canSomebodyDecide = "Can a reader or a person sort conflicts out later?"
}
