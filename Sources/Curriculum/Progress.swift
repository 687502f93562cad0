/// How far a learner has come.
public struct Progress: Hashable, Sendable {
  /// The exercises that have passed their hidden suite.
  public private(set) var passed: Set<String> = []
  /// The exercise worked on last.
  public private(set) var lastExercise: String?
  private var hintsSeen: [String: Set<Int>] = [:]
  private var failing: [String: String] = [:]
  /// Whether each question of a quiz was answered rightly when it was last asked, by its id.
  public internal(set) var answers: [String: Bool] = [:]
  /// When each question that comes again does so, by its id. Nothing takes one away: what has been remembered
  /// for long is asked seldom.
  var reviews: [String: Review] = [:]
  /// The chapter or task read last.
  public private(set) var lastRead: String?
  private var places: [String: ReadingPlace] = [:]
  /// How often an exercise was tried on each machine: a counter that only grows, kept by replica, so that
  /// merging the records of two machines counts nothing twice (Shapiro et al. 2011, specification 6).
  private var tries: [String: [String: Int]] = [:]
  private var passTimes: [String: Int] = [:]

  /// Has come nowhere yet.
  public init() {}

  /// The hints of `exercise` that have been shown, by their numbers.
  public func hintsSeen(of exercise: String) -> Set<Int> {
    hintsSeen[exercise, default: []]
  }

  /// The check of `exercise` that failed when one last did; nil before, and once it has passed.
  public func failingCheck(of exercise: String) -> String? {
    failing[exercise]
  }

  /// How often `exercise` has been tried, on all machines together.
  public func attempts(at exercise: String) -> Int {
    tries[exercise, default: [:]].values.reduce(0, +)
  }

  /// When `exercise` was passed first, in seconds since 1970; nil before, and when an older book noted it.
  public func passTime(of exercise: String) -> Int? { passTimes[exercise] }

  /// Notes that `exercise` was tried on a machine.
  public mutating func attempt(_ exercise: String, on machine: String) {
    tries[exercise, default: [:]][machine, default: 0] += 1
  }

  /// Notes that `exercise` is being worked on.
  public mutating func workOn(_ exercise: String) {
    lastExercise = exercise
  }

  /// Notes that `exercise` has passed. It stays passed when a later change breaks it.
  /// - Parameter time: seconds since 1970.
  public mutating func pass(_ exercise: String, at time: Int? = nil) {
    lastExercise = exercise
    if passed.insert(exercise).inserted, let time { passTimes[exercise] = time }
    failing[exercise] = nil
  }

  /// Notes that a check of `exercise` fails.
  public mutating func fail(_ exercise: String, in check: String) {
    lastExercise = exercise
    failing[exercise] = check
  }

  /// Notes that hints of `exercise` have been shown.
  public mutating func showHints(_ numbers: some Sequence<Int>, of exercise: String) {
    lastExercise = exercise
    hintsSeen[exercise, default: []].formUnion(numbers)
  }

  /// Where `text`, a chapter or task, was left; nil when it has not been read.
  public func place(in text: String) -> ReadingPlace? {
    places[text]
  }

  /// Notes that `text` is the one read last and was left at `place`.
  public mutating func read(_ text: String, to place: ReadingPlace) {
    lastRead = text
    places[text] = place
  }

  /// Forgets everything about `exercise`, as when it is reset.
  public mutating func forget(_ exercise: String) {
    passed.remove(exercise)
    hintsSeen[exercise] = nil
    failing[exercise] = nil
    tries[exercise] = nil
    passTimes[exercise] = nil
  }

  /// Whether nothing but the number of attempts has changed since `before`.
  func differsInAttemptsOnly(from before: Progress) -> Bool {
    var same = self
    same.tries = before.tries
    return same == before
  }

  /// Takes in what another machine knows: what either has passed, seen or answered rightly is passed, seen
  /// and answered rightly; a question comes again as whoever was asked last has it. Where they differ otherwise,
  /// ours stays. What was forgotten here and not there
  /// is known again.
  public mutating func merge(_ other: Progress) {
    passed.formUnion(other.passed)
    for (exercise, numbers) in other.hintsSeen {
      hintsSeen[exercise, default: []].formUnion(numbers)
    }
    for (exercise, machines) in other.tries {
      tries[exercise, default: [:]].merge(machines, uniquingKeysWith: max)
    }
    passTimes.merge(other.passTimes, uniquingKeysWith: min)
    answers.merge(other.answers) { $0 || $1 }
    reviews.merge(other.reviews, uniquingKeysWith: Review.merged)
    failing = failing.merging(other.failing) { ours, _ in ours }.filter {
      !passed.contains($0.key)
    }
    places.merge(other.places) { ours, _ in ours }
    lastExercise = lastExercise ?? other.lastExercise
    lastRead = lastRead ?? other.lastRead
  }
}

extension Progress: Codable {
  /// The form of the file; a newer book may write another.
  private static let version = 1
  /// More than any exercise has, so that a wrong number in the file costs nothing.
  private static let mostHints = 1_000
  /// More than anybody makes, and few enough to be added.
  private static let mostTries = 1_000_000

  private enum Key: String, CodingKey {
    case version, passed, lastExercise, hintsShown, hintsSeen, failing, answers, lastRead, places
    case tries, passTimes, reviews
  }

  /// Reads the form of the file.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let version = try values.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: values,
        debugDescription: "version \(version) is not known to this book")
    }
    passed = Set(try values.decode([String].self, forKey: .passed))
    lastExercise = try values.decodeIfPresent(String.self, forKey: .lastExercise)
    // Hints were shown in their order once, so that a number said which.
    let counts = try values.decode([String: Int].self, forKey: .hintsShown)
    hintsSeen = counts.mapValues { Set(1..<max(1, min($0, Self.mostHints) + 1)) }
    for (exercise, numbers) in try values.decodeIfPresent([String: [Int]].self, forKey: .hintsSeen)
      ?? [:]
    {
      hintsSeen[exercise] = Set(numbers)
    }
    // Older books wrote none of the following.
    failing = try values.decodeIfPresent([String: String].self, forKey: .failing) ?? [:]
    answers = try values.decodeIfPresent([String: Bool].self, forKey: .answers) ?? [:]
    lastRead = try values.decodeIfPresent(String.self, forKey: .lastRead)
    places = try values.decodeIfPresent([String: ReadingPlace].self, forKey: .places) ?? [:]
    tries = try values.decodeIfPresent([String: [String: Int]].self, forKey: .tries) ?? [:]
    tries = tries.mapValues { $0.mapValues { max(0, min($0, Self.mostTries)) } }
    passTimes = try values.decodeIfPresent([String: Int].self, forKey: .passTimes) ?? [:]
    reviews = try values.decodeIfPresent([String: Review].self, forKey: .reviews) ?? [:]
    // Missed before questions came again: due since the beginning.
    for (id, isRight) in answers where !isRight && reviews[id] == nil {
      reviews[id] = .missed(on: 0)
    }
  }

  /// Writes the form of the file; lists are in alphabetical order.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(Self.version, forKey: .version)
    try values.encode(passed.sorted(), forKey: .passed)
    try values.encodeIfPresent(lastExercise, forKey: .lastExercise)
    // For older books, which show hints in their order and demand the number.
    try values.encode(hintsSeen.mapValues(\.count), forKey: .hintsShown)
    let outOfOrder = hintsSeen.filter { $0.value != Set(1..<$0.value.count + 1) }
    if !outOfOrder.isEmpty {
      try values.encode(outOfOrder.mapValues { $0.sorted() }, forKey: .hintsSeen)
    }
    if !failing.isEmpty { try values.encode(failing, forKey: .failing) }
    if !answers.isEmpty { try values.encode(answers, forKey: .answers) }
    try values.encodeIfPresent(lastRead, forKey: .lastRead)
    if !places.isEmpty { try values.encode(places, forKey: .places) }
    if !tries.isEmpty { try values.encode(tries, forKey: .tries) }
    if !reviews.isEmpty { try values.encode(reviews, forKey: .reviews) }
    if !passTimes.isEmpty { try values.encode(passTimes, forKey: .passTimes) }
  }
}
