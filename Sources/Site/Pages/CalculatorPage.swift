import Calculators
import Parameters
import Solutions

/// The page of the calculators: a form for each, computed in the page.
enum CalculatorPage {
  /// A calculator as the scripts know it.
  struct Form: Encodable {
    var name: String
    var parameters: [Value]
  }

  /// A parameter as the scripts know it.
  struct Value: Encodable {
    var name: String
    var meaning: String
    var expects: String
    var standard: String
    /// `integer`, `number`, `choice` or `text`.
    var kind: String
    var least: Double?
    var most: Double?
    var words: [String]?
  }

  /// Every calculator.
  static var forms: [Form] {
    Calculator.all.map { Form(name: $0.name, parameters: $0.parameters.map(value)) }
  }

  private static func value(_ parameter: Parameter) -> Value {
    var value = Value(
      name: parameter.name, meaning: parameter.meaning, expects: parameter.expectation,
      standard: parameter.standard, kind: "text")
    switch parameter.domain {
    case .integer(let range):
      (value.kind, value.least, value.most) =
        ("integer", Double(range.lowerBound), Double(range.upperBound))
    case .number(let range):
      (value.kind, value.least, value.most) = ("number", range.lowerBound, range.upperBound)
    case .choice(let words): (value.kind, value.words) = ("choice", words)
    case .integers, .text: break
    }
    return value
  }

  /// The page.
  static func page() throws -> SitePage {
    var body = Markup()
    body.element("h1", [:], "Calculators")
    body.element(
      "p", [:],
      "The book's numbers with values of your own, computed in this page as you type. The terminal's "
        + "calculators answer the same, and draw tables and curves besides: the command is below each."
    )
    body.open("noscript")
    body.element("p", [:], "Computing needs this page's own script.")
    body.close()
    for calculator in Calculator.all { write(calculator, to: &body) }
    var page = SitePage(
      name: "calculators", title: "Calculators", kind: .reference, body: body,
      sections: Calculator.all.map { ("\($0.id) \($0.name)", $0.name) })
    page.scripts = [
      SiteFiles.edges, SiteFiles.numbers, SiteFiles.calculators, SiteFiles.calculatorPage,
    ]
    page.data = [(name: "calculator-data", json: try JSONText.embedded(forms))]
    return page
  }

  private static func write(_ calculator: Calculator, to body: inout Markup) {
    body.open("form", ["class": "calculator", "id": "calculator-\(calculator.name)"])
    body.element("h2", ["id": calculator.name], "\(calculator.id) \(calculator.name)")
    body.element("p", [:], calculator.question)
    body.open("div", ["class": "inputs"])
    for parameter in calculator.parameters { write(parameter, of: calculator, to: &body) }
    body.close()
    body.element("div", ["class": "answer scroll", "role": "status", "data-name": "Answer"])
    body.open("p", ["class": "note"])
    body.text("On a terminal: ")
    body.element("code", ["class": "command"], "truthbook calc \(calculator.name)")
    body.close()
    body.close()
    body.newline()
  }

  private static func write(
    _ parameter: Parameter, of calculator: Calculator, to body: inout Markup
  ) {
    let id = "\(calculator.name)-\(parameter.name)"
    body.open("div")
    body.open("label", ["for": id])
    body.element("strong", [:], parameter.name)
    body.text(": \(parameter.meaning) (\(parameter.expectation))")
    body.close()
    if case .choice(let words) = parameter.domain {
      body.open("select", ["id": id, "name": parameter.name])
      for word in words {
        if word == parameter.standard {
          body.element("option", ["value": word, "selected": "selected"], word)
        } else {
          body.element("option", ["value": word], word)
        }
      }
      body.close()
    } else {
      body.open(
        "input",
        [
          "id": id, "name": parameter.name, "type": "text", "value": parameter.standard,
          "autocomplete": "off", "spellcheck": "false",
        ])
    }
    body.close()
  }

  // MARK: Printed tables

  /// What the documents print and the calculators `cost` and `choose` compare.
  struct Tables: Encodable {
    struct Cost: Encodable {
      struct Row: Encodable {
        var price: Double?
        var latency: Double?
      }
      var name: String
      var rows: [Row]
    }
    struct Use: Encodable {
      struct Row: Encodable {
        var table: String
        var answer: String
        var difference: String?
      }
      var needs: [String]
      var rows: [Row]
    }
    var costs: [Cost]
    var uses: [String: Use]
  }

  /// The tables, as the Swift calculators have them.
  static var tables: Tables {
    Tables(
      costs: PrintedCosts.tables.map { table in
        .init(
          name: table.name,
          rows: table.rows.map { .init(price: $0.dollarsPerGB, latency: $0.milliseconds) })
      },
      uses: Dictionary(
        PrintedChoices.UseCase.allCases.map { use in
          (
            use.rawValue,
            .init(
              needs: needs.filter { use.requirements.contains($0.criterion) }.map(\.word),
              rows: PrintedChoices.rows(for: use).map {
                .init(table: $0.table.rawValue, answer: $0.answer, difference: $0.difference)
              })
          )
        }, uniquingKeysWith: { first, _ in first }))
  }

  /// The words of `choose` for what it asks, in the order of its questions.
  private static let needs: [(word: String, criterion: Criterion)] = [
    ("history", .isHistoryChecked), ("hostile", .areWritersHostile), ("open", .isMembershipOpen),
    ("several", .spansObjects), ("real-time", .needsRealTimeOrder), ("newest", .needsNewestValue),
    ("cut-off", .mustAcceptWhenCutOff), ("causal", .needsCausalOrder), ("merge", .hasMergeRule),
    ("later", .canSomebodyDecide),
  ]
}
