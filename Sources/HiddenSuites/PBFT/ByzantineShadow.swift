import Dialects

/// What a replica of PBFT must be, after what it was told.
struct ByzantineShadow {
  typealias Right = SequentialObject<ByzantineShadow>.Right

  /// The number that stands for no request.
  static let none: Int128 = -2

  /// A request, or none, in a view.
  struct Word: Hashable {
    let view: Int128
    let request: Int128
  }

  /// Who asks for a view, and what was prepared there: request, number and view of each.
  struct Change: Hashable {
    let replica: Int128
    let view: Int128
    var prepared: [[Int128]]
  }

  /// Somebody's place among those who speak of a number.
  private struct Voice: Hashable {
    let isCommit: Bool
    let sequence: Int128
    let sender: Int128
  }

  private struct Place: Hashable {
    let view: Int128
    let sequence: Int128
  }

  let id: Int128
  let replicas: [Int128]
  let window: Int128
  private(set) var view: Int128 = 0
  private(set) var isChanging = false
  private(set) var proposed: [Int128: Word] = [:]
  private var voices: [Voice: Word] = [:]
  private(set) var prepared: [Int128: Word] = [:]
  private(set) var changes: [Int128: Change] = [:]
  private(set) var waiting: [Int128] = []
  private(set) var executed: Set<Int128> = []
  private(set) var lastExecuted: Int128 = 0
  private var lastNumber: Int128 = 0
  /// How often it was told something.
  private(set) var steps = 0

  /// What others have shown to be prepared; a certificate is never forged.
  private(set) var shown: [[Int128]: Int128] = [:]
  private var isForged = false

  private var sent: [[Int128]] = []
  private var done: [Int128] = []

  /// Its place, how many from which name in which steps, and the window.
  init(_ numbers: [Int128]) {
    replicas = (0..<numbers[1]).map { numbers[2] + $0 * numbers[3] }
    id = replicas[Int(numbers[0]) - 1]
    window = numbers[4]
  }

  var size: Int { replicas.count }
  var faults: Int { (size - 1) / 3 }
  /// More than half of n + f.
  var quorum: Int { (size + faults) / 2 + 1 }
  func primary(of view: Int128) -> Int128 { replicas[Int(view % Int128(size))] }
  var isPrimary: Bool { primary(of: view) == id }

  /// Whether all that was shown and prepared can be genuine.
  var isGenuine: Bool {
    !isForged
      && prepared.allSatisfy {
        shown[[$0.value.view, $0.key], default: $0.value.request] == $0.value.request
      }
  }

  // MARK: Answers

  private mutating func told(_ reason: String) -> Right {
    defer { (sent, done) = ([], []) }
    steps += 1
    let sorted = sent.sorted { $0.lexicographicallyPrecedes($1) }
    return (
      .init(
        0,
        [view, isWaiting ? 1 : 0, Int128(done.count / 2)] + done + sorted.flatMap { $0 }), reason
    )
  }

  var isWaiting: Bool {
    isChanging ? changes.values.count { $0.view == view } >= quorum : !waiting.isEmpty
  }

  // MARK: Inputs

  mutating func request(_ request: Int128) -> Right {
    if executed.contains(request) { return told("it has executed that") }
    if waiting.contains(request) { return told("it knows of that") }
    waiting.append(request)
    number()
    return told(
      isChanging
        ? "it is between two views"
        : !isPrimary ? "the primary gives numbers" : "it is the primary of view \(view)")
  }

  mutating func timeout() -> Right {
    guard isWaiting else { return told("it does not wait") }
    guard view < Int128(Int.max) else { return told("there is no later view") }
    leave(for: view + 1)
    return told("it leaves view \(view - 1)")
  }

  private func stranger(_ sender: Int128) -> String? {
    sender == id
      ? "it has not said that itself" : replicas.contains(sender) ? nil : "n\(sender) is no replica"
  }

  private func isNumber(_ sequence: Int128) -> Bool { (1...window).contains(sequence) }

  mutating func prePrepare(_ word: Word, _ sequence: Int128, from sender: Int128) -> Right {
    let complaint =
      stranger(sender)
      ?? (word.view != view
        ? "it is in view \(view)"
        : isChanging
          ? "view \(view) has not begun"
          : sender != primary(of: view)
            ? "the primary of view \(view) is n\(primary(of: view))"
            : !isNumber(sequence)
              ? "numbers go from 1 to \(window)"
              : proposed[sequence]?.view == view ? "number \(sequence) is taken in this view" : nil)
    if let complaint { return told(complaint) }
    propose(word, sequence)
    settle(sequence)
    return told("the primary says so")
  }

  mutating func vote(
    _ word: Word, _ sequence: Int128, isCommit: Bool, from sender: Int128
  ) -> Right {
    if let complaint = stranger(sender) { return told(complaint) }
    guard word.view >= view else { return told("it is in view \(view)") }
    guard isNumber(sequence) else { return told("numbers go from 1 to \(window)") }
    let voice = Voice(isCommit: isCommit, sequence: sequence, sender: sender)
    if let known = voices[voice], known.view >= word.view {
      return told("n\(sender) has had its word on that")
    }
    voices[voice] = word
    settle(sequence)
    let count =
      proposed[sequence].map { supporters($0, sequence, isCommit: isCommit) } ?? 0
    return told(
      word.view > view || isChanging
        ? "that is kept for view \(word.view)" : "\(count) of the \(quorum) that it takes say so")
  }

  mutating func viewChange(_ change: Change, from sender: Int128) -> Right {
    show([change])
    let complaint =
      stranger(sender)
      ?? (change.replica != sender
        ? "n\(sender) is not n\(change.replica)"
        : !isAhead(change.view) ? "it is in view \(view)" : fault(in: change))
    if let complaint { return told(complaint) }
    if let known = changes[sender], known.view >= change.view {
      return told("n\(sender) has asked for view \(known.view)")
    }
    changes[sender] = change
    let later = changes.values.map(\.view).filter { $0 > view }
    if later.count > faults, let first = later.min() {
      leave(for: first)
      return told("\(later.count) ask for later views, and one of them is correct")
    }
    beginIfAsked()
    let count = changes.values.count { $0.view == change.view }
    return told("\(count) of \(quorum) ask for view \(change.view)")
  }

  mutating func newView(
    _ next: Int128, _ shown: [Change], _ requests: [Int128], from sender: Int128
  ) -> Right {
    show(shown)
    let names = shown.map(\.replica)
    let complaint =
      stranger(sender)
      ?? (!isAhead(next)
        ? "it is in view \(view)"
        : sender != primary(of: next)
          ? "the primary of view \(next) is n\(primary(of: next))"
          : Set(names).count < names.count
            ? "a replica is shown twice"
            : names.count < quorum
              ? "\(names.count) of \(quorum) have asked for it"
              : names.contains { !replicas.contains($0) }
                ? "a stranger has asked for it"
                : shown.contains { $0.view != next }
                  ? "one has asked for another view"
                  : shown.lazy.compactMap(fault).first
                    ?? (requests != Self.following(from: shown)
                      ? "that does not follow from what was prepared" : nil))
    if let complaint { return told(complaint) }
    begin(next, requests)
    return told("view \(next) begins as it must")
  }

  private func isAhead(_ other: Int128) -> Bool {
    other > view || other == view && isChanging
  }

  private func fault(in change: Change) -> String? {
    let numbers = change.prepared.map { $0[1] }
    return !numbers.allSatisfy(isNumber)
      ? "numbers go from 1 to \(window)"
      : zip(numbers, numbers.dropFirst()).contains { $0 >= $1 }
        ? "what was prepared does not rise"
        : change.prepared.contains { $0[2] >= change.view }
          ? "nothing can be prepared in view \(change.view) yet" : nil
  }

  private mutating func show(_ changes: [Change]) {
    for certificate in changes.flatMap(\.prepared) {
      let place = [certificate[2], certificate[1]]
      if shown[place, default: certificate[0]] != certificate[0] { isForged = true }
      shown[place] = certificate[0]
    }
  }

  // MARK: The three phases

  func supporters(_ word: Word, _ sequence: Int128, isCommit: Bool) -> Int {
    let saying = replicas.filter {
      voices[Voice(isCommit: isCommit, sequence: sequence, sender: $0)] == word
        && (isCommit || $0 != primary(of: word.view))
    }
    return saying.count + (isCommit ? 0 : 1)
  }

  private mutating func number() {
    guard isPrimary, !isChanging else { return }
    for request in waiting where lastNumber < window {
      let word = Word(view: view, request: request)
      if proposed.values.contains(word) { continue }
      lastNumber += 1
      sent.append([0, view, lastNumber, request])
      propose(word, lastNumber)
      settle(lastNumber)
    }
  }

  private mutating func propose(_ word: Word, _ sequence: Int128) {
    proposed[sequence] = word
    guard !isPrimary else { return }
    voices[Voice(isCommit: false, sequence: sequence, sender: id)] = word
    sent.append([1, word.view, sequence, word.request])
  }

  private mutating func settle(_ sequence: Int128) {
    guard !isChanging else { return }
    if let word = proposed[sequence], word.view == view, prepared[sequence]?.view != view,
      supporters(word, sequence, isCommit: false) >= quorum
    {
      prepared[sequence] = word
      voices[Voice(isCommit: true, sequence: sequence, sender: id)] = word
      sent.append([2, word.view, sequence, word.request])
    }
    while let word = proposed[lastExecuted + 1], word.view == view,
      prepared[lastExecuted + 1] == word,
      supporters(word, lastExecuted + 1, isCommit: true) >= quorum
    {
      lastExecuted += 1
      guard word.request != Self.none, executed.insert(word.request).inserted else { continue }
      waiting.removeAll { $0 == word.request }
      done += [lastExecuted, word.request]
    }
  }

  // MARK: Views

  private mutating func leave(for next: Int128) {
    (view, isChanging) = (next, true)
    let certificates = prepared.sorted { $0.key < $1.key }.map {
      [$0.value.request, $0.key, $0.value.view]
    }
    let own = Change(replica: id, view: next, prepared: certificates)
    changes[id] = own
    sent.append([3] + Self.numbers(of: own))
    beginIfAsked()
  }

  private mutating func beginIfAsked() {
    let asking = changes.values.filter { $0.view == view }.sorted { $0.replica < $1.replica }
    guard isChanging, isPrimary, asking.count >= quorum else { return }
    let requests = Self.following(from: asking)
    sent.append(
      [4, view, Int128(asking.count)] + asking.flatMap(Self.numbers) + [Int128(requests.count)]
        + requests)
    begin(view, requests)
    number()
  }

  private mutating func begin(_ next: Int128, _ requests: [Int128]) {
    (view, isChanging) = (next, false)
    lastNumber = Int128(requests.count)
    for (index, request) in requests.enumerated() {
      propose(Word(view: next, request: request), Int128(index) + 1)
    }
    for index in requests.indices { settle(Int128(index) + 1) }
  }

  private static func numbers(of change: Change) -> [Int128] {
    [change.replica, change.view, Int128(change.prepared.count)] + change.prepared.flatMap { $0 }
  }

  /// What must be proposed again: of each number what was prepared in the latest view.
  static func following(from changes: [Change]) -> [Int128] {
    let certificates = changes.flatMap(\.prepared)
    let last = certificates.map { $0[1] }.max() ?? 0
    guard last > 0, last <= 1_000 else { return [] }
    return (1...last).map { sequence in
      certificates.filter { $0[1] == sequence }.max { $0[2] < $1[2] }?[0] ?? none
    }
  }
}
