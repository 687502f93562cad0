import ExerciseKit
import Simulation

/// How a request meets a follower's log: whether its term is new, where it begins, what it brings, and what
/// it says is committed.
struct FollowerMeeting: Hashable, Sendable, CustomStringConvertible {
  enum Bringing: String, CaseIterable, Sendable {
    case nothing
    case whatIsThere = "what is there"
    case conflict = "a conflict"
    case news
  }

  enum Commit: String, CaseIterable, Sendable {
    /// Nothing that is not committed already.
    case nothing = "no commit"
    case within = "a commit"
    /// More than the request can have been compared with.
    case beyond = "a commit too far"
  }

  var isNewTerm: Bool
  var isFromStart: Bool
  var brings: Bringing
  var commit: Commit

  /// All that there can be: where nothing follows the start, nothing can have been compared.
  static let all: [FollowerMeeting] = {
    var all: [FollowerMeeting] = []
    for isNewTerm in [false, true] {
      for isFromStart in [true, false] {
        for brings in Bringing.allCases {
          for commit in Commit.allCases {
            all.append(
              .init(
                isNewTerm: isNewTerm, isFromStart: isFromStart, brings: brings, commit: commit))
          }
        }
      }
    }
    return all.filter { !($0.isFromStart && $0.brings == .nothing && $0.commit == .within) }
  }()

  var description: String {
    "\(isNewTerm ? ">" : "=") \(isFromStart ? "from the start" : "fits"), \(brings.rawValue), "
      + commit.rawValue
  }

  /// A follower and a leader, and the request with which they meet so.
  func beginning(random: inout RandomSource) -> ConversationBeginning<FollowerTalk> {
    let prevIndex = isFromStart ? 0 : 1 + random.index(below: 3)
    let own = 1 + random.index(below: 2)
    // How many entries the two logs share, how many the request holds, and how many the follower has beyond.
    var (shared, count, rest) = (prevIndex + random.index(below: 2), 0, random.index(below: 3))
    switch brings {
    case .nothing: break
    case .whatIsThere: (count, shared) = (own, prevIndex + own + random.index(below: 2))
    case .conflict: (count, rest) = (shared - prevIndex + own, own)
    case .news: (count, rest) = (shared - prevIndex + own, 0)
    }
    let match = prevIndex + count
    let (before, commit) = commits(shared, match, &random)
    let length = max(match, shared + 1, commit) + random.index(below: 2)
    let first = 1 + random.index(below: 3)
    let second = first + random.termStep()
    let last = second + random.termStep()
    func entries(_ count: Int, of term: Term, _ letter: String) -> [LogEntry] {
      (0..<count).map { LogEntry(term, "\(letter)\($0)") }
    }
    let start = entries(shared, of: first, "a")
    let setting = FollowerTalk.Setting(
      term: isNewTerm ? second : last, log: LogText(start + entries(rest, of: second, "b")),
      commit: before,
      leaders: [
        .init(term: last, log: LogText(start + entries(length - shared, of: last, "c")))
      ])
    return .init(
      setting: setting,
      lines: [.init(term: last, prevIndex: prevIndex, count: count, commit: commit)], count: 6)
  }

  /// What is committed before the request, and by it.
  private func commits(
    _ shared: Int, _ match: Int, _ random: inout RandomSource
  ) -> (before: Int, after: Int) {
    switch commit {
    case .nothing:
      let before = random.index(below: shared + 1)
      return (before, random.index(below: before + 1))
    case .within:
      let after = 1 + random.index(below: match)
      return (random.index(below: min(after, shared + 1)), after)
    case .beyond:
      let before = random.index(below: shared + 1)
      return (before, max(before, match) + 1 + random.index(below: 2))
    }
  }
}

extension FollowerTalk {
  /// One conversation for each way in which a request can meet a log: chance comes past some of them seldom.
  func ownBeginnings(random: inout RandomSource) -> [ConversationBeginning<FollowerTalk>] {
    var beginnings: [ConversationBeginning<FollowerTalk>] = []
    for meeting in FollowerMeeting.all { beginnings.append(meeting.beginning(random: &random)) }
    return beginnings
  }
}
