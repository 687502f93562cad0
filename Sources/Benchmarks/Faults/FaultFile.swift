import Foundation

/// What `Solutions/Faults/NAME.txt` tells of an exercise or a reference: in which situations alone a fault
/// may show, which faults are none, and which are always among those put into a reference.
///
/// ```
/// # A comment.
/// when after fifty calls: calls.value > 50
/// equivalent `return n` → `return n + 0`: zero is nothing more
/// equivalent `return n / 2` → `return 0`, only for one node: half of one is none
/// unasked `self.log = log` → ``: the task does not ask for a restart
/// fault `return n / 2 + 1` → `return n / 2`: half is a majority
/// ```
struct FaultFile {
  /// A situation in which alone a fault shows.
  struct Situation: Hashable {
    /// In words: `after fifty calls`.
    var words: String
    /// In Swift, where a method of the reference can ask it.
    var condition: String
  }

  /// A fault that somebody thought of: whole lines, without their indentation, with ` ↵ ` between them.
  struct Named: Hashable {
    var old: [String]
    var new: [String]
    /// What is wrong.
    var words: String
  }

  private(set) var named: [Named] = []
  private(set) var situations: [Situation] = []
  /// Why a fault changes nothing that anybody could see, by its key.
  private(set) var equivalents: [String: String] = [:]
  /// Why a fault breaks nothing that the exercise's task asks for; the reference's own tests must notice it.
  private(set) var unasked: [String: String] = [:]

  /// Reads a file; a line that is neither is an error.
  init(path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let place = "\(path):\(index + 1):1"
      if line.hasPrefix("when ") {
        let halves = line.dropFirst("when ".count).split(separator: ": ", maxSplits: 1)
        guard halves.count == 2 else {
          throw Command.Failed(description: "\(place): write `when WORDS: CONDITION`")
        }
        situations.append(Situation(words: String(halves[0]), condition: String(halves[1])))
      } else if let equivalent = line.wholeMatch(
        of: #/(?:equivalent|unasked) (`.*?` → `.*?`(?:, only .*?)?): (.+)/#)
      {
        if line.hasPrefix("unasked") {
          unasked[String(equivalent.1)] = String(equivalent.2)
        } else {
          equivalents[String(equivalent.1)] = String(equivalent.2)
        }
      } else if let fault = line.wholeMatch(of: #/fault `(.*?)` → `(.*?)`: (.+)/#) {
        let (old, new) = (String(fault.1).split(by: " ↵ "), String(fault.2).split(by: " ↵ "))
        guard new.count <= old.count else {
          throw Command.Failed(description: "\(place): NEW has more lines than OLD")
        }
        named.append(Named(old: old, new: new, words: String(fault.3)))
      } else {
        throw Command.Failed(
          description: "\(place): write `when WORDS: CONDITION`, "
            + "`equivalent `OLD` → `NEW`: REASON`, `unasked …` or `fault `OLD` → `NEW`: WHAT IS WRONG`"
        )
      }
    }
  }
}

extension FaultFile {
  /// Whether a fault that no check catches is accounted for: what changes nothing does so in every situation,
  /// and what does not may in one.
  func accountsFor(_ fault: String) -> Bool {
    let always = fault.firstRange(of: "`, only ").map { String(fault[...$0.lowerBound]) } ?? fault
    return [fault, always].contains { equivalents[$0] != nil || unasked[$0] != nil }
  }
}

extension String {
  fileprivate func split(by separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
