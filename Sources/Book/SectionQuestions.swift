import Curriculum
import Markdown

/// A chapter's questions, each at the end of the section it asks about.
struct SectionQuestions {
  private let chapter: String
  private let items: [QuizItem]

  /// Takes a chapter's questions, in the order of its quiz.
  init(_ items: [QuizItem], of chapter: String) {
    self.items = items
    self.chapter = chapter
  }

  /// The chapter's text with a quotation at the end of every section that is asked about. What stands
  /// before a chapter's first section is asked about in `top`.
  func inserted(into markdown: String) -> String {
    guard !items.isEmpty else { return markdown }
    var lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let sections = Document(parsing: markdown).sections
    // From the last, so that the lines of those before stay where they are.
    for (place, section) in sections.enumerated().reversed() {
      let anchor = place == 0 ? "top" : section.anchor
      let asked = items.filter { $0.section == anchor }
      guard !asked.isEmpty else { continue }
      let end = place + 1 < sections.count ? sections[place + 1].start.line - 1 : lines.count
      lines.insert(contentsOf: quotation(of: asked, in: anchor) + [""], at: min(end, lines.count))
    }
    return lines.joined(separator: "\n")
  }

  private func quotation(of items: [QuizItem], in anchor: String) -> [String] {
    let asked = items.map(Self.announcement)
    return ["", "> **Can you tell?** " + (asked.count == 1 ? asked[0] : "")]
      + (asked.count == 1 ? [] : asked.flatMap { [">", "> - " + $0] })
      + [">", "> Answer with `truthbook quiz \(chapter)#\(anchor)`."]
  }

  /// What is asked, where it can be said without what belongs to it.
  private static func announcement(of item: QuizItem) -> String {
    switch item.kind {
    case .single, .multiple, .short, .order: item.ask
    case .wrongLine: "Code in which one line is wrong, another one each time: find it."
    case .tracing where item.code.isEmpty:
      "A run to follow by hand, with other values each time."
    case .tracing: "Calls of the code to follow by hand, with other values each time."
    }
  }
}
