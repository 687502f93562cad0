import Testing
import Wire

@Suite("Canonical form, as answered")
struct CanonicalFormAnswerTests {
  @Test func `what is answered is what is read`() throws {
    for unseen in [[], ["Elector.decide: a closure"], ["a", "b"]] {
      let form = CanonicalForm(state: [1, 2, 3], unseen: unseen)
      #expect(form.unseen == unseen)
      #expect(try CanonicalForm(form.bytes) == form)
    }
    #expect(
      CanonicalForm(state: [1], unseen: []) != CanonicalForm(state: [1], unseen: ["a"]))
  }

  @Test func `names are few, short and printable`() throws {
    let long = String(repeating: "é", count: 500)
    let form = CanonicalForm(
      state: [], unseen: [long, "a\u{1b}[31mb\u{202e}\n"] + (0..<20).map { "\($0)" })
    #expect(form.unseen.count == CanonicalForm.unseenLimit)
    #expect(form.unseen.allSatisfy { $0.utf8.count <= CanonicalForm.nameLimit })
    #expect(form.unseen[1] == "a\u{FFFD}[31mb\u{FFFD}\u{FFFD}")
    #expect(form.bytes.count <= CanonicalForm.limit)
    #expect(try CanonicalForm(form.bytes) == form)
  }

  @Test func `a hostile answer is refused or made harmless`() throws {
    #expect(throws: WireError.self) { try CanonicalForm([]) }
    #expect(throws: WireError.self) { try CanonicalForm([9] + Array(repeating: 0, count: 9)) }
    #expect(throws: WireError.self) { try CanonicalForm([1, 5, 65]) }
    #expect(throws: WireError.self) { try CanonicalForm([1, 1, 0xFF]) }
    #expect(throws: WireError.self) {
      try CanonicalForm([UInt8](repeating: 0, count: CanonicalForm.limit + 1))
    }
    #expect(try CanonicalForm([1, 1, 10]).unseen == ["\u{FFFD}"])
  }
}
