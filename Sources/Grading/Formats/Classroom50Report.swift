import FoundationEssentials

/// Whose submission a report is of, as the runner of Classroom 50 tells the programs it starts.
public struct Classroom50Identity: Hashable, Sendable {
  let classroom: String
  let assignment: String
  let assignmentType: String
  let owner: String
  let submission: String
  let commit: String
  let release: String
  let review: String
  let datetime: String

  /// Why the environment does not say whose submission it is.
  public struct Missing: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence that names what is missing or wrong.
    public let description: String
  }

  /// Takes the identity from a process's environment.
  public init(environment: [String: String]) throws(Missing) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let required = ["CLASSROOM", "ASSIGNMENT", "USERNAME", "SUBMISSION_TAG", "COMMIT_URL"]
    let missing = (required + ["RELEASE_URL"]).filter { value($0) == nil }
    guard missing.isEmpty else {
      throw Missing(
        description:
          "the environment lacks \(missing.joined(separator: ", ")), which Classroom 50's "
          + "runner sets; run it there, or set them")
    }
    let tag = value("SUBMISSION_TAG") ?? ""
    guard tag.hasPrefix("submit/"), let time = Self.time(in: tag) else {
      throw Missing(
        description: "SUBMISSION_TAG is '\(tag)'; it has to be like "
          + "'submit/2026-09-01T14-32-05Z-a1b2c3d'")
    }
    classroom = value("CLASSROOM") ?? ""
    assignment = value("ASSIGNMENT") ?? ""
    assignmentType = value("ASSIGNMENT_TYPE") ?? "individual"
    owner = value("OWNER") ?? value("USERNAME") ?? ""
    submission = tag
    commit = value("COMMIT_URL") ?? ""
    release = value("RELEASE_URL") ?? ""
    review = value("REVIEW_URL") ?? commit
    datetime = time
  }

  /// The time in a tag such as `submit/2026-09-01T14-32-05Z-a1b2c3d`, as ISO 8601 writes it.
  private static func time(in tag: String) -> String? {
    guard
      let match = tag.firstMatch(
        of: /([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3])-([0-5][0-9])-([0-5][0-9])Z/)
    else { return nil }
    return "\(match.1)T\(match.2):\(match.3):\(match.4)Z"
  }
}

/// The report as the `result.json` of Classroom 50 (foundation50/classroom50), `classroom50/result/v1`;
/// `classroom50-result.schema.json` in this folder's parent says what that is and as of when.
///
/// The time is that of the submission's tag, so that the same submission gives the same bytes; the
/// runner writes its own over it.
struct Classroom50Report {
  struct Document: Encodable {
    struct Test: Encodable {
      var name: String
      var passed: Bool
      var score: Int
      var maximum: Int
      /// What went wrong: the contract lets a test say more than it must.
      var message: String?

      enum CodingKeys: String, CodingKey {
        case name = "test-name"
        case passed, score
        case maximum = "max-score"
        case message
      }
    }

    var schema = "classroom50/result/v1"
    var classroom: String
    var assignment: String
    var assignmentType: String
    var owner: String
    var submission: String
    var commit: String
    var release: String
    var review: String
    var datetime: String
    var score: Int
    var maximum: Int
    var tests: [Test]

    enum CodingKeys: String, CodingKey {
      case schema, classroom, assignment, owner, submission, commit, release, review, datetime
      case score, tests
      case assignmentType = "assignment_type"
      case maximum = "max-score"
    }
  }

  /// The most bytes of all messages: the collector takes no file of more than 10 MiB, and a release
  /// page of a tenth of this is long.
  private static let room = 128 << 10

  let document: Document

  /// - Throws: `Classroom50Identity.Missing` when the setting does not say whose submission it is.
  init(_ report: Report, _ setting: ReportSetting) throws {
    guard let identity = setting.identity else {
      throw Classroom50Identity.Missing(
        description: "a report for Classroom 50 has to say whose submission it is of")
    }
    // Never empty: without tests, the runner takes a submission for right.
    let entries = report.entries
    let limit = TextLimit.bytes(Self.room, sharedBy: entries.count, atMost: 16 << 10)
    document = Document(
      classroom: identity.classroom, assignment: identity.assignment,
      assignmentType: identity.assignmentType, owner: identity.owner,
      submission: identity.submission, commit: identity.commit, release: identity.release,
      review: identity.review, datetime: identity.datetime, score: report.score,
      maximum: report.maximum,
      tests: entries.map { entry in
        Document.Test(
          name: entry.name, passed: entry.status == .pass, score: entry.score,
          maximum: entry.maximum, message: entry.text.isEmpty ? nil : entry.text.cut(to: limit))
      })
  }

  func json() throws -> Data { try jsonDocument(document) }
}
