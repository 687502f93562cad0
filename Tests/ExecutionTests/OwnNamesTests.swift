import Testing

@testable import Execution

@Suite struct `Showing a learner's own names` {
  private func shown(_ text: String, _ names: String...) -> String {
    OwnNames(folder: "/tmp/t/files", files: names.map { SourceFile(name: $0, bytes: []) })
      .applied(to: text)
  }

  @Test func `staged names become the learner's, and our folder goes`() {
    #expect(shown("/tmp/t/files/f0.swift:3: no", "A.swift") == "A.swift:3: no")
    #expect(shown("Submission/f1.swift:3 f0.swift", "A.swift", "B.swift") == "B.swift:3 A.swift")
    #expect(
      shown("f1.swift f10.swift f99999999999999999999.swift", "A")
        == "f1.swift f10.swift f99999999999999999999.swift")
    let names = (0...10).map { SourceFile(name: "n\($0)", bytes: []) }
    #expect(OwnNames(folder: "/t", files: names).applied(to: "f10.swift,f1.swift") == "n10,n1")
  }

  @Test func `other text stays as it is`() {
    for text in ["", "f", "f0.swif", "xf0.swift", "éf0.swift", "/tmp/t/file", "ff0.swift"] {
      #expect(shown(text, "A.swift") == text)
    }
  }

  @Test func `a name that holds staged names is put in once`() {
    let name = "B" + String(repeating: "f0.swift", count: 30)
    #expect(shown("f1.swift f0.swift", "A.swift", name) == name + " A.swift")
    // What was on both sides of our folder does not become our folder.
    #expect(shown("/tmp/t/tmp/t/files/files/f0.swift", "A.swift") == "/tmp/tfiles/A.swift")
  }

  @Test func `a text grows by no more than is allowed, however long the names are`() {
    let name = String(repeating: "長", count: 85)
    let text = String(repeating: "f0.swift ", count: 100_000)
    let result = shown(text, name)
    #expect(result.utf8.count <= text.utf8.count + OwnNames.allowance)
    #expect(result.hasPrefix(name + " " + name))
    #expect(result.hasSuffix("f0.swift "))
  }
}
