public import ExerciseKit

/// Whether a cluster survives the loss of a site.
///
/// Guarantee: when the answer is yes, a majority of all voters is left whichever one site is lost, so the
/// cluster goes on. Two sites never suffice. Source: Ongaro and Ousterhout 2014, section 2.
public enum Sites: SiteLoss {
  /// True when a majority is left whichever site is lost.
  /// - Parameter voters: how many voters each site has.
  public static func survivesAnySite(_ voters: [Int]) -> Bool {
    let all = voters.reduce(0, +)
    return voters.allSatisfy { 2 * (all - $0) > all }
  }
}
