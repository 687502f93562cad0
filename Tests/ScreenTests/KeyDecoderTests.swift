import Screen
import Testing

@Suite("Keys out of bytes")
struct KeyDecoderTests {
  private func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    let keys = decoder.decode(Array(text.utf8))
    #expect(!decoder.isUndecided)
    return keys
  }

  @Test(arguments: [
    ("a", Key.character("a")), (" ", .character(" ")), ("ä", .character("ä")),
    ("字", .character("字")), ("🗝", .character("🗝")), ("\u{01}", .control("a")),
    ("\u{1a}", .control("z")), ("\u{00}", .control("@")), ("\t", .tab), ("\r", .enter),
    ("\n", .enter), ("\u{7f}", .backspace), ("\u{08}", .backspace), ("\u{1b}[A", .up),
    ("\u{1b}OB", .down), ("\u{1b}[1;2C", .right), ("\u{1b}[D", .left), ("\u{1b}[Z", .backTab),
    ("\u{1b}[5~", .pageUp), ("\u{1b}[6~", .pageDown), ("\u{1b}[3~", .delete),
    ("\u{1b}[H", .home), ("\u{1b}[1~", .home), ("\u{1b}OF", .end), ("\u{1b}[8~", .end),
    ("\u{1b}OP", .function(1)), ("\u{1b}[11~", .function(1)), ("\u{1b}[[A", .function(1)),
    ("\u{1b}[15~", .function(5)), ("\u{1b}[99~", .unknown), ("\u{1b}[?1;2c", .unknown),
  ])
  func `a key's bytes are that key`(text: String, key: Key) {
    #expect(keys(text) == [key])
  }

  @Test(arguments: ["\u{1b}[1;2A", "é", "🗝", "\u{1b}OA", "\u{1b}[[B", "\u{1b}[200~qq\u{1b}[201~"])
  func `bytes may come one at a time`(text: String) {
    var decoder = KeyDecoder()
    let pieces = text.utf8.flatMap { decoder.decode([$0]) }
    #expect(pieces == keys(text))
  }

  @Test func `escape alone is told from a sequence by what follows, or by nothing following`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0x1b]) == [])
    #expect(decoder.isUndecided)
    #expect(decoder.flush() == [.escape])
    #expect(!decoder.isUndecided)
    #expect(decoder.decode([0x1b, 0x71]) == [.escape, .character("q")])
    #expect(decoder.decode([0x1b, 0x1b, 0x5b, 0x41]) == [.escape, .up])
  }

  @Test func `the end of an unknown sequence is not typing`() {
    let long = "\u{1b}[" + String(repeating: "1;", count: 500) + "q"
    #expect(keys(long + "j") == [.unknown, .character("j")])
    #expect(keys("\u{1b}[>4;1mj") == [.unknown, .character("j")])
  }

  @Test func `a sequence that is cut short does not swallow the next key`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Array("\u{1b}[1;".utf8)) == [])
    #expect(decoder.flush() == [.unknown])
    #expect(decoder.decode(Array("q".utf8)) == [.character("q")])
    #expect(keys("\u{1b}[1\u{3}") == [.unknown, .control("c")])
  }

  @Test func `bytes that are not UTF-8 are one unknown key each and lose nothing else`() {
    var decoder = KeyDecoder()
    #expect(
      decoder.decode([0xff, 0x6a, 0xc3, 0x6a]) == [
        .unknown, .character("j"), .unknown, .character("j"),
      ])
    #expect(decoder.decode([0xed, 0xa0, 0x80]) == [.unknown])
    #expect(decoder.decode([0x9b, 0x41]) == [.unknown, .character("A")])
  }

  @Test func `a paste is one key, however it looks`() {
    #expect(
      keys("\u{1b}[200~q\u{1b}[A\nx\u{1b}[201~j") == [.paste("q\u{1b}[A\nx"), .character("j")])
    #expect(keys("\u{1b}[200~\u{1b}\u{1b}[201~") == [.paste("\u{1b}")])
    let long = keys("\u{1b}[200~" + String(repeating: "q", count: 9999) + "\u{1b}[201~")
    #expect(long == [.paste(String(repeating: "q", count: 4096))])
  }

  @Test func `a paste that never ends is ended by Ctrl-C`() {
    #expect(keys("\u{1b}[200~abc\u{3}") == [.control("c")])
  }
}
