/// The page on which the whole book is searched.
enum SearchPage {
  static var page: SitePage {
    var body = Markup()
    body.element("h1", [:], "Search")
    body.element(
      "p", [:],
      "A word finds what begins with it, in upper or lower case; several words must all be in one section. "
        + "Words in quotation marks must follow each other. Sections whose headings say them come first."
    )
    body.open("form", ["role": "search", "action": "search.html", "method": "get", "id": "search"])
    body.element("label", ["for": "sought"], "Words")
    body.open("input", ["id": "sought", "name": "q", "type": "search", "autocomplete": "off"])
    body.element("button", ["type": "submit"], "Search")
    body.close()
    body.element("p", ["id": "count", "role": "status"])
    body.element("div", ["id": "found"])
    body.open("noscript")
    body.element(
      "p", [:],
      "Searching needs this page's own script; `truthbook search` does the same on a terminal.")
    body.close()
    return SitePage(
      name: "search", title: "Search", kind: .reference, body: body,
      scripts: [SiteFiles.edges, SiteFiles.searchIndex, SiteFiles.search])
  }
}
