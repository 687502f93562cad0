import Glibc
public import Terminal

/// The terminal as a screen on which somebody reads.
///
/// All it knows is how to read keys, when the size changes, what to draw anew, and how to stop and to
/// end; what keys mean is the reading room's business.
public struct TerminalScreen {
  private let terminal: TerminalState
  private let mode: ColorMode
  private var decoder = KeyDecoder()
  private var shown: [FrameLine] = []

  /// How long after ESC the rest of a key's sequence may take, in milliseconds.
  private static let escapeTime: Int32 = 50

  private enum Input {
    case keys([Key])
    case signal(Int32)
    /// There will be no more keys: the terminal is gone.
    case end
  }

  /// The size of the terminal that standard output is; 80 by 24 where it does not say.
  public static var size: ScreenSize {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return ScreenSize(columns: 80, rows: 24) }
    return ScreenSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// Lets somebody read until they quit.
  ///
  /// Standard input and output must be a terminal. It is given back as it was when this returns, and
  /// also when the process is ended or stopped by a signal or crashes. When the reader interrupts,
  /// the process ends by SIGINT.
  ///
  /// - Parameters:
  ///   - room: what is read.
  ///   - mode: the colours there may be.
  ///   - remember: keeps the place a text is left at; returns what went wrong, to be shown.
  /// - Throws: `ScreenFailure` when the terminal cannot be used so.
  public static func show(
    _ room: ReadingRoom, mode: ColorMode, remember: (_ reference: String, Place) -> String?
  ) throws(ScreenFailure) {
    var room = room
    var screen = TerminalScreen(terminal: try TerminalState(), mode: mode)
    _ = room.handle(.resize(size))
    while true {
      guard screen.draw(room.frame()) else { return }
      for event in try screen.events() {
        for effect in room.handle(event) {
          switch effect {
          case .remember(let reference, let place):
            if let problem = remember(reference, place) { room.say(problem) }
          case .redraw: screen.shown = []
          case .suspend: try screen.suspend(isGroup: true, &room)
          case .quit: return
          case .interrupt: screen.terminal.end(by: SIGINT)
          }
        }
      }
      if let signal = screen.endingSignal {
        if signal == 0 { return }
        screen.terminal.end(by: signal)
      }
    }
  }

  /// The signal that asks the process to end; 0 when the terminal is gone.
  private var endingSignal: Int32?

  private init(terminal: TerminalState, mode: ColorMode) {
    self.terminal = terminal
    self.mode = mode
  }

  /// Waits until something happens.
  private mutating func events() throws(ScreenFailure) -> [ReadingRoom.Event] {
    switch wait() {
    case .keys(let keys):
      return keys.map { .key($0) }
    case .end:
      endingSignal = 0
      return [.end]
    case .signal(SIGWINCH):
      // Some terminals forget what was shown.
      shown = []
      return [.resize(Self.size)]
    case .signal(SIGTSTP):
      try stop(isGroup: false)
      return [.resize(Self.size)]
    case .signal(SIGCONT):
      // Stopped from outside, the terminal may have been used by others meanwhile.
      try terminal.enter()
      shown = []
      return [.resize(Self.size)]
    case .signal(let number):
      endingSignal = number
      return [.end]
    }
  }

  private mutating func suspend(isGroup: Bool, _ room: inout ReadingRoom) throws(ScreenFailure) {
    try stop(isGroup: isGroup)
    _ = room.handle(.resize(Self.size))
  }

  private mutating func stop(isGroup: Bool) throws(ScreenFailure) {
    terminal.giveBack()
    terminal.stop(isGroup: isGroup)
    try terminal.enter()
    shown = []
  }

  private mutating func wait() -> Input {
    while true {
      var sources = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: terminal.signals, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&sources, 2, decoder.isUndecided ? Self.escapeTime : -1)
      if count < 0 {
        if errno == EINTR { continue }
        return .end
      }
      if count == 0 { return .keys(decoder.flush()) }
      if sources[1].revents != 0 {
        var number: UInt8 = 0
        if read(terminal.signals, &number, 1) == 1 { return .signal(Int32(number)) }
      }
      guard sources[0].revents != 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 1024)
      let length = read(STDIN_FILENO, &bytes, bytes.count)
      if length < 0, errno == EINTR || errno == EAGAIN { continue }
      guard length > 0 else { return .end }
      return .keys(decoder.decode(bytes[..<length]))
    }
  }

  /// Sends the rows that have changed.
  /// - Returns: false when the terminal is gone.
  private mutating func draw(_ frame: Frame) -> Bool {
    var output = "\u{1b}[?25l"
    let isWhole = shown.count != frame.lines.count
    if isWhole { output += "\u{1b}[2J" }
    for (row, line) in frame.lines.enumerated() where isWhole || shown[row] != line {
      output += "\u{1b}[\(row + 1);1H\u{1b}[0m" + line.encoded(in: mode)
      // After a full row the cursor is still on its last character, which must stay.
      if line.columns < frame.columns { output += "\u{1b}[K" }
    }
    if let column = frame.cursorColumn {
      output += "\u{1b}[\(frame.lines.count);\(column + 1)H\u{1b}[?25h"
    }
    shown = frame.lines
    return send(Array(output.utf8))
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
