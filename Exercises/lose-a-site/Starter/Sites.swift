import ExerciseKit

/// Whether a cluster survives the loss of a site.
enum Sites: SiteLoss {
  /// True when a majority is left whichever site is lost.
  /// - Parameter voters: how many voters each site has.
  static func survivesAnySite(_ voters: [Int]) -> Bool {
    // TODO: Which site is the worst to lose? What is left then?
    voters.count > 2
  }
}
