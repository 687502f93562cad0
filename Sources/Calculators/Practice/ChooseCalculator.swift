import Parameters
import Solutions

extension Calculator {
  /// Decides how to keep a kind of data, and says what the documents' tables answer.
  static let choose = Calculator(
    id: "K14", name: "choose",
    question: "Which mechanism fits a kind of data, and what do the printed tables say?",
    parameters: [
      Parameter(
        "use", "a kind of data that the printed tables name, or custom",
        .choice(PrintedChoices.UseCase.allCases.map(\.rawValue) + ["custom"]), standard: "cart"),
      Parameter(
        "needs",
        "with use=custom, what holds, joined by commas: " + names.map(\.0).joined(separator: ", "),
        .text, standard: "none"),
    ]
  ) { arguments throws(ArgumentError) in
    let useCase = PrintedChoices.UseCase(rawValue: arguments.text("use"))
    var requirements = useCase?.requirements ?? []
    let needs = arguments.text("needs")
    if let useCase, needs != "none" {
      throw ArgumentError(
        "'needs=\(needs)': \(useCase.rawValue) has needs of its own; to give others, write use=custom"
      )
    }
    if useCase == nil { requirements = try criteria(needs) }
    let decision = Decision(for: requirements)
    let rows = useCase.map(PrintedChoices.rows) ?? []
    func printed(_ table: PrintedChoices.Table) -> String {
      rows.first { $0.table == table }?.answer ?? "not listed"
    }
    func field(_ name: String, _ meaning: String, _ text: String) -> Answer.Field {
      Answer.Field(name, meaning, .text(text), text: text)
    }
    return Answer(
      fields: [
        field("choice", "what our decision answers", decision.mechanism.rawValue),
        field("selection", "the first document's matrix", printed(.selectionMatrix)),
        field("hybrid", "the first document's hybrid system", printed(.hybridSystem)),
        field("matrix", "the second document's matrix", printed(.decisionMatrix)),
        field("reference", "the second document's quick reference", printed(.quickReference)),
      ],
      notes: rows.compactMap { row in
        row.difference.map { "The \(row.table.rawValue) says \(row.answer); we differ: \($0)." }
      },
      tables: [
        Answer.Table(
          title: "the questions, in the order they were asked", columns: ["question", "answer"],
          rows: decision.reasons.map { [$0.criterion.rawValue, $0.answer ? "yes" : "no"] })
      ])
  }

  private static let names: [(String, Criterion)] = [
    ("history", .isHistoryChecked), ("hostile", .areWritersHostile), ("open", .isMembershipOpen),
    ("several", .spansObjects), ("real-time", .needsRealTimeOrder), ("newest", .needsNewestValue),
    ("cut-off", .mustAcceptWhenCutOff), ("causal", .needsCausalOrder), ("merge", .hasMergeRule),
    ("later", .canSomebodyDecide),
  ]

  private static func criteria(_ text: String) throws(ArgumentError) -> Set<Criterion> {
    guard text != "none" else { return [] }
    var criteria: Set<Criterion> = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let criterion = names.first(where: { $0.0 == word })?.1 else {
        throw ArgumentError(
          "'needs=\(text)': '\(word)' is no need; write none or any of "
            + names.map(\.0).joined(separator: ", "))
      }
      criteria.insert(criterion)
    }
    return criteria
  }
}
