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

      What you missed comes again the next day, and after each right answer when it is due once twice as \
      many days have gone by, up to two months; a miss begins anew. What a check of an exercise teaches is \
      due at once when the check fails.

        truthbook quiz            the chapters that have questions, and how you stand
        truthbook quiz clocks     the questions of a chapter
        truthbook quiz clocks#comparing  those of one section
        truthbook quiz clocks --wrong    only those not yet answered rightly
        truthbook quiz --review   those that are due today, of all chapters
      """)

  @Argument(help: "A chapter, or chapter#section.", completion: NameCompletion.chapters)
  var chapter: String?

  @Option(help: "Ask with the values that this seed chooses; of a review, the day's unless given.")
  var seed: UInt64?

  @Flag(help: "Leave out what was answered rightly before.")
  var wrong = false

  @Flag(help: "Ask what was missed, or is taught by a check that failed, and is due.")
  var review = false

  @Option(
    help: ArgumentHelp(
      "With --review: the day for which it is, such as 2026-12-01; today, in UTC, unless given.",
      valueName: "date"),
    transform: { (text: String) throws -> CalendarDay in
      guard let day = CalendarDay(text) else {
        throw ValidationError("'\(text)' is no day; write it as in 2026-12-01")
      }
      return day
    })
  var day: CalendarDay?

  @OptionGroup var look: LookOptions

  func validate() throws {
    if review, wrong { throw ValidationError("--review and --wrong ask for different questions") }
    if day != nil, !review { throw ValidationError("--day is for --review") }
  }

  func run() throws {
    let workbook = try Workbook()
    let today = day ?? CalendarDay.today
    let place = chapter.map(SectionReference.init)
    guard review || place != nil else { return try printList(workbook, today) }
    let seed = self.seed ?? (review ? UInt64(today.number) : UInt64.random(in: 1...999_999))
    let progress = try workbook.loadProgress()
    let round: QuizRound
    do {
      if !review, let place {
        round = try QuizRound(of: place, in: workbook.curriculum, seed: seed) { id in
          !wrong || progress.answers[id] != true
        }
      } else {
        round = try QuizRound(
          reviewing: progress.dueQuestions(on: today.number), of: place, in: workbook.curriculum,
          seed: seed)
      }
    } catch let error as CurriculumError {
      throw Fault.usage(error.description)
    }
    guard !round.questions.isEmpty else { return try sayNothingToAsk(progress, today) }
    try ask(round, seed, today, in: workbook)
  }

  /// Why there are no questions.
  private func sayNothingToAsk(_ progress: Progress, _ today: CalendarDay) throws(Fault) {
    guard review else {
      let chapter = chapter ?? ""
      return try Console.print(
        wrong ? "Every question of \(chapter) is answered rightly." : "\(chapter) has no questions."
      )
    }
    try say(
      "Nothing\(chapter.map { " of \($0)" } ?? "") is due on \(today)." + next(progress, today))
  }

  /// When questions come again next.
  private func next(_ progress: Progress, _ today: CalendarDay) -> String {
    guard let next = progress.nextReview(after: today.number) else { return "" }
    return
      " \(next.count) come\(next.count == 1 ? "s" : "") again on \(CalendarDay(number: next.day))."
  }

  private func ask(
    _ round: QuizRound, _ seed: UInt64, _ today: CalendarDay, in workbook: Workbook
  ) throws {
    let questions = round.questions
    try say(
      "\(questions.count) question\(questions.count == 1 ? "" : "s"), seed \(seed). Type ? for help; "
        + "an empty line stops.")
    try Console.print("")
    var right = 0
    var later = 0
    var answered = 0
    for (index, asked) in questions.enumerated() {
      let question = asked.question
      let origin = review ? ", from \(asked.chapter)" : ""
      try show(question, heading: "Question \(index + 1) of \(questions.count)\(origin)")
      guard let first = try answer(to: question) else { break }
      answered += 1
      workbook.updateProgress {
        $0.answer(question.id, rightly: first.isRight, on: today.number)
      }
      if first.isRight {
        right += 1
        try show(first, of: question, chapter: asked.chapter)
        continue
      }
      try showMistake(first, of: question)
      let second = try answer(to: question)
      if second?.isRight == true { later += 1 }
      try show(second ?? first, of: question, chapter: asked.chapter)
      if second == nil { break }
    }
    let left = questions.count - answered
    try say(
      "\(right) of \(answered) right\(later > 0 ? ", \(later) more at the second try" : "")"
        + "\(left > 0 ? ", \(left) not answered" : "").")
    try sayHowToGoOn(isComplete: right == questions.count, seed, today, in: workbook)
  }

  private func sayHowToGoOn(
    isComplete: Bool, _ seed: UInt64, _ today: CalendarDay, in workbook: Workbook
  ) throws {
    let words = (["truthbook quiz"] + [chapter].compactMap(\.self)).joined(separator: " ")
    guard !review else {
      let progress = try workbook.loadProgress()
      let due = progress.dueQuestions(on: today.number).count
      let left = due > 0 ? "\(due) still due." : "Nothing is due any more."
      return try say(left + next(progress, today))
    }
    if !isComplete { try say("Those not yet right: \(words) --wrong") }
    try say("The same values again: \(words) --seed \(seed)")
  }

  private func say(_ text: String) throws(Fault) {
    for line in TextWrap.lines(of: text, width: look.columns) { try Console.print(line) }
  }

  private func show(_ question: AskedQuestion, heading: String) throws {
    var text = "## \(heading)\n\n\(question.question.ask)\n\n"
    for (index, choice) in (question.choices + question.steps).enumerated() {
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
      case .order: "The letters in an order that can happen"
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
      case .order:
        "Type the letters of all steps, the first step's first, such as "
          + question.steps.indices.map(AskedQuestion.letter).joined(separator: ", ")
          + ". Several orders may be right."
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
        let letters = (question.choices + question.steps).indices.map(AskedQuestion.letter)
          .joined(separator: ", ")
        try say(
          question.steps.isEmpty
            ? "The letters to choose from are \(letters); ? helps."
            : "Each of the letters \(letters) is needed once; ? helps.")
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

  private func printList(_ workbook: Workbook, _ today: CalendarDay) throws {
    let progress = try workbook.loadProgress()
    let answers = progress.answers
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
    if let due = workbook.due(progress, on: today) { try say("\n" + due) }
    try Fault.check(faults)
  }
}
