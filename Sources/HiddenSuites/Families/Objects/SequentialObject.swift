import Dialects
import Simulation

/// A value whose every answer follows from what it was told before: its sequential specification
/// (Herlihy and Wing 1990, section 2), written out in numbers.
struct SequentialObject<State: Sendable>: Sendable {
  typealias Answer = ObjectWords.Answer

  /// The one right answer, and why it is right, as what stands after a colon.
  typealias Right = (answer: Answer, reason: String)

  /// Something the value is told or asked.
  struct Operation: Sendable {
    let form: NumberForm
    /// How often it is drawn, beside the others.
    let weight: Int
    /// How many of the first numbers name what there is: they are always among those of `near`.
    let chosen: Int
    /// Whether some lives go without it.
    let isOptional: Bool
    /// Whether what it brings is kept under the next number, which later lines may name.
    let keeps: Bool
    /// What it takes beside one of a few numbers, such as by being repeated.
    var cost: @Sendable ([Int128]) -> Int = { _ in 0 }
    /// Other operations that may show the same and are plainer, by their places among all.
    var plainer: @Sendable ([Int128]) -> [(operation: Int, numbers: [Int128])] = { _ in [] }
    /// Whether the task promises an answer to these numbers in this state.
    let isAllowed: @Sendable ([Int128], State) -> Bool
    /// Numbers at which an answer turns, for each place; empty where none does.
    let near: @Sendable (State) -> [[Int128]]
    /// Arguments that fit together, such as a session and the serial that is its next.
    let fitting: @Sendable (State) -> [[Int128]]
    /// The numbers of lists from which one that is drawn often differs in a little.
    let like: @Sendable (State) -> [[Int128]]
    let right: @Sendable ([Int128], inout State) -> Right

    /// Describes an operation.
    init(
      _ form: NumberForm, weight: Int = 1, chosen: Int = 0,
      isOptional: Bool = false, keeps: Bool = false,
      isAllowed: @escaping @Sendable ([Int128], State) -> Bool = { _, _ in true },
      near: @escaping @Sendable (State) -> [[Int128]] = { _ in [] },
      fitting: @escaping @Sendable (State) -> [[Int128]] = { _ in [] },
      like: @escaping @Sendable (State) -> [[Int128]] = { _ in [] },
      right: @escaping @Sendable ([Int128], inout State) -> Right
    ) {
      self.form = form
      self.weight = weight
      self.chosen = chosen
      self.isOptional = isOptional
      self.keeps = keeps
      self.isAllowed = isAllowed
      self.near = near
      self.fitting = fitting
      self.like = like
      self.right = right
    }
  }

  /// What the value is called: `lease service`.
  let subject: String
  /// Which of the exercise's types it is, in their order.
  var type: UInt8 = 0
  /// What it starts with.
  let setting: any SettingForm
  let start: @Sendable ([Int128]) -> State
  let operations: [Operation]
  /// An answer as a learner sees it.
  let text: @Sendable (Answer) -> String
  /// Whether an answer says more than that something has begun.
  var isTelling: @Sendable (Answer) -> Bool = { !$0.numbers.isEmpty }
  /// How many lines the longest conversations have: fewer where a right and simple answer takes a time
  /// that grows with what it was told.
  var longest = 800
  /// What its moments may be, where it is told of moments: some lives are then told such as stand still, step a
  /// little and pass zero.
  var moments: NumberDomain?
}

/// Talks to such a value.
struct ObjectTalk<State: Sendable>: ConversationModel {
  typealias Words = ObjectWords

  let object: SequentialObject<State>

  /// One operation.
  struct Line: Hashable, Sendable {
    let operation: Int
    let numbers: [Int128]
  }

  /// What the value starts with.
  struct Setting: Hashable, Sendable, CustomStringConvertible {
    let numbers: [Int128]
    let description: String
    /// Whether large and odd numbers are drawn.
    var isOdd = false
    /// How often each operation is drawn: some lives have much of one and little of another.
    var weights: [Int] = []
    /// How many of four numbers are drawn where an answer turns. A life with few of them knows many names.
    var turns = 3
    /// The names that are drawn for the most part; any where there are none.
    var names: [Int128] = []
    /// How many of four names are drawn among them.
    var namesInFour = 3
    /// About what moment those that are told lie; nil where they may be any.
    var origin: Int128?
  }

  init(_ object: SequentialObject<State>) {
    self.object = object
  }

  func arguments(_ setting: Setting) -> Words.Arguments {
    Words.Arguments(type: object.type, numbers: setting.numbers)
  }

  func call(_ line: Line, _ setting: Setting) -> Words.Call {
    Words.Call(operation: UInt8(line.operation), numbers: line.numbers)
  }

  func shadow(_ setting: Setting) -> State { object.start(setting.numbers) }

  // MARK: What is right

  private func right(_ line: Line, _ state: inout State) -> SequentialObject<State>.Right {
    object.operations[line.operation].right(understood(line), &state)
  }

  /// The numbers of a line, of names that are equal the first.
  private func understood(_ line: Line) -> [Int128] {
    let space = object.operations[line.operation].form.space
    guard space.hasNames else { return line.numbers }
    return space.changed(line.numbers) { $1.first(equalTo: $0) }
  }

  private func isAllowed(_ line: Line, _ state: State) -> Bool {
    let operation = object.operations[line.operation]
    return operation.form.space.contains(line.numbers)
      && operation.isAllowed(understood(line), state)
  }

  func complaint(
    about answer: Words.Answer, to line: Line, _ shadow: inout State
  ) -> String? {
    let (right, reason) = right(line, &shadow)
    guard answer != right else { return nil }
    let told = text(line)
    return told.isSentence
      ? "\(told): \(text(answer)); it must be: \(text(right)) (\(reason))"
      : "\(told) is \(text(answer)); it must be \(text(right)): \(reason)"
  }

  func answer(to line: Line, _ shadow: State) -> Words.Answer {
    var shadow = shadow
    return right(line, &shadow).answer
  }

  func tell(_ line: Line, _ shadow: inout State) -> Words.Answer { right(line, &shadow).answer }

  func isTelling(_ answer: Words.Answer) -> Bool { object.isTelling(answer) }

  func isFair(_ lines: [Line], _ setting: Setting) -> Bool {
    var state = object.start(setting.numbers)
    for line in lines {
      guard isAllowed(line, state) else { return false }
      _ = right(line, &state)
    }
    return true
  }

  func isFair(_ line: Line, after lines: [Line], _ shadow: State, _ setting: Setting) -> Bool {
    isAllowed(line, shadow)
  }

  // MARK: As text

  var subject: String { object.subject }

  func text(_ answer: Words.Answer) -> String { object.text(answer) }

  func text(_ line: Line) -> String {
    object.operations[line.operation].form.text(line.numbers)
  }

  func line(_ text: String) -> Line? {
    for (index, operation) in object.operations.enumerated() {
      if let numbers = operation.form.numbers(in: text) {
        return Line(operation: index, numbers: numbers)
      }
    }
    return nil
  }

  func setting(_ text: String) -> Setting? {
    object.setting.numbers(in: text).map { Setting(numbers: $0, description: text) }
  }

  func speaker(of line: Line) -> String? { nil }

  // MARK: Random conversations

  func drawSetting(isOdd: Bool, random: inout RandomSource) -> Setting {
    let numbers = object.setting.draw(isOdd: isOdd, random: &random)
    var weights = object.operations.map(\.weight)
    if random.chance(1, in: 2) { weights[random.index(below: weights.count)] *= 40 }
    for (place, operation) in object.operations.enumerated() where operation.isOptional {
      if random.chance(1, in: 2) { weights[place] = 0 }
    }
    let isWide = object.setting.hasWideLives && random.chance(1, in: 3)
    if object.setting.hasWideLives, random.chance(1, in: 3) {
      // Replicas that seldom meet do much without knowing of each other.
      for (place, operation) in object.operations.enumerated() where operation.chosen < 2 {
        weights[place] *= 6
      }
    } else if object.setting.hasWideLives, random.chance(1, in: 6) {
      // Replicas that listen for long, and only then do something of their own.
      for (place, operation) in object.operations.enumerated() where operation.chosen > 1 {
        weights[place] *= 60
      }
    }
    return Setting(
      numbers: numbers, description: object.setting.text(numbers), isOdd: isOdd, weights: weights,
      turns: isWide ? 1 : 3,
      names: hasNames && random.chance(1, in: 5) ? [1] + NumberDomain.oddNames : [])
  }

  var hasNames: Bool {
    object.operations.contains(where: \.form.space.hasNames)
  }

  /// A life for each name that is written oddly, beside the plain one that it is easily taken for, and in all the
  /// ways in which it is written; and some of clusters as large as they come.
  func ownBeginnings(random: inout RandomSource) -> [ConversationBeginning<Self>] {
    oddSettings(random: &random).map { .init(setting: $0, count: 64) }
      + largeSettings(random: &random).map { .init(setting: $0, count: 80) }
      + narrowSettings(random: &random).map { .init(setting: $0, count: 90) }
      + momentSettings(random: &random).map { .init(setting: $0, count: 24) }
  }

  private func oddSettings(random: inout RandomSource) -> [Setting] {
    guard hasNames else { return [] }
    return NumberDomain.unequalNames.map { name in
      let numbers = object.setting.draw(isOdd: false, random: &random)
      return Setting(
        numbers: numbers, description: object.setting.text(numbers),
        weights: object.operations.map(\.weight), names: [1] + NumberDomain.names(equalTo: name))
    }
  }

  /// All replicas of a large cluster work on one thing, and restart often: a fault may need each of them to
  /// have done something.
  private func largeSettings(random: inout RandomSource) -> [Setting] {
    guard object.setting.hasWideLives else { return [] }
    return (0..<6).map { _ in
      var numbers: [Int128]
      repeat {
        numbers = object.setting.draw(isOdd: false, random: &random)
      } while numbers.count <= ClusterForm.sizes.upperBound
      return Setting(
        numbers: numbers, description: object.setting.text(numbers),
        weights: object.operations.map { $0.isOptional ? 3 * $0.weight : $0.weight }, names: [1])
    }
  }

  func draw(_ setting: Setting, _ shadow: State, random: inout RandomSource) -> Line {
    // A setting that was written and not drawn says nothing of them.
    let weights =
      setting.weights.isEmpty ? object.operations.map(\.weight) : setting.weights
    let sum = weights.reduce(0, +)
    while true {
      var rest = random.index(below: sum)
      let place = weights.firstIndex { weight in
        rest -= weight
        return rest < 0
      }
      guard let place else { continue }
      let operation = object.operations[place]
      let fitting = operation.fitting(shadow)
      if !fitting.isEmpty, random.chance(1, in: 2) {
        let line = Line(
          operation: place, numbers: fitting[random.index(below: fitting.count)])
        if isAllowed(line, shadow) { return line }
      }
      let near = operation.near(shadow)
      var numbers: [Int128] = []
      for (index, domain) in operation.form.space.domains.enumerated() {
        let turning = index < near.count ? near[index] : []
        if let list = domain.list {
          let part = list.draw(after: operation.like(shadow), random: &random)
          numbers += domain.numbers(of: part)
          continue
        }
        var number: Int128
        if let origin = setting.origin, domain == object.moments {
          let told = zip(operation.form.space.domains, numbers).filter { $0.0 == domain }.map(\.1)
          number = drawMoment(about: origin, turning, after: told, random: &random)
        } else if index < operation.chosen {
          guard let choice = random.element(of: turning) else { break }
          number = choice
        } else if !setting.names.isEmpty, domain.isOfNames,
          random.chance(setting.namesInFour, in: 4)
        {
          number = setting.names[random.index(below: setting.names.count)]
        } else if !turning.isEmpty, random.chance(setting.turns, in: 4) {
          number = turning[random.index(below: turning.count)]
          if random.chance(1, in: 3) { number += Int128(random.index(below: 3)) - 1 }
          // Alike but for one bit high up.
          if random.chance(1, in: 16) { number += Int128(1) << Int128(8 + random.index(below: 56)) }
        } else if random.chance(1, in: 6) {
          number = domain.ends[random.index(below: domain.ends.count)]
        } else if setting.isOdd, random.chance(1, in: 2) {
          number = domain.draw(after: numbers, random: &random)
        } else {
          let small = domain.small(setting.turns < 3 ? 100 : 5)
          number = small[random.index(below: small.count)]
        }
        numbers.append(min(max(number, domain.range.lowerBound), domain.range.upperBound))
      }
      let line = Line(operation: place, numbers: numbers)
      if isAllowed(line, shadow) { return line }
    }
  }

  var longest: Int { object.longest }

  func sentence(_ line: Line) -> String {
    "the \(subject) \(subject.hasSuffix("s") ? "are" : "is") told \(text(line))"
  }

  func step(from line: Line, to next: Line) -> LineStep? {
    guard line.operation == next.operation, line.numbers.count == next.numbers.count else {
      return nil
    }
    let changed = line.numbers.indices.filter { line.numbers[$0] != next.numbers[$0] }
    guard let place = changed.first else { return .again }
    return changed.count == 1 && next.numbers[place] == line.numbers[place] + 1 ? .on(place) : nil
  }

  func weight(of line: Line) -> Int {
    let operation = object.operations[line.operation]
    return 1 + operation.form.space.itemCount(of: line.numbers)
      + operation.cost(line.numbers)
  }

  /// All that names one thing: a node, a key, a client; and all of one kind, such as everything that only asks.
  func parts(of lines: [Line]) -> [Set<Int>] {
    var places: [NumberDomain: [Int128: Set<Int>]] = [:]
    for (place, line) in lines.enumerated() {
      _ = object.operations[line.operation].form.space.changed(line.numbers) { number, domain in
        places[domain, default: [:]][number, default: []].insert(place)
        return number
      }
    }
    let kinds = Dictionary(grouping: lines.indices) { lines[$0].operation }
    return places.values.flatMap(\.values) + kinds.values.map(Set.init)
  }

  /// What is kept is numbered anew, and a line that names what is not kept any more goes too.
  func without(_ places: some Collection<Int>, _ lines: [Line]) -> [Line] {
    let removed = Set(places)
    var renumbered: [Int128: Int128] = [:]
    var (before, after): (Int128, Int128) = (0, 0)
    var rest: [Line] = []
    for (place, line) in lines.enumerated() {
      let operation = object.operations[line.operation]
      if operation.keeps { before += 1 }
      var isLeft = !removed.contains(place)
      let numbers = operation.form.space.changed(line.numbers) { number, domain in
        guard domain == .kept else { return number }
        guard let new = renumbered[number] else {
          isLeft = false
          return number
        }
        return new
      }
      guard isLeft else { continue }
      if operation.keeps {
        after += 1
        renumbered[before] = after
      }
      rest.append(Line(operation: line.operation, numbers: numbers))
    }
    return rest
  }

  /// Without half of the keys that any list has, or a quarter.
  func lighter(_ lines: [Line]) -> [[Line]] {
    func space(_ line: Line) -> NumberSpace { object.operations[line.operation].form.space }
    var known: Set<Int128> = []
    let keys = lines.flatMap { space($0).keys(of: $0.numbers) }.filter { known.insert($0).inserted }
    guard keys.count > 16 else { return [] }
    return [2, 4].flatMap { count in
      (0..<count).map { place in
        let removed = Set(keys[keys.count * place / count..<keys.count * (place + 1) / count])
        return lines.map {
          Line(operation: $0.operation, numbers: space($0).without(removed, in: $0.numbers))
        }
      }
    }
  }

  func simpler(than line: Line) -> [Line] {
    let operation = object.operations[line.operation]
    return operation.plainer(line.numbers).map {
      Line(operation: $0.operation, numbers: $0.numbers)
    }
      + operation.form.space.simpler(than: line.numbers).map {
        Line(operation: line.operation, numbers: $0)
      }
  }

  func renamed(_ lines: [Line]) -> [[Line]] {
    var numbers: [(domain: NumberDomain, known: Set<Int128>)] = []
    func note(_ number: Int128, of domain: NumberDomain) {
      guard let place = numbers.firstIndex(where: { $0.domain == domain }) else {
        return numbers.append((domain, [number]))
      }
      numbers[place].known.insert(number)
    }
    func changed(
      _ change: (Int128, NumberDomain) -> Int128
    ) -> [Line] {
      lines.map { line in
        let space = object.operations[line.operation].form.space
        return Line(operation: line.operation, numbers: space.changed(line.numbers, by: change))
      }
    }
    _ = changed { number, domain in
      note(number, of: domain)
      return number
    }
    return numbers.flatMap { domain, known in
      let names = domain.small(known.count + 2).filter { $0 > 0 && !known.contains($0) }
      return known.filter { $0 > 40 }.sorted().prefix(16).compactMap { number in
        names.first.map { name in changed { $0 == number && $1 == domain ? name : $0 } }
      }
    }
  }
}

extension String {
  /// Whether this is a sentence, `the round ends`, and nothing that has a value, such as `get(k1)`, `a == b`, `version`.
  fileprivate var isSentence: Bool {
    contains(" ") && !contains("==") && !prefix { $0 != " " }.contains(where: "([.".contains)
  }
}
