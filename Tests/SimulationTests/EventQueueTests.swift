import Simulation
import Testing

@Suite("Event queue")
struct EventQueueTests {
  private func drained(_ queue: inout EventQueue<String>) -> [String] {
    var events: [String] = []
    while let (time, event) = queue.next() { events.append("\(time) \(event)") }
    return events
  }

  @Test func `events come in the order of their times`() {
    var queue = EventQueue<String>()
    for (event, time) in [("late", 30), ("early", -5), ("middle", 10)] {
      queue.add(event, at: time)
    }
    #expect(drained(&queue) == ["-5 early", "10 middle", "30 late"])
  }

  @Test func `events of one moment come in the order they were added`() {
    var queue = EventQueue<String>()
    for name in ["a", "b", "c", "d", "e", "f", "g"] { queue.add(name, at: 1) }
    queue.add("first", at: 0)
    #expect(drained(&queue) == ["0 first", "1 a", "1 b", "1 c", "1 d", "1 e", "1 f", "1 g"])
  }

  @Test func `an event added while others are taken keeps its place`() {
    var queue = EventQueue<String>()
    queue.add("a", at: 1)
    queue.add("c", at: 2)
    let first = queue.next()
    #expect(first?.event == "a")
    queue.add("d", at: 2)
    queue.add("b", at: 1)
    #expect(drained(&queue) == ["1 b", "2 c", "2 d"])
  }

  @Test func `an empty queue has nothing to give`() {
    var queue = EventQueue<Int>()
    #expect(queue.isEmpty)
    #expect(queue.next() == nil)
    queue.add(1, at: 1)
    #expect(!queue.isEmpty)
    _ = queue.next()
    #expect(queue.isEmpty)
    #expect(queue.next() == nil)
  }

  @Test func `a thousand events come as a stable sort would put them`() {
    var random = RandomSource(seed: 1)
    var queue = EventQueue<Int>()
    var expected: [(time: Int, event: Int)] = []
    for event in 0..<1_000 {
      let time = random.index(below: 50)
      queue.add(event, at: time)
      expected.append((time, event))
    }
    expected.sort { ($0.time, $0.event) < ($1.time, $1.event) }
    for (time, event) in expected {
      let next = queue.next()
      #expect(next?.time == time && next?.event == event)
    }
    #expect(queue.isEmpty)
  }
}
