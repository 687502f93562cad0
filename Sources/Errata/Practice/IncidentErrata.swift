import ExerciseKit
import Solutions

extension Erratum {
  /// Errata on incidents of production systems.
  static let incidentErrata: [Erratum] = [
    Erratum(
      "E-38", .wrong, place: "second document, line 59",
      said: "GitHub, 2018: a split brain made writes unavailable for 43 seconds.",
      truth: """
        43 seconds was how long the network between two sites was cut. The service was degraded \
        for 24 hours and 11 minutes. Orchestrator, which uses Raft, had moved MySQL's primaries to \
        the West coast while the East held writes that nobody else had, in one cluster 954 of \
        them. Neither side could be dropped.
        """,
      settlement: .recorded(
        FactCard(
          claim: "Writes were unavailable for 43 seconds.",
          correction: "The cut lasted 43 seconds, the degraded service 24 hours and 11 minutes.",
          source: "GitHub, October 21 post-incident analysis, 2018", checked: "2026-11"),
        arithmetic: cutAndFailover)),
    Erratum(
      "E-43", .misleading, place: "second document, lines 400 to 402",
      said: "During the fork of 2013, Mt. Gox followed the 0.7 chain and BitStamp the 0.8 chain.",
      truth: """
        Nothing found says so. Documented are other reactions: Mt. Gox took in no more blocks and \
        soon no deposits, BitPay paused, and OKPAY was paid on the branch of 0.8. That is \
        also what to learn: an exchange that sees two long chains stops taking deposits.
        """,
      settlement: .unverifiable(
        reason: """
          No source names the chain that either exchange followed. According to BIP 50 the large \
          exchanges took no deposits and BitPay no payments, which speaks against the claim \
          without disproving it.
          """)),
  ]

  private static func cutAndFailover() -> Evidence {
    let degraded = (24 * 60 + 11) * 60
    let ratio = (Double(degraded) / 43).rounded()
    var sites = RegionStore(regions: ["east", "west"], sitesPerRegion: 1)
    let inEast = sites.write(at: sites.sites[0], concern: .local)
    // The cut: the copy to the West is not made. Then the West takes over and writes.
    let inWest = sites.write(at: sites.sites[1], concern: .local)
    let dropping = sites.sites.map { site in
      var left = sites
      left.lose(site)
      return left.lostWrites
    }
    return Evidence(
      .init("24 hours and 11 minutes", "\(degraded) seconds", holds: degraded == 87_060),
      .init("the same over 43 seconds", "\(Int(ratio)) times", holds: ratio == 2_025),
      .init(
        "acknowledged writes lost by dropping the East, by dropping the West",
        dropping.map { "\($0.count)" }.joined(separator: " and "),
        holds: dropping == [[inEast], [inWest]]))
  }
}
