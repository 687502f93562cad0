import Book
import Testing

@testable import Site

@Suite("The pages of the edition")
struct PageStructureTests {
  private let edition: WrittenEdition

  init() throws {
    edition = try WrittenEdition.shared.get()
  }

  @Test func `there is a page for everything in the book`() {
    let names = Set(edition.pages.keys)
    for page in edition.parts.texts { #expect(names.contains(page.id + ".html")) }
    #expect(
      names.isSuperset(of: ["index.html", "exercises.html", "calculators.html", "search.html"]))
    #expect(names.count > 100)
  }

  @Test func `every page has the landmarks that a screen reader goes by`() throws {
    var titles: Set<String> = []
    for (name, page) in edition.sorted {
      #expect(page.name == "html" && page["lang"] == "en", "\(name)")
      #expect(page.elements("main").map { $0["id"] } == ["main"], "\(name)")
      #expect(page.elements("header").count == 1 && page.elements("footer").count == 1, "\(name)")
      let ways = page.elements("nav").compactMap { $0["aria-label"] }
      #expect(ways.count == page.elements("nav").count && Set(ways).count == ways.count, "\(name)")
      let body = try #require(page.elements("body").first)
      #expect(
        body.children.first?["href"] == "#main", "\(name): the first thing is a way to the text")
      let title = try #require(page.elements("title").first).text
      #expect(titles.insert(title).inserted, "\(name): \(title)")
    }
  }

  @Test func `headings begin with one of the first level and leave none out`() {
    for (name, page) in edition.sorted {
      let levels = page.elements("h1", "h2", "h3", "h4", "h5", "h6")
        .compactMap { Int($0.name.dropFirst()) }
      #expect(levels.first == 1 && levels.count { $0 == 1 } == 1, "\(name)")
      for (level, next) in zip(levels, levels.dropFirst()) { #expect(next <= level + 1, "\(name)") }
    }
  }

  @Test func `what is seen is also said`() {
    for (name, page) in edition.sorted {
      for picture in page.all where picture["role"] == "img" {
        let title = picture["aria-label"] ?? picture.elements("title").first?.text ?? ""
        #expect(title.count > 10, "\(name)")
      }
      for picture in page.elements("svg") { #expect(picture["role"] == "img", "\(name)") }
      for figure in page.elements("figure") {
        let words = figure.elements("details").first?.elements("pre").first?.text ?? ""
        #expect(words.count > 40, "\(name)")
        #expect(figure.elements("figcaption").count == 1, "\(name)")
      }
      for head in page.elements("th") {
        #expect(["col", "row"].contains(head["scope"]) && !head.text.isEmpty, "\(name)")
      }
      let labelled = Set(page.elements("label").compactMap { $0["for"] })
      for input in page.elements("input", "select") {
        #expect(labelled.contains(input["id"] ?? ""), "\(name)")
      }
      for link in page.elements("a") { #expect(!link.text.isEmpty, "\(name)") }
    }
  }

  @Test func `wide things scroll in boxes of their own`() {
    for (name, page) in edition.sorted {
      func check(_ tree: MarkupTree, inBox: Bool) {
        let isBox = inBox || tree.has(class: "scroll") || tree.has(class: "words")
        if ["table", "pre", "svg"].contains(tree.name) { #expect(isBox, "\(name): \(tree.name)") }
        for child in tree.children { check(child, inBox: isBox) }
      }
      check(page, inBox: false)
    }
  }

  @Test func `ids are there once and every link has an end`() {
    var anchors: [String: Set<String>] = [:]
    for (name, page) in edition.sorted {
      let ids = page.all.compactMap { $0["id"] }
      #expect(Set(ids).count == ids.count, "\(name): \(ids)")
      anchors[name] = Set(ids)
    }
    var links = 0
    for (name, page) in edition.sorted {
      for link in page.elements("a", "link") {
        guard let address = link["href"] else { continue }
        let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let file = parts[0].isEmpty ? name : String(parts[0])
        links += 1
        guard file.hasSuffix(".html") else {
          #expect(edition.files[file] != nil, "\(name): \(address)")
          continue
        }
        #expect(anchors[file] != nil, "\(name): \(address)")
        if parts.count == 2 {
          #expect(anchors[file]?.contains(String(parts[1])) == true, "\(name): \(address)")
        }
      }
    }
    #expect(links > 3000)
  }

  @Test func `a page loads files beside it and nothing else`() {
    for (name, page) in edition.sorted {
      for element in page.all {
        for (key, value) in element.attributes {
          #expect(!key.hasPrefix("on") && key != "style", "\(name): \(key)")
          if ["src", "action"].contains(key) {
            #expect(edition.files[value] != nil, "\(name): \(value)")
          }
        }
        if element.name == "script", element["src"] == nil {
          #expect(element["type"] == "application/json", "\(name)")
        }
        #expect(!["style", "img", "iframe", "object"].contains(element.name), "\(name)")
      }
      #expect(page.elements("meta").contains { $0["content"] == PageFrame.policy }, "\(name)")
    }
    for (name, text) in edition.files where name.hasSuffix(".css") || name.hasSuffix(".js") {
      guard name != SiteFiles.searchIndex else { continue }
      for word in [
        "http:", "https:", "url(", "@import", "fetch(", "XMLHttpRequest", "localStorage",
        "sendBeacon", "document.cookie",
      ] {
        #expect(!text.contains(word), "\(name): \(word)")
      }
    }
  }

  @Test func `the whole is small, and the same each time`() throws {
    let bytes = edition.files.values.reduce(0) { $0 + $1.utf8.count }
    #expect(bytes < 10_000_000)
    let again = try Edition(of: WrittenEdition.curriculum)
    #expect(again.files.count == edition.files.count)
    for file in again.files { #expect(edition.files[file.name] == file.text, "\(file.name)") }
  }
}
