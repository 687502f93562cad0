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

  /// The page that does what a command of the terminal does: `truthbook read raft#votes`; nil for any other
  /// text and for what only the program can do.
  func address(ofCommand text: String, from page: String) -> String? {
    let words = text.split(separator: " ").map(String.init)
    guard words.count >= 3, words[0] == "truthbook" else { return nil }
    switch words[1] {
    case "read", "test": return words.count == 3 ? address(of: words[2], from: page) : nil
    case "calc": return address(of: "calculators#" + words[2], from: page)
    case "prove" where page != "errata":
      return address(of: "errata#" + words[2].lowercased(), from: page)
    default: return nil
    }
  }

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
