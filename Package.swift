// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is built in Swift 6 mode with warnings as errors.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The same for C.
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]

/// Code in which speed decides what the checker can explore is optimised in debug builds too. Where everything
/// is built once, as in CI, each such module is compiled as a whole, so that what its files share is worked on
/// once; who edits one file would wait for all of them. (With one thread SwiftPM asks for index files that the
/// compiler then does not write.)
let fast: [SwiftSetting] =
  strict + [
    .unsafeFlags(
      Context.environment["TRUTHBOOK_WHOLE_MODULES"] == nil
        ? ["-O"] : ["-O", "-whole-module-optimization", "-num-threads", "2"])
  ]

/// Code that waits for people, files or other processes is not optimised in release builds either: that took a
/// fifth of the first build's time, and nobody would notice.
let patient: [SwiftSetting] =
  strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "truthbook",
  products: [
    .executable(name: "truthbook", targets: ["truthbook"]),
    .executable(name: "truthbook-worker", targets: ["truthbook-worker"]),
    .executable(name: "truthbook-jail", targets: ["truthbook-jail"]),
    .executable(name: "truthbook-unpack", targets: ["truthbook-unpack"]),
    .library(name: "ExerciseKit", targets: ["ExerciseKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // What a learner imports, and the road to a learner's code.
    .target(name: "ExerciseKit", swiftSettings: fast),
    .target(name: "Wire", dependencies: ["ExerciseKit"], swiftSettings: fast),
    .target(name: "Dialects", dependencies: ["ExerciseKit", "Wire"], swiftSettings: fast),
    .target(
      name: "Subjects", dependencies: ["Dialects", "ExerciseKit", "Wire", "Digests"],
      swiftSettings: fast),
    .target(name: "CWorkerSurroundings", cSettings: strictC),

    // Confines a process before anything in it can run, and is then replaced by it.
    .executableTarget(
      name: "truthbook-jail", cSettings: strictC,
      // Without Swift's own start files nothing of its runtime is linked.
      linkerSettings: [.unsafeFlags(["-nostartfiles", "-static-executable"])]),
    // Tells what an archive holds, confined like a submission.
    .systemLibrary(
      name: "CLibarchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .executableTarget(
      name: "truthbook-unpack", dependencies: ["CLibarchive"], cSettings: strictC,
      // Nothing of Swift's runtime, which is not where a confined program may look.
      linkerSettings: [
        .unsafeFlags(["-nostartfiles", "-static-stdlib"]), .linkedLibrary("archive"),
      ]),
    .executableTarget(
      name: "truthbook-worker",
      dependencies: ["ExerciseKit", "Wire", "Subjects", "CWorkerSurroundings"],
      swiftSettings: fast,
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "--export-dynamic"]),
        .linkedLibrary("swiftSwiftOnoneSupport"),
      ]),

    // What decides. No files, processes or terminals.
    .target(name: "Simulation", swiftSettings: fast),
    .target(name: "Digests", swiftSettings: fast),
    .target(name: "Histories", swiftSettings: fast),
    // Histories that others have recorded.
    .target(name: "HistoryFiles", dependencies: ["Histories"], swiftSettings: fast),
    .target(
      name: "Checking", dependencies: ["Digests", "Simulation", "Wire"], swiftSettings: fast),
    // What a suite says of its runs so that they can be walked event by event.
    .target(name: "Stepping", dependencies: ["Checking", "Wire"], swiftSettings: strict),
    .target(
      name: "HiddenSuites",
      dependencies: [
        "Dialects", "Digests", "ExerciseKit", "Wire", "Histories", "Simulation", "Checking",
        "Stepping",
      ],
      swiftSettings: fast),

    // The book, read and shown.
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .target(name: "Markdown", dependencies: ["CCmark"], swiftSettings: strict),
    .target(name: "Terminal", swiftSettings: strict),
    .target(name: "Reader", dependencies: ["Markdown", "Terminal"], swiftSettings: strict),
    .target(name: "Screen", dependencies: ["Reader", "Terminal"], swiftSettings: strict),
    .target(name: "Diagrams", dependencies: ["Checking", "Terminal"], swiftSettings: strict),
    .target(
      name: "Curriculum",
      dependencies: ["Digests", .product(name: "Yams", package: "Yams")], swiftSettings: strict),

    // From an edited file to a verdict.
    .target(name: "CSelfProtection", cSettings: strictC),
    .target(
      name: "Execution", dependencies: ["Wire", "CSelfProtection"], swiftSettings: strict),
    .target(
      name: "Grading",
      dependencies: [
        "Checking", "Digests", "HiddenSuites", "Wire", "Execution", "Diagrams", "Terminal",
      ],
      exclude: [
        "batch.schema.json", "classroom50-result.schema.json", "report.schema.json",
      ],
      swiftSettings: strict),
    // The stepper: the tree of what was visited, on a terminal and on paper.
    .target(
      name: "Stepper",
      dependencies: ["Checking", "Diagrams", "Screen", "Stepping", "Terminal", "Wire"],
      swiftSettings: strict),
    // The hidden tests of exercises whose answer is a text. Our own code is asked, in this process.
    .target(
      name: "InverseSuites",
      dependencies: [
        "Checking", "ExerciseKit", "HiddenSuites", "Histories", "HistoryFiles", "Simulation",
        "Solutions", "Stepper", "Stepping", "Subjects", "Wire",
      ],
      swiftSettings: fast),
    // What shows a submission wrong that passes its suite, and how it becomes a mutant.
    .target(
      name: "League",
      dependencies: [
        "Checking", "Curriculum", "Digests", "Execution", "Grading", "Simulation", "Stepper",
        "Stepping", "Wire",
      ],
      swiftSettings: patient),
    // What a learner works at: an exercise, checked at every save.
    .target(
      name: "Desk",
      dependencies: ["Checking", "Diagrams", "Execution", "Grading", "Screen", "Terminal"],
      swiftSettings: strict),
    .executableTarget(
      name: "truthbook",
      dependencies: [
        "Curriculum", "Execution", "Grading", "HiddenSuites", "InverseSuites", "Checking",
        "Diagrams", "Reader", "Terminal", "Markdown", "Wire", "Parameters", "Calculators",
        "Figures", "Errata", "Quizzes", "Book", "Screen", "Desk", "Workshop", "HistoryFiles",
        "League", "Digests",
        "Stepper", "Stepping", "Site", arguments,
      ],
      swiftSettings: patient),

    // What authors' commands do.
    .target(name: "Workshop", swiftSettings: patient),

    // The reference implementations, as code other targets can run.
    .target(
      name: "Solutions", dependencies: ["ExerciseKit", "Digests"], path: "Solutions",
      exclude: ["Mutants", "Alternatives", "Answers", "AsPrinted", "Faults"], swiftSettings: strict),
    // The documents' own code, ported with its faults, to be run beside the references.
    .target(
      name: "AsPrinted", dependencies: ["ExerciseKit"], path: "Solutions/AsPrinted",
      exclude: ["README.md"],
      swiftSettings: patient),

    // Several of our nodes, run together.
    .target(
      name: "Clusters", dependencies: ["Solutions", "ExerciseKit", "Histories", "Simulation"],
      swiftSettings: fast),

    // What the book computes: figures, calculators, proofs of errata, questions.
    .target(name: "Parameters", swiftSettings: patient),
    .target(
      name: "Calculators", dependencies: ["Parameters", "Solutions", "ExerciseKit"],
      swiftSettings: patient),
    .target(
      name: "Figures",
      dependencies: [
        "Parameters", "Calculators", "Clusters", "Solutions", "AsPrinted", "ExerciseKit",
        "Histories", "Simulation", "Checking", "Diagrams", "Terminal",
      ], swiftSettings: patient),
    .target(
      name: "Errata",
      dependencies: [
        "Calculators", "Clusters", "Parameters", "Solutions", "AsPrinted", "ExerciseKit",
        "Simulation", "Checking", "HiddenSuites", "Subjects", "Wire",
      ], swiftSettings: patient),
    .target(
      name: "Quizzes",
      dependencies: [
        "Curriculum", "Calculators", "Clusters", "Parameters", "Solutions", "ExerciseKit",
        "Simulation",
      ], swiftSettings: patient),
    .target(
      name: "Book",
      dependencies: [
        "Curriculum", "Figures", "Calculators", "Parameters", "Errata", "Markdown", "Reader",
        "Terminal",
      ], swiftSettings: patient),

    // The book as a folder of web pages.
    .target(
      name: "Site",
      dependencies: [
        "Book", "Calculators", "Checking", "Curriculum", "Diagrams", "Figures", "Markdown",
        "Parameters", "Quizzes", "Reader", "Screen", "Solutions", "Terminal",
      ], swiftSettings: patient),

    // Every figure we quote, with its peer.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Curriculum", "Execution", "Grading", "HiddenSuites", "Checking", "Clusters", "Histories",
        "Simulation", "Solutions", "ExerciseKit", "Screen", "Site",
      ],
      exclude: ["Peers"],
      swiftSettings: strict),

    .testTarget(
      name: "WireTests", dependencies: ["Wire", "ExerciseKit"], swiftSettings: strict),
    .testTarget(
      name: "SubjectsTests",
      dependencies: ["Dialects", "Subjects", "Solutions", "Wire", "ExerciseKit"],
      swiftSettings: strict),
    .testTarget(
      name: "SimulationTests", dependencies: ["Simulation"], swiftSettings: strict),
    // Histories by the hundred thousand, so optimised like what they test.
    .testTarget(
      name: "HistoriesTests", dependencies: ["Histories", "Solutions", "Simulation"],
      swiftSettings: fast),
    .testTarget(
      name: "HistoryFilesTests", dependencies: ["HistoryFiles", "Histories"],
      swiftSettings: strict),
    .testTarget(
      name: "CheckingTests", dependencies: ["Checking", "Wire"], swiftSettings: strict),
    // Whole suites are run here in one process, so optimised like what they test.
    .testTarget(
      name: "HiddenSuitesTests",
      dependencies: [
        "HiddenSuites", "Checking", "Simulation", "Dialects", "Subjects", "Solutions", "Wire",
        "ExerciseKit",
      ],
      swiftSettings: fast),
    .testTarget(
      name: "InverseSuitesTests",
      dependencies: [
        "InverseSuites", "Checking", "Curriculum", "ExerciseKit", "HiddenSuites", "Histories",
        "HistoryFiles", "Simulation", "Subjects", "Wire",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MarkdownTests", dependencies: ["Markdown"], swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: strict),
    .testTarget(
      name: "ReaderTests", dependencies: ["Reader", "Markdown", "Terminal"],
      swiftSettings: strict),
    .testTarget(
      name: "ScreenTests", dependencies: ["Screen", "Reader", "Markdown", "Terminal"],
      swiftSettings: strict),
    .testTarget(
      name: "DeskTests",
      dependencies: [
        "Desk", "Checking", "Execution", "Grading", "Markdown", "Reader", "Screen", "Terminal",
        "Wire",
      ],
      exclude: ["Transcripts"], swiftSettings: strict),
    .testTarget(
      name: "LeagueTests",
      dependencies: [
        "League", "Checking", "Curriculum", "Execution", "Grading", "HiddenSuites", "Wire",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StepperTests",
      dependencies: [
        "Stepper", "Stepping", "HiddenSuites", "Subjects", "Solutions", "ExerciseKit", "Checking",
        "Screen", "Simulation", "Terminal", "Wire",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DiagramsTests", dependencies: ["Diagrams", "Checking", "Simulation", "Terminal"],
      exclude: ["Transcripts"], swiftSettings: strict),
    .testTarget(
      name: "WorkshopTests", dependencies: ["Workshop", "Curriculum"], swiftSettings: strict),
    .testTarget(
      name: "CurriculumTests", dependencies: ["Curriculum", "Solutions", "ExerciseKit"],
      swiftSettings: strict),
    .testTarget(
      name: "ExecutionTests",
      dependencies: [
        "Execution", "Wire", "ExerciseKit", "truthbook-worker", "truthbook-jail",
        "truthbook-unpack",
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "AttackTests",
      dependencies: [
        "Grading", "HiddenSuites", "Checking", "Execution", "ExerciseKit", "Wire",
        "truthbook-worker", "truthbook-jail",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GradingTests",
      dependencies: [
        "Grading", "HiddenSuites", "Checking", "Execution", "ExerciseKit", "Terminal", "Wire",
        "truthbook-worker", "truthbook-jail", "truthbook-unpack",
      ],
      exclude: ["Formats/Golden", "Transcripts"], swiftSettings: strict),
    .testTarget(
      name: "TruthbookTests",
      dependencies: [
        "truthbook", "truthbook-worker", "truthbook-jail", "truthbook-unpack", "Screen",
      ],
      exclude: ["Transcripts"], swiftSettings: strict),
    .testTarget(name: "DigestsTests", dependencies: ["Digests"], swiftSettings: strict),
    .testTarget(
      name: "ParametersTests", dependencies: ["Parameters"], swiftSettings: strict),
    .testTarget(
      name: "SolutionsTests",
      dependencies: [
        "Clusters", "Solutions", "ExerciseKit", "Histories", "Simulation", "Checking",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CalculatorsTests", dependencies: ["Calculators", "Parameters", "Solutions"],
      swiftSettings: strict),
    .testTarget(
      name: "FiguresTests",
      dependencies: [
        "Calculators", "Figures", "Parameters", "Terminal", "Solutions", "ExerciseKit",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "ErrataTests",
      dependencies: ["Errata", "AsPrinted", "Checking", "HiddenSuites", "Solutions"],
      swiftSettings: strict),
    .testTarget(
      name: "QuizzesTests",
      dependencies: [
        "Quizzes", "Curriculum", "ExerciseKit", "Parameters", "Simulation", "Solutions",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "BookTests",
      dependencies: [
        "Book", "Curriculum", "Figures", "Calculators", "Errata", "Markdown", "Reader", "Terminal",
        "Solutions", "ExerciseKit",
      ], swiftSettings: strict),
    // Every page is read and compared, so optimised like what reads it.
    .testTarget(
      name: "SiteTests",
      dependencies: [
        "Site", "Book", "Calculators", "Curriculum", "Figures", "Markdown", "Parameters", "Quizzes",
        "Reader", "Screen", "Terminal",
      ], swiftSettings: fast),
    .testTarget(
      name: "TidyTests", dependencies: ["HiddenSuites", "Checking"], swiftSettings: strict),
  ]
)
