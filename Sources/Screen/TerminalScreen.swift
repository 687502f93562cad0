import Glibc
public import Terminal

/// The terminal as a screen of its own.
///
/// All it knows is how to read keys, when the size changes, what to draw anew, how to stop and to end, and
/// how to lend the terminal to another program; what keys mean is a room's business.
///
/// Standard input and output must be a terminal. It is given back as it was when the screen is gone, and
/// also when the process is ended or stopped by a signal or crashes.
public struct TerminalScreen {
  /// Something that happened.
  public enum Happening: Hashable, Sendable {
    case key(Key)
    /// The screen has another size, or has to be drawn anew.
    case resize(ScreenSize)
    /// There is something to be read from this descriptor.
    case ready(Int32)
    /// The process is being ended, by this signal; nil when the terminal is gone.
    case end(signal: Int32?)
  }

  private let terminal: TerminalState
  private let mode: ColorMode
  private var decoder = KeyDecoder()
  private var shown: [FrameLine] = []
  private var isCursorShown = false

  /// How long after ESC the rest of a key's sequence may take, in milliseconds.
  private static let escapeTime: Int32 = 50

  /// The size of the terminal that standard output is; 80 by 24 where it does not say.
  public static var size: ScreenSize {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return ScreenSize(columns: 80, rows: 24) }
    return ScreenSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// Takes the terminal.
  /// - Parameter mode: the colours there may be.
  /// - Throws: `ScreenFailure` when the terminal cannot be used so.
  public init(mode: ColorMode) throws(ScreenFailure) {
    terminal = try TerminalState()
    self.mode = mode
  }

  /// To be called first in a copy of this process: the terminal, and what signals say of it, are the
  /// original's.
  public static func leaveToOriginal() {
    TerminalState.leaveToOriginal()
  }

  /// Waits until something happens.
  /// - Parameters:
  ///   - descriptors: what else to wait for.
  ///   - milliseconds: how long to wait at most; nil for as long as it takes.
  /// - Returns: what happened, in order; nothing when the time is over.
  public mutating func wait(
    for descriptors: [Int32] = [], milliseconds: Int? = nil
  ) throws(ScreenFailure) -> [Happening] {
    var sources = ([STDIN_FILENO, terminal.signals] + descriptors).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let most = milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
    let isUndecided = decoder.isUndecided && (most < 0 || most >= Self.escapeTime)
    let count = poll(&sources, nfds_t(sources.count), isUndecided ? Self.escapeTime : most)
    if count < 0 { return errno == EINTR ? [] : [.end(signal: nil)] }
    if count == 0 { return isUndecided ? decoder.flush().map(Happening.key) : [] }
    var happenings: [Happening] = []
    if sources[1].revents != 0 { happenings += try signalled() }
    if sources[0].revents != 0 { happenings += typed() }
    happenings += sources.dropFirst(2).filter { $0.revents != 0 }.map { .ready($0.fd) }
    return happenings
  }

  private mutating func signalled() throws(ScreenFailure) -> [Happening] {
    var number: UInt8 = 0
    guard read(terminal.signals, &number, 1) == 1 else { return [] }
    switch Int32(number) {
    case SIGTSTP: try stop(isGroup: false)
    // Stopped from outside, the terminal may have been used by others meanwhile.
    case SIGCONT: try terminal.enter()
    case SIGWINCH: break
    case let signal: return [.end(signal: signal)]
    }
    // Some terminals forget what was shown.
    redraw()
    return [.resize(Self.size)]
  }

  private mutating func typed() -> [Happening] {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let length = read(STDIN_FILENO, &bytes, bytes.count)
    if length < 0, errno == EINTR || errno == EAGAIN { return [] }
    guard length > 0 else { return [.end(signal: nil)] }
    return decoder.decode(bytes[..<length]).map { .key($0) }
  }

  /// Forgets what is shown, so that everything is drawn anew.
  public mutating func redraw() {
    shown = []
  }

  /// Stops the process, as a key asks for, with all of its foreground group, until it is continued.
  public mutating func suspend() throws(ScreenFailure) {
    try stop(isGroup: true)
  }

  private mutating func stop(isGroup: Bool) throws(ScreenFailure) {
    terminal.giveBack()
    terminal.stop(isGroup: isGroup)
    try terminal.enter()
    redraw()
  }

  /// Lends the terminal to another program until that has ended.
  /// - Parameters:
  ///   - words: the program, looked up as a shell does, and its arguments.
  ///   - pausing: true to wait for a key afterwards, so that what it printed last can be read.
  ///   - meanwhile: called again and again while the program runs.
  /// - Returns: its status, as a shell tells it.
  /// - Throws: `ScreenFailure` when it cannot be started; the screen is there again then too.
  public mutating func lend(
    to words: [String], pausing: Bool = false, meanwhile: () -> Void
  ) throws(ScreenFailure) -> Int32 {
    terminal.giveBack()
    let ending: Result<Int32, ScreenFailure>
    do throws(ScreenFailure) {
      ending = .success(
        try terminal.lending { () throws(ScreenFailure) in
          let status = try ForegroundProgram(words).run(meanwhile: meanwhile)
          if pausing { pause() }
          return status
        })
    } catch {
      ending = .failure(error)
    }
    try terminal.enter()
    redraw()
    return try ending.get()
  }

  /// Waits for the end of a line.
  private func pause() {
    _ = send(Array("\nEnter goes back. ".utf8))
    var byte: UInt8 = 0
    while read(STDIN_FILENO, &byte, 1) == 1, byte != UInt8(ascii: "\n") {}
  }

  /// Gives the terminal back and ends the process as the signal does.
  public func end(by signal: Int32) -> Never {
    terminal.end(by: signal)
  }

  /// Sends the rows that have changed.
  /// - Returns: false when the terminal is gone.
  public mutating func draw(_ frame: Frame) -> Bool {
    var output = ""
    let isWhole = shown.count != frame.lines.count
    if isWhole { output += "\u{1b}[2J" }
    for (row, line) in frame.lines.enumerated() where isWhole || shown[row] != line {
      output += "\u{1b}[\(row + 1);1H\u{1b}[0m" + line.encoded(in: mode)
      // After a full row the cursor is still on its last character, which must stay.
      if line.columns < frame.columns { output += "\u{1b}[K" }
    }
    if isCursorShown || isWhole { output = "\u{1b}[?25l" + output }
    if let column = frame.cursorColumn {
      output += "\u{1b}[\(frame.lines.count);\(column + 1)H\u{1b}[?25h"
    }
    isCursorShown = frame.cursorColumn != nil
    shown = frame.lines
    return output.isEmpty || send(Array(output.utf8))
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        guard errno == EAGAIN else { return false }
        var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        poll(&output, 1, -1)
        continue
      }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
