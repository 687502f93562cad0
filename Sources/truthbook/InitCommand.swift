import ArgumentParser
import Curriculum
import Glibc

/// `truthbook init`: a folder of one's own to work in.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a folder of your own to work in.",
    discussion: """
      Makes a Swift package with the kit and every exercise's task, hints and file to edit, settings for \
      editors, a workflow that grades each push, and a git repository where git is installed. In it and below, \
      every command works on your files there and keeps your progress there. The book stays where it \
      is; `truthbook update` brings what changes in it.
      """)

  @Argument(help: "The folder; it must be empty or not exist yet.")
  var directory: String

  func run() throws {
    let book: String
    let made: (workspace: Workspace, changes: Workspace.Changes)
    do throws(WorkbookNotFound) {
      book = try WorkbookRoot.find()
    } catch {
      throw Fault.environment(error.description)
    }
    do throws(WorkspaceError) {
      made = try Workspace.create(at: directory, book: book)
    } catch {
      throw Fault(error)
    }
    let hasGit = startRepository(in: made.workspace.root)
    try Console.print(
      """
      \(directory) is yours: \(made.changes.newExercises.count) exercises, in a Swift package\
      \(hasGit ? " and git repository" : "").

        cd \(directory)
        truthbook            where you are and what to do next
        truthbook update     when the book has changed
      """)
  }

  /// Makes the folder a git repository, if it is none yet and git is there.
  /// - Returns: whether it is one.
  private func startRepository(in folder: String) -> Bool {
    if access(folder + "/.git", F_OK) == 0 { return true }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words = Self.duplicates(of: ["git", "init", "--quiet", folder])
    // A hook's variables would lead git to another repository.
    let variables = Console.environment.filter { !["GIT_DIR", "GIT_WORK_TREE"].contains($0.key) }
    var settings = Self.duplicates(of: variables.map { "\($0.key)=\($0.value)" })
    defer { for word in words + settings { free(word) } }
    var process = pid_t()
    // No git is no fault: the folder is as good without.
    guard posix_spawnp(&process, "git", &actions, nil, &words, &settings) == 0 else { return false }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return false }
    }
    if status != 0 { Console.note("truthbook: git init failed; \(directory) is no repository yet") }
    return status == 0
  }

  /// A list of C strings, with the null that ends it; to be freed one by one.
  private static func duplicates(of texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}

extension Fault {
  /// What a workspace cannot be used for: a mistake in the call, or what this machine refuses.
  init(_ error: WorkspaceError) {
    switch error {
    case .inaccessible, .malformed, .newer: self = .environment(error.description)
    case .notEmpty, .insideBook, .insideWorkspace, .notFound: self = .usage(error.description)
    }
  }
}
