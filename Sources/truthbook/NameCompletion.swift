import ArgumentParser
import Book
import Calculators
import Curriculum
import Errata
import Figures

/// The names a shell offers for an argument; `truthbook --generate-completion-script` writes what asks for
/// them.
enum NameCompletion {
  /// Exercises; files are completed by the shell itself where no name fits.
  static let exercises = CompletionKind.custom { _, _, _ in names { try $0.exerciseIDs() } }

  /// Chapters, for their quizzes.
  static let chapters = CompletionKind.custom { _, _, _ in names { try $0.chapterIDs() } }

  /// Everything that `truthbook read` opens by name.
  static let pages = CompletionKind.custom { _, _, _ in names { try Book($0).pageIDs() } }

  static let calculators = CompletionKind.list(Calculator.all.map(\.name))
  static let figures = CompletionKind.list(Figure.all.map(\.name))
  static let errata = CompletionKind.list(Erratum.all.map(\.id))

  /// None without a workbook: a shell that waits for names has no place for a message.
  private static func names(
    _ list: (Curriculum) throws -> [String]
  ) -> [String] {
    do {
      return try list(try Workbook().curriculum)
    } catch {
      return []
    }
  }
}
