import FoundationXML

/// The rules of `junit-10.xsd`, the schema of Jenkins' xUnit plugin, for the elements a report has.
///
/// What is not listed is refused, as the schema does.
enum JUnitRules {
  private struct Rule {
    var required: [String] = []
    var optional: [String] = []
    var children: Set<String> = []
    var mayHoldText = false
  }

  private static let outcome = Rule(optional: ["type", "message"], mayHoldText: true)

  private static let rules: [String: Rule] = [
    "testsuites": Rule(
      optional: ["name", "time", "tests", "failures", "errors"], children: ["testsuite"]),
    "testsuite": Rule(
      required: ["name", "tests", "failures", "errors"],
      optional: [
        "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url",
        "version",
      ],
      children: ["testsuite", "properties", "testcase", "system-out", "system-err"]),
    "properties": Rule(children: ["property"]),
    "property": Rule(required: ["name", "value"]),
    "testcase": Rule(
      required: ["name"], optional: ["time", "classname", "group"],
      children: ["skipped", "error", "failure", "system-out", "system-err"]),
    "failure": outcome, "error": outcome, "skipped": outcome,
    "system-out": Rule(mayHoldText: true), "system-err": Rule(mayHoldText: true),
  ]

  /// What is wrong with an element and those below it, each with its name; empty when it is valid.
  static func errors(in element: XMLElement) -> [String] {
    let name = element.name ?? ""
    guard let rule = rules[name] else { return ["there is no element \(name)"] }
    let attributes = (element.attributes ?? []).compactMap(\.name)
    var errors = rule.required.filter { !attributes.contains($0) }.map { "\(name) lacks \($0)" }
    errors += attributes.filter { !(rule.required + rule.optional).contains($0) }.map {
      "\(name) has no attribute \($0)"
    }
    if let time = element.attribute(forName: "time")?.stringValue,
      ["testsuites", "testsuite"].contains(name),
      time.wholeMatch(of: /(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?/) == nil
    {
      errors.append("\(name) takes \(time)")
    }
    for child in element.children ?? [] {
      if let child = child as? XMLElement {
        if !rule.children.contains(child.name ?? "") {
          errors.append("\(name) holds no \(child.name ?? "")")
        }
        errors += Self.errors(in: child)
      } else if !rule.mayHoldText, child.stringValue?.contains(where: { !$0.isWhitespace }) == true
      {
        errors.append("\(name) holds no text")
      }
    }
    return errors
  }
}
