import Curriculum
import Quizzes

/// The questions of one round of a quiz, in the order in which they are asked.
struct QuizRound {
  /// A question and the chapter it belongs to.
  struct Asked {
    let chapter: String
    let question: AskedQuestion
  }

  private(set) var questions: [Asked] = []

  /// The questions of a chapter or of one section.
  /// - Parameter isWanted: whether a question with this id is asked.
  /// - Throws: what is wrong with the chapter or its quiz, or that the section has no questions.
  init(
    of place: SectionReference, in curriculum: Curriculum, seed: UInt64,
    where isWanted: (String) -> Bool
  ) throws {
    let all = try curriculum.chapter(place.chapter).quiz()
    let here = all.filter { place.section == nil || $0.section == place.section }
    if let section = place.section, here.isEmpty {
      throw Fault.usage(Self.noQuestions(section, of: place.chapter, all))
    }
    for item in here where isWanted(item.id) { try add(item, of: place.chapter, seed) }
  }

  /// The questions that are due, mixed: one chapter after another takes its turn, and of each chapter the one
  /// that has been due longest comes first. Those that the book no longer has are left out.
  /// - Parameter ids: the questions, the longest due first.
  init(
    reviewing ids: [String], of place: SectionReference?, in curriculum: Curriculum, seed: UInt64
  ) throws {
    let ranks = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    let chapters =
      try place.map { [try curriculum.chapter($0.chapter)] } ?? curriculum.chapters().items
    var due: [(chapter: String, items: ArraySlice<QuizItem>)] = []
    for chapter in chapters {
      let items = try chapter.quiz().filter { item in
        ranks[item.id] != nil && (place?.section == nil || item.section == place?.section)
      }.sorted { (ranks[$0.id] ?? 0) < (ranks[$1.id] ?? 0) }
      if !items.isEmpty { due.append((chapter.id, items[...])) }
    }
    due.sort { (ranks[$0.items.first?.id ?? ""] ?? 0) < (ranks[$1.items.first?.id ?? ""] ?? 0) }
    while !due.isEmpty {
      for index in due.indices {
        if let item = due[index].items.popFirst() { try add(item, of: due[index].chapter, seed) }
      }
      due.removeAll { $0.items.isEmpty }
    }
  }

  private mutating func add(_ item: QuizItem, of chapter: String, _ seed: UInt64) throws {
    questions.append(Asked(chapter: chapter, question: try AskedQuestion(item, seed: seed)))
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
}
