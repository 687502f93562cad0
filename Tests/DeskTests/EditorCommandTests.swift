import Desk
import Testing

@Suite("The learner's editor")
struct EditorCommandTests {
  private func arguments(_ editor: String, line: Int? = 12) -> [String]? {
    EditorCommand(environment: ["EDITOR": editor], file: "/a b/C.swift", line: line)
      .map { Array($0.words.dropFirst(4)) }
  }

  @Test func `each is told the line in its own way, and one nobody knows is not`() {
    #expect(arguments("vim") == ["+12", "/a b/C.swift"])
    #expect(arguments("/usr/bin/nano -l") == ["+12", "/a b/C.swift"])
    #expect(arguments("hx") == ["/a b/C.swift:12"])
    #expect(arguments("code --wait") == ["--goto", "/a b/C.swift:12"])
    #expect(arguments("my-editor") == ["/a b/C.swift"])
    #expect(arguments("vim", line: nil) == ["/a b/C.swift"])
  }

  @Test func `VISUAL goes before EDITOR, and none is none`() {
    let both = EditorCommand(environment: ["VISUAL": "hx", "EDITOR": "ed"], file: "A")
    #expect(both?.words == ["/bin/sh", "-c", "hx \"$@\"", "sh", "A"])
    #expect(EditorCommand(environment: ["VISUAL": " ", "EDITOR": "ed"], file: "A") != nil)
    #expect(EditorCommand(environment: [:], file: "A") == nil)
    #expect(EditorCommand(environment: ["EDITOR": ""], file: "A") == nil)
  }

  @Test func `a file's name is never an option`() {
    #expect(
      EditorCommand(environment: ["EDITOR": "vi"], file: "-c")?.words.last == "./-c")
  }
}
