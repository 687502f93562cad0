import Checking
import Foundation
import Grading
import Testing

@Suite("Replay file")
struct ReplayFileTests {
  private let file = ReplayFile(
    exercise: "raft-election", suiteVersion: 3, submission: "My Files/Elector.swift",
    schedule: Schedule(
      check: "one-vote-per-term", setting: "3 nodes", events: ["n1 times out", "n2 -> n1 grant 1"]))

  private func refusal(_ json: String) -> ReplayFile.Unreadable? {
    do throws(ReplayFile.Unreadable) {
      _ = try ReplayFile(json: Data(json.utf8))
      return nil
    } catch {
      return error
    }
  }

  private func text() throws -> String { String(decoding: try file.json(), as: UTF8.self) }

  @Test func `a file is read as it was written`() throws {
    #expect(try ReplayFile(json: file.json()) == file)
    #expect(try file.json() == file.json())
    #expect(try text().hasSuffix("}\n"))
    #expect(try text().contains(#""submission" : "My Files/Elector.swift""#))
  }

  @Test func `a file may be laid out by hand`() throws {
    let json = """
      {"format":"truthbook-replay","formatVersion":1,"exercise":"raft-election","suiteVersion":3,
       "submission":"My Files/Elector.swift","schedule":{"check":"one-vote-per-term",
       "setting":"3 nodes","events":["n1 times out","n2 -> n1 grant 1"]}}
      """
    #expect(try ReplayFile(json: Data(json.utf8)) == file)
  }

  @Test(arguments: ["", "not JSON", "{", "[1,"])
  func `what is not JSON is refused`(json: String) {
    #expect(refusal(json) == .malformed("it is not JSON"))
  }

  @Test func `a file that lacks something says what`() throws {
    #expect(refusal("{}") == .malformed(#"the document has no "format""#))
    #expect(
      refusal(try text().replacing(#""setting""#, with: #""sitting""#))
        == .malformed(#"schedule has no "setting""#))
  }

  @Test func `a value of another type is named`() throws {
    #expect(
      refusal(try text().replacing(#""suiteVersion" : 3"#, with: #""suiteVersion" : "3""#))
        == .malformed("suiteVersion is not what it should be"))
    #expect(refusal("[]") == .malformed("the document is not what it should be"))
  }

  @Test func `another format and a later version are refused`() throws {
    #expect(
      refusal(try text().replacing("truthbook-replay", with: "cook-book"))
        == .otherFormat("cook-book", version: 1))
    #expect(
      refusal(try text().replacing(#""formatVersion" : 1"#, with: #""formatVersion" : 2"#))
        == .otherFormat("truthbook-replay", version: 2))
  }
}
