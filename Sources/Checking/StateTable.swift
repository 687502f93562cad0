import Glibc

/// A global state: local states packed into one word, and one bit per message ever sent.
struct PackedState<Bits: FixedWidthInteger & UnsignedInteger> {
  var locals: UInt64
  var messages: Bits
}

/// The set of states visited, in the order they were found.
///
/// Open addressing over the packed states themselves: no digest stands in for a state, so no two are
/// ever taken for one.
struct StateTable<Bits: FixedWidthInteger & UnsignedInteger>: ~Copyable {
  typealias State = PackedState<Bits>

  /// Marks an unused slot: no packing of local states reaches it.
  @inline(__always) private static var unused: UInt64 { .max }

  private var slots: UnsafeMutablePointer<State>
  private var mask: Int
  private var order: UnsafeMutablePointer<State>
  private var parents: UnsafeMutablePointer<UInt32>
  private var events: UnsafeMutablePointer<UInt16>
  private var orderCapacity: Int
  private(set) var count = 0

  init() {
    mask = (1 << 12) - 1
    slots = Self.emptySlots(mask + 1)
    orderCapacity = 1 << 12
    order = .allocate(capacity: orderCapacity)
    parents = .allocate(capacity: orderCapacity)
    events = .allocate(capacity: orderCapacity)
  }

  deinit {
    slots.deallocate()
    order.deallocate()
    parents.deallocate()
    events.deallocate()
  }

  /// The memory held, in bytes.
  var bytes: Int {
    (mask + 1 + orderCapacity) * MemoryLayout<State>.stride
      + orderCapacity * (MemoryLayout<UInt32>.stride + MemoryLayout<UInt16>.stride)
  }

  /// The state found as number `index`.
  @inline(__always) subscript(index: Int) -> State { order[index] }

  /// The number of the state from which `index` was first reached.
  @inline(__always) func parent(of index: Int) -> Int { Int(parents[index]) }

  /// The event on which `index` was first reached from its parent, as `insert` was given it.
  @inline(__always) func event(to index: Int) -> UInt16 { events[index] }

  /// Where the search for a state starts.
  @inline(__always) func home(of state: State) -> Int {
    var mixed = state.locals &* 0x9e37_79b9_7f4a_7c15
    let words = Bits.bitWidth / 64
    for word in 0..<words {
      let part = UInt64(truncatingIfNeeded: state.messages >> (word * 64))
      mixed = (mixed ^ part) &* 0xff51_afd7_ed55_8ccd
      mixed ^= mixed >> 32
    }
    mixed = mixed &* 0xc4ce_b9fe_1a85_ec53
    return Int(truncatingIfNeeded: mixed >> 20) & mask
  }

  /// Reads the slot, so that the processor has it at hand when `insert` follows.
  @inline(__always) func touch(_ home: Int) -> UInt64 { slots[home].locals }

  /// Adds a state unless it is there.
  @inline(__always)
  mutating func insert(_ state: State, home: Int, parent: Int, event: UInt16) {
    var slot = home
    while true {
      let found = slots[slot].locals
      if found == Self.unused { break }
      if found == state.locals && slots[slot].messages == state.messages { return }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = state
    if count == orderCapacity { growOrder() }
    order[count] = state
    parents[count] = UInt32(truncatingIfNeeded: parent)
    events[count] = event
    count += 1
  }

  /// Makes room for `more` states, so that homes computed now stay valid while they are inserted.
  @inline(__always) mutating func reserve(_ more: Int) {
    if (count + more) * 10 > (mask + 1) * 7 { growSlots() }
  }

  @inline(never) private mutating func growSlots() {
    slots.deallocate()
    mask = (mask + 1) * 2 - 1
    slots = Self.emptySlots(mask + 1)
    for index in 0..<count {
      var slot = home(of: order[index])
      while slots[slot].locals != Self.unused { slot = (slot &+ 1) & mask }
      slots[slot] = order[index]
    }
  }

  @inline(never) private mutating func growOrder() {
    let largerOrder = UnsafeMutablePointer<State>.allocate(capacity: orderCapacity * 2)
    largerOrder.moveInitialize(from: order, count: count)
    order.deallocate()
    order = largerOrder
    let largerParents = UnsafeMutablePointer<UInt32>.allocate(capacity: orderCapacity * 2)
    largerParents.moveInitialize(from: parents, count: count)
    parents.deallocate()
    parents = largerParents
    let largerEvents = UnsafeMutablePointer<UInt16>.allocate(capacity: orderCapacity * 2)
    largerEvents.moveInitialize(from: events, count: count)
    events.deallocate()
    events = largerEvents
    orderCapacity *= 2
  }

  private static func emptySlots(_ capacity: Int) -> UnsafeMutablePointer<State> {
    let bytes = capacity * MemoryLayout<State>.stride
    let hugePage = 2 << 20
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes >= hugePage ? hugePage : 64)
    // Look-ups land anywhere in the table; with pages of 4 KiB each would also miss the translation
    // cache. A kernel that refuses only makes the search slower.
    if bytes >= hugePage { madvise(memory, bytes, MADV_HUGEPAGE) }
    let slots = memory.bindMemory(to: State.self, capacity: capacity)
    slots.initialize(repeating: State(locals: unused, messages: 0), count: capacity)
    return slots
  }
}
