import Glibc
public import Terminal

extension TerminalScreen {
  /// Lets somebody read until they quit.
  ///
  /// When the reader interrupts, the process ends by SIGINT.
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
    var screen = try TerminalScreen(mode: mode)
    _ = room.handle(.resize(size))
    while screen.draw(room.frame()) {
      for happening in try screen.wait() {
        let event: ReadingRoom.Event
        switch happening {
        case .key(let key): event = .key(key)
        case .resize(let size): event = .resize(size)
        case .ready: continue
        case .end: event = .end
        }
        for effect in room.handle(event) {
          switch effect {
          case .remember(let reference, let place):
            if let problem = remember(reference, place) { room.say(problem) }
          case .redraw: screen.redraw()
          case .suspend:
            try screen.suspend()
            _ = room.handle(.resize(size))
          case .quit: return
          case .interrupt: screen.end(by: SIGINT)
          }
        }
        if case .end(let signal) = happening {
          if let signal { screen.end(by: signal) }
          return
        }
      }
    }
  }
}
