/// Events in the order of virtual time; events of the same moment in the order they were added.
public struct EventQueue<Event: Sendable>: Sendable {
  private struct Item: Sendable {
    var time: Int
    var sequence: Int
    var event: Event

    func comes(before other: Item) -> Bool {
      (time, sequence) < (other.time, other.sequence)
    }
  }

  /// A binary heap, the earliest event at the root.
  private var heap: [Item] = []
  private var added = 0

  /// Starts without events.
  public init() {}

  /// True when nothing is left to happen.
  public var isEmpty: Bool { heap.isEmpty }

  /// Adds an event at a moment of virtual time, in milliseconds.
  public mutating func add(_ event: Event, at time: Int) {
    heap.append(Item(time: time, sequence: added, event: event))
    added += 1
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].comes(before: heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the earliest event and its moment; nil when there is none.
  public mutating func next() -> (time: Int, event: Event)? {
    guard let first = heap.first else { return nil }
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < heap.count else { break }
      let right = left + 1
      let child = right < heap.count && heap[right].comes(before: heap[left]) ? right : left
      guard heap[child].comes(before: heap[parent]) else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return (first.time, first.event)
  }
}
