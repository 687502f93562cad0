import Curriculum
import Testing

@Suite("Quizzes are read from beside their chapters")
struct QuizItemTests {
  private func quiz(_ yaml: String) throws -> [QuizItem] {
    let workbook = try TemporaryWorkbook()
    try workbook.write("Chapters/A-first/crdts.quiz.yml", yaml)
    return try Curriculum(root: workbook.root).chapter("crdts").quiz()
  }

  private func faults(_ yaml: String) throws -> [String] {
    do {
      _ = try quiz(yaml)
      return []
    } catch let error as CurriculumError {
      return error.diagnostics.map(\.description)
    }
  }

  @Test func `a chapter without a quiz has no questions`() throws {
    let workbook = try TemporaryWorkbook()
    #expect(try Curriculum(root: workbook.root).chapter("crdts").quiz().isEmpty)
  }

  @Test func `each kind of question is read`() throws {
    let items = try quiz(
      """
      - id: laws
        section: laws
        kind: single
        ask: "Which law?"
        options:
          - right: "idempotence"
          - wrong: "speed"
            misconception: fast is right
            why: "No."
        why: "Because."
      - id: size
        section: laws
        kind: short
        ask: "How many?"
        answer: "3"
        also: [three]
        computed: majority majority n=4
        why: "More than half."
      - {id: trace, section: laws, kind: tracing, trace: vector-clock-trace}
      - id: line
        section: laws
        kind: wrong-line
        code: [or-set/ORSet.swift#merge]
        mutants: [one, two]
      - id: steps
        section: laws
        kind: order
        ask: "In which order?"
        steps:
          - step: first
          - {step: second, after: [1], why: "It needs the first."}
          - step: third
        why: "Because."
      """)
    #expect(items.map(\.id) == ["laws", "size", "trace", "line", "steps"])
    let places = items.prefix(3).flatMap {
      [$0.diagnostic(at: "section", ""), $0.diagnostic(at: "x", "")]
    }
    #expect(
      places.map { [$0.line, $0.column] } == [
        [2, 12], [1, 3], [12, 12], [11, 3], [19, 24], [19, 3],
      ])
    guard case .single(let options) = items[0].kind else { throw Missing() }
    #expect(options.map(\.misconception) == [nil, "fast is right"])
    let short = QuizItem.Kind.short(
      answer: "3", also: ["three"], computed: "majority majority n=4")
    #expect(items[1].kind == short)
    #expect(items[2].kind == .tracing("vector-clock-trace"))
    #expect(items[3].kind == .wrongLine(["one", "two"]))
    #expect(items[3].code == ["or-set/ORSet.swift#merge"])
    guard case .order(let steps) = items[4].kind else { throw Missing() }
    #expect(steps.map(\.after) == [[], [0], []])
    #expect(steps[1].why == "It needs the first.")
  }

  private struct Missing: Error {}

  @Test func `faults are told where they are, all at once`() throws {
    let found = try faults(
      """
      - id: one
        section: laws
        kind: single
        ask: "?"
        options: [{right: "a"}, {right: "b"}]
        why: "w"
      - id: one
        section: laws
        kind: guess
        ask: "?"
        why: "w"
        colour: red
      """)
    let file = "Chapters/A-first/crdts.quiz.yml"
    #expect(
      found == [
        "\(file):5:12: exactly one option must be 'right', and 2 are",
        "\(file):9:9: 'kind' must be single, multiple, short, order, wrong-line or tracing",
        "\(file):12:3: unknown key 'colour'; there are: id, section, kind, ask, why",
        "\(file):7:7: the id 'one' is used twice; choose another",
      ])
  }

  @Test func `a value that is missing is told where the question begins`() throws {
    let found = try faults(
      """
      - id: one
        section: laws
        kind: short
        ask: "?"
        why: "w"
      - {id: two, section: laws, ask: "?", why: "w"}
      """)
    let file = "Chapters/A-first/crdts.quiz.yml"
    #expect(
      found == [
        "\(file):1:3: the question has no 'answer'; add a line 'answer: …'",
        "\(file):6:3: the question has no 'kind'; add a line 'kind: …'",
      ])
  }

  @Test func `steps come after steps above them, and code names what is shown`() throws {
    let found = try faults(
      """
      - id: one
        section: laws
        kind: order
        ask: "?"
        steps:
          - {step: a, after: [2], why: w}
          - {step: b, after: [1]}
        why: "w"
      - {id: two, section: laws, kind: wrong-line, code: [a, b], mutants: [c]}
      """)
    let file = "Chapters/A-first/crdts.quiz.yml"
    #expect(
      found == [
        "\(file):6:5: give three to seven steps",
        "\(file):6:25: each item of 'after' must be the number of a step above it",
        "\(file):7:7: the step has no 'why'; add a line 'why: …'",
        "\(file):9:52: name the one declaration that is shown",
        "\(file):9:69: name two to six mutants, so that no line is right each time",
      ])
  }

  @Test func `what is no list of questions is said to be none`() throws {
    #expect(
      try faults("id: one") == [
        "Chapters/A-first/crdts.quiz.yml:1:1: a quiz is a list of questions '- id: …'"
      ])
  }
}
