import Glibc
import Synchronization

/// Work on a thread of its own, beside whoever began it and waits for it in the end.
///
/// Needs no dispatch queue, which a copy of a process cannot have.
public final class WorkBeside<Result: Sendable>: Sendable {
  private struct State {
    var result: Result?
    /// What is still to be joined.
    var thread: pthread_t?
  }

  private let state = Mutex(State())

  /// As much as a main thread has, whatever limit on that was inherited.
  private static var stackSize: Int { 8 << 20 }

  /// Begins the work.
  /// - Throws: `EnvironmentFailure` when there can be no further thread.
  public init(_ work: @escaping @Sendable () -> Result) throws(EnvironmentFailure) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    var thread = pthread_t()
    let errand = Unmanaged.passRetained(
      Errand { [self] in
        let result = work()
        state.withLock { $0.result = result }
      })
    let code = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<Errand>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, errand.toOpaque())
    guard code == 0 else {
      errand.release()
      throw .system("start a thread", code: code)
    }
    state.withLock { $0.thread = thread }
  }

  /// Lets the work come to its end by itself, with nobody to wait for it.
  public func leave() {
    let thread = state.withLock { state in
      defer { state.thread = nil }
      return state.thread
    }
    if let thread { pthread_detach(thread) }
  }

  /// Waits for the end of the work.
  public func result() -> Result {
    let thread = state.withLock { state in
      defer { state.thread = nil }
      return state.thread
    }
    if let thread { pthread_join(thread, nil) }
    guard let result = state.withLock({ $0.result }) else {
      preconditionFailure("work that two wait for, or that ended without a result")
    }
    return result
  }
}

/// What a thread does, without knowing what comes of it.
private final class Errand: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
