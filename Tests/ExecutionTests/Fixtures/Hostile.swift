import ExerciseKit
import Glibc

/// An honest set until an element with a special name is added.
struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private var sequence: UInt64 = 0
  private let replica: NodeID
  private(set) var elements: Set<Element> = []

  init(replica: NodeID) {
    self.replica = replica
  }

  func contains(_ element: Element) -> Bool { elements.contains(element) }

  mutating func add(_ element: Element) -> Dot {
    if let behaviour = element as? String { behave(behaviour) }
    elements.insert(element)
    sequence += 1
    return Dot(replica: replica, sequence: sequence)
  }

  mutating func remove(_ element: Element) -> Set<Dot> {
    elements.remove(element)
    return []
  }

  mutating func merge(_ other: ORSet) {
    elements.formUnion(other.elements)
  }

  private func behave(_ behaviour: String) {
    switch behaviour {
    case "loop": while true {}
    case "sleep": while true { sleep(1000) }
    case "stop": raise(SIGSTOP)
    case "fatal": fatalError("boom at \(0x1234)")
    case "precondition": precondition(behaviour.isEmpty, "never \(behaviour.count)")
    case "bare precondition": precondition(behaviour.isEmpty)
    case "assertion": assert(behaviour.isEmpty, "asserted")
    case "cast":
      // swift-format-ignore: NeverForceUnwrap
      print((behaviour as Any) as! [Int])
    case "conflict": Counted.shared.change { Counted.shared.number += 1 }
    case "address":
      print("at", Unmanaged.passUnretained(Something()).toOpaque(), "and 0x1234567890ab1234")
      fatalError("boom")
    case "index": print([1, 2][sequenceFromOutside + 2])
    case "overflow": print(Int.max + sequenceFromOutside + 1)
    case "recursion": print(recurse(1))
    case "memory": hog()
    case "crash without end": crashWithoutEnd()
    case "flood": while true { print("again and again and again") }
    case "flood errors": while true { write(2, "again and again and again\n", 26) }
    case "many errors": for _ in 0..<5_000 { write(2, "again and again and again\n", 26) }
    case "exit": exit(0)
    case "leave": _exit(0)
    case "null": UnsafeMutablePointer<Int>(bitPattern: 8 + sequenceFromOutside)?.pointee = 1
    case "exit 3": exit(3)
    case "abort": abort()
    case "kill": kill(getpid(), SIGKILL)
    case "signal of time": raise(SIGXCPU)
    case "signal of a filter": kill(getpid(), SIGSYS)
    case "close": close(4); while true { sleep(1000) }
    case "forge": write(4, [UInt8](repeating: 0, count: 12), 12)
    case "forge huge": write(4, [UInt8](repeating: 0xFF, count: 64), 64)
    case "truncate": write(4, [1, 0, 0, 0, 9], 5); exit(0)
    case "drip": write(4, [1], 1); while true { sleep(1000) }
    case "loop later": later { while true {} }
    case "linger": spawnSleeper(); exit(0)
    case "exit later": later { exit(0) }
    case "write later": later { write(4, [1, 2, 3], 3) }
    case "print": print("hello \u{1B}[31mred \(#fileID)")
    default: break
    }
  }
}

private let sequenceFromOutside = Int(getppid()) * 0

private func recurse(_ depth: Int) -> Int { recurse(depth + 1) + 1 }

private func hog() {
  var hoard: [[UInt8]] = []
  while true { hoard.append([UInt8](repeating: 1, count: 8 << 20)) }
}

/// Stays in the middle of a crash, as a process does whose last words a busy machine keeps it from
/// ending.
private func crashWithoutEnd() {
  let words =
    "tick\nFatal error: failed to allocate 8388640 bytes of memory\nCurrent stack trace:\n"
  _ = words.withCString { write(2, $0, words.utf8.count) }
  while true {}
}

private func spawnSleeper() {
  var process: pid_t = 0
  var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("1000"), nil]
  posix_spawn(&process, "/bin/sleep", nil, nil, &arguments, nil)
}

private func later(_ body: @escaping @Sendable () -> Void) {
  var thread = pthread_t()
  let context = Unmanaged.passRetained(Box(body)).toOpaque()
  pthread_create(
    &thread, nil,
    { context in
      // Long after the answer, also where others keep the machine busy.
      usleep(200_000)
      if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }, context)
}

private final class Box {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

/// A number that may not be changed while it is being changed.
private struct Counted {
  nonisolated(unsafe) static var shared = Counted()
  var number = 0
  mutating func change(_ meanwhile: () -> Void) { meanwhile() }
}

/// Something that lies somewhere.
private final class Something {}
