import ExerciseKit
import AsPrinted
import Simulation
import Solutions

/// Errata of probabilities that a payment is final.
enum FinalityErrata {
  static let all = [sixAtThirty, table, poisson, cancellation, nothingIsFinal, categories]

  // MARK: E-13

  private static let sixAtThirty = Erratum(
    "E-13", .unsafe, place: "first document, lines 504 to 506",
    said: "Six confirmations against an attacker with 30 % of the hash power: about 0.000137.",
    truth: """
      The code beside the comment prints 0.132111: the attacker succeeds about one time in eight, \
      and by the exact formula more often still. The risk in the comment belongs to an attacker of \
      about 9 % at six confirmations, or to 31 confirmations at 30 %.
      """,
    settlement: .proven(
      method:
        "the printed function is called with the printed arguments, and the formulas are solved."
    ) {
      let claimed = PoissonFinality.claimedForSixAtThirtyPercent
      let printed = PoissonFinality.doubleSpendProbability(confirmations: 6, attacker: 0.3) ?? -1
      let exact = Finality.exact(confirmations: 6, attacker: 0.3)
      // The first number of confirmations whose risk, rounded as the comment is, fits the comment.
      let needed = Finality.confirmationsNeeded(
        risk: claimed, attacker: 0.3, model: Finality.nakamoto(confirmations:attacker:))
      return Evidence(
        .init(
          "the printed function, z = 6, q = 0.3",
          "\(printed.text(digits: 6)), \((printed / claimed).text(digits: 0)) times the comment",
          holds: abs(printed - 0.132_111_2) < 1e-6 && (printed / claimed).rounded() == 964),
        .init(
          "exactly", exact.text(digits: 6), holds: abs(exact - 0.156_449_6) < 1e-6),
        .init(
          "confirmations at q = 0.3 for the risk in the comment", "\(needed ?? 0)",
          holds: needed == 31),
        .init(
          "z = 6 at q = 0.1",
          Finality.nakamoto(confirmations: 6, attacker: 0.1).text(digits: 6)
            + ", not the comment's either",
          holds: abs(Finality.nakamoto(confirmations: 6, attacker: 0.1) - 0.000_242_8) < 1e-7))
    })

  // MARK: E-14

  private static let table = Erratum(
    "E-14", .unsafe, place: "first document, lines 449 to 475",
    said: """
      One confirmation gives about 66 % confidence, three 95 %, six 99.9 %, a hundred 99.9999 %.
      """,
    truth: """
      Confidence depends on the attacker's share of the hash power, which the table never names, \
      and no share fits all its rows. By the exact formula six confirmations give more than the \
      table says against 10 %, and about 84 % against 30 %; against 45 % even a hundred give only \
      about 84 %.
      """,
    settlement: .computed(
      method: """
        for every share from 1 % to 49 % the rows' risks are computed by both formulas and compared \
        with the printed ones.
        """
    ) {
      let models: [(String, (Int, Double) -> Double)] = [
        ("exactly", { Finality.exact(confirmations: $0, attacker: $1) }),
        ("by Nakamoto's formula", { Finality.nakamoto(confirmations: $0, attacker: $1) }),
      ]
      let best = models.map { name, model in
        (name: name, fit: bestFit(model))
      }
      let confidence = 100 * (1 - Finality.exact(confirmations: 100, attacker: 0.45))
      let atThirty = 100 * (1 - Finality.exact(confirmations: 6, attacker: 0.3))
      return Evidence(
        best.map { name, fit in
          Evidence.Observation(
            "the share that fits best, \(name)",
            "\(fit.percent) %: its worst row is off \(fit.factor.text(digits: 0)) times",
            holds: fit.factor > 100)
        } + [
          .init(
            "6 confirmations against 30 %, exactly", "\(atThirty.text(digits: 1)) %",
            holds: atThirty < 85),
          .init(
            "100 confirmations against 45 %, exactly", "\(confidence.text(digits: 1)) %",
            holds: confidence < 85),
        ])
    })

  /// The share of the attacker, in per cent, whose worst row is off by the least factor.
  private static func bestFit(
    _ model: (Int, Double) -> Double
  ) -> (percent: Int, factor: Double) {
    var best = (percent: 0, factor: Double.infinity)
    for percent in 1...49 {
      let factors = PoissonFinality.confidences.map { row in
        let ratio = model(row.confirmations, Double(percent) / 100) / (1 - row.confidence)
        return max(ratio, 1 / ratio)
      }
      let worst = factors.max() ?? .infinity
      if worst < best.factor { best = (percent, worst) }
    }
    return best
  }

  // MARK: E-15

  private static let poisson = Erratum(
    "E-15", .unsafe, place: "first document, lines 481 to 502",
    said: "The whitepaper's formula gives the probability of a double spend.",
    truth: """
      It gives an approximation. While the merchant waits for z blocks, the number of blocks the \
      attacker finds is negative binomial; the whitepaper takes a Poisson number with the same mean, \
      which varies less. From three confirmations on, for shares up to 30 %, the formula says too \
      little: at six confirmations and 10 % it gives 0.00024 where 0.00059 is right.
      """,
    settlement: .proven(
      method: "races are run with random numbers of a seed and compared with both formulas."
    ) {
      let races = 12_000
      var random = RandomSource(seed: 2008)
      let wins = DoubleSpendRace.wins(
        in: races, confirmations: 6, attacker: 0.3, using: &random)
      let share = Double(wins) / Double(races)
      let exact = Finality.exact(confirmations: 6, attacker: 0.3)
      let nakamoto = Finality.nakamoto(confirmations: 6, attacker: 0.3)
      let needed = [0.1, 0.2, 0.3, 0.4].map { share in
        [Finality.exact(confirmations:attacker:), Finality.nakamoto(confirmations:attacker:)].map {
          Finality.confirmationsNeeded(risk: 0.001, attacker: share, model: $0) ?? 0
        }
      }
      let isLow = (3...30).allSatisfy { z in
        (1...30).allSatisfy { percent in
          Finality.nakamoto(confirmations: z, attacker: Double(percent) / 100)
            < Finality.exact(confirmations: z, attacker: Double(percent) / 100)
        }
      }
      return Evidence(
        .init(
          "\(races) races, z = 6, q = 0.3",
          "won \(share.text(digits: 4)); exactly \(exact.text(digits: 4)), by the whitepaper "
            + nakamoto.text(digits: 4),
          holds: abs(share - exact) < 0.008 && abs(share - nakamoto) > 0.016),
        .init(
          "z from 3 to 30, q from 1 % to 30 %",
          "the whitepaper's number is the smaller one each time",
          holds: isLow),
        .init(
          "z = 1, q = 0.3", "exactly twice the share",
          holds: abs(Finality.exact(confirmations: 1, attacker: 0.3) - 0.6) < 1e-12),
        .init(
          "confirmations for a risk below 0.1 %, q = 0.1, 0.2, 0.3, 0.4",
          "exactly \(needed.map { "\($0[0])" }.joined(separator: ", ")); by the whitepaper "
            + needed.map { "\($0[1])" }.joined(separator: ", "),
          holds: needed == [[6, 5], [13, 11], [32, 24], [133, 89]]))
    })

  // MARK: E-62

  private static let cancellation = Erratum(
    "E-62", .wrong, place: "first document, lines 497 to 502",
    said: "One minus a sum of powers over factorials computes the probability.",
    truth: """
      On paper. In floating point the sum comes so close to one that the difference turns \
      negative, and from about 150 confirmations on a power or a factorial does not fit a number \
      any more; the whitepaper's own row for 45 % needs 340. Add up the terms in which the \
      attacker succeeds instead, formed from logarithms: nothing cancels and nothing overflows.
      """,
    settlement: .proven(method: "the printed function and ours are called for z from 0 to 1000.") {
      let negative = (0...100).first {
        (PoissonFinality.doubleSpendProbability(confirmations: $0, attacker: 0.05) ?? 0) < 0
      }
      let overflows = [0.2, 0.3, 0.45].map { share in
        (0...400).first {
          PoissonFinality.doubleSpendProbability(confirmations: $0, attacker: share) == nil
        } ?? 0
      }
      let row = Finality.nakamoto(confirmations: 340, attacker: 0.45)
      let isInRange = stride(from: 0, through: 1000, by: 20).allSatisfy { z in
        [0.05, 0.1, 0.3, 0.45].allSatisfy {
          (0...1).contains(Finality.nakamoto(confirmations: z, attacker: $0))
            && (0...1).contains(Finality.exact(confirmations: z, attacker: $0))
        }
      }
      return Evidence(
        .init(
          "as printed, the first negative probability at q = 0.05", "z = \(negative ?? 0)",
          holds: negative == 19),
        .init(
          "as printed, the first overflow at q = 0.2, 0.3, 0.45",
          "z = " + overflows.map(String.init).joined(separator: ", "),
          holds: overflows == [172, 168, 149]),
        .init(
          "ours, the whitepaper's row z = 340, q = 0.45", row.text(digits: 8),
          holds: abs(row - 0.000_994_72) < 1e-8),
        .init("ours, z up to 1000, in steps of 20", "between 0 and 1 each time", holds: isInRange))
    })

  // MARK: E-71

  private static let nothingIsFinal = Erratum(
    "E-71", .misleading, place: "second document, lines 581 to 582",
    said: "Nothing is ever final, it just very probably will not change.",
    truth: """
      True of proof of work, where a longer branch may always appear. An entry that Raft has \
      committed, or a request that PBFT has executed, is final as long as the stated assumptions \
      hold: no more failures than allowed. The assumptions can be violated; the entry does not \
      become doubtful with time, nor more certain.
      """,
    settlement: .proven(
      method: """
        a chain is given a heavier branch, and PBFT is run in 100 orders of delivery with a primary \
        that tells two stories.
        """
    ) {
      var view = ChainView(genesis: "g", maxLocks: nil)
      for height in 1...6 {
        _ = view.receive(
          Block(
            id: "a\(height)", parent: height == 1 ? "g" : "a\(height - 1)",
            txs: height == 1 ? ["pay"] : []))
      }
      let before = view.confirmations(of: "pay")
      for height in 1...7 {
        _ = view.receive(Block(id: "b\(height)", parent: height == 1 ? "g" : "b\(height - 1)"))
      }
      let (agrees, executions) = executedPrefixesAgree(runs: 100)
      return Evidence(
        .init(
          "a payment with \(before) confirmations, then a branch of 7 blocks",
          "it has \(view.confirmations(of: "pay"))",
          holds: before == 6 && view.confirmations(of: "pay") == 0),
        .init(
          "P(100, 45 %), exactly",
          Finality.exact(confirmations: 100, attacker: 0.45).text(digits: 3),
          holds: Finality.exact(confirmations: 100, attacker: 0.45) > 0),
        .init(
          "PBFT, 100 runs with a lying primary",
          "\(executions) executions, none taken back, no two contradict", holds: agrees))
    })

  /// Runs four replicas whose primary backs two stories, and looks after every delivery.
  private static func executedPrefixesAgree(runs: Int) -> (agrees: Bool, executions: Int) {
    var executions = 0
    for seed in 0..<UInt64(runs) {
      var random = RandomSource(seed: seed)
      var cluster = ByzantineCluster(size: 4, silent: [0])
      for replica in 1...3 {
        let story = random.chance(1, in: 2) ? "a" : "b"
        cluster.inject(.prePrepare(sequence: 1, request: story), from: 0, to: replica)
        for request in ["a", "b"] {
          cluster.inject(.commit(sequence: 1, request: request), from: 0, to: replica)
        }
      }
      var before = cluster.replicas.map(\.executed)
      while cluster.deliver(choosing: { random.index(below: $0) }) {
        let now = cluster.replicas.map(\.executed)
        let isKept = zip(before, now).allSatisfy { $1.starts(with: $0) }
        guard isKept, Set(now.compactMap(\.first)).count <= 1 else { return (false, executions) }
        before = now
      }
      executions += before.joined().count
    }
    return (executions > 0, executions)
  }

  // MARK: E-94

  private static let categories = Erratum(
    "E-94", .misleading, place: "first document, lines 452 to 475",
    said: """
      No confirmation is worth nothing; one is for coffee, three for electronics, six for real \
      estate, a hundred for generations.
      """,
    truth: """
      How long to wait follows from the amount, from what an attack costs and from the attacker's \
      share, not from the kind of goods. Many merchants take small sums without any confirmation, \
      since an attack costs more than the coffee. A hundred blocks are most of a day.
      """,
    settlement: .computed(
      method: "the confirmations for one risk are computed for several attackers."
    ) {
      let needed = [0.05, 0.1, 0.3, 0.45].map {
        Finality.confirmationsNeeded(
          risk: 0.001, attacker: $0, model: Finality.exact(confirmations:attacker:)) ?? 0
      }
      let hours = 100.0 * 10 / 60
      return Evidence(
        .init(
          "confirmations for a risk below 0.1 % at q = 0.05, 0.1, 0.3, 0.45",
          needed.map(String.init).joined(separator: ", "),
          holds: needed[1...] == [6, 32, 539]),
        .init(
          "100 blocks at ten minutes", "\(hours.text(digits: 1)) hours on average",
          holds: hours.text(digits: 1) == "16.7"))
    })
}
