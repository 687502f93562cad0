import Glibc
import Synchronization

/// What a signal handler needs to give the terminal back: the settings it had, in memory that is never
/// freed, as an address; 0 while the terminal is not ours.
private let savedSettings = Atomic<UInt>(0)

/// What signals did before the terminal was ours, an action for each signal's number, as an address; 0
/// before there are any.
private let savedActions = Atomic<UInt>(0)

/// The descriptor signal handlers write to; -1 while there is none.
private let signalPipe = Atomic<Int32>(-1)

/// How often the process has been asked to end.
private let endRequests = Atomic<Int>(0)

/// Switches to the other screen, hides the cursor, cuts lines at the edge, marks pastes.
private let entering: StaticString = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[?7l\u{1b}[?2004h\u{1b}[2J"

/// Takes all of that back, and any style or link that was on.
private let leaving: StaticString =
  "\u{1b}]8;;\u{1b}\\\u{1b}[0m\u{1b}[?2004l\u{1b}[?7h\u{1b}[?25h\u{1b}[?1049l"

/// Gives the terminal back. Safe in a signal handler.
private func giveTerminalBack() {
  let address = savedSettings.exchange(0, ordering: .sequentiallyConsistent)
  guard let settings = UnsafeMutablePointer<termios>(bitPattern: address) else { return }
  writeToTerminal(leaving)
  tcsetattr(STDIN_FILENO, TCSANOW, settings)
}

private func writeToTerminal(_ text: StaticString) {
  var start = text.utf8Start
  var count = text.utf8CodeUnitCount
  while count > 0 {
    let written = write(STDOUT_FILENO, start, count)
    if written < 0 {
      guard errno == EINTR else { return }
      continue
    }
    start += written
    count -= written
  }
}

/// Handles a signal the screen reacts to.
private func report(_ number: Int32) {
  let saved = errno
  var byte = UInt8(truncatingIfNeeded: number)
  _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
  errno = saved
}

/// Handles a signal that asks the process to end: once it may still keep the reader's place; asked
/// again, it ends at once.
private func endOrReport(_ number: Int32) {
  if endRequests.add(1, ordering: .sequentiallyConsistent).oldValue == 0 {
    report(number)
  } else {
    giveBackAndEnd(number)
  }
}

/// Handles a crash: gives the terminal back and lets the signal do what it did before.
private func giveBackAndEnd(_ number: Int32) {
  giveTerminalBack()
  let address = savedActions.load(ordering: .sequentiallyConsistent)
  if let actions = UnsafeMutablePointer<sigaction>(bitPattern: address) {
    sigaction(number, actions + Int(number), nil)
  } else {
    signal(number, SIG_DFL)
  }
  raise(number)
}

/// The terminal, made a screen for a while: no echo, no lines, every key at once.
///
/// Whatever ends the process meanwhile, a crash included, gives the terminal back first; only SIGKILL
/// cannot be waited for.
final class TerminalState {
  /// The signals that say something the screen must react to come out of this descriptor, a byte
  /// each.
  private(set) var signals: Int32
  private let settings: UnsafeMutablePointer<termios>
  /// The actions there were, by the signals' numbers.
  private let earlierActions: UnsafeMutablePointer<sigaction>
  private var installed: [Int32] = []

  private static let reported = [SIGWINCH, SIGTSTP, SIGCONT]
  private static let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
  /// The signals that keys send.
  private static let keyed = [SIGINT, SIGQUIT]
  private static let crashes = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS]

  /// Makes the terminal a screen.
  /// - Throws: `ScreenFailure` when standard input is no terminal or the system refuses.
  init() throws(ScreenFailure) {
    settings = .allocate(capacity: 1)
    settings.initialize(to: termios())
    earlierActions = .allocate(capacity: 65)
    earlierActions.initialize(repeating: sigaction(), count: 65)
    signals = -1
    guard tcgetattr(STDIN_FILENO, settings) == 0 else {
      throw ScreenFailure("the terminal cannot be had", code: errno)
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw ScreenFailure("no pipe can be made", code: errno)
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    signals = ends[0]
    signalPipe.store(ends[1], ordering: .sequentiallyConsistent)
    endRequests.store(0, ordering: .sequentiallyConsistent)
    savedActions.store(UInt(bitPattern: earlierActions), ordering: .sequentiallyConsistent)
    provideHandlerStack()
    install(Self.reported) { report($0) }
    install(Self.ending) { endOrReport($0) }
    install(Self.crashes) { giveBackAndEnd($0) }
    try enter()
  }

  /// Takes the terminal, again after `giveBack`.
  func enter() throws(ScreenFailure) {
    var raw = settings.pointee
    cfmakeraw(&raw)
    savedSettings.store(UInt(bitPattern: settings), ordering: .sequentiallyConsistent)
    while tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) != 0 {
      guard errno == EINTR else {
        savedSettings.store(0, ordering: .sequentiallyConsistent)
        throw ScreenFailure("the terminal cannot be set up", code: errno)
      }
    }
    writeToTerminal(entering)
  }

  /// Gives the terminal back as it was.
  func giveBack() {
    giveTerminalBack()
  }

  /// Stops the process, as Ctrl-Z does, until it is continued.
  ///
  /// - Parameter isGroup: true when the whole foreground group stops, as when a key asks for it.
  func stop(isGroup: Bool) {
    var standard = sigaction()
    standard.__sigaction_handler.sa_handler = SIG_DFL
    var ours = sigaction()
    sigaction(SIGTSTP, &standard, &ours)
    if isGroup { kill(0, SIGTSTP) } else { raise(SIGTSTP) }
    // The signal may take a moment to arrive. That the process goes on is reported; a process that
    // nobody could continue is not stopped in the first place.
    var descriptor = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
    poll(&descriptor, 1, 200)
    sigaction(SIGTSTP, &ours, nil)
  }

  /// Gives the terminal back and ends the process as `signal` did before the terminal was a screen.
  func end(by signal: Int32) -> Never {
    giveTerminalBack()
    restoreActions()
    raise(signal)
    // The program may clean up on another thread first, or ignore the signal.
    sleep(5)
    _exit(128 + signal)
  }

  /// Runs another program's doing while the terminal is not ours: keys that interrupt are its business, and
  /// what stops it stops us.
  func lending<Value>(
    _ body: () throws(ScreenFailure) -> Value
  ) throws(ScreenFailure) -> Value {
    var actions: [(signal: Int32, action: sigaction)] = []
    for (signals, handler) in [(Self.keyed, SIG_IGN), (Self.reported, SIG_DFL)] {
      for signal in signals {
        var lent = sigaction()
        lent.__sigaction_handler.sa_handler = handler
        var ours = sigaction()
        sigaction(signal, &lent, &ours)
        actions.append((signal, ours))
      }
    }
    defer {
      for (signal, action) in actions {
        var action = action
        sigaction(signal, &action, nil)
      }
    }
    return try body()
  }

  /// Takes the terminal and the signals from a copy of this process: they are the original's.
  static func leaveToOriginal() {
    savedSettings.store(0, ordering: .sequentiallyConsistent)
    signalPipe.store(-1, ordering: .sequentiallyConsistent)
    let address = savedActions.load(ordering: .sequentiallyConsistent)
    guard let actions = UnsafeMutablePointer<sigaction>(bitPattern: address) else { return }
    for signal in reported + ending + crashes { sigaction(signal, actions + Int(signal), nil) }
  }

  private func restoreActions() {
    for signal in installed { sigaction(signal, earlierActions + Int(signal), nil) }
    installed.removeAll()
  }

  deinit {
    giveTerminalBack()
    restoreActions()
    close(signalPipe.exchange(-1, ordering: .sequentiallyConsistent))
    close(signals)
    // The settings and actions stay: a handler on another thread may still be looking at them.
  }

  private func install(
    _ signals: [Int32], _ handler: @escaping @convention(c) (Int32) -> Void
  ) {
    for signal in signals {
      let earlier = earlierActions + Int(signal)
      sigaction(signal, nil, earlier)
      // What somebody chose to ignore stays ignored.
      if unsafeBitCast(earlier.pointee.__sigaction_handler.sa_handler, to: Int.self) == 1 {
        continue
      }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = handler
      action.sa_flags = SA_RESTART | SA_ONSTACK
      sigaction(signal, &action, nil)
      installed.append(signal)
    }
  }

  /// A handler must be able to run when the stack is what overflowed.
  private func provideHandlerStack() {
    let size = 64 * 1024
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
  }
}
