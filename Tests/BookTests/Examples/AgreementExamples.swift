import ExerciseKit
import Solutions
import Testing

/// The code of the chapters on quorums, finality and bounded clocks.
@Suite("The code of the chapters on agreement")
struct AgreementExamples {
  @Test func `new and then old beside a slow write is explained by no order`() {
    let history = [
      Operation(.write(1), invoked: 0, returned: 9),
      Operation(.read(1), invoked: 1, returned: 2),
      Operation(.read(0), invoked: 3, returned: 4),
    ]
    // No order explains this: isLinearizable(history, initial: 0) is false.
    #expect(!isLinearizable(history, initial: 0))
  }

  @Test func `large numbers of confirmations are no trouble`() {
    let sixAgainstThird = Finality.exact(confirmations: 6, attacker: 0.3)
    let lastRow = Finality.nakamoto(confirmations: 340, attacker: 0.45)
    // About 0.156, and the whitepaper's last row: just below 0.001.
    #expect(abs(sixAgainstThird - 0.1564) < 0.0001)
    #expect((0.00099..<0.001).contains(lastRow))
  }

  @Test func `two time masters of three outvote the third`() {
    let masters = [
      TimeInterval64(earliest: 8, latest: 12),
      TimeInterval64(earliest: 11, latest: 13),
      TimeInterval64(earliest: 14, latest: 15),
    ]
    let agreed = ClockAgreement.intersection(of: masters, faulty: 1)
    let liars = ClockAgreement.outliers(among: masters, faulty: 1)
    // Two of three agree on 11 to 12; the third is left out.
    #expect(agreed == TimeInterval64(earliest: 11, latest: 12))
    #expect(liars == [2])
  }
}
