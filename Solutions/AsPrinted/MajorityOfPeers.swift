/// The vote count as printed (E-01): more votes than half of the *peers*, a list without the candidate.
public enum MajorityOfPeers {
  /// True when the printed code takes `votes`, the candidate's own included, for a majority of a cluster
  /// of `size` nodes.
  public static func isMajority(votes: Int, ofClusterOf size: Int) -> Bool {
    votes > (size - 1) / 2
  }
}
