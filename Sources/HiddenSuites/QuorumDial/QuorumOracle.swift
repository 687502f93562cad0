// Probabilities of quorums, counted: every number of sets is exact, and only the last division rounds.

/// Binomial coefficients up to 100, by Pascal's rule. The largest takes 97 bits.
struct PascalTriangle: Sendable {
  private let rows: [[Int128]]

  init() {
    var rows: [[Int128]] = [[1]]
    for n in 1...100 {
      let above = rows[n - 1]
      rows.append((0...n).map { ($0 > 0 ? above[$0 - 1] : 0) + ($0 < n ? above[$0] : 0) })
    }
    self.rows = rows
  }

  /// The number of sets of `k` among `n`; zero when there is none.
  subscript(n: Int, k: Int) -> Int128 { k <= n ? rows[n][k] : 0 }
}

/// Computed once; a question asks for hundreds of them.
let pascal = PascalTriangle()

/// The share of all read sets that meet a given write set.
func overlapProbability(_ n: Int, _ r: Int, _ w: Int) -> Double {
  let all = pascal[n, r]
  return (ScaledNumber(all - pascal[n - w, r]) / ScaledNumber(all)).double
}

/// The probability that at least `needed` of `n` replicas are up, each with a probability that is
/// written in a domain.
func probabilityUp(
  atLeast needed: Int, of n: Int, _ share: Int128, _ domain: NumberDomain
) -> Double {
  let up = ScaledNumber(share) / ScaledNumber(domain.one)
  let down = ScaledNumber(domain.one - share) / ScaledNumber(domain.one)
  return (needed...n).reduce(ScaledNumber.zero) { sum, count in
    sum + ScaledNumber(pascal[n, count]) * up.power(count) * down.power(n - count)
  }.double
}

/// How many pairs of a set of `r` and a set of `w` among `n` replicas share one, of how many, by trying
/// all of them.
func meetingPairs(_ n: Int, _ r: Int, _ w: Int) -> (meeting: Int, all: Int) {
  let sets = 0..<1 << n
  let reads = sets.filter { $0.nonzeroBitCount == r }
  let writes = sets.filter { $0.nonzeroBitCount == w }
  let meeting = reads.reduce(0) { sum, read in sum + writes.count { $0 & read != 0 } }
  return (meeting, reads.count * writes.count)
}
