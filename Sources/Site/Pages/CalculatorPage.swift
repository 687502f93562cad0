import Calculators

/// The page of the calculators.
enum CalculatorPage {
  static var page: SitePage {
    var body = Markup()
    body.element("h1", [:], "Calculators")
    return SitePage(
      name: "calculators", title: "Calculators", kind: .reference, body: body,
      scripts: [SiteFiles.edges])
  }
}
