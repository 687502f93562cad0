import Dispatch
import Glibc
import Synchronization

/// The thread every process is started from.
///
/// A confined process asks the kernel to end with its parent, and by parent the kernel means the
/// thread that started it: this one lives as long as we do, whatever threads callers come on.
enum SpawningThread {
  private struct Orders {
    var isRunning = false
    var waiting: [@Sendable () -> Void] = []
  }

  private static let orders = Mutex(Orders())
  private static let arrival = DispatchSemaphore(value: 0)

  /// Runs `work` on the thread and waits until it is done.
  static func perform(_ work: @escaping @Sendable () -> Void) throws(EnvironmentFailure) {
    let done = DispatchSemaphore(value: 0)
    let code = orders.withLock { orders in
      if !orders.isRunning {
        let code = start()
        if code != 0 { return code }
        orders.isRunning = true
      }
      orders.waiting.append {
        work()
        done.signal()
      }
      return 0
    }
    guard code == 0 else { throw .system("start a thread", code: code) }
    arrival.signal()
    done.wait()
  }

  private static func start() -> Int32 {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { _ in
        while true {
          SpawningThread.arrival.wait()
          let work = SpawningThread.orders.withLock { orders in
            orders.waiting.isEmpty ? nil : orders.waiting.removeFirst()
          }
          work?()
        }
      }, nil)
    if code == 0 { pthread_detach(thread) }
    return code
  }
}
