import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Execution

@Suite("Work beside other work")
struct WorkBesideTests {
  @Test func `what it comes to is waited for`() throws {
    let mayEnd = DispatchSemaphore(value: 0)
    let beside = try WorkBeside {
      mayEnd.wait()
      return 7
    }
    mayEnd.signal()
    #expect(beside.result() == 7)
  }

  @Test func `it goes on to its end when whoever began it has left`() throws {
    let done = DispatchSemaphore(value: 0)
    var beside: WorkBeside<Int>? = try WorkBeside {
      defer { done.signal() }
      return 1
    }
    beside?.leave()
    beside = nil
    done.wait()
  }

  @Test func `a copy of this process can have some too`() throws {
    let copy = try ChildProcess(forking: {
      do {
        let beside = try WorkBeside { (1...100).reduce(0, +) }
        return beside.result() == 5050 ? 0 : 1
      } catch {
        return 2
      }
    })
    #expect(copy.awaitEnding() == .exited(0))
  }
}
