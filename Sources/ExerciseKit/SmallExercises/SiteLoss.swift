/// What the small exercise `lose-a-site` asks for: whether a cluster survives the loss of a site.
///
/// Source: Ongaro and Ousterhout 2014, section 2: available while a majority is.
public protocol SiteLoss: SmallFunction {
  /// True when a majority is left whichever site is lost.
  /// - Parameter voters: how many voters each site has.
  static func survivesAnySite(_ voters: [Int]) -> Bool
}

extension SiteLoss {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .truth(survivesAnySite(numbers))
  }
}
