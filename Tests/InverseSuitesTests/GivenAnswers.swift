import Checking
import Curriculum
import Foundation
import InverseSuites
import Testing

/// The answers that the book has: right ones and wrong ones.
enum GivenAnswers {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func exercise(_ name: String) throws -> Exercise {
    try Curriculum(root: root).exercise(name)
  }

  static func text(_ file: WorkbookFile) throws -> AnswerText {
    try AnswerText(try file.text(), name: file.name)
  }

  /// The names of the checks that do not pass.
  static func failed(_ judgement: TextJudgement, of suite: any TextSuite) -> [String] {
    zip(suite.checks, judgement.verdicts).filter { !$1.isPassed }.map(\.0.name)
  }

  static func suite(_ name: String) throws -> any TextSuite {
    try #require(textSuite(for: name))
  }
}
