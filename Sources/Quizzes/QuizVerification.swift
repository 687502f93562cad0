import Calculators
public import Curriculum
import Parameters

/// What is wrong with the book's quizzes: ids used twice, sections that do not exist, kinds of tracing
/// question that nobody wrote, and answers that a calculator contradicts. The quizzes of chapters that
/// cannot be read are left out.
public func quizFaults(of curriculum: Curriculum) throws(CurriculumError) -> [Diagnostic] {
  var faults: [Diagnostic] = []
  var places: [String: QuizItem] = [:]
  for chapter in try curriculum.chapters().items {
    let items: [QuizItem]
    do throws(CurriculumError) {
      items = try chapter.quiz()
    } catch {
      faults += error.diagnostics
      continue
    }
    for item in items {
      if let other = places[item.id] {
        faults.append(
          item.diagnostic(
            at: "id", "the id '\(item.id)' is used in \(other.file.path) too; choose another"))
      }
      places[item.id] = item
      faults += itemFaults(item)
    }
  }
  return faults
}

private func itemFaults(_ item: QuizItem) -> [Diagnostic] {
  do throws(CurriculumError) {
    _ = try PreparedQuestion(item)
  } catch {
    return error.diagnostics
  }
  guard case .short(let answer, _, let computed?) = item.kind else { return [] }
  let words = computed.split(separator: " ").map(String.init)
  do throws(ArgumentError) {
    guard words.count >= 2, let calculator = Calculator.named(words[0]) else {
      throw ArgumentError("'\(computed)' names no calculator and field")
    }
    let fields = try calculator.answer(Array(words.dropFirst(2))).fields
    guard let field = fields.first(where: { $0.name == words[1] }) else {
      throw ArgumentError(
        "\(words[0]) has no field '\(words[1])'; it has "
          + fields.map(\.name).joined(separator: ", "))
    }
    guard field.text == answer else {
      throw ArgumentError("the answer is '\(answer)', but \(computed) comes to '\(field.text)'")
    }
    return []
  } catch {
    return [item.diagnostic(at: "computed", error.description)]
  }
}
