/// The files of a workspace that are not copied from the book.
enum WorkspaceTemplate {
  /// Files that the learner may set otherwise, by their paths.
  static var settings: [(path: String, text: String)] {
    [
      (".editorconfig", editorConfig),
      (".github/workflows/grade.yml", workflow),
      (".gitignore", ignored),
      (".vscode/extensions.json", extensions),
      (".vscode/settings.json", editorSettings),
      ("README.md", readme),
    ]
  }

  /// The package, with a target for each exercise.
  static func package(of exercises: [String]) -> String {
    """
    // swift-tools-version: 6.2
    import PackageDescription

    // Written by `truthbook`, which replaces it with `truthbook update`; it is there for your editor.
    // Each exercise is a target of its own, so that an error in one breaks no other.

    func exercise(_ name: String) -> Target {
      .target(
        name: name, dependencies: ["ExerciseKit"], path: "Exercises/" + name,
        exclude: ["README.md", "hints.md", "Starter"])
    }

    let package = Package(
      name: "workspace",
      targets: [
        .target(name: "ExerciseKit", path: "Kit/ExerciseKit"),
    \(exercises.map { "    exercise(\"\($0)\")," }.joined(separator: "\n"))
      ])

    """
  }

  private static let ignored = """
    # What is built.
    .build/
    .swiftpm/
    Package.resolved
    # Of what Truthbook keeps, your progress and the record of this workspace are worth a commit.
    /.truthbook/*
    !/.truthbook/progress.json
    !/.truthbook/workspace.json
    # Editors and systems.
    *.swp
    *~
    .DS_Store

    """

  private static let editorConfig = """
    root = true

    [*]
    charset = utf-8
    end_of_line = lf
    insert_final_newline = true

    [*.swift]
    indent_style = space
    indent_size = 2

    """

  private static let extensions = """
    {
      "recommendations": ["swiftlang.swift-vscode"]
    }

    """

  private static let editorSettings = """
    {
      "files.readonlyInclude": { "**/Starter/**": true, "Kit/**": true },
      "search.exclude": { "**/Starter": true, "Kit": true }
    }

    """

  private static let readme = """
    # My Truthbook

    Where I work through [Truthbook](Exercises), a workbook for how machines agree on what is true.

    ```sh
    truthbook                  # where I am and what to do next
    truthbook read clocks      # a chapter
    truthbook test or-set      # the verdict on Exercises/or-set
    truthbook hint or-set      # one hint more each time
    truthbook update           # new exercises and changed tasks; never touches what I wrote
    ```

    Each folder in `Exercises` holds a task (`README.md`), hints, the Swift file to edit and, in `Starter`,
    what it was at first. Open this folder in an editor that knows Swift: it is a package. My progress is
    in `.truthbook/progress.json`. `.github/workflows/grade.yml` says at its top how to have every push
    graded.

    """

  private static let workflow = """
    # Grades each exercise that you have begun, on every push, with the reports as the run's summary.
    #
    # What to set, on GitHub under Settings > Secrets and variables > Actions > Variables:
    #   TRUTHBOOK_REPOSITORY  where Truthbook is, as OWNER/NAME
    #   TRUTHBOOK_COMMIT      which of its commits grades; without it, the newest
    # If that repository is private, also the secret TRUTHBOOK_TOKEN: a token that may read it.
    #
    # The first run builds Truthbook, which takes some minutes; later ones have it from the cache.
    name: Grade
    on: push
    permissions:
      contents: read
    jobs:
      grade:
        runs-on: ubuntu-24.04
        container: swift:6.3-bookworm
        steps:
          - uses: actions/checkout@v4
            with:
              persist-credentials: false
          - name: Look for the settings
            if: vars.TRUTHBOOK_REPOSITORY == ''
            run: |
              echo "::error::Set the variable TRUTHBOOK_REPOSITORY; .github/workflows/grade.yml says how."
              exit 1
          - uses: actions/checkout@v4
            with:
              repository: ${{ vars.TRUTHBOOK_REPOSITORY }}
              ref: ${{ vars.TRUTHBOOK_COMMIT }}
              token: ${{ secrets.TRUTHBOOK_TOKEN || github.token }}
              path: .book
              persist-credentials: false
          - uses: ./.book
          - name: Grade what is begun
            shell: bash
            run: |
              worst=0
              for folder in Exercises/*/; do
                folder=${folder%/}
                begun=no
                for starter in "$folder"/Starter/*.swift; do
                  cmp -s "$starter" "$folder/${starter##*/}" || begun=yes
                done
                [ "$begun" = yes ] || continue
                status=0
                .book/bin/truthbook grade "${folder##*/}" "$folder" --format github || status=$?
                [ "$status" -le "$worst" ] || worst=$status
              done
              exit "$worst"

    """
}
