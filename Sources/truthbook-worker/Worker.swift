import CWorkerClock
import ExerciseKit
@preconcurrency import Glibc
import Subjects
import Wire

/// The process a submission lives in: loads the compiled submission and answers frames.
///
/// No test, expected value, seed or verdict is known here, and nothing this process prints or
/// returns as its exit status can pass a check.
@main
struct Worker {
  static func main() {
    guard let path = worker_argument(1), worker_argument(2) == nil else {
      fail("usage: truthbook-worker LIBRARY (started by the grader, with pipes at 3 and 4)")
    }
    // What the submission prints must be in the pipe before the reply is, and before a crash.
    setlinebuf(stdout)
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      fail(String(cString: dlerror()))
    }
    guard let symbol = dlsym(library, "truthbook_subject") else {
      fail("the library offers no truthbook_subject")
    }
    typealias Entry = @convention(c) () -> UnsafeRawPointer
    let type = unsafeBitCast(
      unsafeBitCast(symbol, to: Entry.self)(), to: Any.Type.self)
    guard
      let interpreter = Subjects.interpreter(
        for: type,
        setClock: { clock in
          switch clock {
          case .real: worker_clock_set(false, 0)
          case .frozen(let nanoseconds): worker_clock_set(true, nanoseconds)
          }
        })
    else { fail("\(type) conforms to no exercise's protocol") }

    while let request = Frame.read(from: FrameHeader.requestDescriptor) {
      do {
        let reply = try interpreter.run(request.payload)
        fflush(stdout)
        Frame(nonce: request.nonce, payload: reply).write(to: FrameHeader.replyDescriptor)
      } catch {
        fail("malformed program: \(error)")
      }
    }
  }

  private static func fail(_ message: String) -> Never {
    var text = "truthbook-worker: \(message)\n"
    text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    exit(2)
  }
}
