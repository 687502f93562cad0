import Checking
import Wire

// Shorter conversations that go wrong as a long one did.

extension ConversationPart {
  /// How many lines may be said in search of a shorter conversation. One that needs a thousand of them would
  /// never be done.
  private static var shrinkingEffort: Int { 60_000 }

  /// The shortest conversation that leaving out lines comes to, in the plainest numbers.
  func failure(
    _ check: Check, _ finding: Finding, _ subject: any Subject
  ) throws(Stop) -> Failure {
    var best = finding
    var effort = Self.shrinkingEffort
    func tried(_ candidates: [[Model.Line]]) throws(Stop) -> Finding? {
      guard effort > 0 else { return nil }
      effort -= candidates.reduce(0) { $0 + $1.count }
      return try firstFailing(of: fair(candidates, finding.talk.setting), on: subject)
    }
    do throws(Stop) {
      guard let own = try firstFailing(of: [finding.talk], on: subject) else {
        return told(
          check, finding,
          remark: "; asked by itself, this goes well, so answers depend on more than the value")
      }
      best = own
      while true {
        best = try shrunk(
          best, effort: effort, events: \.linesToFault, removing: { $1.without($0) },
          firstFailing: tried)
        guard let plainer = try firstOfMany(plainer(than: best.linesToFault), tried) else { break }
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
    return try shrunk((talk, stop), events: \.0.lines, removing: { $1.without($0) }) {
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

  /// Those of the conversations that keep to what the task promises.
  private func fair(_ candidates: [[Model.Line]], _ setting: Model.Setting) -> [Talk] {
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
