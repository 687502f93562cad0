import Curriculum

/// Where a link of the book leads within the site.
struct SiteLinks {
  /// The names of the pages there are.
  private let pages: Set<String>

  init(to pages: [String]) {
    self.pages = Set(pages)
  }

  /// The file of a page.
  static func file(of page: String) -> String { page + ".html" }

  /// The address of a destination as an author wrote it: `raft#votes`, `#votes`, `raft.md`; nil for one that
  /// is neither in the book nor a page of the web.
  func address(of destination: String, from page: String) -> String? {
    let scheme = destination.prefix { $0 != ":" }.lowercased()
    if scheme.count < destination.count {
      return ["http", "https", "mailto"].contains(scheme) ? destination : nil
    }
    if destination.hasPrefix("#") { return destination }
    let reference = SectionReference(destination)
    var name = reference.chapter.split(separator: "/").last.map(String.init) ?? ""
    if name.hasSuffix(".md") { name.removeLast(".md".count) }
    guard pages.contains(name) else { return nil }
    let anchor = reference.section.map { "#" + $0 } ?? ""
    return name == page && !anchor.isEmpty ? anchor : Self.file(of: name) + anchor
  }
}
