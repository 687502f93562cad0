import Yams

/// A question of a chapter's quiz, as its author wrote it.
public struct QuizItem: Hashable, Sendable, Identifiable {
  /// One option of a question that is answered by choosing.
  public struct Option: Hashable, Sendable {
    /// The option, in Markdown.
    public let text: String
    /// The misconception that makes a wrong option tempting; nil for a right option.
    public let misconception: String?
    /// Why it is right or wrong, in Markdown; may be empty.
    public let why: String
  }

  /// One of the steps that are to be put in order.
  public struct Step: Hashable, Sendable {
    /// The step, in Markdown.
    public let text: String
    /// The steps that must come before it, by their places among the steps as written, from 0.
    public let after: [Int]
    /// Why they must, in Markdown; empty where nothing must.
    public let why: String
  }

  /// How a question is answered.
  public enum Kind: Hashable, Sendable {
    /// By one of several options.
    case single([Option])
    /// By any number of several options.
    case multiple([Option])
    /// By a few words or a number. `also` are other spellings that count; `computed`, when there is
    /// one, is the calculator's field and arguments that must come to `answer`.
    case short(answer: String, also: [String], computed: String?)
    /// By putting steps into an order that can happen. They are written in one that can.
    case order([Step])
    /// By finding the wrong line of one of these mutants, in the code that is shown.
    case wrongLine([String])
    /// By following a run; the name says which kind of run.
    case tracing(String)
  }

  /// What it is called, unique in the book.
  public let id: String
  /// The anchor of the section it belongs to; `top` for the text before the first one.
  public let section: String
  /// The question, in Markdown; empty for a tracing question, which words itself.
  public let ask: String
  /// Declarations in `Solutions` that are shown with it: `lamport-clock/LamportClock.swift#receive`.
  public let code: [String]
  /// How it is answered.
  public let kind: Kind
  /// What is said once it is answered, in Markdown; empty for a tracing question.
  public let why: String
  /// The file.
  public let file: WorkbookFile
  /// Where the question begins.
  private let start: YAMLSource.Place
  /// Where its values are, by key.
  private let places: [String: YAMLSource.Place]

  /// A fault at the value of `key`: `section`; where the question begins when it has no such key.
  public func diagnostic(at key: String, _ message: String) -> Diagnostic {
    (places[key] ?? start).diagnostic(in: file, message)
  }
}

extension QuizItem {
  /// Reads a chapter's quiz: a YAML list of questions. A chapter without a quiz has no file.
  /// - Throws: everything that is wrong with the file.
  static func read(from file: WorkbookFile) throws(CurriculumError) -> [QuizItem] {
    guard file.exists else { return [] }
    let source = YAMLSource(file: file, firstLine: 1)
    let node = try source.node(try file.text())
    guard case .sequence(let sequence) = node else {
      throw CurriculumError(source.diagnostic(at: node, "a quiz is a list of questions '- id: …'"))
    }
    var items: [QuizItem] = []
    var faults: [Diagnostic] = []
    var ids: Set<String> = []
    for node in sequence {
      guard case .mapping(let mapping) = node else {
        faults.append(source.diagnostic(at: node, "a question is lines 'name: value'"))
        continue
      }
      var fields = YAMLFields(mapping, in: source, owner: "the question")
      let item = QuizItem(&fields, source: source)
      let found = fields.takeFaults()
      faults += found
      if !ids.insert(item.id).inserted {
        faults.append(
          item.diagnostic(at: "id", "the id '\(item.id)' is used twice; choose another"))
      }
      if found.isEmpty { items.append(item) }
    }
    guard faults.isEmpty else { throw CurriculumError(faults) }
    return items
  }

  private init(_ fields: inout YAMLFields, source: YAMLSource) {
    id = fields.text("id")
    section = fields.text("section")
    let kind = fields.text("kind")
    let isTracing = kind == "tracing"
    // These word themselves, or can say more.
    let isMade = isTracing || kind == "wrong-line"
    ask = isMade ? fields.optionalText("ask") ?? "" : fields.text("ask")
    why = isMade ? fields.optionalText("why") ?? "" : fields.text("why")
    code = isMade ? fields.texts("code", each: "folder/File.swift#declaration") : []
    file = source.file
    start = fields.start
    places = fields.places
    switch kind {
    case "tracing": self.kind = .tracing(fields.text("trace"))
    case "short":
      self.kind = .short(
        answer: fields.text("answer"), also: fields.texts("also"),
        computed: fields.optionalText("computed"))
    case "single", "multiple":
      let options = Self.options(&fields, source: source)
      let right = options.count { $0.misconception == nil }
      if kind == "single", right != 1 {
        fields.report("options", "exactly one option must be 'right', and \(right) are")
      }
      if options.count < 2 || right == 0 {
        fields.report("options", "give at least two options, one of them 'right'")
      }
      self.kind = kind == "single" ? .single(options) : .multiple(options)
    case "order":
      let steps = Self.steps(&fields, source: source)
      if !(3...7).contains(steps.count) { fields.report("steps", "give three to seven steps") }
      self.kind = .order(steps)
    case "wrong-line":
      let mutants = fields.texts("mutants", each: "a mutant's name")
      if code.count != 1 { fields.report("code", "name the one declaration that is shown") }
      if !(2...6).contains(mutants.count) {
        fields.report("mutants", "name two to six mutants, so that no line is right each time")
      }
      self.kind = .wrongLine(mutants)
    default:
      // Without any it has been told that there is none.
      if !kind.isEmpty {
        fields.report(
          "kind", "'kind' must be single, multiple, short, order, wrong-line or tracing")
      }
      self.kind = .tracing("")
    }
  }

  private static func options(_ fields: inout YAMLFields, source: YAMLSource) -> [Option] {
    fields.mappings("options").map { mapping in
      var option = YAMLFields(mapping, in: source, owner: "the option")
      defer { fields.add(option.takeFaults()) }
      if option.has("right") {
        return Option(
          text: option.text("right"), misconception: nil, why: option.optionalText("why") ?? "")
      }
      return Option(
        text: option.text("wrong"), misconception: option.text("misconception"),
        why: option.text("why"))
    }
  }

  private static func steps(_ fields: inout YAMLFields, source: YAMLSource) -> [Step] {
    var steps: [Step] = []
    for mapping in fields.mappings("steps") {
      var step = YAMLFields(mapping, in: source, owner: "the step")
      let count = steps.count
      let after = step.texts("after", each: "the number of a step above it") { number in
        Int(number).map { (1...max(1, count)).contains($0) && count > 0 } ?? false
      }
      steps.append(
        Step(
          text: step.text("step"), after: after.compactMap(Int.init).map { $0 - 1 },
          why: after.isEmpty ? step.optionalText("why") ?? "" : step.text("why")))
      fields.add(step.takeFaults())
    }
    return steps
  }
}
