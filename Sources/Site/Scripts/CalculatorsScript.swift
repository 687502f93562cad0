extension EditionScripts {
  static let calculators = ""
  static let calculatorPage = ""
}
