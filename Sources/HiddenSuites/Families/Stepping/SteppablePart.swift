import Checking
import Stepping
import Wire

/// A part of a suite whose runs can be stepped.
protocol SteppablePart: SuitePart {
  /// A run at its start; nil when the setting is none of the part's.
  func steppedRun(setting: String, check: Check?) -> (any SteppedRun)?

  /// A setting to begin with.
  var usualSetting: String? { get }

  /// Whether its runs are of several nodes, which show more than a talk with one.
  var hasNetwork: Bool { get }
}

extension SteppablePart {
  var hasNetwork: Bool { true }
}

extension ComposedSuite: SteppableSuite {
  func steppedRun(setting: String, check: String?) -> (any SteppedRun)? {
    for part in parts {
      guard let steppable = part as? any SteppablePart else { continue }
      var told: Check?
      if let check, check != repeatability.name {
        told = part.stages(for: .ofOwnCode).flatMap(\.checks).first { $0.name == check }
        if told == nil { continue }
      }
      if let run = steppable.steppedRun(setting: setting, check: told) { return run }
    }
    return nil
  }

  var usualSetting: String? {
    let steppable = parts.compactMap { $0 as? any SteppablePart }
    return (steppable.filter(\.hasNetwork) + steppable).lazy.compactMap(\.usualSetting).first
  }
}

/// Reads answers to a step.
func readAnswers<Answer: WireValue>(
  _ answers: some Sequence<[UInt8]>, as _: Answer.Type
) throws(Stop) -> [Answer] {
  var read: [Answer] = []
  for bytes in answers {
    do throws(WireError) {
      var reader = ByteReader(bytes)
      read.append(try Answer(from: &reader))
      try reader.expectEnd()
    } catch {
      throw .protocolViolation("an answer that is not one: \(error)")
    }
  }
  return read
}

/// A schedule's line in which numbers of events are counted otherwise.
/// - Parameters:
///   - verbs: the words before which a node and behind which an event's number stands.
///   - places: for each event of a stepped run where it is among those of the schedule; nil for one that
///     the schedule does not hold.
func renumbered(_ line: String, behind verbs: [String], places: [Int?]) -> String? {
  var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
  guard words.count > 2, verbs.contains(words[1]), let number = Int(words[2]) else { return line }
  guard number > 0, places.indices.contains(number - 1), let place = places[number - 1] else {
    return nil
  }
  words[2] = String(place + 1)
  return words.joined(separator: " ")
}
