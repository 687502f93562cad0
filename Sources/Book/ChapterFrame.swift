import Curriculum

/// What stands around a chapter's own text: below its title what it asks of the reader, at its end what it
/// rests on and where to go next.
struct ChapterFrame {
  private let head: String
  private let foot: [String]

  init(_ chapter: Chapter, among chapters: [Chapter], sources: [Source]) {
    var facts = [
      "Part \(chapter.part), chapter \(chapter.order)", "level \(chapter.level) of 5",
      "\(chapter.minutes) minutes",
    ]
    let needs = chapter.needs.map { need in
      let title = chapters.first { $0.id == need.chapter }?.title ?? need.chapter
      return "[\(title)](\(need))"
    }
    if !needs.isEmpty { facts.append("read before: " + needs.joined(separator: ", ")) }
    head = "*" + facts.joined(separator: " · ") + "*"
    var steps: [String] = []
    if chapter.hasQuiz { steps.append("Try what you know: `truthbook quiz \(chapter.id)`") }
    let place = chapters.firstIndex { $0.id == chapter.id }
    if let place, place > 0 {
      steps.append("Before this: [\(chapters[place - 1].title)](\(chapters[place - 1].id))")
    }
    if let place, place + 1 < chapters.count {
      steps.append("Next: [\(chapters[place + 1].title)](\(chapters[place + 1].id))")
    }
    let rests =
      chapter.sources.isEmpty
      ? [] : ["", "## \(SourcesPage.title)", ""] + SourcesPage.list(of: chapter, from: sources)
    foot = rests + ["", "---", ""] + steps.map { "- " + $0 } + [""]
  }

  /// The chapter's text in its frame.
  func framing(_ markdown: String) -> String {
    var lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let title = lines.firstIndex { $0.hasPrefix("# ") }
    lines.insert(contentsOf: ["", head], at: title.map { $0 + 1 } ?? 0)
    return (lines + foot).joined(separator: "\n")
  }
}
