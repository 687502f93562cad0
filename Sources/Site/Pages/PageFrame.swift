/// What stands around every page: its head, the ways to other pages, and its foot.
struct PageFrame {
  /// The pages that every page leads to, by name and title.
  static let ways = [
    ("index", "Contents"), ("exercises", "Exercises"), ("calculators", "Calculators"),
    ("glossary", "Glossary"), ("errata", "Errata"), ("sources", "Sources"),
  ]

  /// What a page may load: files beside it and nothing else. A browser that reads from a disk calls those
  /// `file:` and not its own.
  static let policy =
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; base-uri 'none'; "
    + "form-action 'self' file:"

  /// The whole page as a file.
  static func text(of page: SitePage) -> String {
    var markup = Markup()
    markup.append(trusted: "<!DOCTYPE html>\n")
    markup.open("html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"])
    writeHead(of: page, to: &markup)
    markup.open("body")
    markup.element("a", ["class": "skip", "href": "#main"], "Skip to the text")
    writeHeader(of: page, to: &markup)
    markup.open("div", ["class": page.sections.isEmpty ? "page" : "page has-sections"])
    writeSections(of: page, to: &markup)
    markup.open("main", ["id": "main", "tabindex": "-1", "class": page.isWide ? "wide" : "prose"])
    markup.newline()
    markup.append(page.body)
    markup.close()
    markup.close()
    markup.newline()
    writeTurns(of: page, to: &markup)
    markup.open("footer")
    markup.element(
      "p", [:],
      "An edition of Truthbook. It loads nothing from a network and keeps nothing about you. What runs "
        + "your code is in the program.")
    markup.close()
    for data in page.data {
      markup.open("script", ["type": "application/json", "id": data.name])
      markup.append(trusted: data.json)
      markup.close()
      markup.newline()
    }
    markup.close()
    markup.close()
    markup.newline()
    return markup.source
  }

  private static func writeHead(of page: SitePage, to markup: inout Markup) {
    markup.open("head")
    markup.newline()
    markup.open("meta", ["charset": "utf-8"])
    markup.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    markup.open("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
    markup.open("meta", ["name": "referrer", "content": "no-referrer"])
    markup.element("title", [:], page.name == "index" ? page.title : page.title + " · Truthbook")
    markup.open("link", ["rel": "stylesheet", "href": SiteFiles.style])
    if let before = page.before {
      markup.open("link", ["rel": "prev", "href": SiteLinks.file(of: before.name)])
    }
    if let after = page.after {
      markup.open("link", ["rel": "next", "href": SiteLinks.file(of: after.name)])
    }
    for script in page.scripts { markup.element("script", ["src": script, "defer": "defer"]) }
    markup.newline()
    markup.close()
    markup.newline()
  }

  private static func writeHeader(of page: SitePage, to markup: inout Markup) {
    markup.open("header")
    markup.element("a", ["class": "home", "href": "index.html"], "Truthbook")
    markup.open("nav", ["aria-label": "Book"])
    markup.open("ul")
    for (name, title) in ways {
      markup.open("li")
      if name == page.name {
        markup.element("a", ["href": SiteLinks.file(of: name), "aria-current": "page"], title)
      } else {
        markup.element("a", ["href": SiteLinks.file(of: name)], title)
      }
      markup.close()
    }
    markup.close()
    markup.close()
    if page.name != "search" {
      markup.open("form", ["role": "search", "action": "search.html", "method": "get"])
      markup.element("label", ["class": "unseen", "for": "sought"], "Search the book")
      markup.open(
        "input", ["id": "sought", "name": "q", "type": "search", "placeholder": "stale read"])
      markup.element("button", ["type": "submit"], "Search")
      markup.close()
    }
    markup.close()
    markup.newline()
  }

  private static func writeSections(of page: SitePage, to markup: inout Markup) {
    guard !page.sections.isEmpty else { return }
    markup.open("nav", ["class": "sections", "aria-label": "On this page"])
    markup.open("details", ["open": "open"])
    markup.element("summary", [:], "On this page")
    markup.open("ol")
    for section in page.sections {
      markup.open("li")
      markup.element("a", ["href": "#" + section.anchor], section.title)
      markup.close()
    }
    markup.close()
    markup.close()
    if !page.exercises.isEmpty {
      markup.open("details", ["open": "open"])
      markup.element("summary", [:], "To build")
      markup.open("ul")
      for exercise in page.exercises {
        markup.open("li")
        markup.element("a", ["href": SiteLinks.file(of: exercise.name)], exercise.title)
        markup.close()
      }
      markup.close()
      markup.close()
    }
    markup.close()
    markup.newline()
  }

  private static func writeTurns(of page: SitePage, to markup: inout Markup) {
    guard page.before != nil || page.after != nil else { return }
    markup.open("nav", ["class": "turn", "aria-label": "Before and after"])
    if let before = page.before {
      markup.element(
        "a", ["rel": "prev", "href": SiteLinks.file(of: before.name)], "← " + before.title)
    }
    if let after = page.after {
      markup.element(
        "a", ["rel": "next", "href": SiteLinks.file(of: after.name)], after.title + " →")
    }
    markup.close()
    markup.newline()
  }
}
