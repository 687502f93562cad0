import Glibc
import Screen
import Stepping
public import Terminal

/// Somebody at the stepper: keys go to the room, what it wants done is done.
public enum StepSession {
  /// Lets somebody walk a run on the whole terminal until they quit.
  ///
  /// Standard input and output must be a terminal; it is given back whatever happens. When they interrupt,
  /// the process ends by SIGINT.
  ///
  /// - Parameters:
  ///   - moment: the moment that is shown first.
  ///   - mode: the colours there may be.
  ///   - pair: this run and another that stands beside it from the beginning.
  ///   - write: writes the way to a moment into a file of this name; returns what is to be said of it.
  /// - Throws: `ScreenFailure` when the terminal cannot be used so, `Stop` when the code cannot be started
  ///   any more.
  public static func walk(
    _ tree: RunTree, from moment: Int, mode: ColorMode, say: String? = nil,
    beside pair: SideBySide? = nil,
    write: (_ name: String, _ moment: Int) -> String
  ) throws {
    var room = StepRoom(tree, at: moment, size: TerminalScreen.size, beside: pair)
    if let say { room.say(say) }
    var screen = try TerminalScreen(mode: mode)
    while screen.draw(room.frame()) {
      for happening in try screen.wait() {
        switch happening {
        case .resize(let size): room.resize(size)
        case .ready: break
        case .end(let signal):
          if let signal { screen.end(by: signal) }
          return
        case .key(let key):
          for effect in try room.press(key) {
            switch effect {
            case .write(let name, let moment): room.say(write(name, moment))
            case .redraw: screen.redraw()
            case .suspend:
              try screen.suspend()
              room.resize(TerminalScreen.size)
            case .quit: return
            case .interrupt: screen.end(by: SIGINT)
            }
          }
        }
      }
    }
  }
}
