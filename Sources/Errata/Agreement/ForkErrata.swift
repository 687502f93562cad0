import ExerciseKit
import Glibc
import Simulation
import Solutions

/// Errata of the 2013 fork, and of what a block costs and how long it takes.
enum ForkErrata {
  static let all = [whatTookSixHours, locksNotBytes, atRisk, blockPrice]

  // MARK: E-40

  private static let whatTookSixHours = Erratum(
    "E-40", .wrong, place: "second document, lines 407 to 411",
    said: "Six hours in, people agreed; half an hour later miners gave up 24 blocks.",
    truth: """
      People agreed within about two hours of the fork, some forty minutes after it was \
      recognised, and two pools went back to the older version. The rest of the six hours was the \
      older chain catching up, block by block; it overtook at height 225,454, and every node \
      changed its mind by itself. What took hours was the work, not the talking.
      """,
    settlement: .recorded(
      FactCard(
        claim: "Agreement among people took six hours.",
        correction:
          "It took about two; the older chain then had to mine its way past the newer one.",
        source:
          "BIP 50; Bitcoin Magazine, March 2013; Freedom to Tinker, Analyzing the 2013 Bitcoin fork",
        checked: "2026-11")
    ) {
      let hours = [0.6, 0.7, 0.8, 0.9].map { catchUpHours(lead: 13, share: $0) }
      var random = RandomSource(seed: 225_430)
      let fork = ForkOf2013(share: 0.7, lead: 13, using: &random)
      let changes = fork.steps.compactMap(\.reorganization)
      return Evidence(
        .init(
          "13 blocks behind, with 60, 70, 80, 90 % of the power, at six blocks an hour",
          hours.map { $0.text(digits: 1) }.joined(separator: ", ") + " hours on average",
          holds: hours.map { $0.text(digits: 1) } == ["10.8", "5.4", "3.6", "2.7"]),
        .init(
          "the fork replayed to newer and older nodes",
          "one reorganisation, \(changes.first?.disconnected.count ?? 0) blocks disconnected, "
            + "one tip at the end",
          holds: changes.map(\.disconnected.count) == [24]
            && fork.steps.last.map { $0.newTip == $0.oldTip } == true))
    })

  private static func catchUpHours(lead: Double, share: Double) -> Double {
    lead / ((2 * share - 1) * 6)
  }

  // MARK: E-41

  private static let locksNotBytes = Erratum(
    "E-41", .misleading, place: "second document, lines 392 to 394",
    said: """
      Block 225,430 had more than 900 kB, and nodes of version 0.7 called it invalid.
      """,
    truth: """
      Side by side the two read as cause and effect, and size was not the cause. The block touched \
      more transactions and inputs than any before, and nodes older than 0.8 could run out of locks \
      while taking it in. Nobody had written that limit down as a rule, and it was not even the same \
      on every node, since locks are per database page: *some* old nodes refused the block. How \
      large it was could not be verified.
      """,
    settlement: .recorded(
      FactCard(
        claim: "The block was refused for its size.",
        correction: "It needed more database locks than the older nodes were configured with.",
        source: "BIP 50, root cause", checked: "2026-11")
    ) {
      var old = ChainView(genesis: "g", maxLocks: 10_000)
      var new = ChainView(genesis: "g", maxLocks: nil)
      let heavy = Block(id: "heavy", parent: "g", locks: 10_001)
      let light = Block(id: "light", parent: "g", work: 2, locks: 10_000)
      _ = old.receive(heavy)
      _ = new.receive(heavy)
      let afterHeavy = (old.tip, new.tip)
      _ = old.receive(light)
      _ = new.receive(light)
      return Evidence(
        .init(
          "one block, nodes with and without a limit of 10,000 locks",
          "refused and accepted", holds: afterHeavy == ("g", "heavy")),
        .init(
          "a block within the limit and with more work", "accepted by both",
          holds: (old.tip, new.tip) == ("light", "light")))
    })

  // MARK: E-42

  private static let atRisk = Erratum(
    "E-42", .misleading, place: "second document, line 58",
    said: "24 blocks on the wrong chain put 1.5 million dollars at risk.",
    truth: """
      No source was found for that sum, nor for what it counts. Documented are the rewards of the \
      blocks that were given up, 600 BTC, and one payment of about 10,000 dollars to OKPAY that was \
      spent twice, by somebody who was testing; what else could have been taken nobody has added up. \
      And the "wrong" chain was the one that followed the newer software.
      """,
    settlement: .recorded(
      FactCard(
        claim: "1.5 million dollars were at risk.",
        correction: "Unsourced; 24 rewards of 25 BTC were lost, and one payment was spent twice.",
        source: "BIP 50; reports of the OKPAY double spend", checked: "2026-11")
    ) {
      let rewards = 24 * 25
      let worth = [37, 48].map { rewards * $0 }
      return Evidence(
        .init("24 rewards of 25 BTC", "\(rewards) BTC", holds: rewards == 600),
        .init(
          "at 37 and at 48 dollars", worth.map { "\($0)" }.joined(separator: " and ") + " dollars",
          holds: worth == [22_200, 28_800]))
    })

  // MARK: E-50

  private static let blockPrice = Erratum(
    "E-50", .wrong, place: "second document, line 249",
    said:
      "Storing on a blockchain costs 50 dollars a gigabyte, takes ten minutes and is immutable.",
    truth: """
      On a public chain storage is more than a hundred thousand times dearer. At 22,100 gas for 32 \
      bytes, 10 gwei a gas and 2,000 dollars an ether (assumptions you can change) one GiB costs \
      14.8 million dollars. Ten minutes is the *mean* gap between blocks: half are found within \
      seven minutes, more than a third take longer than ten, and six blocks take over an hour and \
      a half one time in ten. And one block deep nothing is immutable: 24 blocks have been undone.
      """,
    settlement: .computed(
      method:
        "the price is multiplied out, and the waits computed from the exponential distribution."
    ) {
      let words = (1 << 30) / 32
      let ether = Double(words * 22_100) * 10 / 1e9
      let dollars = ether * 2_000
      let overTen = exp(-1.0)
      let ninetieth = sixBlocks(quantile: 0.9)
      return Evidence(
        .init(
          "one GiB at 10 gwei and 2,000 dollars an ether",
          "\(ether.text(digits: 0)) ether, \((dollars / 1e6).text(digits: 1)) million dollars, "
            + "\((dollars / 50).text(digits: 0)) times 50",
          holds: ether.text(digits: 0) == "7416" && dollars / 50 > 1e5),
        .init(
          "half of all gaps, and the share over ten minutes",
          "\((10 * log(2.0)).text(digits: 2)) minutes, \((100 * overTen).text(digits: 1)) %",
          holds: (10 * log(2.0)).text(digits: 2) == "6.93"
            && (100 * overTen).text(digits: 1) == "36.8"
        ),
        .init(
          "six blocks, nine times in ten within", "\(ninetieth.text(digits: 2)) minutes",
          holds: ninetieth.text(digits: 2) == "92.75"))
    })

  /// The time within which six blocks are found with a probability, in minutes.
  private static func sixBlocks(quantile: Double) -> Double {
    // Fewer than six blocks in t minutes: a Poisson number with mean t / 10.
    func within(_ minutes: Double) -> Double {
      var term = exp(-minutes / 10)
      var fewer = term
      for k in 1...5 {
        term *= minutes / 10 / Double(k)
        fewer += term
      }
      return 1 - fewer
    }
    var (low, high) = (0.0, 1_000.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if within(middle) < quantile { low = middle } else { high = middle }
    }
    return high
  }
}
