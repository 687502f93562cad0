import Dialects

/// What one server of a replicated store must hold, worked out from what it was told.
struct ServerShadow {
  typealias Right = SequentialObject<ServerShadow>.Right

  /// A write: session, serial, kind, key, and what else its kind has.
  typealias Write = [Int128]

  /// What all servers have at an index.
  struct Image {
    var index: Int128 = 0
    var revision: Int128 = 0
    var values: [Int128: Int128] = [:]
    /// Of each session the last serial, and the words of what it came to.
    var sessions: [Int128: (serial: Int128, outcome: [Int128])] = [:]
  }

  private struct Read {
    let key: Int128
    var index: Int128?
    var isConfirmed = false
  }

  private(set) var image = Image()
  private(set) var snapshots: [Image] = []
  private(set) var leads = false
  private(set) var leader: Int128?
  private(set) var term: Int128 = 0
  /// The last term it has led or followed somebody in.
  private var settled: Int128 = 0
  private(set) var commit: (index: Int128, term: Int128) = (0, 0)
  private(set) var waiting: [Write] = []
  private var reads: [Int128: Read] = [:]

  private func told(_ effects: [[Int128]], _ reason: String) -> Right {
    (
      .init(0, Array(effects.sorted { $0.lexicographicallyPrecedes($1) }.joined())), reason
    )
  }

  /// What a write makes of values under keys and their revision.
  /// - Returns: whether it changes them; a comparison that finds something else, and a removal of nothing, do not.
  static func change(
    _ values: inout [Int128: Int128], _ revision: inout Int128, by write: Write
  ) -> Bool {
    let (kind, key, held) = (write[2], write[3], values[write[3]])
    let isDone =
      switch kind {
      case 0: true
      case 1: held != nil
      case 2: held == write[4]
      default: held == nil
      }
    guard isDone else { return false }
    revision += 1
    values[key] = kind == 1 ? nil : write[write.count - 1]
    return true
  }

  private func isSame(_ one: Write, _ other: Write) -> Bool { one.prefix(2) == other.prefix(2) }

  // MARK: Roles

  /// Whether the election below may come to this. Nothing of a term is committed before its leader begins.
  func mayBecome(leader isLeader: Bool, in next: Int128) -> Bool {
    isLeader
      ? !leads && next > settled && next >= term && next > commit.term : next >= term && next > 0
  }

  mutating func lead(in next: Int128) -> Right {
    (leads, leader, term, settled) = (true, nil, next, next)
    return told([[0]], "a leader begins its term with an entry")
  }

  mutating func follow(_ node: Int128?, in next: Int128) -> Right {
    let words: [Int128] = node.map { [1, $0] } ?? [0, 0]
    var effects: [[Int128]] = waiting.map { write in [5, write[0], write[1]] + words }
    for number in reads.keys { effects.append([6, number] + words) }
    if node != nil { settled = next }
    (leads, leader, term, waiting, reads) = (false, node, next, [], [:])
    return told(effects, "\(effects.count) clients wait here, and it does not lead")
  }

  private var elsewhere: [Int128] { leader.map { [1, $0] } ?? [0, 0] }

  // MARK: Clients

  mutating func receive(_ write: Write) -> Right {
    let name = Array(write.prefix(2))
    guard leads else { return told([[5] + name + elsewhere], "it does not lead") }
    if let outcome = outcome(write) {
      return told([[3] + name + outcome], "session \(name[0]) has come to that already")
    }
    guard !waiting.contains(where: { isSame($0, write) }) else {
      return told([], "it is proposed already")
    }
    waiting.append(write)
    return told([[1] + write], "it is new")
  }

  /// What a write has come to, where its session has come that far.
  private func outcome(_ write: Write) -> [Int128]? {
    guard let session = image.sessions[write[0]], write[1] <= session.serial else { return nil }
    return write[1] == session.serial ? session.outcome : [2, session.serial]
  }

  mutating func receive(read number: Int128, of key: Int128) -> Right {
    guard leads else { return told([[6, number] + elsewhere], "it does not lead") }
    guard reads[number] == nil else { return told([], "it is asked for already") }
    reads[number] = Read(key: key, index: commit.term == term ? commit.index : nil)
    return told([[2, number]], "a majority must say that it leads")
  }

  // MARK: The log

  mutating func confirmed(_ number: Int128, in confirmedTerm: Int128) -> Right {
    guard confirmedTerm == term else { return told([], "that is of another term") }
    reads[number]?.isConfirmed = true
    guard let read = reads[number] else { return told([], "nobody waits for it") }
    return told(
      isReady(read) ? serve() : [],
      isReady(read) ? "what it waits for is applied" : "what it waits for is not applied")
  }

  private func isReady(_ read: Read) -> Bool {
    read.isConfirmed && read.index.map { $0 <= image.index } == true
  }

  private mutating func serve() -> [[Int128]] {
    let ready = reads.filter { isReady($0.value) }
    for number in ready.keys { reads[number] = nil }
    return ready.map { number, read in
      let held: [Int128] = image.values[read.key].map { [1, $0] } ?? [0, 0]
      return [4, number] + held + [image.revision]
    }
  }

  mutating func commits(_ index: Int128, _ entryTerm: Int128) -> Right {
    commit = (index, entryTerm)
    if leads, entryTerm == term {
      for number in reads.keys where reads[number]?.index == nil { reads[number]?.index = index }
    }
    return told([], "that is only noted")
  }

  /// Applies an entry; nil: one that says nothing.
  mutating func apply(_ write: Write?, at index: Int128) -> Right {
    image.index = index
    guard let write else { return told(serve(), "up to \(index) all is applied") }
    let known = outcome(write)
    let outcome = known ?? image.apply(write)
    var effects: [[Int128]] = []
    if let place = waiting.firstIndex(where: { isSame($0, write) }) {
      waiting.remove(at: place)
      effects.append([3] + write.prefix(2) + outcome)
    }
    let reason = effects.isEmpty ? "nobody waits here for this write" : "its client waits here"
    return told(
      effects + serve(), known == nil ? reason : "\(reason); its session had come that far before")
  }

  // MARK: Snapshots

  mutating func keep() -> Right {
    snapshots.append(image)
    return told([], "it is kept")
  }

  mutating func restart(from place: Int128?) -> Right {
    image = place.map { snapshots[Int($0) - 1] } ?? Image()
    (leads, leader, waiting, reads) = (false, nil, [], [:])
    commit = (image.index, 0)
    return told([], "it starts again")
  }

  mutating func restore(_ place: Int128) -> Right {
    let snapshot = snapshots[Int(place) - 1]
    if snapshot.index > image.index { image = snapshot }
    if image.index > commit.index { commit.index = image.index }
    return told([], "that is only noted")
  }

  // MARK: What may well come

  /// The next serials of sessions, and those that were.
  var names: [[Int128]] {
    let known = image.sessions.sorted { $0.key < $1.key }.suffix(8)
    return known.flatMap { [[$0.key, $0.value.serial + 1], [$0.key, $0.value.serial]] }
      + waiting.suffix(6).flatMap { [Array($0.prefix(2)), [$0[0], $0[1] + 1]] }
  }

  var sessions: [Int128] {
    image.sessions.keys.sorted().suffix(8) + waiting.suffix(4).map { $0[0] }
  }
  var serials: [Int128] { names.map { $0[1] } }
  var keys: [Int128] { image.values.keys.sorted().suffix(6) + waiting.suffix(3).map { $0[3] } }
  var values: [Int128] { image.values.values.sorted().suffix(6) }
  var asked: [Int128] { reads.keys.sorted().suffix(8) }
  var terms: [Int128] { [term, term, term, max(0, term - 1), term + 1] }
  /// Later ones that end like that of what is committed.
  var likeTerms: [Int128] { [8, 16, 32].map { commit.term + Int128(1) << $0 } }
  /// Where the next entry may be.
  var indexes: [Int128] {
    [image.index + 1, image.index + 1, commit.index] + reads.values.compactMap(\.index).sorted()
  }
  func mayApply(at index: Int128) -> Bool { index > image.index && index <= commit.index }
}

extension ServerShadow.Image {
  /// Applies a write whose session has not come that far.
  fileprivate mutating func apply(_ write: ServerShadow.Write) -> [Int128] {
    let isDone = ServerShadow.change(&values, &revision, by: write)
    let outcome = [isDone ? 0 : 1, revision]
    sessions[write[0]] = (write[1], outcome)
    return outcome
  }
}
