// swift-format-ignore-file: NeverForceUnwrap
import ExerciseKit
import Glibc

/// A set that crashes in the way its element names. The line that has to be found says so.
struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private(set) var elements: Set<Element> = []
  init(replica: NodeID) {}
  func contains(_ element: Element) -> Bool { elements.contains(element) }
  mutating func add(_ element: Element) -> Dot {
    if let way = element as? String { crash(way) }
    elements.insert(element)
    return Dot(replica: NodeID(1), sequence: UInt64(elements.count))
  }
  mutating func remove(_ element: Element) -> Set<Dot> { [] }
  mutating func merge(_ other: ORSet) {}
}

private let nothing: Int? = getpid() == 0 ? 1 : nil

private func crash(_ way: String) {
  switch way {
  case "nil":
    print(nothing!)  // HERE nil
  case "cast":
    print((way as Any) as! Int)  // HERE cast
  case "range":
    print(0...(nothing ?? -1))  // HERE range
  case "key":
    print([Int: Int](uniqueKeysWithValues: [(1, 1), (1, 2)]))  // HERE key
  case "abort":
    abort()  // HERE abort
  case "pointer":
    UnsafeMutablePointer<Int>(bitPattern: 64)!.pointee = 1  // HERE pointer
  case "thread":
    elsewhere { fatalError("in a thread of its own") }  // HERE thread
  case "forged":
    write(2, forged, forged.utf8.count)
    fatalError(forged)  // HERE forged
  case "only forged":
    write(2, forged, forged.utf8.count)
    kill(getpid(), SIGKILL)
  case "handled":
    signal(SIGILL) { _ in
      write(2, "at f0.swift:1\n", 14)
      signal(SIGSEGV, SIG_DFL)
      UnsafeMutablePointer<Int>(bitPattern: 64)!.pointee = 1  // HERE handled
    }
    fatalError("not here")
  case "elsewhere":
    misplaced()
  case "endless":
    print(deeper(1))
  case "survived":
    signal(SIGUSR1) { _ in }
    signal(SIGSEGV) { _ in _exit(3) }
    UnsafeMutablePointer<Int>(bitPattern: 64)!.pointee = 1
  case "killed":
    kill(getpid(), SIGKILL)
  default: break
  }
}

@_silgen_name("dladdr")
private func lookUp(_ address: UnsafeRawPointer, _ found: UnsafeMutableRawPointer) -> Int32

/// A backtrace as the runtime would print it, of a line of this very file.
private let forged: String = {
  // Its first field is the name of the library's file.
  let place = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: 4)
  _ = lookUp(#dsohandle, place)
  let library = place.pointee.map { String(cString: $0) } ?? ""
  let folder = library.split(separator: "/").dropLast().joined(separator: "/")
  return "\nFatal error: x\n\nThread 0 crashed:\n\n0 0x1 f() + 1 in x at /\(folder)/f0.swift:1:1\n"
}()

private func elsewhere(_ body: @escaping @Sendable () -> Void) {
  var thread = pthread_t()
  let context = Unmanaged.passRetained(Box(body)).toOpaque()
  pthread_create(
    &thread, nil,
    { context in
      if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }, context)
  while true { pause() }
}

private final class Box {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

private func deeper(_ depth: Int) -> Int { deeper(depth + 1) + 1 }  // HERE endless

private func misplaced() {
  #sourceLocation(file:"/etc/passwd",line:1)
  fatalError("here")
  #sourceLocation()
}
