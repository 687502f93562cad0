import Glibc
import Grading
import Screen
public import Terminal

/// A learner at the desk: keys, saves and gradings go to the room, what it wants done is done.
public final class DeskSession {
  private let host: any DeskHost
  private let bench: Workbench
  private var room: DeskRoom
  private var screen: TerminalScreen
  private var isOver = false

  /// Puts an exercise on a desk that is the whole terminal.
  ///
  /// Standard input and output must be a terminal; it is given back when this returns, and also when the
  /// process is ended or stopped by a signal or crashes. When the learner interrupts, the process ends by
  /// SIGINT.
  ///
  /// - Parameters:
  ///   - id: the exercise.
  ///   - mode: the colours there may be.
  ///   - polls: true to look at the files again and again, whatever the kernel offers.
  /// - Throws: `Unreadable` when the exercise cannot be had, `ScreenFailure` when the terminal cannot be
  ///   used so.
  public static func work(
    on id: String, in host: any DeskHost, mode: ColorMode, polls: Bool
  ) throws {
    let bench = Workbench(try host.place(id), polls: polls)
    try DeskSession(host, bench, mode: mode).run()
  }

  private init(_ host: any DeskHost, _ bench: Workbench, mode: ColorMode) throws(ScreenFailure) {
    self.host = host
    self.bench = bench
    let exercise = bench.place.exercise
    room = DeskRoom(
      exercise, of: host.entries(), files: host.files(of: exercise.id), size: TerminalScreen.size,
      at: Workbench.now)
    screen = try TerminalScreen(mode: mode)
  }

  private func run() throws(ScreenFailure) {
    if let note = bench.note { room.say(note) }
    try perform(room.begin())
    while !isOver, screen.draw(room.frame()) {
      let now = Workbench.now
      let wake = [room.nextChange(after: now), bench.nextLook].compactMap { $0 }.min()
      let happenings = try screen.wait(
        for: bench.descriptors, milliseconds: wake.map { $0 - now })
      for happening in happenings {
        switch happening {
        case .key(let key): try handle(.key(key))
        case .resize(let size): try handle(.resize(size))
        case .ready: break
        case .end(let signal): return try end(by: signal)
        }
        if isOver { break }
      }
      if happenings.isEmpty { try handle(.tick) }
      try perform(observe())
    }
    bench.stop()
  }

  private func end(by signal: Int32?) throws(ScreenFailure) {
    try handle(.end)
    bench.stop()
    if let signal { screen.end(by: signal) }
  }

  private func handle(_ event: DeskRoom.Event) throws(ScreenFailure) {
    try perform(room.handle(event, at: Workbench.now))
  }

  /// Tells the room what has become of files and gradings.
  private func observe() -> [DeskRoom.Effect] {
    let (isSaved, told) = bench.look()
    if isSaved {
      return room.handle(.saved(host.files(of: room.exercise.id)), at: Workbench.now)
    }
    return told.flatMap { room.handle(.grading($0), at: Workbench.now) }
  }

  private func say(_ problem: String?) {
    if let problem { room.say(problem) }
  }

  private func perform(_ effects: [DeskRoom.Effect]) throws(ScreenFailure) {
    for effect in effects {
      switch effect {
      case .edit(let file, let line): try edit(file, line)
      case .step(let report): try step(report)
      case .quiz(let chapter): try lend(to: host.quiz(chapter), pausing: true)
      case .redraw: screen.redraw()
      case .suspend:
        try screen.suspend()
        try handle(.resize(TerminalScreen.size))
      case .quit: isOver = true
      case .interrupt:
        bench.stop()
        screen.end(by: SIGINT)
      case .record:
        // Keeping something may wait for the disk, and the verdict is what is waited for.
        _ = screen.draw(room.frame())
        carryOut(effect)
      default: carryOut(effect)
      }
    }
  }

  /// Does what needs no screen.
  private func carryOut(_ effect: DeskRoom.Effect) {
    let id = room.exercise.id
    switch effect {
    case .check(let name):
      if let problem = bench.check(only: name) {
        _ = room.handle(.grading(.failed(problem)), at: Workbench.now)
      }
    case .stopChecking: bench.stop()
    case .record(let report): say(host.record(report, of: id))
    case .remember(let reference, let place): say(host.remember(reference, place))
    case .open(let id): open(id)
    case .read(let text): read(text)
    case .reset: reset()
    case .edit, .step, .quiz, .redraw, .suspend, .quit, .interrupt: break
    }
  }

  private func open(_ id: String) {
    do throws(Unreadable) {
      bench.replace(with: try host.place(id))
      for effect in room.open(bench.place.exercise, files: host.files(of: id)) { carryOut(effect) }
      say(bench.note)
    } catch {
      room.say(error.description)
    }
  }

  private func read(_ text: DeskRoom.Text) {
    do throws(Unreadable) {
      room.read(try host.room(text, of: room.exercise.id, size: TerminalScreen.size), text)
    } catch {
      room.say(error.description)
    }
  }

  private func reset() {
    do throws(Unreadable) {
      let said = try host.reset(room.exercise.id)
      room.replace(host.entries())
      room.say(said)
    } catch {
      room.say(error.description)
    }
  }

  // MARK: Other programs

  private func edit(_ file: String?, _ line: Int?) throws(ScreenFailure) {
    let words: [String]
    do throws(Unreadable) {
      words = try host.editor(of: room.exercise.id, file: file, line: line)
    } catch {
      return room.say(error.description)
    }
    try lend(to: words, pausing: false)
  }

  private func step(_ report: Report?) throws(ScreenFailure) {
    let words: [String]
    do throws(Unreadable) {
      words = try host.stepper(of: room.exercise.id, report)
    } catch {
      return room.say(error.description)
    }
    try lend(to: words, pausing: false)
  }

  /// Lends the terminal to another program. What is saved meanwhile is checked meanwhile.
  private func lend(to words: [String], pausing: Bool) throws(ScreenFailure) {
    do throws(ScreenFailure) {
      let status = try screen.lend(to: words, pausing: pausing) {
        for effect in observe() { carryOut(effect) }
      }
      if status == 127 || status == 126 {
        room.say("'\(words.dropFirst(2).first ?? words[0])' cannot be run")
      }
    } catch {
      room.say(error.description)
    }
    try handle(.resize(TerminalScreen.size))
  }
}
