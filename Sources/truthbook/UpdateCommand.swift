import ArgumentParser
import Curriculum

/// `truthbook update`: brings a workspace in line with the book.
struct UpdateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Bring new exercises and changed tasks into your workspace.",
    discussion: """
      Run it in your workspace. It writes new exercises, and changed tasks, hints, starters and the kit. A file \
      you edit is replaced only while it is the starter byte for byte. Where you have changed a file \
      that follows the book, yours is kept below .truthbook/kept.
      """)

  func run() throws {
    let changes: Workspace.Changes
    do {
      guard var workspace = try Workspace.find() else { throw WorkspaceError.notFound }
      changes = try workspace.update(from: try WorkbookRoot.find())
    } catch let error as WorkspaceError {
      throw Fault(error)
    } catch {
      throw Fault.environment("\(error)")
    }
    for line in lines(changes) { try Console.print(line) }
  }

  private func lines(_ changes: Workspace.Changes) -> [String] {
    guard !changes.isEmpty else { return ["Everything is up to date."] }
    var lines = changes.newExercises.map { "new       \($0): truthbook read \($0)" }
    lines += changes.written.map { "written   \($0)" }
    lines += changes.removed.map { "removed   \($0)" }
    lines += changes.keptCopies.map { "kept      \($0.path) as \($0.copy)" }
    lines += changes.settings.map { "yours     \($0): not touched, since you have changed it" }
    for path in changes.edited {
      lines.append(
        "yours     \(path): not touched, since you have edited it; its starter has changed")
      lines += merge(path, changes.keptCopies).map { ["          to merge: " + $0] } ?? []
    }
    return lines
  }

  /// The command that brings a starter's changes into an edited file; nil where its old version is not kept.
  private func merge(_ path: String, _ copies: [Workspace.Copy]) -> String? {
    let parts = path.split(separator: "/")
    let starter = parts.dropLast().joined(separator: "/") + "/Starter/" + (parts.last ?? "")
    return copies.first { $0.path == starter }.map {
      "git merge-file \(path) \($0.copy) \(starter)"
    }
  }
}
