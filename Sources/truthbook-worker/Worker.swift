import CWorkerSurroundings
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
    let page = sharedPage()
    let surroundings = takeSurroundings(from: page)
    worker_surroundings_begin(
      surroundings.seed, surroundings.instant,
      page.map { ($0 + FrameHeader.randomRequestsOffset).assumingMemoryBound(to: UInt64.self) })
    worker_go_deeper(surroundings.seed, { Worker.serve($0) }, page)
  }

  /// Loads the submission and answers until the grader closes the pipe.
  private static func serve(_ page: UnsafeMutableRawPointer?) {
    guard let path = worker_argument(1), worker_argument(2) == nil else {
      fail("usage: truthbook-worker LIBRARY (started by the grader, with pipes at 3 and 4)")
    }
    // What the submission prints must be in the pipe before the reply is, and before a crash.
    setlinebuf(stdout)
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      fail(String(cString: dlerror()))
    }
    let types = types(in: library)
    guard !types.isEmpty else { fail("the library offers no truthbook_subject") }
    guard
      let interpreter = Subjects.interpreter(
        for: types,
        setClock: { clock in
          switch clock {
          case .initial: worker_clocks_go_on()
          case .frozen(let nanoseconds): worker_clocks_stop(nanoseconds)
          }
        },
        progress: page?.assumingMemoryBound(to: UInt64.self))
    else { fail("\(types) conform to no exercise's protocols") }
    worker_heap_moves()

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

  /// The types a compiled submission offers, in the order in which its exercise lists them.
  private static func types(in library: UnsafeMutableRawPointer) -> [Any.Type] {
    typealias Entry = @convention(c) () -> UnsafeRawPointer
    var types: [Any.Type] = []
    for number in 1...4 {
      let name = number == 1 ? "truthbook_subject" : "truthbook_subject_\(number)"
      guard let symbol = dlsym(library, name) else { break }
      types.append(
        unsafeBitCast(unsafeBitCast(symbol, to: Entry.self)(), to: Any.Type.self))
    }
    return types
  }

  /// The page that is shared with the grader; nil when the grader gave none.
  private static func sharedPage() -> UnsafeMutableRawPointer? {
    let page = mmap(
      nil, FrameHeader.progressSize, PROT_READ | PROT_WRITE, MAP_SHARED,
      FrameHeader.progressDescriptor, 0)
    guard let page, page != MAP_FAILED else { return nil }
    close(FrameHeader.progressDescriptor)
    return page
  }

  /// What the grader chose, which is not left for the submission to read.
  private static func takeSurroundings(from page: UnsafeMutableRawPointer?) -> Surroundings {
    guard let page else { return .usual }
    let bytes = UnsafeMutableRawBufferPointer(
      start: page + Surroundings.offset, count: Surroundings.size)
    defer { bytes.initializeMemory(as: UInt8.self, repeating: 0) }
    return Surroundings(bytes)
  }

  private static func fail(_ message: String) -> Never {
    var text = "truthbook-worker: \(message)\n"
    text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    exit(2)
  }
}
