import Glibc
public import Grading
import Screen

/// A desk without a screen: verdicts are printed one after the other, for screen readers and pipes.
public final class PlainDesk {
  private let host: any DeskHost
  private let bench: Workbench
  private let print: (String) throws -> Void
  private let tell: (Report) -> String

  /// Watches an exercise until the process is ended.
  /// - Parameters:
  ///   - tell: a report as text, ending with a newline.
  ///   - print: prints text.
  /// - Throws: `Unreadable` when the exercise cannot be had, and what `print` throws.
  public static func work(
    on id: String, in host: any DeskHost, polls: Bool, tell: @escaping (Report) -> String,
    print: @escaping (String) throws -> Void
  ) throws {
    let bench = Workbench(try host.place(id), polls: polls)
    try PlainDesk(host, bench, tell, print).run()
  }

  private init(
    _ host: any DeskHost, _ bench: Workbench, _ tell: @escaping (Report) -> String,
    _ print: @escaping (String) throws -> Void
  ) {
    self.host = host
    self.bench = bench
    self.tell = tell
    self.print = print
  }

  private func run() throws {
    let exercise = bench.place.exercise
    try print("Watching \(exercise.path); every save is checked. Ctrl-C ends.\n")
    if let note = bench.note { try print(note + ".\n") }
    try check()
    while true {
      wait()
      let (isSaved, told) = bench.look()
      if isSaved { try check() }
      for event in told { try take(event) }
    }
  }

  private func wait() {
    var sources = bench.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let patience = bench.nextLook.map { Int32(clamping: max(0, $0 - Workbench.now)) } ?? -1
    poll(&sources, nfds_t(sources.count), patience)
  }

  private func check() throws {
    let exercise = bench.place.exercise
    switch host.files(of: exercise.id) {
    case .untouched:
      try print("\nYou have not changed \(exercise.path) yet, and that is where you begin.\n")
    case .missing(let names):
      try print(
        "\n\(names.joined(separator: ", ")) is not there; save it again, or get its first version back "
          + "with `truthbook reset \(exercise.id)`.\n")
    case .edited:
      if let problem = bench.check(only: nil) { try print("\nNot graded: \(problem).\n") }
    }
  }

  private func take(_ event: LiveGrading.Event) throws {
    switch event {
    case .progress, .decided: break
    case .failed(let why): try print("\nNot graded: \(why).\n")
    case .finished(let report):
      try print("\n" + tell(report))
      if let problem = host.record(report, of: bench.place.exercise.id) {
        try print(problem + ".\n")
      }
    }
  }
}
