/// The first document's hybrid system as printed (E-60, E-68): operations are named by strings, one
/// counter serves every post, and a transfer and its audit entry are two separate writes.
public struct HybridTruthSystem: Sendable {
  /// What every route was given, in order.
  public private(set) var balances: [String] = []
  /// The same for profiles.
  public private(set) var profiles: [String] = []
  /// The one counter of likes.
  public private(set) var likes = 0
  /// What was tracked.
  public private(set) var pageViews: [String] = []
  /// What was audited.
  public private(set) var auditLog: [String] = []

  /// An empty system.
  public init() {}

  /// Does an operation by name, with whatever data.
  /// - Returns: the name of the store that took it; nil, and nothing said, for any other name.
  public mutating func routeOperation(_ type: String, _ data: String) -> String? {
    switch type {
    case "transfer_money":
      balances.append(data)
      return "account_balances"
    case "update_profile":
      profiles.append(data)
      return "user_profiles"
    case "add_like":
      likes += 1
      return "likes"
    case "track_view":
      pageViews.append(data)
      return "page_views"
    case "audit_action":
      auditLog.append(data)
      return "audit_log"
    default: return nil
    }
  }
}
