/// A page of the site.
struct SitePage {
  /// What a page is, which says where it stands.
  enum Kind: Equatable {
    /// The table of contents.
    case contents
    /// A chapter of the book.
    case chapter
    /// The task of an exercise, or what the kit has for it.
    case exercise
    /// Errata, glossary, sources, references, calculators, search.
    case reference
  }

  /// Its name, which its file has.
  let name: String
  /// Its title.
  let title: String
  /// What it is.
  let kind: Kind
  /// What stands in `main`.
  let body: Markup
  /// The sections that are listed beside it.
  var sections: [(title: String, anchor: String)] = []
  /// The exercises that are listed beside it.
  var exercises: [(name: String, title: String)] = []
  /// The page before it.
  var before: (name: String, title: String)?
  /// The page after it.
  var after: (name: String, title: String)?
  /// The scripts it needs, in order.
  var scripts: [String] = []
  /// Data for the scripts, by the name that each has in the page.
  var data: [(name: String, json: String)] = []
  /// True for a page whose text takes the whole width.
  var isWide = false
}
