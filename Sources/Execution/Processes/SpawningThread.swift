import Dispatch
import Glibc
import Synchronization

/// The thread every process is started from.
///
/// A confined process asks the kernel to end with its parent, and by parent the kernel means the
/// thread that started it: this one lives as long as we do, whatever threads callers come on.
final class SpawningThread: Sendable {
  /// One process to be started, and what came of it.
  private final class Order: Sendable {
    let start: @Sendable () -> pid_t
    let result = Atomic<pid_t>(0)
    let done = DispatchSemaphore(value: 0)

    init(_ start: @escaping @Sendable () -> pid_t) { self.start = start }
  }

  private struct Orders {
    var isRunning = false
    var waiting: [Order] = []
  }

  private let orders = Mutex(Orders())
  private let arrival = DispatchSemaphore(value: 0)

  /// Changes only in a copy of this process, while it has no other thread.
  nonisolated(unsafe) private static var current = SpawningThread()

  /// Has another thread started when there is need of one: in a copy of a process there is none.
  static func startAfresh() {
    current = SpawningThread()
  }

  /// Starts a process with `start` on the thread and waits until that is done.
  /// - Parameter start: returns the process's number, or the system's error number, negated.
  /// - Returns: the same.
  static func perform(
    _ start: @escaping @Sendable () -> pid_t
  ) throws(EnvironmentFailure) -> pid_t {
    let order = Order(start)
    try current.take(order)
    order.done.wait()
    return order.result.load(ordering: .relaxed)
  }

  private func take(_ order: Order) throws(EnvironmentFailure) {
    let code = orders.withLock { orders in
      if !orders.isRunning {
        let code = startThread()
        if code != 0 { return code }
        orders.isRunning = true
      }
      orders.waiting.append(order)
      return 0
    }
    guard code == 0 else { throw .system("start a thread", code: code) }
    arrival.signal()
  }

  private func startThread() -> Int32 {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let orders = Unmanaged<SpawningThread>.fromOpaque(context).takeUnretainedValue()
        while true { orders.carryOutNext() }
      }, Unmanaged.passUnretained(self).toOpaque())
    if code == 0 { pthread_detach(thread) }
    return code
  }

  private func carryOutNext() {
    arrival.wait()
    let order = orders.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    guard let order else { return }
    order.result.store(order.start(), ordering: .relaxed)
    order.done.signal()
  }
}
