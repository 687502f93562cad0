import Curriculum
import Quizzes
import Testing

/// Finds the wrong line by other means than those that made the question: in the patch itself.
@Suite("Code in which one line is wrong")
struct WrongLineTests {
  private static let root = #filePath.split(separator: "/").dropLast(3)
    .reduce(into: "") { $0 += "/" + $1 }

  private struct Asked {
    let item: QuizItem
    let mutants: [String]
    let chapter: String
  }

  private static func all() throws -> [Asked] {
    try Curriculum(root: root).chapters().items.flatMap { chapter in
      try chapter.quiz().compactMap { item in
        guard case .wrongLine(let mutants) = item.kind else { return nil }
        return Asked(item: item, mutants: mutants, chapter: chapter.id)
      }
    }
  }

  /// The lines that a patch takes out and puts in, without the blanks before them.
  private func changes(_ name: String, of exercise: String) throws -> (old: [String], new: [String])
  {
    let path = "Solutions/Mutants/\(exercise)/\(name).patch"
    let lines = try WorkbookFile(root: Self.root, path: path).text().split(separator: "\n")
    func changed(_ sign: String) -> [String] {
      lines.filter { $0.hasPrefix(sign) && !$0.hasPrefix(sign + sign) }
        .map { String($0.dropFirst().drop { $0 == " " }) }
    }
    return (changed("-"), changed("+"))
  }

  @Test func `the right answer is the line that the patch puts in, under its number`() throws {
    let all = try Self.all()
    #expect(all.count >= 16)
    for asked in all {
      let exercise = try ReferenceCode.Place(asked.item.code[0]).exercise
      let patches = try asked.mutants.map { try changes($0, of: exercise) }
      #expect(patches.allSatisfy { $0.new.count == 1 }, "\(asked.item.id)")
      var shares: [String: Int] = [:]
      let prepared = try PreparedQuestion(asked.item)
      for seed in UInt64(0)..<200 {
        let question = prepared.asked(seed: seed)
        let right = try #require(question.choices.first { $0.isRight })
        let found = try #require(right.text.wholeMatch(of: /line (\d+): `(.*)`/))
        let patch = try #require(
          patches.first { $0.new == [String(found.2)] }, "\(asked.item.id), seed \(seed)")
        shares[right.text, default: 0] += 1
        if seed < 12 { try expectShown(question, line: String(found.1), String(found.2)) }
        for old in patch.old { #expect(question.question.why.contains("`\(old)`")) }
        #expect(question.choices.count { $0.isRight } == 1 && question.choices.count >= 3)
        // The other lines stand in right code too.
        #expect(Set(question.choices.map(\.text)).count == question.choices.count)
      }
      for (line, count) in shares {
        #expect((30...120).contains(count), "\(asked.item.id): \(line) in \(count) of 200")
      }
    }
  }

  /// The line stands in the code under its number; what was too wide goes on below without one.
  private func expectShown(_ question: AskedQuestion, line: String, _ text: String) throws {
    let lines = question.question.ask.split(separator: "\n").map(String.init)
    let start = try #require(
      lines.firstIndex { $0.drop { $0 == " " }.hasPrefix(line + "  ") }, "\(question.id)")
    let margin = String(lines[start].prefix { $0 == " " || $0.isNumber }.map { _ in " " })
    let more = lines[(start + 1)...].prefix { $0.hasPrefix(margin) }
    let shown = ([String(lines[start].drop { $0 == " " || $0.isNumber })] + more).joined()
    func bare(_ text: String) -> String { text.filter { $0 != " " } }
    #expect(bare(shown).hasPrefix(bare(text)), "\(question.id): \(shown)")
    #expect(lines.allSatisfy { !$0.contains("  ") || $0.count <= CodeColumns.usual + 40 })
  }

  @Test func `eight chapters and more have a question about code`() throws {
    let chapters = try Curriculum(root: Self.root).chapters().items
    let withCode = try chapters.filter { try $0.quiz().contains { !$0.code.isEmpty } }
    #expect(withCode.count >= 8, "\(withCode.map(\.id))")
  }
}
