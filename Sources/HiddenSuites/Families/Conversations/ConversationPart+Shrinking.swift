import Checking
import Wire

// Shorter conversations that go wrong as a long one did.

extension ConversationPart {
  /// How many lines may be said in search of a shorter conversation, each counted by its weight. One that needs
  /// a thousand of them, or lines of a thousand numbers, would never be done.
  private static var shrinkingEffort: Int { 60_000 }

  /// The shortest conversation that leaving out lines comes to, in the plainest numbers.
  func failure(
    _ check: Check, _ finding: Finding, _ subject: any Subject
  ) throws(Stop) -> Failure {
    var best = finding
    var effort = Self.shrinkingEffort
    func tried(_ candidates: [[Model.Line]]) throws(Stop) -> Finding? {
      // What breaks the task's promises is not asked, and costs nothing.
      let affordable = fair(candidates, finding.talk.setting).prefix { talk in
        effort -= talk.lines.reduce(0) { $0 + model.weight(of: $1) }
        return effort >= 0
      }
      return try firstFailing(of: Array(affordable), on: subject)
    }
    do throws(Stop) {
      guard let own = try firstFailing(of: [finding.talk], on: subject) else {
        return told(
          check, finding,
          remark: "; asked by itself, this goes well, so answers depend on more than the value")
      }
      best = own
      while let lighter = try firstOfEach(model.lighter(best.linesToFault), tried) {
        best = lighter
      }
      // At most half of the effort: what is left of a long conversation is then gone through line by line.
      while effort > Self.shrinkingEffort / 2,
        let shorter = try firstOfEach(withoutParts(best.linesToFault), tried)
      {
        best = shorter
      }
      while effort > 0 {
        best = try shrunk(
          best, effort: effort, events: \.linesToFault, removing: { model.without($0, $1) },
          firstFailing: tried)
        let candidates = plainer(than: best.linesToFault).lazy.prefix { _ in effort > 0 }
        guard let plainer = try firstOfMany(candidates, tried) else { break }
        best = plainer
      }
    } catch {
      // The submission stops on something shorter. What was found before is wrong all the same.
      try subject.goOn(after: error)
      return told(
        check, best, remark: "; when something shorter was tried, the submission \(error.phrase)")
    }
    return told(check, best)
  }

  /// A shorter conversation that stops the submission too, found in a bounded number of tries: each may
  /// cost a worker.
  func shortened(
    _ talk: Talk, _ stop: Stop, _ subject: any Subject
  ) throws(Stop) -> (talk: Talk, stop: Stop) {
    var triesLeft = 60
    return try shrunk((talk, stop), events: \.0.lines, removing: { model.without($0, $1) }) {
      (candidates) throws(Stop) in
      for candidate in fair(candidates, talk.setting) where triesLeft > 0 {
        triesLeft -= 1
        if let end = try end(of: candidate, subject) { return (candidate, end) }
      }
      return nil
    }
  }

  /// How a conversation stops a submission, which is then started afresh; nil when it does not.
  func end(of talk: Talk, _ subject: any Subject) throws(Stop) -> Stop? {
    do throws(Stop) {
      _ = try answers(to: [talk], from: subject)
      return nil
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return error
    }
  }

  /// The first of these that is tried and fails, where a single one is much to ask.
  private func firstOfEach(
    _ candidates: [[Model.Line]], _ tried: ([[Model.Line]]) throws(Stop) -> Finding?
  ) throws(Stop) -> Finding? {
    for candidate in candidates {
      if let finding = try tried([candidate]) { return finding }
    }
    return nil
  }

  /// The lines without a part of them, the largest first: of a run of hundreds of lines most are about something
  /// else.
  private func withoutParts(_ lines: [Model.Line]) -> [[Model.Line]] {
    let parts: [[Int]] = model.parts(of: lines).filter { !$0.contains(lines.count - 1) }
      .map { $0.sorted() }
    // In an order that is the same each time.
    let largestFirst = parts.sorted { (one: [Int], other: [Int]) -> Bool in
      one.count == other.count ? one.lexicographicallyPrecedes(other) : one.count > other.count
    }
    return largestFirst.prefix(60).map { model.without($0, lines) }
  }

  /// Those of the conversations that keep to what the task promises.
  private func fair(
    _ candidates: some Sequence<[Model.Line]>, _ setting: Model.Setting
  ) -> [Talk] {
    candidates.filter { model.isFair($0, setting) }.map { Talk(setting, $0) }
  }

  /// The same lines, with a plainer name in all of them or a plainer number in one.
  private func plainer(than lines: [Model.Line]) -> some Sequence<[Model.Line]> {
    let renamed = [{ model.renamed(lines) }]
    // The last first: what is asked there is what a story is about.
    let changed = lines.indices.reversed().map { place in
      {
        model.simpler(than: lines[place]).map { line in
          var changed = lines
          changed[place] = line
          return changed
        }
      }
    }
    // Of long conversations there are very many.
    return (renamed + changed).lazy.flatMap { $0() }
  }
}

extension ConversationPart.Finding {
  /// The lines up to the one with the wrong answer.
  fileprivate var linesToFault: [Model.Line] { Array(talk.lines.prefix(place + 1)) }
}
