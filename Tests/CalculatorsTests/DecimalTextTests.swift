@testable import Calculators
import Testing

@Suite("Numbers as text")
struct DecimalTextTests {
  @Test(arguments: [
    (0.0, "0.00"), (2.5, "2.50"), (0.125, "0.13"), (-0.125, "-0.13"), (99.995, "100.00"),
    (0.004, "0.00"), (0.005, "0.01"), (1e20, "100000000000000000000.00"), (1e-20, "0.00"),
    (1234.5678, "1234.57"),
  ])
  func `with two decimals`(number: Double, text: String) {
    #expect(number.fixed(2) == text)
  }

  @Test(arguments: [
    (59.0372, "59.0"), (9.996, "10.0"), (0.00012345, "0.000123"), (1.2345e-7, "1.23e-7"),
    (123_456.0, "123000"), (9.999e14, "1.00e15"), (1e300, "1.00e300"), (-4.5, "-4.50"),
  ])
  func `with three significant digits`(number: Double, text: String) {
    #expect(number.significant(3) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (10.0, "10"), (0.5, "0.5"), (50_000.0, "50,000"), (600_000.0, "600,000"),
    (1_234_567.89, "1,234,568"), (2.0 / 3, "0.6666667"), (1e-9, "1e-9"), (-1234.5, "-1,234.5"),
    (100.0, "100"), (0.1 + 0.2, "0.3"),
  ])
  func `as short as seven digits allow`(number: Double, text: String) {
    #expect(number.short() == text)
  }

  @Test(arguments: [
    (0.0, "0", "0 %"), (1.0, "1", "100 %"), (0.5, "0.500000", "50.0 %"),
    (0.0005914, "0.0005914", "0.0591 %"), (0.99, "0.990000", "99.0 %"),
    (0.999702, "0.999702", "99.97 %"), (0.99999966, "0.99999966", "99.999966 %"),
    (1e-12, "1.000e-12", "1.00e-10 %"), (0.989, "0.989000", "98.9 %"),
    (0.99999999999, "0.99999999999", "above 99.999999 %"),
  ])
  func `probabilities show how close to certain they are`(
    number: Double, text: String, percent: String
  ) {
    #expect(number.probabilityText == text)
    #expect(number.percentText == percent)
  }
}
