import Curriculum
import Markdown

/// Whether every link of the book leads to a page and a section that exist.
struct LinkCheck {
  /// A link within the book, and what reports a fault where it stands.
  private struct Link {
    var target: SectionReference
    var fault: (String) -> Diagnostic
  }

  private var anchors: [String: Set<String>] = [:]
  private var unreadable: Set<String> = []
  private var links: [Link] = []

  /// Takes in a page and the links in its text.
  mutating func add(_ page: Book.Page, path: String) {
    let document = Document(parsing: page.markdown)
    anchors[page.id] = Set(document.sections.map(\.anchor))
    for target in document.targets where !target.destination.contains("://") {
      add(target.destination, from: page.id, path: path)
    }
  }

  /// Takes in a page of which nothing is known but its name: every link to it is right.
  mutating func addUnreadable(_ id: String) {
    unreadable.insert(id)
  }

  /// Takes in a link that stands outside a page's text.
  /// - Parameter destination: `chapter`, `chapter#section`, or `#section` of the page `id`.
  mutating func add(_ destination: String, from id: String, path: String) {
    add(destination, from: id) { Diagnostic(path: path, message: $0) }
  }

  /// Takes in a link whose place within its file is known.
  /// - Parameter fault: reports a fault there.
  mutating func add(
    _ destination: String, from id: String, fault: @escaping (String) -> Diagnostic
  ) {
    let text = destination.hasPrefix("#") ? id + destination : destination
    links.append(Link(target: SectionReference(text), fault: fault))
  }

  /// The links that lead nowhere.
  var faults: [Diagnostic] {
    links.compactMap { link in
      if unreadable.contains(link.target.chapter) { return nil }
      guard let sections = anchors[link.target.chapter] else {
        return fault(
          link,
          unknown(
            "page", link.target.chapter, among: anchors.keys.sorted(), listedBy: "truthbook list"))
      }
      guard let section = link.target.section, !sections.contains(section) else { return nil }
      return fault(
        link,
        unknown(
          "section of \(link.target.chapter)", section, among: sections.sorted(),
          listedBy: "truthbook read \(link.target.chapter)"))
    }
  }

  private func fault(_ link: Link, _ message: String) -> Diagnostic {
    link.fault("the link to \(link.target) leads nowhere: " + message)
  }
}
