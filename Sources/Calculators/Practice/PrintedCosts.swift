/// The three tables of prices and latencies that the second document prints for the same levels of
/// consistency, as data.
///
/// They are kept together because they disagree (E-29 to E-32). Only the price of S3 Standard's first
/// tier could be confirmed; nothing here is a measurement of ours.
public enum PrintedCosts {
  /// One line of a table.
  public struct Row: Hashable, Sendable {
    /// What the line is about, as printed but for case.
    public let name: String
    /// The level of consistency it stands for, by one name in all tables: `local`, `eventual`,
    /// `causal`, `consensus`, `total order`, `blockchain`.
    public let level: String
    /// The price in US dollars per GB; nil where the table has none.
    public let dollarsPerGB: Double?
    /// The latency in milliseconds; nil where the table has none. "Less than 1 ms" counts as 1.
    public let milliseconds: Double?
  }

  /// One printed table, from the cheapest level up.
  public struct Table: Hashable, Sendable {
    /// What it is called in the `cost` calculator: `economics`, `hierarchy` or `spectrum`.
    public let name: String
    /// The lines of the second document that hold it.
    public let lines: ClosedRange<Int>
    /// The rows.
    public let rows: [Row]

    /// The row of a level; the first when a level has two.
    public func row(ofLevel level: String) -> Row? {
      rows.first { $0.level == level }
    }

    /// How much dearer each row is than the one before; empty when a row has no price.
    public var priceSteps: [Double] { Self.steps(rows.map(\.dollarsPerGB)) }

    /// How much slower each row is than the one before; empty when a row has no latency.
    public var latencySteps: [Double] { Self.steps(rows.map(\.milliseconds)) }

    private static func steps(_ values: [Double?]) -> [Double] {
      let known = values.compactMap(\.self)
      guard known.count == values.count else { return [] }
      return zip(known.dropFirst(), known).map { $0 / $1 }
    }
  }

  /// "Truth economics": prices and latencies of five products.
  public static let economics = Table(
    name: "economics", lines: 229...254,
    rows: [
      Row(name: "local cache", level: "local", dollarsPerGB: 0.001, milliseconds: 1),
      Row(name: "eventual (S3)", level: "eventual", dollarsPerGB: 0.023, milliseconds: 10),
      Row(name: "consensus (etcd)", level: "consensus", dollarsPerGB: 0.25, milliseconds: 50),
      Row(
        name: "total order (Spanner)", level: "total order", dollarsPerGB: 2.5, milliseconds: 200),
      Row(name: "blockchain", level: "blockchain", dollarsPerGB: 50, milliseconds: 600_000),
    ])

  /// "Truth hierarchy": prices of five levels, with causal order above consensus; its top level names
  /// both a blockchain and Spanner.
  public static let hierarchy = Table(
    name: "hierarchy", lines: 331...357,
    rows: [
      Row(name: "local truth", level: "local", dollarsPerGB: 0.001, milliseconds: nil),
      Row(name: "eventual truth", level: "eventual", dollarsPerGB: 0.02, milliseconds: nil),
      Row(name: "consensus truth", level: "consensus", dollarsPerGB: 0.25, milliseconds: nil),
      Row(name: "causal order", level: "causal", dollarsPerGB: 1, milliseconds: nil),
      Row(name: "global total order", level: "total order", dollarsPerGB: 10, milliseconds: nil),
    ])

  /// "Truth spectrum": latencies of five levels, with consensus above causal order; prices only as
  /// dollar signs.
  public static let spectrum = Table(
    name: "spectrum", lines: 64...83,
    rows: [
      Row(name: "local truth", level: "local", dollarsPerGB: nil, milliseconds: 1),
      Row(name: "eventual truth", level: "eventual", dollarsPerGB: nil, milliseconds: 10),
      Row(name: "causal truth", level: "causal", dollarsPerGB: nil, milliseconds: 50),
      Row(name: "consensus truth", level: "consensus", dollarsPerGB: nil, milliseconds: 200),
      Row(name: "total order truth", level: "total order", dollarsPerGB: nil, milliseconds: 1_000),
    ])

  /// All three tables.
  public static let tables = [economics, hierarchy, spectrum]
}
