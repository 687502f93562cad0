import ExerciseKit
import Foundation
import Synchronization

/// A set that computes something on the way: what honest code may use, named by the element.
struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private(set) var elements: Set<Element> = []
  init(replica: NodeID) {}
  func contains(_ element: Element) -> Bool { elements.contains(element) }
  mutating func add(_ element: Element) -> Dot {
    if let name = element as? String { print(compute(name), terminator: "") }
    elements.insert(element)
    return Dot(replica: NodeID(1), sequence: UInt64(elements.count))
  }
  mutating func remove(_ element: Element) -> Set<Dot> { [] }
  mutating func merge(_ other: ORSet) {}
}

private func compute(_ name: String) -> String {
  switch name {
  case "foundation": return foundation()
  case "regex":
    let match = "2026-11-21 raft".wholeMatch(of: #/(\d+)-(\d+)-(\d+)\s+(?<word>\w+)/#)
    return match.map { "\($0.1) \($0.word)" } ?? "no match"
  case "tasks": return "\(waiting { await sumOfSquares(100) })"
  case "sleep": return waiting { await pause() } ? "slept" : "did not sleep"
  case "clocks":
    let elapsed = ContinuousClock().measure { _ = sumBelow(1000) }
    let later = SuspendingClock().now.advanced(by: .milliseconds(5))
    return elapsed < .seconds(60) && later > SuspendingClock().now - .seconds(1) ? "time" : "none"
  case "parallel":
    let sum = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 100) { sum.add($0, ordering: .relaxed) }
    return "\(sum.load(ordering: .relaxed))"
  case "join": return joined()
  case "recursion": return "\(depth(20_000))"
  case "memory":
    let bytes = [UInt8](repeating: 1, count: 256 << 20)
    return "\(stride(from: 0, to: bytes.count, by: 1 << 20).reduce(0) { $0 + Int(bytes[$1]) })"
  default: return ""
  }
}

private func foundation() -> String {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")
  formatter.timeZone = TimeZone(identifier: "Europe/Paris")
  formatter.dateFormat = "yyyy-MM-dd HH:mm"
  let date = formatter.string(from: Date(timeIntervalSince1970: 0))
  let data = try? JSONEncoder().encode(["a": [1, 2, 3]])
  let decoded = data.flatMap { try? JSONDecoder().decode([String: [Int]].self, from: $0) }
  let number = String(format: "%.2f", 2.5)
  _ = UUID()
  return "\(date) \(decoded?["a"] ?? []) \(number)"
}

/// Runs asynchronous work from code that is not.
private func waiting<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
  let done = DispatchSemaphore(value: 0)
  let result = Box<Value>()
  Task.detached {
    let value = await work()
    result.value.withLock { $0 = value }
    done.signal()
  }
  done.wait()
  guard let value = result.value.withLock({ $0 }) else { fatalError("no value") }
  return value
}

private final class Box<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
}

private actor Sum {
  var total = 0
  func add(_ number: Int) { total += number }
}

private func sumOfSquares(_ count: Int) async -> Int {
  let sum = Sum()
  await withTaskGroup(of: Int.self) { group in
    for number in 1...count { group.addTask { number * number } }
    for await square in group { await sum.add(square) }
  }
  return await sum.total
}

private func pause() async -> Bool {
  let start = ContinuousClock.now
  try? await Task.sleep(for: .milliseconds(10))
  return ContinuousClock.now - start >= .milliseconds(10)
}

/// What a thread that takes a while comes to.
private func joined() -> String {
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { _ in
      usleep(20_000)
      return UnsafeMutableRawPointer(bitPattern: 7)
    }, nil)
  var result: UnsafeMutableRawPointer?
  guard code == 0, pthread_join(thread, &result) == 0 else { return "no thread" }
  return "\(Int(bitPattern: result))"
}

private func sumBelow(_ bound: Int) -> Int { (0..<bound).reduce(0, +) }

private func depth(_ left: Int) -> Int { left == 0 ? 0 : depth(left - 1) + 1 }
