import ArgumentParser
import Curriculum
import Glibc
import Markdown
import Quizzes
import Reader
import Terminal

/// `truthbook quiz`: a chapter's questions, asked and judged.
struct QuizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quiz",
    abstract: "Answer a chapter's questions.",
    discussion: """
      Answers are read from standard input, a line each. After a wrong one you learn what is wrong with \
      it and try once more before the answer is told. Questions that are traced by hand have fresh \
      values each time; the seed shown at the end asks the same ones again. Results are kept with your \
      progress; what was right at the first try counts as right.

        truthbook quiz            the chapters that have questions, and how you stand
        truthbook quiz clocks     the questions of a chapter
        truthbook quiz clocks#comparing  those of one section
        truthbook quiz clocks --wrong    only those not yet answered rightly
      """)

  @Argument(help: "A chapter, or chapter#section.", completion: NameCompletion.chapters)
  var chapter: String?

  @Option(help: "Ask with the values that this seed chooses.")
  var seed: UInt64?

  @Flag(help: "Leave out what was answered rightly before.")
  var wrong = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    guard let chapter else { return try printList(workbook) }
    let place = SectionReference(chapter)
    let seed = self.seed ?? UInt64.random(in: 1...999_999)
    let progress = try workbook.loadProgress()
    let questions: [AskedQuestion]
    do {
      let all = try workbook.curriculum.chapter(place.chapter).quiz()
      let here = all.filter { place.section == nil || $0.section == place.section }
      if let section = place.section, here.isEmpty {
        throw Fault.usage(Self.noQuestions(section, of: place.chapter, all))
      }
      let items = here.filter { !wrong || progress.answers[$0.id] != true }
      var asked: [AskedQuestion] = []
      for item in items { asked.append(try AskedQuestion(item, seed: seed)) }
      questions = asked
    } catch let error as CurriculumError {
      throw Fault.usage(error.description)
    }
    guard !questions.isEmpty else {
      return try Console.print(
        wrong ? "Every question of \(chapter) is answered rightly." : "\(chapter) has no questions."
      )
    }
    try say(
      "\(questions.count) question\(questions.count == 1 ? "" : "s"), seed \(seed). Type ? for help; "
        + "an empty line stops.")
    try Console.print("")
    var right = 0
    var later = 0
    var answered = 0
    for (index, question) in questions.enumerated() {
      try show(question, heading: "Question \(index + 1) of \(questions.count)")
      guard let first = try answer(to: question) else { break }
      answered += 1
      workbook.updateProgress { $0.answer(question.id, rightly: first.isRight) }
      if first.isRight {
        right += 1
        try show(first, of: question, chapter: place.chapter)
        continue
      }
      try showMistake(first, of: question)
      let second = try answer(to: question)
      if second?.isRight == true { later += 1 }
      try show(second ?? first, of: question, chapter: place.chapter)
      if second == nil { break }
    }
    let left = questions.count - answered
    try say(
      "\(right) of \(answered) right\(later > 0 ? ", \(later) more at the second try" : "")"
        + "\(left > 0 ? ", \(left) not answered" : "").")
    if right < questions.count { try say("Those not yet right: truthbook quiz \(chapter) --wrong") }
    try say("The same values again: truthbook quiz \(chapter) --seed \(seed)")
  }

  private static func noQuestions(
    _ section: String, of chapter: String, _ items: [QuizItem]
  ) -> String {
    let sections = items.map(\.section).reduce(into: [String]()) { sections, section in
      if !sections.contains(section) { sections.append(section) }
    }
    return sections.isEmpty
      ? "\(chapter) has no questions"
      : "no question of \(chapter) belongs to the section '\(section)'; there are some on "
        + sections.joined(separator: ", ")
  }

  private func say(_ text: String) throws(Fault) {
    for line in TextWrap.lines(of: text, width: look.columns) { try Console.print(line) }
  }

  private func show(_ question: AskedQuestion, heading: String) throws {
    var text = "## \(heading)\n\n\(question.question.ask)\n\n"
    for (index, choice) in question.choices.enumerated() {
      text += "- **\(AskedQuestion.letter(index))**  \(choice.text)\n"
    }
    try print(text)
    try Console.print("")
  }

  private func prompt(for question: AskedQuestion) throws(Fault) {
    let demand =
      switch question.question.answer {
      case .short: "Your answer"
      case .single: "One letter"
      case .multiple: "All letters that are right"
      }
    try Console.print("\(demand): ", terminator: "")
  }

  /// What can be typed.
  private func help(with question: AskedQuestion) throws(Fault) {
    let answer =
      switch question.question.answer {
      case .short:
        "Type the answer in words or numbers. Capitals, spaces and brackets do not count."
      case .single: "Type the letter of the one right answer, such as a."
      case .multiple: "Type the letters of all right answers in any order, such as ac or a, c."
      }
    try say(
      answer + " An empty line stops; what was answered is kept, and --wrong asks the rest another "
        + "time.")
  }

  /// The learner's answer; nil when they stop or input ends.
  private func answer(to question: AskedQuestion) throws -> Judgement? {
    try prompt(for: question)
    while let typed = readLine() {
      if isatty(STDIN_FILENO) == 0 { try Console.print(Sanitizer.clean(typed)) }
      guard typed.contains(where: { !$0.isWhitespace }) else { return nil }
      if ["?", "help"].contains(typed.lowercased().filter { !$0.isWhitespace }) {
        try help(with: question)
      } else if let judgement = question.judge(typed) {
        return judgement
      } else {
        let letters = question.choices.indices.map(AskedQuestion.letter).joined(separator: ", ")
        try say("The letters to choose from are \(letters); ? helps.")
      }
      try prompt(for: question)
    }
    try Console.print("")
    return nil
  }

  /// What is wrong with a first answer, and not what is right.
  private func showMistake(_ judgement: Judgement, of question: AskedQuestion) throws {
    try Console.print("")
    try Console.print(Style(.red, .bold).applied(to: "Not right. Once more.", in: look.mode))
    var text = ""
    for choice in judgement.chosen where !choice.isRight {
      text += question.told(choice) + "\n\n"
    }
    if text.isEmpty, case .multiple = question.question.answer {
      text = "What you chose is right, and something is missing.\n"
    }
    try print(text)
    try Console.print("")
  }

  private func show(
    _ judgement: Judgement, of question: AskedQuestion, chapter: String
  ) throws {
    let isRight = judgement.isRight
    let style = isRight ? Style(.green, .bold) : Style(.red, .bold)
    let word = isRight ? "Right." : "Not right. The answer: \(judgement.answer)"
    try Console.print("")
    try Console.print(style.applied(to: Sanitizer.clean(word), in: look.mode))
    var text = ""
    let mistakes = question.choices.isEmpty ? judgement.chosen : []
    for choice in question.choices + mistakes {
      let isChosen = judgement.chosen.contains(choice)
      guard isChosen || !isRight && choice.isRight else { continue }
      text += question.told(choice) + "\n\n"
    }
    text += question.question.why + "\n"
    let section = question.section == "top" ? "" : "#" + question.section
    if !isRight { text += "\nRead again: `truthbook read \(chapter)\(section)`\n" }
    try print(text)
    try Console.print("")
  }

  private func print(_ markdown: String) throws {
    try Console.print(
      render(Document(parsing: markdown), width: min(look.columns, 100), style: look.page),
      terminator: "")
  }

  private func printList(_ workbook: Workbook) throws {
    let answers = try workbook.loadProgress().answers
    let all: Readable<Chapter>
    do throws(CurriculumError) {
      all = try workbook.curriculum.chapters()
    } catch {
      throw Fault.environment(error.description)
    }
    var faults = all.faults
    var chapters: [(Chapter, [QuizItem])] = []
    for chapter in all.items {
      do throws(CurriculumError) {
        let items = try chapter.quiz()
        if !items.isEmpty { chapters.append((chapter, items)) }
      } catch {
        faults += error.diagnostics
      }
    }
    let names = chapters.map(\.0.id.count).max() ?? 0
    let list = NameList(
      chapters.map { chapter, items in
        let right = items.count { answers[$0.id] == true }
        let command = DisplayWidth.padded("truthbook quiz \(chapter.id)", to: names + 15)
        return (
          name: "\(command)  \(right) of \(items.count) right", number: "", text: chapter.title
        )
      })
    for line in list.lines(width: look.columns) { try Console.print(line) }
    try Fault.check(faults)
  }
}
