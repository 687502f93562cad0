import Foundation
import Glibc
import Testing

/// `truthbook read` on a terminal.
@Suite("truthbook: reading on a screen")
struct ReadingOnScreenTests {
  private let home: TemporaryHome
  private let leaving = "\u{1b}[?1049l"

  init() throws { home = try TemporaryHome() }

  private var progress: String {
    get throws {
      try String(contentsOf: home.root.appending(path: ".truthbook/progress.json"), encoding: .utf8)
    }
  }

  @Test func `it reads keys, follows the terminal's size and keeps the place`() throws {
    let terminal = try PseudoTerminal(home, columns: 70, rows: 20, "read", "raft#votes")
    let settings = terminal.settingsBefore
    try terminal.expect("› Votes")
    #expect(terminal.settings != settings)
    terminal.type("\u{1b}[B/majority\r")
    try terminal.expect("match 1 of ")
    terminal.resize(columns: 11, rows: 8)
    terminal.type("g")
    try terminal.expect("…")
    terminal.type("]q")
    try terminal.expect(leaving)
    #expect(terminal.wait() == 0)
    #expect(terminal.settings == settings)
    #expect(try progress.contains("\"lastRead\" : \"raft\""))
  }

  @Test func `a figure is stepped where it is read`() throws {
    let terminal = try PseudoTerminal(home, columns: 90, rows: 40, "read", "raft")
    try terminal.expect("? help")
    terminal.type("/truthbook figure election\r")
    try terminal.expect("match 1 of ")
    terminal.type("\t")
    try terminal.expect("Enter steps through this figure")
    terminal.type("\r")
    try terminal.expect("0 of ")
    terminal.type("\u{1b}[C")
    try terminal.expect("timer runs out: it stands in term 1")
    terminal.type("]")
    try terminal.expect("seed=8")
    terminal.type("qq")
    try terminal.expect(leaving)
    #expect(terminal.wait() == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGTRAP])
  func `whatever ends it gives the terminal back`(signal: Int32) throws {
    let terminal = try PseudoTerminal(home, columns: 70, rows: 20, "read", "raft#votes")
    let settings = terminal.settingsBefore
    try terminal.expect("› Votes")
    terminal.send(signal)
    try terminal.expect(leaving)
    #expect(terminal.wait() & 0x7f == signal)
    #expect(terminal.settings == settings)
    // A crash may have happened anywhere, so it records nothing.
    if [SIGINT, SIGTERM, SIGHUP, SIGQUIT].contains(signal) {
      #expect(try progress.contains("\"section\" : \"votes\""))
    }
  }

  @Test func `stopped, it gives the terminal back, and takes it again when continued`() throws {
    let terminal = try PseudoTerminal(home, columns: 70, rows: 20, "read", "raft#votes")
    let settings = terminal.settingsBefore
    try terminal.expect("› Votes")
    // A session without a shell is never stopped by the terminal's own signal, but by this one.
    terminal.send(SIGSTOP)
    terminal.waitUntilStopped()
    terminal.send(SIGCONT)
    try terminal.expect("› Votes")
    terminal.type("\u{3}")
    try terminal.expect(leaving)
    #expect(terminal.wait() & 0x7f == SIGINT)
    #expect(terminal.settings == settings)
  }

  @Test func `bare, it opens what was read last, and the contents before that`() throws {
    var terminal = try PseudoTerminal(home, columns: 70, rows: 40, "read")
    try terminal.expect("Contents")
    terminal.type("q")
    try terminal.expect(leaving)
    #expect(terminal.wait() == 0)
    terminal = try PseudoTerminal(home, columns: 70, rows: 20, "read", "raft#votes")
    try terminal.expect("› Votes")
    terminal.type("q")
    try terminal.expect(leaving)
    #expect(terminal.wait() == 0)
    terminal = try PseudoTerminal(home, columns: 70, rows: 20, "read")
    try terminal.expect("where you left off")
    terminal.type("q")
    try terminal.expect(leaving)
    #expect(terminal.wait() == 0)
  }

  @Test func `without a pager it prints on a terminal too`() throws {
    let terminal = try PseudoTerminal(
      home, columns: 70, rows: 20, "read", "raft#votes", "--no-pager", "--plain")
    try terminal.expect("## Votes")
    #expect(terminal.wait() == 0)
  }
}
